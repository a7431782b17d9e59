import { isDebunk } from './debunk.ts'
import { factsOf, type Facts } from './facts.ts'
import { createMarks, mark, unmark, type GramMarks } from './grams.ts'
import type { IndexStore } from './index-store.ts'
import { readWords } from './normalize.ts'
import { pairKey } from './stored-document.ts'

/** A passage as the index sees it. */
export interface Query {
  /** Distinct known terms → place in `rarity` and `names`. Shared, as `hasGram` is. */
  terms: TermPlaces
  /** How rare each known term is. */
  rarity: number[]
  names: string[]
  /** Places of the known terms that are figures or addresses: their names begin with `#`. */
  figures: number[]
  /** Rarity of all terms together, those that no document holds included. */
  totalRarity: number
  /** The part of `totalRarity` that no document holds. */
  unknownRarity: number
  /** The rarest unknown term. */
  rarestUnknown: number
  /** All distinct terms, unknown ones too. */
  allTerms: ReadonlySet<string>
  pairs: PairSet
  /** For each meaningful word in order: the place of its term, or -1 when no document holds it. */
  order: Int32Array
  /** For each meaningful word in order: how rare it is. */
  weights: Float64Array
  grams: Int32Array
  /** Is a bucket in `grams`? Shared: good until the next query of the same scratch. */
  hasGram: GramMarks
  facts: Facts
  /** Does the passage itself say that something is false? */
  isDebunk: boolean
  key: string
  length: number
}

/** Numbers of terms → places from 0 up, in the order in which they came. */
class TermPlaces {
  /** By number: the place plus 1, or 0. */
  #places = new Int32Array(1024)
  #numbers: number[] = []

  /** Forgets all, and makes room for numbers below `size`. */
  reset(size: number): void {
    for (const number of this.#numbers) this.#places[number] = 0
    this.#numbers = []
    if (size > this.#places.length) this.#places = new Int32Array(size * 2)
  }

  add(number: number): void {
    this.#numbers.push(number)
    this.#places[number] = this.#numbers.length
  }

  get(number: number): number | undefined {
    const place = this.#places[number] ?? 0
    return place === 0 ? undefined : place - 1
  }

  /** The numbers, by place. */
  get numbers(): readonly number[] {
    return this.#numbers
  }
}

/** A set of `pairKey`s that says quickly that it does not hold one. */
class PairSet {
  readonly #pairs = new Set<number>()
  /** A bit for each of many pairs: 0 when it is surely missing. */
  readonly #maybe = new Int32Array(256)

  /** The neighbours in `terms`. */
  constructor(terms: ArrayLike<number>) {
    for (let index = 0; index + 1 < terms.length; index += 1) {
      const pair = pairKey(terms[index] ?? 0, terms[index + 1] ?? 0)
      const word = (pair >>> 5) & 255
      this.#maybe[word] = (this.#maybe[word] ?? 0) | (1 << (pair & 31))
      this.#pairs.add(pair)
    }
  }

  get size(): number {
    return this.#pairs.size
  }

  has(pair: number): boolean {
    const bits = this.#maybe[(pair >>> 5) & 255] ?? 0
    return (bits & (1 << (pair & 31))) !== 0 && this.#pairs.has(pair)
  }
}

/** What is kept between queries so that each need not ask for memory. */
export interface Scratch {
  hasGram: GramMarks
  marked: Int32Array
  terms: TermPlaces
}

export const createScratch = (): Scratch => ({
  hasGram: createMarks(),
  marked: new Int32Array(),
  terms: new TermPlaces(),
})

function markGrams(scratch: Scratch, grams: Int32Array): void {
  for (const gram of scratch.marked) unmark(scratch.hasGram, gram)
  for (const gram of grams) mark(scratch.hasGram, gram)
  scratch.marked = grams
}

/** Reads a passage against the index. */
export function viewQuery(store: IndexStore, scratch: Scratch, text: string): Query {
  const words = readWords(text)
  const terms = words.map(({ term }) => term)
  const grams = store.reader.read(words).slice()
  const allTerms = new Set(terms)
  markGrams(scratch, grams)
  scratch.terms.reset(store.vocabulary.size)
  const query: Query = {
    terms: scratch.terms,
    rarity: [],
    names: [],
    figures: [],
    totalRarity: 0,
    unknownRarity: 0,
    rarestUnknown: 0,
    allTerms,
    // Unknown terms break a pair: they get numbers that no document has.
    pairs: new PairSet(terms.map((term, index) => store.vocabulary.find(term) ?? -2 - index)),
    order: new Int32Array(terms.length).fill(-1),
    weights: new Float64Array(terms.length),
    grams,
    hasGram: scratch.hasGram,
    facts: factsOf(terms),
    isDebunk: isDebunk(text),
    key: words.map(({ text }) => text).join(' '),
    length: words.length,
  }
  for (const term of allTerms) addTerm(store, query, term)
  orderTerms(store, query, terms)
  return query
}

function orderTerms({ vocabulary }: IndexStore, query: Query, terms: readonly string[]): void {
  for (const [position, term] of terms.entries()) {
    const number = vocabulary.find(term)
    const place = number === undefined ? undefined : query.terms.get(number)
    if (place !== undefined) {
      query.order[position] = place
      query.weights[position] = query.rarity[place] ?? 0
    } else if (!term.startsWith('#u')) query.weights[position] = vocabulary.rarityOfUnknown(term)
  }
}

function addTerm({ vocabulary }: IndexStore, query: Query, term: string): void {
  const number = vocabulary.find(term)
  // An address that no document names says nothing about the claim.
  if (number === undefined && term.startsWith('#u')) return
  const rarity = number === undefined ? vocabulary.rarityOfUnknown(term) : vocabulary.rarity(number)
  query.totalRarity += rarity
  if (number === undefined) {
    query.unknownRarity += rarity
    query.rarestUnknown = Math.max(query.rarestUnknown, rarity)
    return
  }
  query.terms.add(number)
  if (term.startsWith('#')) query.figures.push(query.rarity.length)
  query.rarity.push(rarity)
  query.names.push(term)
}
