/** Words of 32 bits in the quick answer of a set; a power of two. */
const MAYBE_WORDS = 256

/** One number for two neighbouring terms. */
export const pairKey = (left: number, right: number) => Math.imul(left + 1, 0x9e_37_79_b1) ^ right

/** A set of `pairKey`s that says quickly that it does not hold one. Keeps its memory between queries. */
export class PairSet {
  /** Open addressing: the pairs, each with the run in which it was added. */
  #pairs = new Int32Array(256)
  #runs = new Int32Array(256)
  #run = 0
  #size = 0
  /** A bit for each of many pairs: 0 when it is surely missing. */
  readonly #maybe = new Int32Array(MAYBE_WORDS)

  /** Holds the neighbours among the first `count` terms, and nothing else. */
  reset(terms: Int32Array, count: number): void {
    if (count * 2 > this.#pairs.length) {
      this.#pairs = new Int32Array(2 ** Math.ceil(Math.log2(count * 2)))
      this.#runs = new Int32Array(this.#pairs.length)
      this.#run = 0
    }
    this.#run += 1
    this.#size = 0
    this.#maybe.fill(0)
    for (let index = 0; index + 1 < count; index += 1) {
      this.#add(pairKey(terms[index] ?? 0, terms[index + 1] ?? 0))
    }
  }

  #add(pair: number): void {
    const place = this.#placeOf(pair)
    if (this.#runs[place] === this.#run) return
    this.#runs[place] = this.#run
    this.#pairs[place] = pair
    this.#size += 1
    const word = (pair >>> 5) & (MAYBE_WORDS - 1)
    this.#maybe[word] = (this.#maybe[word] ?? 0) | (1 << (pair & 31))
  }

  /** Where a pair stands, or would. */
  #placeOf(pair: number): number {
    const mask = this.#pairs.length - 1
    let place = (Math.imul(pair, 0x9e_37_79_b1) >>> 8) & mask
    while (this.#runs[place] === this.#run && this.#pairs[place] !== pair) place = (place + 1) & mask
    return place
  }

  get size(): number {
    return this.#size
  }

  has(pair: number): boolean {
    const bits = this.#maybe[(pair >>> 5) & (MAYBE_WORDS - 1)] ?? 0
    return (bits & (1 << (pair & 31))) !== 0 && this.#runs[this.#placeOf(pair)] === this.#run
  }

  /** How many of the pairs, which are distinct, are in the set. */
  countOf(pairs: Int32Array): number {
    let count = 0
    for (let index = 0; index < pairs.length; index += 1) if (this.has(pairs[index] ?? 0)) count += 1
    return count
  }
}
