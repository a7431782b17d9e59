/** How often a key occurs in a field counts up to this. */
const MAXIMUM_COUNT = 15
const COUNT_BITS = 4
const SATURATION = 1.2
const LENGTH_PULL = 0.6
/** Slots below this fit into 16 bits, and lengths from this up count as the one before. */
const SMALL = 1 << 16

/** The keys of one document's field in `keys`, from `from` to below `to`; a key may stand there more than once. */
export interface KeyList {
  keys: Int32Array
  from: number
  to: number
}

/**
 * Fills a list with the keys of the document in a slot; false for a removed document, which has none.
 * Where counts are not kept, each key stands there once.
 */
export type KeyReader = (slot: number, list: KeyList) => boolean

/**
 * An inverted index of one field: for each key (a small whole number) the documents that hold it, by slot.
 * Scores with BM25. Most documents stand in one block that is built at once; later ones in lists beside it.
 */
export class Postings {
  readonly #isCounted: boolean
  /** Where the postings of each key begin in `#block`; two more than there are keys. */
  #starts = new Int32Array(2)
  /** By key, those of a key by slot: the slot, with a count behind it when counts are kept. */
  #block: Int32Array | Uint16Array = new Int32Array()
  /** The block again, when it is one of 16 bits: asking which it is takes time. */
  #smallBlock: Uint16Array | undefined
  #later = new Map<number, number[]>()
  #lengths = new Uint16Array(64)
  #totalLength = 0
  #documents = 0
  #longest = 0
  /** By length: the part of BM25 that depends on it. */
  #pulls = new Float64Array()
  /** By slot, in single precision: the same when counts are kept, else BM25 of a key that occurs once. */
  #bySlot = new Float32Array()
  #isStale = true

  /** `isCounted`: how often a key occurs in a field matters. */
  constructor(isCounted: boolean) {
    this.#isCounted = isCounted
  }

  /** Builds the block from documents 0 to `slots` - 1 and keys below `keyCount`; forgets everything else. */
  build(slots: number, keyCount: number, read: KeyReader): void {
    const list = emptyKeyList()
    // Two more than keys: how many hold a key is counted two places on; summed up, each key's list begins one place on;
    // and when the lists are filled, it begins at the key's own place.
    const starts = new Int32Array(keyCount + 2)
    const lastSlots = new Int32Array(this.#isCounted ? keyCount : 0).fill(-1)
    this.#later = new Map()
    this.#totalLength = 0
    this.#documents = 0
    for (let slot = 0; slot < slots; slot += 1) {
      if (!read(slot, list)) continue
      const { keys, from, to } = list
      for (let at = from; at < to; at += 1) {
        const key = keys[at] ?? 0
        if (this.#isCounted) {
          if (lastSlots[key] === slot) continue
          lastSlots[key] = slot
        }
        starts[key + 2] = (starts[key + 2] ?? 0) + 1
      }
      this.#measure(slot, to - from)
    }
    for (let key = 0; key < keyCount; key += 1)
      starts[key + 2] = (starts[key + 2] ?? 0) + (starts[key + 1] ?? 0)
    this.#starts = starts
    const size = starts[keyCount + 1] ?? 0
    if (this.#isCounted)
      this.#block = fillCounted(new Int32Array(size), starts, slots, read, lastSlots.fill(-1))
    else if (slots <= SMALL)
      this.#block = this.#smallBlock = fillSmall(new Uint16Array(size), starts, slots, read)
    else this.#block = fillWide(new Int32Array(size), starts, slots, read)
  }

  /** Adds one document beside the block. Slots come in ascending order. */
  add(slot: number, { keys, from, to }: KeyList): void {
    const first = this.#isCounted ? (slot << COUNT_BITS) | 1 : slot
    let distinct = 0
    for (let at = from; at < to; at += 1) {
      const key = keys[at] ?? 0
      const later = this.#later.get(key) ?? []
      const last = later.at(-1) ?? -1
      const isNew = (this.#isCounted ? last >> COUNT_BITS : last) !== slot
      if (isNew) later.push(first)
      else if (this.#isCounted) later[later.length - 1] = oneMore(last)
      if (later.length === 1) this.#later.set(key, later)
      distinct += isNew ? 1 : 0
    }
    this.#measure(slot, this.#isCounted ? to - from : distinct)
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

  /** Each length against the average, which every change moves a little. To be called before scores are asked for. */
  settle(): void {
    if (!this.#isStale) return
    this.#isStale = false
    if (this.#pulls.length <= this.#longest) this.#pulls = new Float64Array(this.#longest * 2 + 1)
    if (this.#bySlot.length < this.#lengths.length) this.#bySlot = new Float32Array(this.#lengths.length)
    const average = this.#totalLength / Math.max(1, this.#documents) || 1
    for (let length = 0; length <= this.#longest; length += 1) {
      this.#pulls[length] = SATURATION * (1 - LENGTH_PULL + LENGTH_PULL * (length / average))
    }
    for (let slot = 0; slot < this.#lengths.length; slot += 1) {
      const pull = this.#pulls[this.#lengths[slot] ?? 0] ?? 0
      this.#bySlot[slot] = this.#isCounted ? pull : (SATURATION + 1) / (1 + pull)
    }
  }

  /** BM25 of a key that occurs `count` times in the document in a slot, without the key's weight; at most 2.2. */
  scoreOf(slot: number, count: number): number {
    const counted = Math.min(count, MAXIMUM_COUNT)
    return (counted * (SATURATION + 1)) / (counted + (this.#pulls[this.#lengths[slot] ?? 0] ?? 0))
  }

  /** How many documents hold a key, removed ones included. */
  sizeOf(key: number): number {
    const later = this.#later.size > 0 ? (this.#later.get(key)?.length ?? 0) : 0
    return key + 2 < this.#starts.length
      ? (this.#starts[key + 1] ?? 0) - (this.#starts[key] ?? 0) + later
      : later
  }

  /** Adds `weight` × BM25, in single precision, to the score of each document that holds a key; `scores` is by slot. */
  addTo(scores: Float32Array, key: number, weight: number): void {
    if (key + 2 < this.#starts.length) {
      const start = this.#starts[key] ?? 0
      const end = this.#starts[key + 1] ?? 0
      if (start === end) {
        // Most keys stand in one field only.
      } else if (this.#isCounted) addCounted(this.#block, start, end, weight, this.#bySlot, scores)
      else if (this.#smallBlock === undefined) addWide(this.#block, start, end, weight, this.#bySlot, scores)
      else addSmall(this.#smallBlock, start, end, weight, this.#bySlot, scores)
    }
    const later = this.#later.size > 0 ? this.#later.get(key) : undefined
    if (later !== undefined) this.#addLater(later, weight, scores)
  }

  /** Counts the documents of the block that hold a key, unless `seenAt` says that they were counted for it already. */
  countHolders(key: number, seenAt: Int32Array): number {
    const shift = this.#isCounted ? COUNT_BITS : 0
    const end = this.#starts[key + 1] ?? 0
    let count = 0
    for (let at = this.#starts[key] ?? 0; at < end; at += 1) {
      const slot = (this.#block[at] ?? 0) >>> shift
      if (seenAt[slot] === key) continue
      seenAt[slot] = key
      count += 1
    }
    return count
  }

  /** Apart from the loops over the block: each of those sees one kind of list only and stays fast. */
  #addLater(later: number[], weight: number, scores: Float32Array): void {
    for (const packed of later) {
      const slot = this.#isCounted ? packed >>> COUNT_BITS : packed
      const count = this.#isCounted ? packed & MAXIMUM_COUNT : 1
      scores[slot] = (scores[slot] ?? 0) + weight * this.scoreOf(slot, count)
    }
  }
}

export const emptyKeyList = (): KeyList => ({ keys: new Int32Array(), from: 0, to: 0 })

/** A posting whose key occurs once more. */
const oneMore = (packed: number) => ((packed & MAXIMUM_COUNT) < MAXIMUM_COUNT ? packed + 1 : packed)

// One loop for each kind of array: each stays fast because it only ever sees one.

/** Writes the postings of all documents to where `starts` says, one place on, and moves that on. */
function fillCounted(
  block: Int32Array,
  starts: Int32Array,
  slots: number,
  read: KeyReader,
  lastSlots: Int32Array,
): Int32Array {
  const list = emptyKeyList()
  for (let slot = 0; slot < slots; slot += 1) {
    if (!read(slot, list)) continue
    const { keys, from, to } = list
    for (let at = from; at < to; at += 1) {
      const key = keys[at] ?? 0
      const end = starts[key + 1] ?? 0
      if (lastSlots[key] === slot) block[end - 1] = oneMore(block[end - 1] ?? 0)
      else {
        lastSlots[key] = slot
        block[end] = (slot << COUNT_BITS) | 1
        starts[key + 1] = end + 1
      }
    }
  }
  return block
}

function fillSmall(block: Uint16Array, starts: Int32Array, slots: number, read: KeyReader): Uint16Array {
  const list = emptyKeyList()
  for (let slot = 0; slot < slots; slot += 1) {
    if (!read(slot, list)) continue
    const { keys, from, to } = list
    for (let at = from; at < to; at += 1) {
      const key = keys[at] ?? 0
      const end = starts[key + 1] ?? 0
      block[end] = slot
      starts[key + 1] = end + 1
    }
  }
  return block
}

function fillWide(block: Int32Array, starts: Int32Array, slots: number, read: KeyReader): Int32Array {
  const list = emptyKeyList()
  for (let slot = 0; slot < slots; slot += 1) {
    if (!read(slot, list)) continue
    const { keys, from, to } = list
    for (let at = from; at < to; at += 1) {
      const key = keys[at] ?? 0
      const end = starts[key + 1] ?? 0
      block[end] = slot
      starts[key + 1] = end + 1
    }
  }
  return block
}

/** `pulls`: see `#bySlot`. No condition on the count: it would be guessed wrong too often. */
function addCounted(
  block: ArrayLike<number>,
  start: number,
  end: number,
  weight: number,
  pulls: Float32Array,
  scores: Float32Array,
): void {
  const factor = weight * (SATURATION + 1)
  for (let at = start; at < end; at += 1) {
    const packed = block[at] ?? 0
    const slot = packed >>> COUNT_BITS
    const count = packed & MAXIMUM_COUNT
    scores[slot] = (scores[slot] ?? 0) + (factor * count) / (count + (pulls[slot] ?? 0))
  }
}

/** `once`: see `#bySlot`. */
function addSmall(
  block: Uint16Array,
  start: number,
  end: number,
  weight: number,
  once: Float32Array,
  scores: Float32Array,
): void {
  for (let at = start; at < end; at += 1) {
    const slot = block[at] ?? 0
    scores[slot] = (scores[slot] ?? 0) + weight * (once[slot] ?? 0)
  }
}

function addWide(
  block: ArrayLike<number>,
  start: number,
  end: number,
  weight: number,
  once: Float32Array,
  scores: Float32Array,
): void {
  for (let at = start; at < end; at += 1) {
    const slot = block[at] ?? 0
    scores[slot] = (scores[slot] ?? 0) + weight * (once[slot] ?? 0)
  }
}
