import type { Arena, Block } from './arena.ts'
import type { Facts } from './facts.ts'
import { GramSet } from './grams.ts'
import { pairKey } from './pair-set.ts'
import type { KeyList } from './postings.ts'

/** What a record begins with. Behind it, for each text: its words, and the 16-bit numbers that its grams take up. */
export const HEADER = {
  words: 0,
  claimWords: 1,
  textWords: 2,
  leadWords: 3,
  claimGrams: 4,
  leadGrams: 5,
} as const
export const HEADER_LENGTH = 6
export const TEXT_HEADER_LENGTH = 2

export interface DocumentFacts {
  /** Of the claim and the circulating texts; the claim's years alone where it names any. */
  facts: Facts
  /** Banks and employers without which the claim would be another one; see `neededNames` of `facts.ts`. */
  neededNames: readonly string[]
}

/** 32-bit numbers that so many bits need. */
export const bitsLength = (count: number) => (count + 31) >>> 5

const bitAt = (ints: Int32Array, bits: number, place: number) =>
  ((ints[bits + (place >>> 5)] ?? 0) >>> (place & 31)) & 1

/**
 * What the search reads of every clarification, in little memory: its words in order, as numbers of terms, and the
 * buckets of its letters. All else is worked out when the document is a candidate; see `StoredDocument`.
 *
 * One record holds all: the header, the terms of claim, texts and body with repeats, a bit for each term that comes for
 * the first time in its field, a bit for each pair that does, and the grams of claim, texts and lead.
 */
export class PackedDocument {
  readonly id: string
  /** The circulating texts that are looked at, as far as they are. */
  readonly texts: readonly string[]
  /** Kept when they were worked out once. */
  facts: DocumentFacts | undefined
  readonly #block: Block
  readonly #start: number
  /** In 32-bit numbers. */
  readonly #length: number

  constructor(id: string, texts: readonly string[], block: Block, start: number, length: number) {
    this.id = id
    this.texts = texts
    this.#block = block
    this.#start = start
    this.#length = length
  }

  /** The same in other memory. */
  moveTo(arena: Arena): PackedDocument {
    const { block, start } = arena.take(this.#length)
    block.ints.set(this.#block.ints.subarray(this.#start, this.#start + this.#length), start)
    return new PackedDocument(this.id, this.texts, block, start, this.#length)
  }

  #header(place: number): number {
    return this.#block.ints[this.#start + place] ?? 0
  }

  /** The place of the first term. */
  get #terms(): number {
    return this.#start + HEADER_LENGTH + TEXT_HEADER_LENGTH * this.texts.length
  }

  get #texts(): number {
    return this.#terms + this.#header(HEADER.claimWords)
  }

  get #body(): number {
    return this.#texts + this.#header(HEADER.textWords)
  }

  #read(list: KeyList, from: number, to: number): void {
    list.keys = this.#block.ints
    list.from = from
    list.to = to
  }

  readAll(list: KeyList): void {
    this.#read(list, this.#terms, this.#terms + this.#header(HEADER.words))
  }

  readClaim(list: KeyList): void {
    this.#read(list, this.#terms, this.#texts)
  }

  readBody(list: KeyList): void {
    this.#read(list, this.#body, this.#terms + this.#header(HEADER.words))
  }

  readLead(list: KeyList): void {
    this.#read(list, this.#body, this.#body + this.#header(HEADER.leadWords))
  }

  /** All circulating texts as one. */
  readTexts(list: KeyList): void {
    this.#read(list, this.#texts, this.#body)
  }

  /** The circulating text number `place`, from 0. */
  readText(list: KeyList, place: number): void {
    let from = this.#texts
    for (let before = 0; before < place; before += 1)
      from += this.#header(HEADER_LENGTH + TEXT_HEADER_LENGTH * before)
    this.#read(list, from, from + this.#header(HEADER_LENGTH + TEXT_HEADER_LENGTH * place))
  }

  /** Writes each term of a list of this document once to `out` from `at`; gives the place behind. */
  copyTerms({ keys, from, to }: KeyList, out: Int32Array, at: number): number {
    const { ints } = this.#block
    const terms = this.#terms
    const bits = terms + this.#header(HEADER.words)
    let end = at
    for (let place = from; place < to; place += 1) {
      // Written in any case, and kept by counting on: a condition would be guessed wrong too often.
      out[end] = keys[place] ?? 0
      end += bitAt(ints, bits, place - terms)
    }
    return end
  }

  /** The same for pairs of neighbouring terms; see `pairKey`. */
  copyPairs({ keys, from, to }: KeyList, out: Int32Array, at: number): number {
    const { ints } = this.#block
    const terms = this.#terms
    const words = this.#header(HEADER.words)
    const bits = terms + words + bitsLength(words)
    let end = at
    for (let place = from; place + 1 < to; place += 1) {
      out[end] = pairKey(keys[place] ?? 0, keys[place + 1] ?? 0)
      end += bitAt(ints, bits, place - terms)
    }
    return end
  }

  /** The place of the first gram among 16-bit numbers. */
  get #grams(): number {
    const words = this.#header(HEADER.words)
    return (this.#terms + words + 2 * bitsLength(words)) * 2
  }

  get claimGrams(): GramSet {
    const start = this.#grams
    return new GramSet(this.#block.shorts, start, start + this.#header(HEADER.claimGrams))
  }

  /** One set for each circulating text. */
  get textGrams(): GramSet[] {
    const sets: GramSet[] = []
    let start = this.#grams + this.#header(HEADER.claimGrams)
    for (let place = 0; place < this.texts.length; place += 1) {
      const end = start + this.#header(HEADER_LENGTH + TEXT_HEADER_LENGTH * place + 1)
      sets.push(new GramSet(this.#block.shorts, start, end))
      start = end
    }
    return sets
  }

  get leadGrams(): GramSet {
    let start = this.#grams + this.#header(HEADER.claimGrams)
    for (let place = 0; place < this.texts.length; place += 1) {
      start += this.#header(HEADER_LENGTH + TEXT_HEADER_LENGTH * place + 1)
    }
    return new GramSet(this.#block.shorts, start, start + this.#header(HEADER.leadGrams))
  }
}
