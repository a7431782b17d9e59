import type { Word } from './normalize.ts'

/** Letter runs fall into this many buckets; a power of two. */
export const GRAM_BUCKETS = 1 << 18
const GRAM_LENGTH = 5
/** A bucket is stored in 16 bits, by its quarter of all buckets. */
const QUARTER = GRAM_BUCKETS / 4
const QUARTERS = [0, 1, 2, 3] as const

const SPACE = 32
/** 31 to the power of `GRAM_LENGTH - 1`. */
const OLDEST_FACTOR = 31 ** (GRAM_LENGTH - 1)

/** Finds the buckets of texts; keeps its memory between texts. Not to be used for two texts at a time. */
export class GramReader {
  /** By bucket: the text that it was last seen in. */
  readonly #seenIn = new Int32Array(GRAM_BUCKETS)
  #text = 0
  #found = new Int32Array(1024)
  #count = 0
  #codes = new Uint16Array(8192)

  /** Buckets of all runs of five letters in the words, each once, in the order in which they come. */
  read(words: readonly Word[]): Int32Array {
    this.#begin()
    const length = this.#write(words)
    const codes = this.#codes
    let hash = 0
    for (let index = 0; index < length; index += 1) {
      const oldest = index < GRAM_LENGTH ? 0 : (codes[index - GRAM_LENGTH] ?? 0)
      hash = (Math.imul(hash - Math.imul(oldest, OLDEST_FACTOR), 31) + (codes[index] ?? 0)) | 0
      if (index + 1 < GRAM_LENGTH) continue
      const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d)
      this.#add((mixed ^ (mixed >>> 13)) & (GRAM_BUCKETS - 1))
    }
    return this.#found.slice(0, this.#count)
  }

  /** Writes the words to `#codes` with a space before, between and after them; gives how many letters that is. */
  #write(words: readonly Word[]): number {
    let length = 1
    for (const { text } of words) length += text.length + 1
    if (length > this.#codes.length) this.#codes = new Uint16Array(length * 2)
    const codes = this.#codes
    codes[0] = SPACE
    let at = 1
    for (const { text } of words) {
      for (let index = 0; index < text.length; index += 1) {
        codes[at] = text.charCodeAt(index)
        at += 1
      }
      codes[at] = SPACE
      at += 1
    }
    return length
  }

  /** All buckets of several sets, each once. */
  unite(sets: readonly GramSet[]): Int32Array {
    this.#begin()
    for (const set of sets) set.each((gram) => this.#add(gram))
    return this.#found.slice(0, this.#count)
  }

  #begin(): void {
    this.#text += 1
    this.#count = 0
  }

  #add(gram: number): void {
    if (this.#seenIn[gram] === this.#text) return
    this.#seenIn[gram] = this.#text
    if (this.#count === this.#found.length) {
      const larger = new Int32Array(this.#count * 2)
      larger.set(this.#found)
      this.#found = larger
    }
    this.#found[this.#count] = gram
    this.#count += 1
  }
}

/** Distinct buckets in half the memory: 16 bits each, those of each quarter together. */
export class GramSet {
  readonly #packed: Uint16Array

  /** `packed`: where the first three quarters end, then the low bits of the buckets. */
  constructor(packed: Uint16Array) {
    this.#packed = packed
  }

  get length(): number {
    return Math.max(0, this.#packed.length - 3)
  }

  /** How many of the buckets are marked with 1; `marks` has a byte for each bucket. */
  countMarked(marks: Uint8Array): number {
    const packed = this.#packed
    let count = 0
    let place = 3
    for (const quarter of QUARTERS) {
      const end = quarter === 3 ? packed.length : 3 + (packed[quarter] ?? 0)
      const base = quarter * QUARTER
      for (; place < end; place += 1) count += marks[base + (packed[place] ?? 0)] ?? 0
    }
    return count
  }

  each(take: (gram: number) => void): void {
    const packed = this.#packed
    let place = 3
    for (const quarter of QUARTERS) {
      const end = quarter === 3 ? packed.length : 3 + (packed[quarter] ?? 0)
      for (; place < end; place += 1) take(quarter * QUARTER + (packed[place] ?? 0))
    }
  }

  /** Writes the buckets to `out` from `at`; gives the place behind the last. */
  copyTo(out: Int32Array, at: number): number {
    const packed = this.#packed
    let place = 3
    let to = at
    for (const quarter of QUARTERS) {
      const end = quarter === 3 ? packed.length : 3 + (packed[quarter] ?? 0)
      const base = quarter * QUARTER
      for (; place < end; place += 1) {
        out[to] = base + (packed[place] ?? 0)
        to += 1
      }
    }
    return to
  }
}

/** 16-bit numbers that packing `grams` needs. */
export const packedLength = (grams: Int32Array) => grams.length + 3

/** Fills `packed`, of `packedLength`, for a `GramSet`. */
export function packGrams(grams: Int32Array, packed: Uint16Array): void {
  let place = 3
  for (const quarter of QUARTERS) {
    for (const gram of grams) {
      if (gram >>> 16 !== quarter) continue
      packed[place] = gram
      place += 1
    }
    if (quarter < 3) packed[quarter] = place - 3
  }
}
