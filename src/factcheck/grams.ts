import type { Letters } from './letters.ts'
import { Sieve } from './sieve.ts'

/** Letter runs fall into this many buckets; a power of two. */
export const GRAM_BUCKETS = 1 << 18
const GRAM_LENGTH = 5
/** A bucket is stored in 16 bits, by its quarter of all buckets. */
const QUARTER_BITS = 16
const QUARTERS = 4
/** A packed set begins with where its first three quarters end, counted from behind these numbers. */
const PACKED_HEADER = 3

/** 31 to the power of `GRAM_LENGTH - 1`. */
const OLDEST_FACTOR = 31 ** (GRAM_LENGTH - 1)

/** A bit for each bucket. */
export type GramMarks = Int32Array

export const createMarks = (): GramMarks => new Int32Array(GRAM_BUCKETS / 32)

export function mark(marks: GramMarks, gram: number): void {
  marks[gram >>> 5] = (marks[gram >>> 5] ?? 0) | (1 << (gram & 31))
}

export function unmark(marks: GramMarks, gram: number): void {
  marks[gram >>> 5] = (marks[gram >>> 5] ?? 0) & ~(1 << (gram & 31))
}

/** Finds the buckets of texts; keeps its memory between texts. Not to be used for two texts at a time. */
export class GramReader {
  readonly #sieve = new Sieve()
  #grams = new Int32Array(1024)

  /**
   * Buckets of all runs of five letters, each once, in the order in which they come.
   * The array is a view: good until the next text.
   */
  read({ codes, length }: Letters): Int32Array {
    if (length > this.#grams.length) this.#grams = new Int32Array(length * 2)
    const grams = this.#grams
    let hash = 0
    for (let index = 0; index < length; index += 1) {
      const oldest = index < GRAM_LENGTH ? 0 : (codes[index - GRAM_LENGTH] ?? 0)
      hash = (Math.imul(hash - Math.imul(oldest, OLDEST_FACTOR), 31) + (codes[index] ?? 0)) | 0
      const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d)
      grams[index] = (mixed ^ (mixed >>> 13)) & (GRAM_BUCKETS - 1)
    }
    return this.#sieve.distinct(grams, Math.min(length, GRAM_LENGTH - 1), length)
  }

  /** Buckets that are in any of the sets, each once; good until the next text. */
  unite(sets: readonly GramSet[]): Int32Array {
    let size = 0
    for (const { length } of sets) size += length
    if (size > this.#grams.length) this.#grams = new Int32Array(size * 2)
    let end = 0
    for (const set of sets) end = set.copyTo(this.#grams, end)
    return sets.length === 1 ? this.#grams.subarray(0, end) : this.#sieve.distinct(this.#grams, 0, end)
  }
}

/** Distinct buckets in half the memory: 16 bits each, those of each quarter together. */
export class GramSet {
  readonly #packed: Uint16Array
  readonly #start: number
  readonly #end: number

  /** The set stands in `packed` from `start` to below `end`: see `packGrams`. */
  constructor(packed: Uint16Array, start: number, end: number) {
    this.#packed = packed
    this.#start = start
    this.#end = end
  }

  get length(): number {
    return Math.max(0, this.#end - this.#start - PACKED_HEADER)
  }

  #endOf(quarter: number): number {
    if (quarter === QUARTERS - 1) return this.#end
    return this.#start + PACKED_HEADER + (this.#packed[this.#start + quarter] ?? 0)
  }

  /** How many of the buckets are marked. */
  countMarked(marks: GramMarks): number {
    const packed = this.#packed
    let count = 0
    let place = this.#start + PACKED_HEADER
    for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
      const end = this.#endOf(quarter)
      const base = quarter << QUARTER_BITS
      for (; place < end; place += 1) {
        const gram = base | (packed[place] ?? 0)
        count += ((marks[gram >>> 5] ?? 0) >>> (gram & 31)) & 1
      }
    }
    return count
  }

  /** Writes the buckets that are marked to `out`, which has room for all of the set; gives how many there are. */
  copyMarked(marks: GramMarks, out: Int32Array): number {
    const packed = this.#packed
    let count = 0
    let place = this.#start + PACKED_HEADER
    for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
      const end = this.#endOf(quarter)
      const base = quarter << QUARTER_BITS
      for (; place < end; place += 1) {
        const gram = base | (packed[place] ?? 0)
        // Written in any case, and kept by counting on: a condition would be guessed wrong too often.
        out[count] = gram
        count += ((marks[gram >>> 5] ?? 0) >>> (gram & 31)) & 1
      }
    }
    return count
  }

  /** Writes the buckets to `out` from `at`; gives the place behind the last. */
  copyTo(out: Int32Array, at: number): number {
    const packed = this.#packed
    let place = this.#start + PACKED_HEADER
    let to = at
    for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
      const end = this.#endOf(quarter)
      const base = quarter << QUARTER_BITS
      for (; place < end; place += 1) {
        out[to] = base | (packed[place] ?? 0)
        to += 1
      }
    }
    return to
  }
}

/** 16-bit numbers that packing so many grams needs. */
export const packedLength = (grams: number) => grams + PACKED_HEADER

/** Packs `grams` for a `GramSet` into `packed` from `start`; gives the place behind. */
export function packGrams(grams: Int32Array, packed: Uint16Array, start: number): number {
  const ends = [0, 0, 0, 0]
  for (let at = 0; at < grams.length; at += 1) {
    const quarter = (grams[at] ?? 0) >>> QUARTER_BITS
    ends[quarter] = (ends[quarter] ?? 0) + 1
  }
  const places: number[] = []
  let place = start + PACKED_HEADER
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    places.push(place)
    place += ends[quarter] ?? 0
    if (quarter < PACKED_HEADER) packed[start + quarter] = place - start - PACKED_HEADER
  }
  for (let at = 0; at < grams.length; at += 1) {
    const gram = grams[at] ?? 0
    const to = places[gram >>> QUARTER_BITS] ?? 0
    packed[to] = gram
    places[gram >>> QUARTER_BITS] = to + 1
  }
  return place
}
