import { GRAM_BUCKETS, viewDocument, type FieldView, type SearchDocument } from './document.ts'
import { factsOf, type Facts } from './facts.ts'
import { Postings } from './postings.ts'
import { Vocabulary } from './vocabulary.ts'

/** A field as numbers. `terms` and `pairs` hold each value once. */
export interface StoredField {
  terms: Int32Array
  pairs: Int32Array
  grams: Int32Array
  key: string
}

export interface StoredDocument {
  id: string
  slot: number
  claim: StoredField
  texts: StoredField[]
  lead: StoredField
  body: Pick<StoredField, 'terms' | 'pairs'>
  /** Of the claim and the circulating texts; the claim's years alone where it names any. */
  facts: Facts
  /** Of the claim alone. */
  claimFacts: Facts
}

/** The fields that are searched for candidates, with what a hit in each is worth. */
export const WORD_WEIGHTS = { claim: 1.6, texts: 1, body: 1 } as const
export const GRAM_WEIGHTS = { claim: 1.2, texts: 1, lead: 0.8 } as const

/** One number for two neighbouring terms. */
export const pairKey = (left: number, right: number) => Math.imul(left + 1, 0x9e_37_79_b1) ^ right

export function pairsOf(terms: ArrayLike<number>): Set<number> {
  const pairs = new Set<number>()
  for (let index = 0; index + 1 < terms.length; index += 1) {
    pairs.add(pairKey(terms[index] ?? 0, terms[index + 1] ?? 0))
  }
  return pairs
}

/** The clarifications in memory: what they say, as numbers, and who holds which number. */
export class IndexStore {
  readonly vocabulary = new Vocabulary()
  readonly words = { claim: new Postings(), texts: new Postings(), body: new Postings() }
  readonly grams = { claim: new Postings(), texts: new Postings(), lead: new Postings() }
  readonly gramCounts = new Int32Array(GRAM_BUCKETS)
  /** By slot; undefined where a document was removed. */
  readonly documents: (StoredDocument | undefined)[] = []
  readonly #slots = new Map<string, number>()

  get size(): number {
    return this.#slots.size
  }

  has(id: string): boolean {
    return this.#slots.has(id)
  }

  /** The share of slots that are empty: when it grows, building anew is worth its time. */
  get wasted(): number {
    return 1 - this.#slots.size / Math.max(1, this.documents.length)
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id)
  }

  add(document: SearchDocument): void {
    const view = viewDocument(document)
    const slot = this.documents.length
    const numbers = (terms: string[]) => terms.map((term) => this.vocabulary.intern(term))
    const claim = numbers(view.claim.terms)
    const texts = view.texts.map(({ terms }) => numbers(terms))
    const body = numbers(view.body)
    const claimFacts = factsOf(view.claim.terms)
    const facts = factsOf([view.claim, ...view.texts].flatMap(({ terms }) => ['', ...terms]))
    const stored: StoredDocument = {
      id: view.id,
      slot,
      claim: storedField(claim, view.claim),
      texts: texts.map((terms, index) => storedField(terms, view.texts[index] ?? view.claim)),
      lead: storedField(body.slice(0, view.lead.terms.length), view.lead),
      body: storedTerms(body),
      claimFacts,
      facts: claimFacts.years.size > 0 ? { ...facts, years: claimFacts.years } : facts,
    }
    this.documents.push(stored)
    this.#slots.set(view.id, slot)
    this.words.claim.add(slot, claim)
    this.words.texts.add(slot, texts.flat())
    this.words.body.add(slot, body)
    this.grams.claim.addDistinct(slot, stored.claim.grams)
    this.grams.texts.addDistinct(slot, gramsOfTexts(stored))
    this.grams.lead.addDistinct(slot, stored.lead.grams)
    this.#count(stored, 1)
  }

  remove(id: string): void {
    const slot = this.#slots.get(id)
    const stored = slot === undefined ? undefined : this.documents[slot]
    if (slot === undefined || stored === undefined) return
    this.#slots.delete(id)
    this.documents[slot] = undefined
    for (const postings of [...Object.values(this.words), ...Object.values(this.grams)]) postings.remove(slot)
    this.#count(stored, -1)
  }

  #count(stored: StoredDocument, change: 1 | -1): void {
    const terms = new Set(stored.body.terms)
    const grams = new Set(stored.lead.grams)
    for (const field of [stored.claim, ...stored.texts]) {
      for (const term of field.terms) terms.add(term)
      for (const gram of field.grams) grams.add(gram)
    }
    this.vocabulary.count(terms, change)
    for (const gram of grams) this.gramCounts[gram] = (this.gramCounts[gram] ?? 0) + change
  }
}

function gramsOfTexts({ texts }: StoredDocument): Int32Array {
  const [only, ...others] = texts
  if (only !== undefined && others.length === 0) return only.grams
  return Int32Array.from(new Set(texts.flatMap((text) => [...text.grams])))
}

const storedTerms = (terms: number[]) => ({
  terms: Int32Array.from(new Set(terms)),
  pairs: Int32Array.from(pairsOf(terms)),
})

function storedField(terms: number[], view: FieldView): StoredField {
  return { ...storedTerms(terms), grams: view.grams, key: view.key }
}
