import { isDebunk } from './debunk.ts'
import { factsOf, type Facts } from './facts.ts'
import { GRAM_BUCKETS } from './grams.ts'
import { GRAM_WEIGHTS, WORD_WEIGHTS, type IndexStore } from './index-store.ts'
import { readWords } from './normalize.ts'
import { addScores, type Source } from './postings.ts'
import { pairKey, type StoredDocument } from './stored-document.ts'

/** A gram that more than this share of the documents hold is not looked up. */
const COMMON_GRAM_SHARE = 0.12
/** Never fewer documents than this count as "many". */
const COMMON_GRAM_MINIMUM = 40

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
  /** One byte for each bucket: is it in `grams`? Shared: good until the next query of the same scratch. */
  hasGram: Uint8Array
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

/** So many documents are scored at a time: what is written again and again stays in the nearest cache. */
const BLOCK = 2048

/** Scores of a block of documents, and marks; kept between queries so that each need not ask for memory. */
export interface Scratch {
  words: Float64Array
  grams: Float64Array
  hasGram: Uint8Array
  marked: Int32Array
  terms: TermPlaces
}

export const createScratch = (): Scratch => ({
  words: new Float64Array(BLOCK),
  grams: new Float64Array(BLOCK),
  hasGram: new Uint8Array(GRAM_BUCKETS),
  marked: new Int32Array(),
  terms: new TermPlaces(),
})

function markGrams(scratch: Scratch, grams: Int32Array): void {
  for (const gram of scratch.marked) scratch.hasGram[gram] = 0
  for (const gram of grams) scratch.hasGram[gram] = 1
  scratch.marked = grams
}

/** Reads a passage against the index. */
export function viewQuery(store: IndexStore, scratch: Scratch, text: string): Query {
  const words = readWords(text)
  const terms = words.map(({ term }) => term)
  const grams = store.reader.read(words)
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

/** A document that may answer, with how well its words and letters fit, 0 to about 3. */
export interface Candidate {
  document: StoredDocument
  words: number
  grams: number
}

function wordSources(store: IndexStore, query: Query): Source[] {
  const sources: Source[] = []
  const total = query.totalRarity || 1
  for (const [place, number] of query.terms.numbers.entries()) {
    const rarity = query.rarity[place] ?? 0
    store.words.claim.collect(number, (WORD_WEIGHTS.claim * rarity) / total, sources)
    store.words.texts.collect(number, (WORD_WEIGHTS.texts * rarity) / total, sources)
    store.words.body.collect(number, (WORD_WEIGHTS.body * rarity) / total, sources)
  }
  return sources
}

function gramSources(store: IndexStore, query: Query): Source[] {
  const { size, gramCounts, grams } = store
  const sources: Source[] = []
  const many = Math.max(COMMON_GRAM_MINIMUM, size * COMMON_GRAM_SHARE)
  const rarities = new Float64Array(query.grams.length)
  let total = 0
  for (let index = 0; index < rarities.length; index += 1) {
    const rarity = Math.log(1 + (size + 1500) / ((gramCounts[query.grams[index] ?? 0] ?? 0) + 1))
    rarities[index] = rarity
    total += rarity
  }
  for (let index = 0; index < rarities.length; index += 1) {
    const gram = query.grams[index] ?? 0
    const count = gramCounts[gram] ?? 0
    if (count === 0 || count > many) continue
    const weight = (rarities[index] ?? 0) / (total || 1)
    grams.claim.collect(gram, GRAM_WEIGHTS.claim * weight, sources)
    grams.texts.collect(gram, GRAM_WEIGHTS.texts * weight, sources)
    grams.lead.collect(gram, GRAM_WEIGHTS.lead * weight, sources)
  }
  return sources
}

interface Found {
  slot: number
  words: number
  grams: number
}

/** The best slots, the best first; no more than a limit. */
class BestSlots {
  readonly #limit: number
  readonly found: Found[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** A newcomer must have more. */
  get floor(): number {
    const last = this.found.at(-1)
    return last === undefined || this.found.length < this.#limit ? 0 : last.words + last.grams
  }

  /** Slots come in their order: of two that are equal the first stays ahead. */
  add(newcomer: Found): void {
    const sum = newcomer.words + newcomer.grams
    let at = Math.min(this.found.length, this.#limit - 1)
    for (; at > 0; at -= 1) {
      const before = this.found[at - 1]
      if (before === undefined || before.words + before.grams >= sum) break
      this.found[at] = before
    }
    this.found[at] = newcomer
  }
}

/** The documents that share most with the query, at most `limit`, best first; `without` names ids to leave out. */
export function findCandidates(
  store: IndexStore,
  query: Query,
  { words, grams }: Scratch,
  limit: number,
  without: ReadonlySet<string> | undefined,
): Candidate[] {
  const ofWords = wordSources(store, query)
  const ofGrams = gramSources(store, query)
  const best = new BestSlots(limit)
  for (let from = 0; from < store.slots; from += BLOCK) {
    const to = Math.min(from + BLOCK, store.slots)
    words.fill(0)
    grams.fill(0)
    addScores(ofWords, from, to, words)
    addScores(ofGrams, from, to, grams)
    let floor = best.floor
    for (let at = 0; at < to - from; at += 1) {
      const word = words[at] ?? 0
      const gram = grams[at] ?? 0
      if (word + gram <= floor) continue
      const id = store.idAt(from + at)
      if (id === undefined || without?.has(id) === true) continue
      best.add({ slot: from + at, words: word, grams: gram })
      floor = best.floor
    }
  }
  return best.found.flatMap(({ slot, ...scores }) => {
    const document = store.document(slot)
    return document === undefined ? [] : [{ document, ...scores }]
  })
}
