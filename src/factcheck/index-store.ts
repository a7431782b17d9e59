import { Arena } from './arena.ts'
import type { SearchDocument } from './document.ts'
import { DocumentPacker } from './document-packer.ts'
import { GRAM_BUCKETS, GramReader, type GramSet } from './grams.ts'
import type { PackedDocument } from './packed-document.ts'
import { emptyKeyList, Postings, type KeyList, type KeyReader } from './postings.ts'
import { Sieve } from './sieve.ts'
import { DocumentOpener, type StoredDocument } from './stored-document.ts'
import { Vocabulary } from './vocabulary.ts'

/** More new documents than this at once are taken into the block, which is built anew. */
const MAXIMUM_ADDED_ONE_BY_ONE = 200
/** The block is built anew when more than this share of the documents stands beside it, or is gone. */
const MAXIMUM_SHARE_BESIDE = 0.2
const MAXIMUM_WASTE = 0.5

/** The clarifications in memory: what they say, as numbers, and who holds which number. */
export class IndexStore {
  readonly vocabulary = new Vocabulary()
  readonly words = { claim: new Postings(true), texts: new Postings(true), body: new Postings(true) }
  readonly grams = { claim: new Postings(false), texts: new Postings(false), lead: new Postings(false) }
  /** By bucket: how many documents hold it. */
  readonly gramCounts = new Int32Array(GRAM_BUCKETS)
  readonly #reader = new GramReader()
  /** By slot; undefined where a document was removed. Slots go up and are given anew only when all is packed anew. */
  #documents: (PackedDocument | undefined)[] = []
  readonly #slots = new Map<string, number>()
  readonly #opener = new DocumentOpener(this.vocabulary)
  readonly #packer = new DocumentPacker(this.vocabulary)
  #arena = new Arena()
  readonly #list = emptyKeyList()
  readonly #sieve = new Sieve()
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

  /** The documents in slots that are in use, with all that is measured: good until the next call. */
  open(slots: readonly number[]): StoredDocument[] {
    this.#opener.reset()
    return slots.flatMap((slot) => {
      const packed = this.#documents[slot]
      return packed === undefined ? [] : [this.#opener.open(packed, slot)]
    })
  }

  /** Adds a document, or replaces the one with the same id. Of its strings, the id and the circulating texts are kept. */
  put(document: SearchDocument): void {
    this.remove(document.id)
    const packed = this.#packer.pack(document, this.#arena)
    this.#slots.set(document.id, this.#documents.length)
    this.#documents.push(packed)
  }

  /** Forgets a document; an unknown id is no error. */
  remove(id: string): void {
    const slot = this.#slots.get(id)
    const packed = slot === undefined ? undefined : this.#documents[slot]
    if (slot === undefined || packed === undefined) return
    this.#slots.delete(id)
    this.#documents[slot] = undefined
    if (slot >= this.#posted) return
    this.#count(packed, -1)
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
    const arena = new Arena()
    const kept = this.#documents.filter((packed) => packed !== undefined)
    this.#documents = kept.map((packed) => packed.moveTo(arena))
    for (const [slot, { id }] of kept.entries()) this.#slots.set(id, slot)
    this.#arena = arena
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
      [grams.claim, read((packed, list) => this.#unite([packed.claimGrams], list)), GRAM_BUCKETS],
      [grams.texts, read((packed, list) => this.#unite(packed.textGrams, list)), GRAM_BUCKETS],
      [grams.lead, read((packed, list) => this.#unite([packed.leadGrams], list)), GRAM_BUCKETS],
    ]
  }

  /** The grams of the sets, each once. */
  #unite(sets: readonly GramSet[], list: KeyList): void {
    list.keys = this.#reader.unite(sets)
    list.from = 0
    list.to = list.keys.length
  }

  #build(): void {
    for (const [postings, read, keys] of this.#fields()) postings.build(this.slots, keys, read)
    this.#built = this.slots
    this.#posted = this.slots
    this.#countAll()
  }

  /** Counts from the postings: that is faster than document by document. */
  #countAll(): void {
    const words = Object.values(this.words)
    const grams = Object.values(this.grams)
    const seenAt = new Int32Array(this.slots).fill(-1)
    const countIn = (fields: readonly Postings[], key: number): number => {
      let count = 0
      for (const postings of fields) count += postings.countHolders(key, seenAt)
      return count
    }
    const termCounts = Array.from({ length: this.vocabulary.size }, (_, term) => countIn(words, term))
    this.vocabulary.recount(this.size, termCounts)
    seenAt.fill(-1)
    for (let gram = 0; gram < GRAM_BUCKETS; gram += 1) this.gramCounts[gram] = countIn(grams, gram)
  }

  #addBeside(): void {
    for (let slot = this.#posted; slot < this.slots; slot += 1) {
      const packed = this.#documents[slot]
      if (packed !== undefined) this.#count(packed, 1)
    }
    for (const [postings, read] of this.#fields()) {
      for (let slot = this.#posted; slot < this.slots; slot += 1) {
        if (read(slot, this.#list)) postings.add(slot, this.#list)
      }
    }
    this.#posted = this.slots
  }

  /** Counts one document in or out: how many hold each term, and each gram. */
  #count(packed: PackedDocument, change: 1 | -1): void {
    const list = this.#list
    packed.readAll(list)
    this.vocabulary.count(this.#sieve.distinct(list.keys, list.from, list.to), change)
    const grams = this.#reader.unite([packed.claimGrams, packed.leadGrams, ...packed.textGrams])
    for (let at = 0; at < grams.length; at += 1) {
      const gram = grams[at] ?? 0
      this.gramCounts[gram] = (this.gramCounts[gram] ?? 0) + change
    }
  }
}
