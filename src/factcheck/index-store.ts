import { Arena } from './arena.ts'
import { viewDocument, type SearchDocument } from './document.ts'
import { GRAM_BUCKETS, GramReader, type GramSet } from './grams.ts'
import { emptyKeyList, Postings, type KeyList, type KeyReader } from './postings.ts'
import {
  OpenDocument,
  packDocument,
  type CountedField,
  type Memory,
  type PackedDocument,
  type StoredDocument,
} from './stored-document.ts'
import { Vocabulary } from './vocabulary.ts'

/** The fields that are searched for candidates, with what a hit in each is worth. */
export const WORD_WEIGHTS = { claim: 1.6, texts: 1, body: 1 } as const
export const GRAM_WEIGHTS = { claim: 1.2, texts: 1, lead: 0.8 } as const

/** More new documents than this at once are taken into the block, which is built anew. */
const MAXIMUM_ADDED_ONE_BY_ONE = 200
/** The block is built anew when more than this share of the documents stands beside it, or is gone. */
const MAXIMUM_SHARE_BESIDE = 0.2
const MAXIMUM_WASTE = 0.5
/** So many documents are kept unpacked: the parts of a chain ask for the same ones again and again. */
const OPEN_DOCUMENTS = 400

const createMemory = (vocabulary: Vocabulary, reader: GramReader): Memory => ({
  vocabulary,
  reader,
  numbers: new Arena((length) => new Int32Array(length)),
  shorts: new Arena((length) => new Uint16Array(length)),
})

/** The clarifications in memory: what they say, as numbers, and who holds which number. */
export class IndexStore {
  readonly vocabulary = new Vocabulary()
  readonly words = { claim: new Postings(true), texts: new Postings(true), body: new Postings(true) }
  readonly grams = { claim: new Postings(false), texts: new Postings(false), lead: new Postings(false) }
  readonly gramCounts = new Int32Array(GRAM_BUCKETS)
  readonly reader = new GramReader()
  /** By slot; undefined where a document was removed. Slots go up and are given anew only when all is packed anew. */
  #documents: (PackedDocument | undefined)[] = []
  readonly #slots = new Map<string, number>()
  readonly #open = new Map<number, StoredDocument>()
  #memory = createMemory(this.vocabulary, this.reader)
  /** Documents below this slot stand in the postings' blocks. */
  #built = 0
  /** Documents below this slot stand in the postings at all. */
  #posted = 0

  get size(): number {
    return this.#slots.size
  }

  /** Slots in use are below this. */
  get slots(): number {
    return this.#documents.length
  }

  /** The id of the document in a slot; undefined where there is none any more. */
  idAt(slot: number): string | undefined {
    return this.#documents[slot]?.id
  }

  /** The document in a slot that is in use. */
  document(slot: number): StoredDocument | undefined {
    const known = this.#open.get(slot)
    if (known !== undefined) return known
    const packed = this.#documents[slot]
    if (packed === undefined) return undefined
    const stored = new OpenDocument(packed).stored(slot)
    if (this.#open.size >= OPEN_DOCUMENTS) this.#open.clear()
    this.#open.set(slot, stored)
    return stored
  }

  /** Adds a document, or replaces the one with the same id. */
  put(document: SearchDocument): void {
    this.remove(document.id)
    const packed = packDocument(viewDocument(document), this.#memory)
    this.#slots.set(packed.id, this.#documents.length)
    this.#documents.push(packed)
    this.#count(packed, 1)
  }

  /** Forgets a document; an unknown id is no error. */
  remove(id: string): void {
    const slot = this.#slots.get(id)
    const packed = slot === undefined ? undefined : this.#documents[slot]
    if (slot === undefined || packed === undefined) return
    this.#slots.delete(id)
    this.#documents[slot] = undefined
    this.#open.delete(slot)
    this.#count(packed, -1)
    if (slot >= this.#posted) return
    for (const postings of [...Object.values(this.words), ...Object.values(this.grams)]) postings.remove(slot)
  }

  /** Makes what was put visible to the postings. To be called before they are used. */
  settle(): void {
    if (this.#posted === this.slots) return
    if (1 - this.size / this.slots > MAXIMUM_WASTE) this.#packAnew()
    const beside = this.slots - this.#built
    const isMuch = beside > MAXIMUM_ADDED_ONE_BY_ONE && beside > this.size * MAXIMUM_SHARE_BESIDE
    if (isMuch || this.slots - this.#posted > MAXIMUM_ADDED_ONE_BY_ONE) this.#build()
    else if (this.#posted < this.slots) this.#addBeside()
  }

  /** Gives the memory of removed documents back. */
  #packAnew(): void {
    const memory = createMemory(this.vocabulary, this.reader)
    const kept = this.#documents.filter((packed) => packed !== undefined)
    this.#documents = kept.map((packed) => {
      const numbers = memory.numbers.take(packed.numbers.length)
      const shorts = memory.shorts.take(packed.shorts.length)
      numbers.set(packed.numbers)
      shorts.set(packed.shorts)
      return { ...packed, numbers, shorts }
    })
    for (const [slot, { id }] of kept.entries()) this.#slots.set(id, slot)
    this.#open.clear()
    this.#memory = memory
    this.#build()
  }

  /** How each field's keys are read. */
  #fields(): [Postings, KeyReader, number][] {
    const read =
      (fill: (document: OpenDocument, list: KeyList) => void): KeyReader =>
      (slot, list) => {
        const packed = this.#documents[slot]
        if (packed !== undefined) fill(new OpenDocument(packed), list)
      }
    const terms = this.vocabulary.size
    return [
      [this.words.claim, read(({ claim }, list) => fillTerms(list, [claim])), terms],
      [this.words.texts, read(({ texts }, list) => fillTerms(list, texts)), terms],
      [this.words.body, read(({ body }, list) => fillTerms(list, [body])), terms],
      [this.grams.claim, read(({ claimGrams }, list) => fillGrams(list, claimGrams)), GRAM_BUCKETS],
      [this.grams.texts, read(({ textGrams }, list) => this.#fillUnited(list, textGrams)), GRAM_BUCKETS],
      [this.grams.lead, read(({ leadGrams }, list) => fillGrams(list, leadGrams)), GRAM_BUCKETS],
    ]
  }

  #build(): void {
    for (const [postings, read, keys] of this.#fields()) postings.build(this.slots, keys, read)
    this.#built = this.slots
    this.#posted = this.slots
  }

  #addBeside(): void {
    for (const [postings, read] of this.#fields()) {
      const list = emptyKeyList(Object.values(this.words).includes(postings))
      for (let slot = this.#posted; slot < this.slots; slot += 1) {
        list.size = -1
        read(slot, list)
        if (list.size >= 0) postings.add(slot, list)
      }
    }
    this.#posted = this.slots
  }

  #fillUnited(list: KeyList, sets: GramSet[]): void {
    const [only] = sets
    if (only !== undefined && sets.length === 1) return fillGrams(list, only)
    const grams = this.reader.unite(sets)
    reserve(list, grams.length)
    list.keys.set(grams)
    list.size = grams.length
    list.length = grams.length
  }

  /** Counts how many documents hold each term and each gram. */
  #count(packed: PackedDocument, change: 1 | -1): void {
    const { claim, body, texts, claimGrams, leadGrams, textGrams } = new OpenDocument(packed)
    const terms = new Set(body.terms)
    for (const field of [claim, ...texts]) for (const term of field.terms) terms.add(term)
    this.vocabulary.count(terms, change)
    for (const gram of this.reader.unite([claimGrams, leadGrams, ...textGrams])) {
      this.gramCounts[gram] = (this.gramCounts[gram] ?? 0) + change
    }
  }
}

function reserve(list: KeyList, size: number): void {
  if (size <= list.keys.length) return
  list.keys = new Int32Array(size * 2)
  if (list.counts !== undefined) list.counts = new Int32Array(size * 2)
}

function fillGrams(list: KeyList, grams: GramSet): void {
  reserve(list, grams.length)
  list.size = grams.copyTo(list.keys, 0)
  list.length = grams.length
}

/** The terms of several fields as one. */
function fillTerms(list: KeyList, fields: CountedField[]): void {
  reserve(
    list,
    fields.reduce((sum, { terms }) => sum + terms.length, 0),
  )
  const { keys, counts } = list
  list.size = 0
  list.length = 0
  const places = fields.length > 1 ? new Map<number, number>() : undefined
  for (const field of fields) {
    list.length += field.length
    for (let at = 0; at < field.terms.length; at += 1) {
      const term = field.terms[at] ?? 0
      const count = field.counts[at] ?? 0
      const place = places?.get(term) ?? list.size
      if (counts !== undefined) counts[place] = place < list.size ? (counts[place] ?? 0) + count : count
      if (place < list.size) continue
      keys[place] = term
      places?.set(term, place)
      list.size += 1
    }
  }
}
