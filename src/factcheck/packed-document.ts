import type { Arena } from './arena.ts'
import { viewDocument, type SearchDocument } from './document.ts'
import type { Facts } from './facts.ts'
import { GramSet, packedLength, packGrams, type GramReader } from './grams.ts'
import type { Word } from './normalize.ts'
import type { KeyList } from './postings.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Where the header of `numbers` says what; each text adds its words and the packed length of its grams. */
const CLAIM_WORDS = 0
const BODY_WORDS = 1
const LEAD_WORDS = 2
const TEXTS = 3
const CLAIM_GRAMS = 4
const LEAD_GRAMS = 5
const HEADER = 6
const TEXT_HEADER = 2

export interface DocumentFacts {
  /** Of the claim and the circulating texts; the claim's years alone where it names any. */
  facts: Facts
  /** Banks and employers without which the claim would be another one; see `neededNames` of `facts.ts`. */
  neededNames: readonly string[]
}

/** What packing needs; shared by all documents of an index. */
export interface Memory {
  vocabulary: Vocabulary
  reader: GramReader
  numbers: Arena<Int32Array>
  shorts: Arena<Uint16Array>
}

/**
 * What the search reads of every clarification, in little memory: its words in order, as numbers of terms, and the
 * buckets of its letters. All else is worked out when the document is a candidate; see `StoredDocument`.
 */
export class PackedDocument {
  readonly source: SearchDocument
  /** Kept when they were worked out once. */
  facts: DocumentFacts | undefined
  /** The header, then the terms of claim, body and each text, with repeats. */
  readonly #numbers: Int32Array
  /** The grams of claim, lead and each text. */
  readonly #shorts: Uint16Array

  constructor(source: SearchDocument, numbers: Int32Array, shorts: Uint16Array) {
    this.source = source
    this.#numbers = numbers
    this.#shorts = shorts
  }

  /** The same in other memory. */
  moveTo({ numbers, shorts }: Memory): PackedDocument {
    const ownNumbers = numbers.take(this.#numbers.length)
    const ownShorts = shorts.take(this.#shorts.length)
    ownNumbers.set(this.#numbers)
    ownShorts.set(this.#shorts)
    return new PackedDocument(this.source, ownNumbers, ownShorts)
  }

  get textCount(): number {
    return this.#numbers[TEXTS] ?? 0
  }

  #header(place: number): number {
    return this.#numbers[place] ?? 0
  }

  get #bodyStart(): number {
    return HEADER + TEXT_HEADER * this.textCount + this.#header(CLAIM_WORDS)
  }

  readAll(list: KeyList): void {
    this.#read(list, HEADER + TEXT_HEADER * this.textCount, this.#numbers.length)
  }

  readClaim(list: KeyList): void {
    this.#read(list, HEADER + TEXT_HEADER * this.textCount, this.#bodyStart)
  }

  readBody(list: KeyList): void {
    this.#read(list, this.#bodyStart, this.#bodyStart + this.#header(BODY_WORDS))
  }

  readLead(list: KeyList): void {
    this.#read(list, this.#bodyStart, this.#bodyStart + this.#header(LEAD_WORDS))
  }

  /** All circulating texts as one. */
  readTexts(list: KeyList): void {
    this.#read(list, this.#bodyStart + this.#header(BODY_WORDS), this.#numbers.length)
  }

  /** The circulating text number `place`, from 0. */
  readText(list: KeyList, place: number): void {
    let from = this.#bodyStart + this.#header(BODY_WORDS)
    for (let before = 0; before < place; before += 1) from += this.#header(HEADER + TEXT_HEADER * before)
    this.#read(list, from, from + this.#header(HEADER + TEXT_HEADER * place))
  }

  #read(list: KeyList, from: number, to: number): void {
    list.keys = this.#numbers
    list.from = from
    list.to = to
  }

  get claimGrams(): GramSet {
    return new GramSet(this.#shorts, 0, this.#header(CLAIM_GRAMS))
  }

  get leadGrams(): GramSet {
    const start = this.#header(CLAIM_GRAMS)
    return new GramSet(this.#shorts, start, start + this.#header(LEAD_GRAMS))
  }

  /** One set for each circulating text. */
  get textGrams(): GramSet[] {
    const sets: GramSet[] = []
    let start = this.#header(CLAIM_GRAMS) + this.#header(LEAD_GRAMS)
    for (let place = 0; place < this.textCount; place += 1) {
      const end = start + this.#header(HEADER + TEXT_HEADER * place + 1)
      sets.push(new GramSet(this.#shorts, start, end))
      start = end
    }
    return sets
  }
}

function writeTerms(
  words: readonly Word[],
  vocabulary: Vocabulary,
  numbers: Int32Array,
  start: number,
): number {
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place]
    if (word !== undefined) numbers[start + place] = vocabulary.intern(word)
  }
  return start + words.length
}

/** Reads and packs a document; the vocabulary learns its terms. */
export function packDocument(source: SearchDocument, memory: Memory): PackedDocument {
  const { vocabulary, reader } = memory
  const { claim, body, texts, leadLength } = viewDocument(source)
  const fields = [claim, body, ...texts]
  const header = HEADER + TEXT_HEADER * texts.length
  const numbers = memory.numbers.take(fields.reduce((sum, { length }) => sum + length, header))
  let at = header
  // The order in which terms get their numbers: by how much a field tells.
  at = writeTerms(claim, vocabulary, numbers, at)
  let textAt = at + body.length
  for (const text of texts) textAt = writeTerms(text, vocabulary, numbers, textAt)
  writeTerms(body, vocabulary, numbers, at)

  const sets = [claim, body.slice(0, leadLength), ...texts].map((words) => reader.read(words).slice())
  const lengths = sets.map(({ length }) => packedLength(length))
  const shorts = memory.shorts.take(lengths.reduce((sum, length) => sum + length, 0))
  let shortAt = 0
  for (const set of sets) shortAt = packGrams(set, shorts, shortAt)

  numbers[CLAIM_WORDS] = claim.length
  numbers[BODY_WORDS] = body.length
  numbers[LEAD_WORDS] = leadLength
  numbers[TEXTS] = texts.length
  numbers[CLAIM_GRAMS] = lengths[0] ?? 0
  numbers[LEAD_GRAMS] = lengths[1] ?? 0
  for (const [place, text] of texts.entries()) {
    numbers[HEADER + TEXT_HEADER * place] = text.length
    numbers[HEADER + TEXT_HEADER * place + 1] = lengths[place + 2] ?? 0
  }
  return new PackedDocument(source, numbers, shorts)
}
