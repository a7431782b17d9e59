/** Longer parts are not remembered: they are rarely seen twice. */
const MAXIMUM_LENGTH = 24
/** What `copySpelled` may write at most. */
export const LONGEST_SPELLED = MAXIMUM_LENGTH
/** Each part has this many places where it may be. */
const WAYS = 4

/** One more letter for the hash of a part; a hash begins with 0. */
export const hashLetter = (hash: number, code: number) => (Math.imul(hash, 31) + code) | 0

/**
 * A record in 32-bit numbers: the hash; the length, with how many letters are spelled 8 bits up; a number, and who gave
 * it; the letters, two in each. 64 bytes: one fetch from memory brings nearly all of it.
 */
const RECORD = 16
const HASH = 0
const LENGTH = 1
const NUMBER = 2
const NUMBERED_BY = 3
const LETTERS = 4
const LENGTH_BITS = 8

/** What `numberAt` says where that owner has not set a number. */
export const UNNUMBERED = -1000

/**
 * Remembers what was worked out for short parts of texts, given as UTF-16 units, without cutting them out: at most
 * `size` parts, each at its place. A new part takes the place of another that hashes alike.
 * Most of the time of a lookup goes into fetching from all over the memory: so what is needed most stands together.
 */
export class PartCache<Value> {
  readonly #size: number
  readonly #records: Int32Array
  readonly #letters: Uint16Array
  readonly #values: (Value | undefined)[]
  #turn = 0

  /** `size` is a power of two. */
  constructor(size: number) {
    this.#size = size
    // One more, for parts that are not remembered.
    this.#records = new Int32Array((size + 1) * RECORD)
    this.#letters = new Uint16Array(this.#records.buffer)
    this.#values = Array.from({ length: size + 1 }, () => undefined)
  }

  /** The first of the places of a part with this hash. */
  #firstOf(hash: number): number {
    return ((Math.imul(hash, 0x9e_37_79_b1) >>> 8) & (this.#size / WAYS - 1)) * WAYS
  }

  /** The place of the part from `start` to below `end`, whose letters hash to `hash`; -1 when it is not known. */
  find(codes: Uint16Array, start: number, end: number, hash: number): number {
    const records = this.#records
    const letters = this.#letters
    const first = this.#firstOf(hash)
    for (let place = first; place < first + WAYS; place += 1) {
      const record = place * RECORD
      if (records[record + HASH] !== hash || this.#lengthAt(record) !== end - start) continue
      const base = (record + LETTERS) * 2 - start
      let at = start
      while (at < end && letters[base + at] === codes[at]) at += 1
      if (at === end) return place
    }
    return -1
  }

  #lengthAt(record: number): number {
    return (this.#records[record + LENGTH] ?? 0) & ((1 << LENGTH_BITS) - 1)
  }

  /**
   * Remembers a value for a part; gives its place. A long part gets one that is good until the next only.
   * `spelled`: how many of its first letters, in lower case, are what the value spells; 0 when it spells something else.
   */
  add(codes: Uint16Array, start: number, end: number, hash: number, value: Value, spelled: number): number {
    const isShort = end - start <= MAXIMUM_LENGTH
    const place = isShort ? this.#freePlace(hash) : this.#size
    const record = place * RECORD
    this.#values[place] = value
    this.#records[record + NUMBERED_BY] = 0
    this.#records[record + HASH] = hash
    this.#records[record + LENGTH] = isShort ? (end - start) | (spelled << LENGTH_BITS) : 0
    if (isShort) this.#letters.set(codes.subarray(start, end), (record + LETTERS) * 2)
    return place
  }

  /** An empty place for a part with this hash, or one that is taken from another. */
  #freePlace(hash: number): number {
    const first = this.#firstOf(hash)
    for (let place = first; place < first + WAYS; place += 1) {
      if (this.#lengthAt(place * RECORD) === 0) return place
    }
    this.#turn = (this.#turn + 1) % WAYS
    return first + this.#turn
  }

  valueAt(place: number): Value | undefined {
    return this.#values[place]
  }

  /** The number that an owner set for the part in a place, or `UNNUMBERED`. Owners are numbers above 0. */
  numberAt(place: number, owner: number): number {
    const record = place * RECORD
    return this.#records[record + NUMBERED_BY] === owner ? (this.#records[record + NUMBER] ?? 0) : UNNUMBERED
  }

  setNumber(place: number, owner: number, number: number): void {
    this.#records[place * RECORD + NUMBERED_BY] = owner
    this.#records[place * RECORD + NUMBER] = number
  }

  /** Writes the letters that the value spells to `out` from `at`, in lower case; gives the place behind, or `at`. */
  copySpelled(place: number, out: Uint16Array, at: number): number {
    const letters = this.#letters
    const base = (place * RECORD + LETTERS) * 2
    const spelled = (this.#records[place * RECORD + LENGTH] ?? 0) >>> LENGTH_BITS
    for (let index = 0; index < spelled; index += 1) {
      const code = letters[base + index] ?? 0
      out[at + index] = code >= 65 && code <= 90 ? code + 32 : code
    }
    return at + spelled
  }
}
