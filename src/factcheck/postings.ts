/** How often a key occurs in a field counts up to this. */
const MAXIMUM_COUNT = 15
const COUNT_BITS = 4
const SATURATION = 1.2
const LENGTH_PULL = 0.6
/** Slots below this fit into 16 bits, and lengths from this up count as the one before. */
const SMALL = 1 << 16

/** The postings of one key in one field, on the way through the slots. Lists are in the order of their slots. */
export interface Source {
  list: Int32Array | Uint16Array | number[]
  /** Does each posting hold a count besides its slot? */
  isCounted: boolean
  /** The first posting that was not looked at. */
  at: number
  end: number
  weight: number
  /** By slot: how long the field is. */
  lengths: Uint16Array
  /** By length: BM25 of a key that occurs once, and the part of it that depends on the length. */
  once: Float64Array
  pulls: Float64Array
}

/** The keys of one document's field, each once, with how often each occurs. */
export interface KeyList {
  keys: Int32Array
  /** Undefined: each key counts once. */
  counts: Int32Array | undefined
  /** How many of `keys` are filled. */
  size: number
  /** How long the field is. */
  length: number
}

/** Fills a list with the keys of the document in a slot; a removed document has none. */
export type KeyReader = (slot: number, list: KeyList) => void

/**
 * An inverted index of one field: for each key (a small whole number) the documents that hold it, by slot.
 * Scores with BM25. Most documents stand in one block that is built at once; later ones in lists beside it.
 */
export class Postings {
  readonly #isCounted: boolean
  /** Where the postings of each key begin in `#block`; one more than there are keys. */
  #starts = new Int32Array(1)
  #block: Int32Array | Uint16Array = new Int32Array()
  #later = new Map<number, number[]>()
  #lengths = new Uint16Array(64)
  #totalLength = 0
  #documents = 0
  #longest = 0
  /** By length: the part of BM25 that depends on it, and the whole for a key that occurs once. */
  #pulls = new Float64Array()
  #once = new Float64Array()
  #isStale = true

  /** `isCounted`: keys may occur more than once in a field. */
  constructor(isCounted: boolean) {
    this.#isCounted = isCounted
  }

  /** Builds the block from documents 0 to `slots` - 1; forgets everything else. */
  build(slots: number, keyCount: number, read: KeyReader): void {
    const list = emptyKeyList(this.#isCounted)
    const starts = new Int32Array(keyCount + 1)
    this.#later = new Map()
    this.#totalLength = 0
    this.#documents = 0
    for (let slot = 0; slot < slots; slot += 1) {
      list.size = -1
      read(slot, list)
      if (list.size < 0) continue
      this.#measure(slot, list.length)
      for (let at = 0; at < list.size; at += 1) {
        const key = (list.keys[at] ?? 0) + 1
        starts[key] = (starts[key] ?? 0) + 1
      }
    }
    for (let key = 0; key < keyCount; key += 1) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0)
    this.#starts = starts
    this.#fill(slots, read, list)
  }

  #fill(slots: number, read: KeyReader, list: KeyList): void {
    const size = this.#starts.at(-1) ?? 0
    const isSmall = !this.#isCounted && slots <= SMALL
    const block = isSmall ? new Uint16Array(size) : new Int32Array(size)
    const ends = this.#starts.slice()
    for (let slot = 0; slot < slots; slot += 1) {
      list.size = -1
      read(slot, list)
      for (let at = 0; at < list.size; at += 1) {
        const key = list.keys[at] ?? 0
        const end = ends[key] ?? 0
        block[end] = this.#pack(slot, list, at)
        ends[key] = end + 1
      }
    }
    this.#block = block
  }

  #pack(slot: number, list: KeyList, at: number): number {
    if (list.counts === undefined) return slot
    return (slot << COUNT_BITS) | Math.min(list.counts[at] ?? 0, MAXIMUM_COUNT)
  }

  /** Adds one document beside the block. */
  add(slot: number, list: KeyList): void {
    for (let at = 0; at < list.size; at += 1) {
      const key = list.keys[at] ?? 0
      const packed = this.#pack(slot, list, at)
      const later = this.#later.get(key)
      if (later === undefined) this.#later.set(key, [packed])
      else later.push(packed)
    }
    this.#measure(slot, list.length)
  }

  #measure(slot: number, length: number): void {
    if (slot >= this.#lengths.length) {
      const longer = new Uint16Array(Math.max(slot + 1, this.#lengths.length * 2))
      longer.set(this.#lengths)
      this.#lengths = longer
    }
    const counted = Math.min(length, SMALL - 1)
    this.#lengths[slot] = counted
    this.#longest = Math.max(this.#longest, counted)
    this.#totalLength += counted
    this.#documents += 1
    this.#isStale = true
  }

  /** Forgets the length of a document; its postings stay until the block is built anew. */
  remove(slot: number): void {
    this.#totalLength -= this.#lengths[slot] ?? 0
    this.#documents -= 1
    this.#isStale = true
  }

  /** Each length against the average, which every change moves a little. */
  #weigh(): void {
    this.#isStale = false
    const size = this.#longest + 1
    if (this.#pulls.length < size) {
      this.#pulls = new Float64Array(size * 2)
      this.#once = new Float64Array(size * 2)
    }
    const average = this.#totalLength / Math.max(1, this.#documents) || 1
    for (let length = 0; length < size; length += 1) {
      const pull = SATURATION * (1 - LENGTH_PULL + LENGTH_PULL * (length / average))
      this.#pulls[length] = pull
      this.#once[length] = (SATURATION + 1) / (1 + pull)
    }
  }

  /** Adds the postings of a key to `sources`; each counts `weight` × BM25. */
  collect(key: number, weight: number, sources: Source[]): void {
    if (this.#isStale) this.#weigh()
    const start = this.#starts[key] ?? 0
    const end = this.#starts[key + 1] ?? 0
    if (end > start) sources.push(this.#source(this.#block, start, end, weight))
    const later = this.#later.size > 0 ? this.#later.get(key) : undefined
    if (later !== undefined) sources.push(this.#source(later, 0, later.length, weight))
  }

  #source(list: Source['list'], at: number, end: number, weight: number): Source {
    return {
      list,
      isCounted: this.#isCounted,
      at,
      end,
      weight,
      lengths: this.#lengths,
      once: this.#once,
      pulls: this.#pulls,
    }
  }
}

export const emptyKeyList = (isCounted: boolean): KeyList => ({
  keys: new Int32Array(16_384),
  counts: isCounted ? new Int32Array(16_384) : undefined,
  size: 0,
  length: 0,
})

/** Adds the scores of the slots from `from` to below `to`; `scores` begins with slot `from`. */
export function addScores(sources: readonly Source[], from: number, to: number, scores: Float64Array): void {
  for (let index = 0; index < sources.length; index += 1) {
    const source = sources[index]
    if (source === undefined || source.at >= source.end) continue
    if (source.isCounted) addCounted(source, source.list, from, to, scores)
    else if (source.list instanceof Uint16Array) addSmall(source, source.list, from, to, scores)
    else addOnce(source, source.list, from, to, scores)
  }
}

function addCounted(
  source: Source,
  list: ArrayLike<number>,
  from: number,
  to: number,
  scores: Float64Array,
): void {
  const { end, weight, lengths, once, pulls } = source
  let { at } = source
  for (; at < end; at += 1) {
    const packed = list[at] ?? 0
    const slot = packed >>> COUNT_BITS
    if (slot >= to) break
    const count = packed & MAXIMUM_COUNT
    const length = lengths[slot] ?? 0
    const saturated =
      count === 1 ? (once[length] ?? 0) : (count * (SATURATION + 1)) / (count + (pulls[length] ?? 0))
    scores[slot - from] = (scores[slot - from] ?? 0) + weight * saturated
  }
  source.at = at
}

function addOnce(
  source: Source,
  list: ArrayLike<number>,
  from: number,
  to: number,
  scores: Float64Array,
): void {
  const { end, weight, lengths, once } = source
  let { at } = source
  for (; at < end; at += 1) {
    const slot = list[at] ?? 0
    if (slot >= to) break
    scores[slot - from] = (scores[slot - from] ?? 0) + weight * (once[lengths[slot] ?? 0] ?? 0)
  }
  source.at = at
}

/** The same as `addOnce`, apart so that it sees one kind of list only and stays fast. */
function addSmall(source: Source, list: Uint16Array, from: number, to: number, scores: Float64Array): void {
  const { end, weight, lengths, once } = source
  let { at } = source
  for (; at < end; at += 1) {
    const slot = list[at] ?? 0
    if (slot >= to) break
    scores[slot - from] = (scores[slot - from] ?? 0) + weight * (once[lengths[slot] ?? 0] ?? 0)
  }
  source.at = at
}
