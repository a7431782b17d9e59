import { isDebunk } from './debunk.ts'
import { keyOf } from './document.ts'
import { factsOf, neededNames } from './facts.ts'
import type { GramSet } from './grams.ts'
import type { DocumentFacts, PackedDocument } from './packed-document.ts'
import { emptyKeyList, type KeyList } from './postings.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A field as numbers. `terms` and `pairs` hold each value once. */
export interface StoredField {
  terms: Int32Array
  pairs: Int32Array
  grams: GramSet
}

/** A circulating text. */
export interface StoredText extends StoredField {
  /** The words as one string: two texts with the same one say the same. */
  readonly key: string
  /** It holds a denial itself. */
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

/** A text that is read again for what is rarely asked for. */
class OpenText implements StoredText {
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

/** Works out what measurements want of documents, some at a time. Keeps its memory from those to the next. */
export class DocumentOpener {
  readonly #vocabulary: Vocabulary
  readonly #list = emptyKeyList()
  /** The terms and pairs of those that are open. */
  #room = new Int32Array(1 << 14)
  #used = 0

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary
  }

  /** Closes all documents: what was opened is good no more. */
  reset(): void {
    this.#used = 0
  }

  open(packed: PackedDocument, slot: number): StoredDocument {
    const list = this.#list
    const { textGrams, claimGrams } = packed
    packed.readAll(list)
    this.#reserve(3 * (list.to - list.from))
    packed.readClaim(list)
    const claim = { ...this.#fieldOf(packed), grams: claimGrams }
    const texts = packed.texts.map((text, place) => {
      packed.readText(list, place)
      const { terms, pairs } = this.#fieldOf(packed)
      return new OpenText(text, terms, pairs, textGrams[place] ?? claimGrams)
    })
    packed.readLead(list)
    const leadTerms = packed.copyTerms(list, this.#room, this.#used) - this.#used
    packed.readBody(list)
    const body = this.#fieldOf(packed)
    return {
      id: packed.id,
      slot,
      claim,
      texts,
      body,
      lead: { terms: body.terms.subarray(0, leadTerms), grams: packed.leadGrams },
      ...this.#factsOf(packed),
    }
  }

  /** Makes room for so many numbers. Those that are open keep the room that they have. */
  #reserve(count: number): void {
    if (this.#used + count <= this.#room.length) return
    this.#room = new Int32Array((this.#used + count) * 2)
    this.#used = 0
  }

  /** The distinct terms and pairs of what the list holds. */
  #fieldOf(packed: PackedDocument): Pick<StoredField, 'terms' | 'pairs'> {
    const start = this.#used
    const middle = packed.copyTerms(this.#list, this.#room, start)
    this.#used = packed.copyPairs(this.#list, this.#room, middle)
    return { terms: this.#room.subarray(start, middle), pairs: this.#room.subarray(middle, this.#used) }
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
    const texts = packed.texts.map((_, place) => {
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
