import { Arena } from './arena.ts'
import type { SearchDocument } from './document.ts'
import { GRAM_BUCKETS, GramReader, type GramSet } from './grams.ts'
import { packDocument, type Memory, type PackedDocument } from './packed-document.ts'
import { emptyKeyList, Postings, type KeyList, type KeyReader } from './postings.ts'
import { Sieve } from './sieve.ts'
import { DocumentOpener, type StoredDocument } from './stored-document.ts'
import { Vocabulary } from './vocabulary.ts'

/** More new documents than this at once are taken into the block, which is built anew. */
const MAXIMUM_ADDED_ONE_BY_ONE = 200
/** The block is built anew when more than this share of the documents stands beside it, or is gone. */
const MAXIMUM_SHARE_BESIDE = 0.2
const MAXIMUM_WASTE = 0.5
/** So many documents, and up to twice as many, are kept open: the parts of a chain ask for the same ones again. */
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
  /** By bucket: how many documents hold it. */
  readonly gramCounts = new Int32Array(GRAM_BUCKETS)
  readonly reader = new GramReader()
  /** By slot; undefined where a document was removed. Slots go up and are given anew only when all is packed anew. */
  #documents: (PackedDocument | undefined)[] = []
  readonly #slots = new Map<string, number>()
  /** Those opened lately, and those opened before them. */
  #open = new Map<number, StoredDocument>()
  #openBefore = new Map<number, StoredDocument>()
  readonly #opener = new DocumentOpener(this.vocabulary)
  #memory = createMemory(this.vocabulary, this.reader)
  readonly #list = emptyKeyList()
  readonly #sieve = new Sieve()
  #gathered = new Int32Array(1 << 14)
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

  /** The document in a slot as it is kept; undefined where there is none any more. */
  packed(slot: number): PackedDocument | undefined {
    return this.#documents[slot]
  }

  /** The document in a slot that is in use, with all that is measured. */
  document(slot: number): StoredDocument | undefined {
    const packed = this.#documents[slot]
    if (packed === undefined) return undefined
    const known = this.#open.get(slot)
    if (known !== undefined) return known
    const stored = this.#openBefore.get(slot) ?? this.#opener.open(packed, slot)
    if (this.#open.size >= OPEN_DOCUMENTS) {
      this.#openBefore = this.#open
      this.#open = new Map()
    }
    this.#open.set(slot, stored)
    return stored
  }

  #forgetOpen(): void {
    this.#open = new Map()
    this.#openBefore = new Map()
  }

  /** Adds a document, or replaces the one with the same id. It is kept, so it must not be changed afterwards. */
  put(document: SearchDocument): void {
    this.remove(document.id)
    const packed = packDocument(document, this.#memory)
    this.#slots.set(document.id, this.#documents.length)
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
    this.#openBefore.delete(slot)
    this.#count(packed, -1)
    if (slot >= this.#posted) return
    for (const postings of [...Object.values(this.words), ...Object.values(this.grams)]) postings.remove(slot)
  }

  /** Makes what was put visible to the postings. To be called before they are used. */
  settle(): void {
    if (this.#posted < this.slots) this.#post()
    for (const postings of [...Object.values(this.words), ...Object.values(this.grams)]) postings.settle()
  }

  #post(): void {
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
    this.#documents = kept.map((packed) => packed.moveTo(memory))
    for (const [slot, { source }] of kept.entries()) this.#slots.set(source.id, slot)
    this.#forgetOpen()
    this.#memory = memory
    this.#build()
  }

  /** How each field's keys are read. */
  #fields(): [Postings, KeyReader, number][] {
    const { words, grams } = this
    const terms = this.vocabulary.size
    const read =
      (fill: (packed: PackedDocument, list: KeyList) => void): KeyReader =>
      (slot, list) => {
        const packed = this.#documents[slot]
        if (packed !== undefined) fill(packed, list)
        return packed !== undefined
      }
    return [
      [words.claim, read((packed, list) => packed.readClaim(list)), terms],
      [words.texts, read((packed, list) => packed.readTexts(list)), terms],
      [words.body, read((packed, list) => packed.readBody(list)), terms],
      [grams.claim, read((packed, list) => this.#gather([packed.claimGrams], list)), GRAM_BUCKETS],
      [grams.texts, read((packed, list) => this.#gather(packed.textGrams, list)), GRAM_BUCKETS],
      [grams.lead, read((packed, list) => this.#gather([packed.leadGrams], list)), GRAM_BUCKETS],
    ]
  }

  /** All grams of the sets one behind the other. */
  #gather(sets: readonly GramSet[], list: KeyList): void {
    let size = 0
    for (const { length } of sets) size += length
    if (size > this.#gathered.length) this.#gathered = new Int32Array(size * 2)
    list.keys = this.#gathered
    list.from = 0
    list.to = 0
    for (const set of sets) list.to = set.copyTo(this.#gathered, list.to)
  }

  #build(): void {
    for (const [postings, read, keys] of this.#fields()) postings.build(this.slots, keys, read)
    this.#built = this.slots
    this.#posted = this.slots
  }

  #addBeside(): void {
    for (const [postings, read] of this.#fields()) {
      for (let slot = this.#posted; slot < this.slots; slot += 1) {
        if (read(slot, this.#list)) postings.add(slot, this.#list)
      }
    }
    this.#posted = this.slots
  }

  /** Counts how many documents hold each term and each gram. */
  #count(packed: PackedDocument, change: 1 | -1): void {
    const list = this.#list
    packed.readAll(list)
    this.vocabulary.count(this.#sieve.distinct(list.keys, list.from, list.to), change)
    this.reader.count([packed.claimGrams, packed.leadGrams, ...packed.textGrams], this.gramCounts, change)
  }
}
