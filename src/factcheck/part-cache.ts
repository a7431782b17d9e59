/** Longer parts are not remembered: they are rarely seen twice. */
const MAXIMUM_LENGTH = 24
/** Each part has this many places where it may be. */
const WAYS = 4

/** One more letter for the hash of a part; a hash begins with 0. */
export const hashLetter = (hash: number, code: number) => (Math.imul(hash, 31) + code) | 0

/**
 * Remembers what was worked out for short parts of texts, without cutting them out: at most `size` parts.
 * A new part takes the place of an older one that hashes alike. All letters stand side by side in memory,
 * because fetching them from all over it would take most of the time of a lookup.
 */
export class PartCache<Value> {
  readonly #sets: number
  readonly #hashes: Int32Array
  readonly #lengths: Uint8Array
  readonly #letters: Uint16Array
  readonly #values: (Value | undefined)[]

  /** `size` is a power of two. */
  constructor(size: number) {
    this.#sets = size / WAYS
    this.#hashes = new Int32Array(size)
    this.#lengths = new Uint8Array(size)
    this.#letters = new Uint16Array(size * MAXIMUM_LENGTH)
    this.#values = Array.from({ length: size }, () => undefined)
  }

  /** The first of the places of a part with this hash. */
  #placeOf(hash: number): number {
    return ((Math.imul(hash, 0x9e_37_79_b1) >>> 8) % this.#sets) * WAYS
  }

  /** What is known of `text.slice(start, end)`, whose letters hash to `hash`. */
  get(text: string, start: number, end: number, hash: number): Value | undefined {
    const first = this.#placeOf(hash)
    for (let place = first; place < first + WAYS; place += 1) {
      if (this.#hashes[place] !== hash || this.#lengths[place] !== end - start) continue
      const base = place * MAXIMUM_LENGTH - start
      let at = start
      while (at < end && this.#letters[base + at] === text.charCodeAt(at)) at += 1
      if (at === end) return this.#values[place]
    }
    return undefined
  }

  /** Remembers a value for `text.slice(start, end)`, unless that is long. */
  set(text: string, start: number, end: number, hash: number, value: Value): void {
    if (end - start > MAXIMUM_LENGTH) return
    const first = this.#placeOf(hash)
    // The newest stands first; the others move back, and the last is forgotten.
    const last = first + WAYS - 1
    this.#hashes.copyWithin(first + 1, first, last)
    this.#lengths.copyWithin(first + 1, first, last)
    this.#letters.copyWithin((first + 1) * MAXIMUM_LENGTH, first * MAXIMUM_LENGTH, last * MAXIMUM_LENGTH)
    this.#values.copyWithin(first + 1, first, last)
    this.#hashes[first] = hash
    this.#lengths[first] = end - start
    for (let at = start; at < end; at += 1) {
      this.#letters[first * MAXIMUM_LENGTH + at - start] = text.charCodeAt(at)
    }
    this.#values[first] = value
  }
}
