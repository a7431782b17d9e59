/** Longer parts are not remembered: they are rarely seen twice. */
const MAXIMUM_LENGTH = 24
/** Each part has this many places where it may be. */
const WAYS = 4

/** One more letter for the hash of a part; a hash begins with 0. */
export const hashLetter = (hash: number, code: number) => (Math.imul(hash, 31) + code) | 0

/** A record: the length, then the letters. 64 bytes, so that one fetch from memory brings all of it. */
const RECORD = 32

/**
 * Remembers what was worked out for short parts of texts, given as UTF-16 units, without cutting them out: at most
 * `size` parts.
 * A new part takes the place of an older one that hashes alike. Most of the time of a lookup goes into fetching from
 * all over the memory: so all hashes of a set stand side by side, and all letters of a part.
 */
export class PartCache<Value> {
  readonly #sets: number
  readonly #hashes: Int32Array
  readonly #records: Uint16Array
  readonly #values: (Value | undefined)[]

  /** `size` is a power of two. */
  constructor(size: number) {
    this.#sets = size / WAYS
    this.#hashes = new Int32Array(size)
    this.#records = new Uint16Array(size * RECORD)
    this.#values = Array.from({ length: size }, () => undefined)
  }

  /** The first of the places of a part with this hash. */
  #placeOf(hash: number): number {
    return ((Math.imul(hash, 0x9e_37_79_b1) >>> 8) & (this.#sets - 1)) * WAYS
  }

  /** What is known of the part from `start` to below `end`, whose letters hash to `hash`. */
  get(codes: Uint16Array, start: number, end: number, hash: number): Value | undefined {
    const first = this.#placeOf(hash)
    for (let place = first; place < first + WAYS; place += 1) {
      if (this.#hashes[place] !== hash || this.#records[place * RECORD] !== end - start) continue
      const base = place * RECORD + 1 - start
      let at = start
      while (at < end && this.#records[base + at] === codes[at]) at += 1
      if (at === end) return this.#values[place]
    }
    return undefined
  }

  /** Remembers a value for a part, unless it is long. */
  set(codes: Uint16Array, start: number, end: number, hash: number, value: Value): void {
    if (end - start > MAXIMUM_LENGTH) return
    const first = this.#placeOf(hash)
    // The newest stands first; the others move back, and the last is forgotten.
    const last = first + WAYS - 1
    this.#hashes.copyWithin(first + 1, first, last)
    this.#records.copyWithin((first + 1) * RECORD, first * RECORD, last * RECORD)
    this.#values.copyWithin(first + 1, first, last)
    this.#hashes[first] = hash
    this.#records[first * RECORD] = end - start
    this.#records.set(codes.subarray(start, end), first * RECORD + 1)
    this.#values[first] = value
  }
}
