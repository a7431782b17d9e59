import { isDebunk } from './debunk.ts'
import { factsOf, type Facts } from './facts.ts'
import { gramsOf, GRAM_BUCKETS } from './document.ts'
import { GRAM_WEIGHTS, pairsOf, WORD_WEIGHTS, type IndexStore, type StoredDocument } from './index-store.ts'
import { normalize } from './normalize.ts'

/** A gram that more than this share of the documents hold is not looked up. */
const COMMON_GRAM_SHARE = 0.12
/** Never fewer documents than this count as "many". */
const COMMON_GRAM_MINIMUM = 40

/** A passage as the index sees it. */
export interface Query {
  /** Distinct known terms → place in `rarity` and `names`. */
  terms: Map<number, number>
  /** How rare each known term is. */
  rarity: number[]
  names: string[]
  /** Rarity of all terms together, those that no document holds included. */
  totalRarity: number
  /** The part of `totalRarity` that no document holds. */
  unknownRarity: number
  /** The rarest unknown term. */
  rarestUnknown: number
  /** All distinct terms, unknown ones too. */
  allTerms: ReadonlySet<string>
  pairs: Set<number>
  grams: Int32Array
  /** One byte for each bucket: is it in `grams`? Shared: good until the next query of the same scratch. */
  hasGram: Uint8Array
  facts: Facts
  /** Does the passage itself say that something is false? */
  isDebunk: boolean
  key: string
  length: number
}

/** The two scores of every document, and marks; kept between queries so that each need not ask for memory. */
export interface Scratch {
  words: Float64Array
  grams: Float64Array
  hasGram: Uint8Array
  marked: Int32Array
}

export const createScratch = (): Scratch => ({
  words: new Float64Array(64),
  grams: new Float64Array(64),
  hasGram: new Uint8Array(GRAM_BUCKETS),
  marked: new Int32Array(),
})

function markGrams(scratch: Scratch, grams: Int32Array): void {
  for (const gram of scratch.marked) scratch.hasGram[gram] = 0
  for (const gram of grams) scratch.hasGram[gram] = 1
  scratch.marked = grams
}

/** Reads a passage against the index. */
export function viewQuery(store: IndexStore, scratch: Scratch, text: string): Query {
  const { words, terms } = normalize(text)
  const grams = gramsOf(words)
  const allTerms = new Set(terms)
  markGrams(scratch, grams)
  const query: Query = {
    terms: new Map(),
    rarity: [],
    names: [],
    totalRarity: 0,
    unknownRarity: 0,
    rarestUnknown: 0,
    allTerms,
    // Unknown terms break a pair: they get numbers that no document has.
    pairs: pairsOf(terms.map((term, index) => store.vocabulary.find(term) ?? -2 - index)),
    grams,
    hasGram: scratch.hasGram,
    facts: factsOf(terms),
    isDebunk: isDebunk(text),
    key: words.join(' '),
    length: words.length,
  }
  for (const term of allTerms) addTerm(store, query, term)
  return query
}

function addTerm({ vocabulary }: IndexStore, query: Query, term: string): void {
  const number = vocabulary.find(term)
  const rarity = number === undefined ? vocabulary.rarityOfUnknown(term) : vocabulary.rarity(number)
  query.totalRarity += rarity
  if (number === undefined) {
    query.unknownRarity += rarity
    query.rarestUnknown = Math.max(query.rarestUnknown, rarity)
    return
  }
  query.terms.set(number, query.rarity.length)
  query.rarity.push(rarity)
  query.names.push(term)
}

/** A document that may answer, with how well its words and letters fit, 0 to about 3. */
export interface Candidate {
  document: StoredDocument
  words: number
  grams: number
}

function prepare(scratch: Scratch, size: number): void {
  if (scratch.words.length < size) {
    scratch.words = new Float64Array(size * 2)
    scratch.grams = new Float64Array(size * 2)
    return
  }
  scratch.words.fill(0, 0, size)
  scratch.grams.fill(0, 0, size)
}

function scoreWords(store: IndexStore, query: Query, scores: Float64Array): void {
  const total = query.totalRarity || 1
  for (const [number, place] of query.terms) {
    const rarity = query.rarity[place] ?? 0
    store.words.claim.accumulate(number, (WORD_WEIGHTS.claim * rarity) / total, scores)
    store.words.texts.accumulate(number, (WORD_WEIGHTS.texts * rarity) / total, scores)
    store.words.body.accumulate(number, (WORD_WEIGHTS.body * rarity) / total, scores)
  }
}

function scoreGrams(store: IndexStore, query: Query, scores: Float64Array): void {
  const many = Math.max(COMMON_GRAM_MINIMUM, store.size * COMMON_GRAM_SHARE)
  let total = 0
  const looked: [number, number][] = []
  for (const gram of query.grams) {
    const count = store.gramCounts[gram] ?? 0
    const rarity = Math.log(1 + (store.size + 1500) / (count + 1))
    total += rarity
    if (count > 0 && count <= many) looked.push([gram, rarity])
  }
  for (const [gram, rarity] of looked) {
    const weight = rarity / (total || 1)
    store.grams.claim.accumulate(gram, GRAM_WEIGHTS.claim * weight, scores)
    store.grams.texts.accumulate(gram, GRAM_WEIGHTS.texts * weight, scores)
    store.grams.lead.accumulate(gram, GRAM_WEIGHTS.lead * weight, scores)
  }
}

/** The documents that share most with the query, at most `limit`, best first; `without` names ids to leave out. */
export function findCandidates(
  store: IndexStore,
  query: Query,
  scratch: Scratch,
  limit: number,
  without: ReadonlySet<string> | undefined,
): Candidate[] {
  prepare(scratch, store.documents.length)
  scoreWords(store, query, scratch.words)
  scoreGrams(store, query, scratch.grams)
  const best: Candidate[] = []
  let floor = 0
  for (const [slot, document] of store.documents.entries()) {
    const words = scratch.words[slot] ?? 0
    const grams = scratch.grams[slot] ?? 0
    const sum = words + grams
    if (sum <= floor || document === undefined || without?.has(document.id) === true) continue
    best.push({ document, words, grams })
    if (best.length >= limit * 4) floor = keepBest(best, limit)
  }
  keepBest(best, limit)
  return best
}

/** Sorts and cuts in place; gives the score that a newcomer must beat. */
function keepBest(candidates: Candidate[], limit: number): number {
  candidates.sort((a, b) => b.words + b.grams - a.words - a.grams || a.document.slot - b.document.slot)
  candidates.length = Math.min(candidates.length, limit)
  const last = candidates.at(-1)
  return candidates.length < limit || last === undefined ? 0 : last.words + last.grams
}
