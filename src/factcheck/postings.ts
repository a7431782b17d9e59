/** How often a key occurs in a field counts up to this. */
const MAXIMUM_COUNT = 15
const SATURATION = 1.2
const LENGTH_PULL = 0.6

/**
 * An inverted index of one field: for each key (a small whole number) the documents that hold it, by slot.
 * Scores with BM25. Slots are handed out by the caller, upwards, and are never used twice.
 */
export class Postings {
  readonly #lists: (number[] | undefined)[] = []
  readonly #lengths: number[] = []
  #totalLength = 0
  #documents = 0

  /** Adds the keys of one field of a document. `keys` may repeat. */
  add(slot: number, keys: ArrayLike<number>): void {
    const counts = new Map<number, number>()
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] ?? 0
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    for (const [key, count] of counts)
      this.#post(key, slot * (MAXIMUM_COUNT + 1) + Math.min(count, MAXIMUM_COUNT))
    this.#measure(slot, keys.length)
  }

  /** The same for keys that do not repeat. */
  addDistinct(slot: number, keys: Int32Array): void {
    const packed = slot * (MAXIMUM_COUNT + 1) + 1
    for (const key of keys) this.#post(key, packed)
    this.#measure(slot, keys.length)
  }

  #post(key: number, packed: number): void {
    const list = this.#lists[key]
    if (list === undefined) this.#lists[key] = [packed]
    else list.push(packed)
  }

  #measure(slot: number, length: number): void {
    this.#lengths[slot] = length
    this.#totalLength += length
    this.#documents += 1
  }

  /** Forgets the length of a document; its postings stay until the index is built anew. */
  remove(slot: number): void {
    this.#totalLength -= this.#lengths[slot] ?? 0
    this.#documents -= 1
  }

  /** How many postings a key has, removed documents included. */
  size(key: number): number {
    return this.#lists[key]?.length ?? 0
  }

  /** Adds `weight` × BM25 of one key to `scores`, indexed by slot. */
  accumulate(key: number, weight: number, scores: Float64Array): void {
    const list = this.#lists[key]
    if (list === undefined) return
    const average = this.#totalLength / Math.max(1, this.#documents) || 1
    for (const packed of list) {
      const slot = Math.floor(packed / (MAXIMUM_COUNT + 1))
      const count = packed % (MAXIMUM_COUNT + 1)
      const length = (this.#lengths[slot] ?? 0) / average
      const saturated =
        (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH_PULL + LENGTH_PULL * length))
      scores[slot] = (scores[slot] ?? 0) + weight * saturated
    }
  }
}
