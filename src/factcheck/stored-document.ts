import { isDebunk } from './debunk.ts'
import { cutField, keyOf, textsOf } from './document.ts'
import { factsOf, neededNames } from './facts.ts'
import type { GramSet } from './grams.ts'
import type { DocumentFacts, PackedDocument } from './packed-document.ts'
import { pairKey } from './pair-set.ts'
import { emptyKeyList, type KeyList } from './postings.ts'
import { Sieve } from './sieve.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A field as numbers. `terms` and `pairs` hold each value once. */
export interface StoredField {
  terms: Int32Array
  pairs: Int32Array
  grams: GramSet
  /** The words as one string: two fields with the same one say the same. */
  readonly key: string
}

/** A circulating text. `isDebunk`: it holds a denial itself. */
export interface StoredText extends StoredField {
  readonly isDebunk: boolean
}

/** A clarification as measurements want it. */
export interface StoredDocument extends DocumentFacts {
  id: string
  slot: number
  claim: StoredField
  texts: StoredText[]
  lead: Pick<StoredField, 'terms' | 'grams'>
  body: Pick<StoredField, 'terms' | 'pairs'>
}

/** Most documents name no year and no bank: they share one answer. */
const NO_FACTS: DocumentFacts = { facts: factsOf([]), neededNames: [] }

/** A field that reads its text again for what is rarely asked for. */
class OpenField implements StoredText {
  readonly terms: Int32Array
  readonly pairs: Int32Array
  readonly grams: GramSet
  readonly #text: string
  #key: string | undefined
  #isDebunk: boolean | undefined

  constructor(text: string, terms: Int32Array, pairs: Int32Array, grams: GramSet) {
    this.#text = text
    this.terms = terms
    this.pairs = pairs
    this.grams = grams
  }

  get key(): string {
    this.#key ??= keyOf(this.#text)
    return this.#key
  }

  get isDebunk(): boolean {
    this.#isDebunk ??= isDebunk(this.#text)
    return this.#isDebunk
  }
}

/** Works out what measurements want of a document. Keeps its memory between documents. */
export class DocumentOpener {
  readonly #vocabulary: Vocabulary
  readonly #sieve = new Sieve()
  readonly #list = emptyKeyList()
  #pairs = new Int32Array(1024)

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  open(packed: PackedDocument, slot: number): StoredDocument {
    const { source, claimGrams, leadGrams, textGrams } = packed
    const list = this.#list
    packed.readClaim(list)
    const claimText = cutField(source.claimReviewed)
    const claim = new OpenField(claimText, this.#terms(list), this.#pairsOf(list), claimGrams)
    const texts = textsOf(source).map((text, place) => {
      packed.readText(list, place)
      return new OpenField(text, this.#terms(list), this.#pairsOf(list), textGrams[place] ?? claimGrams)
    })
    packed.readLead(list)
    const leadTerms = this.#sieve.distinct(list.keys, list.from, list.to).length
    packed.readBody(list)
    const body = { terms: this.#terms(list), pairs: this.#pairsOf(list) }
    return {
      id: source.id,
      slot,
      claim,
      texts,
      body,
      lead: { terms: body.terms.subarray(0, leadTerms), grams: leadGrams },
      ...this.#factsOf(packed),
    }
  }

  #terms({ keys, from, to }: KeyList): Int32Array {
    return this.#sieve.distinct(keys, from, to).slice()
  }

  #pairsOf({ keys, from, to }: KeyList): Int32Array {
    if (to - from > this.#pairs.length) this.#pairs = new Int32Array((to - from) * 2)
    const pairs = this.#pairs
    for (let at = from; at + 1 < to; at += 1) pairs[at - from] = pairKey(keys[at] ?? 0, keys[at + 1] ?? 0)
    return this.#sieve.distinct(pairs, 0, Math.max(0, to - from - 1)).slice()
  }

  #names({ keys, from, to }: KeyList): string[] {
    const names: string[] = []
    for (let at = from; at < to; at += 1) names.push(this.#vocabulary.name(keys[at] ?? 0))
    return names
  }

  #factsOf(packed: PackedDocument): DocumentFacts {
    if (packed.facts !== undefined) return packed.facts
    packed.readClaim(this.#list)
    const claim = this.#names(this.#list)
    const texts = Array.from({ length: packed.textCount }, (_, place) => {
      packed.readText(this.#list, place)
      return this.#names(this.#list)
    })
    const ofClaim = factsOf(claim)
    const ofAll = factsOf([claim, ...texts].flatMap((terms) => ['', ...terms]))
    const facts = ofClaim.years.size > 0 ? { ...ofAll, years: ofClaim.years } : ofAll
    const needed = neededNames(ofClaim, texts)
    const isNothing = facts.years.size + facts.names.size + needed.length === 0
    packed.facts = isNothing ? NO_FACTS : { facts, neededNames: needed }
    return packed.facts
  }
}
