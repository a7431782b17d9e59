import type { DocumentView } from './document.ts'
import { factsOf, neededNames, type Facts } from './facts.ts'
import { GramSet, packedLength, packGrams, type GramReader } from './grams.ts'
import type { Word } from './normalize.ts'
import type { Arena } from './arena.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A field as numbers. `terms` and `pairs` hold each value once. */
export interface StoredField {
  terms: Int32Array
  pairs: Int32Array
  grams: GramSet
  /** The words as one string: two fields with the same one say the same. */
  key: string
}

/** A circulating text. `isDebunk`: it holds a denial itself. */
interface StoredText extends StoredField {
  isDebunk: boolean
}

export interface StoredDocument {
  id: string
  slot: number
  claim: StoredField
  texts: StoredText[]
  lead: Pick<StoredField, 'terms' | 'grams'>
  body: Pick<StoredField, 'terms' | 'pairs'>
  /** Of the claim and the circulating texts; the claim's years alone where it names any. */
  facts: Facts
  /** Banks and employers without which the claim would be another one; see `neededNames`. */
  neededNames: readonly string[]
}

/** One number for two neighbouring terms. */
export const pairKey = (left: number, right: number) => Math.imul(left + 1, 0x9e_37_79_b1) ^ right

export function pairsOf(terms: ArrayLike<number>): Set<number> {
  const pairs = new Set<number>()
  for (let index = 0; index + 1 < terms.length; index += 1) {
    pairs.add(pairKey(terms[index] ?? 0, terms[index + 1] ?? 0))
  }
  return pairs
}

/** A field with how often each of `terms` occurs. */
export interface CountedField {
  terms: Int32Array
  counts: Uint16Array
  /** Terms with repeats. */
  length: number
}

/** A document in little memory: two pieces of an arena, and what is no number. */
export interface PackedDocument {
  id: string
  /** The header, then for claim, body and each text: terms, then pairs. */
  numbers: Int32Array
  /** For claim, body and each text: counts of its terms; then grams of claim, lead and each text. */
  shorts: Uint16Array
  facts: Facts
  neededNames: readonly string[]
  claimKey: string
  textKeys: string[]
  denials: boolean[]
}

/** Where the header of `numbers` says what; each text adds `TEXT_HEADER` more. */
const LEAD_TERMS = 0
const LEAD_GRAMS = 1
const CLAIM = 2
const TEXTS = 10
/** Terms, pairs, length with repeats, packed length of grams. */
const FIELD_HEADER = 4

interface Sequence {
  terms: Int32Array
  counts: number[]
  pairs: Set<number>
  length: number
}

export interface Memory {
  vocabulary: Vocabulary
  reader: GramReader
  numbers: Arena<Int32Array>
  shorts: Arena<Uint16Array>
}

function sequenceOf(words: readonly Word[], vocabulary: Vocabulary): Sequence {
  const numbers = words.map((word) => vocabulary.intern(word))
  const places = new Map<number, number>()
  const counts: number[] = []
  for (const number of numbers) {
    const place = places.get(number)
    if (place === undefined) {
      places.set(number, counts.length)
      counts.push(1)
    } else counts[place] = (counts[place] ?? 0) + 1
  }
  return { terms: Int32Array.from(places.keys()), counts, pairs: pairsOf(numbers), length: words.length }
}

const NO_FACTS: Facts = factsOf([])
const NO_NAMES: readonly string[] = []

/** Most documents name no year and no bank: they share one empty answer. */
const shared = (facts: Facts): Facts => (facts.years.size + facts.names.size === 0 ? NO_FACTS : facts)

const termsOf = (words: readonly Word[]) => words.map(({ term }) => term)

function readFacts({ claim, texts }: DocumentView): Pick<PackedDocument, 'facts' | 'neededNames'> {
  const claimFacts = shared(factsOf(termsOf(claim)))
  const facts = shared(factsOf([claim, ...texts].flatMap((words) => ['', ...termsOf(words)])))
  const needed = neededNames(claimFacts, texts.map(termsOf))
  return {
    neededNames: needed.length > 0 ? needed : NO_NAMES,
    facts: claimFacts.years.size > 0 ? { ...facts, years: claimFacts.years } : facts,
  }
}

const keyOf = (words: readonly Word[]) => words.map(({ text }) => text).join(' ')

/** Packs a document; `vocabulary` learns its terms. */
export function packDocument(view: DocumentView, memory: Memory): PackedDocument {
  const { vocabulary, reader } = memory
  // The order in which terms get their numbers: by how much a field tells.
  const claim = sequenceOf(view.claim, vocabulary)
  const texts = view.texts.map((words) => sequenceOf(words, vocabulary))
  const sequences = [claim, sequenceOf(view.body, vocabulary), ...texts]
  const lead = view.body.slice(0, view.leadLength)
  const claimGrams = reader.read(view.claim)
  const leadGrams = reader.read(lead)
  const textGrams = view.texts.map((words) => reader.read(words))
  const leadTerms = new Set(termsOf(lead)).size

  const header = TEXTS + FIELD_HEADER * view.texts.length
  const numbersLength = sequences.reduce((sum, { terms, pairs }) => sum + terms.length + pairs.size, header)
  const grams = [claimGrams, leadGrams, ...textGrams]
  const shortsLength =
    sequences.reduce((sum, { counts }) => sum + counts.length, 0) +
    grams.reduce((sum, each) => sum + packedLength(each), 0)
  const numbers = memory.numbers.take(numbersLength)
  const shorts = memory.shorts.take(shortsLength)

  numbers[LEAD_TERMS] = leadTerms
  numbers[LEAD_GRAMS] = packedLength(leadGrams)
  let at = header
  let shortAt = 0
  for (const [place, { terms, pairs, counts, length }] of sequences.entries()) {
    const base = CLAIM + FIELD_HEADER * place
    const own = place === 0 ? claimGrams : textGrams[place - 2]
    numbers[base] = terms.length
    numbers[base + 1] = pairs.size
    numbers[base + 2] = length
    numbers[base + 3] = own === undefined ? 0 : packedLength(own)
    numbers.set(terms, at)
    at += terms.length
    for (const pair of pairs) {
      numbers[at] = pair
      at += 1
    }
    shorts.set(counts, shortAt)
    shortAt += counts.length
  }
  for (const each of grams) {
    packGrams(each, shorts.subarray(shortAt, shortAt + packedLength(each)))
    shortAt += packedLength(each)
  }
  return {
    id: view.id,
    numbers,
    shorts,
    ...readFacts(view),
    claimKey: keyOf(view.claim),
    textKeys: view.texts.map(keyOf),
    denials: view.denials,
  }
}

/** A packed document with its fields named. The arrays are views: changing them would change the document. */
export class OpenDocument {
  readonly #packed: PackedDocument
  readonly claim: CountedField
  readonly body: CountedField
  readonly texts: CountedField[] = []
  readonly #pairs: Int32Array[] = []
  readonly claimGrams: GramSet
  readonly leadGrams: GramSet
  readonly textGrams: GramSet[] = []

  constructor(packed: PackedDocument) {
    this.#packed = packed
    const { numbers, shorts } = packed
    const fields = 2 + packed.textKeys.length
    let at = CLAIM + FIELD_HEADER * fields
    let shortAt = 0
    const counted: CountedField[] = []
    for (let place = 0; place < fields; place += 1) {
      const base = CLAIM + FIELD_HEADER * place
      const terms = numbers[base] ?? 0
      const pairs = numbers[base + 1] ?? 0
      counted.push({
        terms: numbers.subarray(at, at + terms),
        counts: shorts.subarray(shortAt, shortAt + terms),
        length: numbers[base + 2] ?? 0,
      })
      this.#pairs.push(numbers.subarray(at + terms, at + terms + pairs))
      at += terms + pairs
      shortAt += terms
    }
    const takeGrams = (length: number) => {
      const grams = new GramSet(shorts.subarray(shortAt, shortAt + length))
      shortAt += length
      return grams
    }
    const empty: CountedField = { terms: numbers.subarray(0, 0), counts: shorts.subarray(0, 0), length: 0 }
    const [claim = empty, body = empty, ...texts] = counted
    this.claim = claim
    this.body = body
    this.texts = texts
    this.claimGrams = takeGrams(numbers[CLAIM + 3] ?? 0)
    this.leadGrams = takeGrams(numbers[LEAD_GRAMS] ?? 0)
    for (let place = 2; place < fields; place += 1) {
      this.textGrams.push(takeGrams(numbers[CLAIM + FIELD_HEADER * place + 3] ?? 0))
    }
  }

  /** The document as measurements want it. */
  stored(slot: number): StoredDocument {
    const { id, numbers, facts, neededNames, claimKey, textKeys, denials } = this.#packed
    const none = this.#pairs[0]?.subarray(0, 0) ?? new Int32Array()
    return {
      id,
      slot,
      claim: {
        terms: this.claim.terms,
        pairs: this.#pairs[0] ?? none,
        grams: this.claimGrams,
        key: claimKey,
      },
      body: { terms: this.body.terms, pairs: this.#pairs[1] ?? none },
      lead: { terms: this.body.terms.subarray(0, numbers[LEAD_TERMS] ?? 0), grams: this.leadGrams },
      texts: this.texts.map(({ terms }, place) => ({
        terms,
        pairs: this.#pairs[place + 2] ?? none,
        grams: this.textGrams[place] ?? this.claimGrams,
        key: textKeys[place] ?? '',
        isDebunk: denials[place] === true,
      })),
      facts,
      neededNames,
    }
  }
}
