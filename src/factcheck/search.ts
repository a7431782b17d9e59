import { CandidateFinder } from './candidates.ts'
import type { SearchDocument } from './document.ts'
import type { Features } from './features.ts'
import { IndexStore } from './index-store.ts'
import { measure, surveyField } from './measure.ts'
import { logOdds, toVector, trainedModel, type Model } from './model.ts'
import { cutText } from './normalize.ts'
import { isChain, splitPassages } from './passages.ts'
import { createScratch, viewQuery, type Query } from './query.ts'

export type { SearchDocument } from './document.ts'

export interface SearchOptions {
  /** At most this many candidates. Default 10. */
  limit?: number
  /** Clarifications to leave out, by id. */
  without?: ReadonlySet<string>
}

export interface SearchCandidate {
  id: string
  /** Probability, 0 to 1, that this clarification answers the message. */
  score: number
  /** What was measured, on the passage that fits best. */
  features: Features
  /** Log-odds before the candidates compete. */
  logOdds: number
  /** Its verdict is that the claim is true. */
  isAffirmed?: boolean
}

export interface SearchResult {
  /** Best first. Their scores sum to at most 1. */
  candidates: SearchCandidate[]
  /** The message is so long that it may be a chain of messages which have nothing to do with each other. */
  isChain?: boolean
}

export interface SearchIndex {
  readonly size: number
  /** Adds a clarification or replaces the one with the same id; the next search sees it. */
  upsert(document: SearchDocument): void
  /** Forgets a clarification; an unknown id is no error. */
  remove(id: string): void
  /** Ranks the clarifications for a message of any kind and length. Never throws. */
  search(text: string, options?: SearchOptions): SearchResult
  /** Every measurement behind a search: each passage with each of its candidates. For training. */
  inspect(text: string, options?: SearchOptions): Measurement[]
}

const CANDIDATES_OF_WHOLE = 24
const CANDIDATES_OF_PASSAGE = 8
const DEFAULT_LIMIT = 10
/** A circulating text this much like a whole chain (Dice of letters) is that chain. */
const SAME_CHAIN = 0.25

/** One candidate measured on one passage. */
export interface Measurement {
  id: string
  features: Features
}

interface Passage {
  query: Query
  /** The message that it belongs to; a part of a chain of messages stands for itself. */
  message: Query
  limit: number
}

function measurePassage(
  store: IndexStore,
  finder: CandidateFinder,
  { query, message, limit }: Passage,
  without: ReadonlySet<string> | undefined,
): Measurement[] {
  if (query.length === 0) return []
  const candidates = finder.find(query, limit, without)
  const field = surveyField(candidates)
  return candidates.map((candidate) => ({
    id: candidate.document.id,
    features: measure(candidate, query, message, field, store.vocabulary),
  }))
}

/**
 * Measurements → candidates, best first. The best measurement of a clarification counts.
 * Clarifications compete with each other and with "none of them", which has log-odds 0.
 */
export function rank(measurements: Measurement[], model: Model, limit: number): SearchCandidate[] {
  const found = new Map<string, SearchCandidate>()
  for (const { id, features } of measurements) {
    const odds = logOdds(model, toVector(features))
    const known = found.get(id)
    if (known === undefined || known.logOdds < odds) found.set(id, { id, score: 0, features, logOdds: odds })
  }
  const ranked = [...found.values()].toSorted((a, b) => b.logOdds - a.logOdds)
  const highest = Math.max(0, ranked[0]?.logOdds ?? 0)
  let total = Math.exp(-highest)
  for (const { logOdds } of ranked) total += Math.exp(logOdds - highest)
  return ranked
    .slice(0, limit)
    .map((candidate) => ({ ...candidate, score: Math.exp(candidate.logOdds - highest) / total }))
}

/** An index in memory over `clarifications`. `model` is for training and tests. */
export function createSearchIndex(
  clarifications: Iterable<SearchDocument>,
  model: Model = trainedModel,
): SearchIndex {
  const store = new IndexStore()
  const scratch = createScratch()
  const finder = new CandidateFinder(store)
  const affirmed = new Set<string>()
  const remove = (id: string) => {
    affirmed.delete(id)
    store.remove(id)
  }
  const upsert = (document: SearchDocument) => {
    remove(document.id)
    if (document.verdict === 'true') affirmed.add(document.id)
    store.put(document)
  }
  for (const document of clarifications) upsert(document)
  store.settle()
  const inspect = (text: string, { without }: SearchOptions = {}): Measurement[] => {
    store.settle()
    const seen = cutText(text)
    const whole = viewQuery(store, scratch, seen)
    const ofWhole = { query: whole, message: whole, limit: CANDIDATES_OF_WHOLE }
    const ofChain = isChain(seen)
    // Somewhere in a chain stands each word of some claim: as a whole it only counts as a copy.
    const measurements = measurePassage(store, finder, ofWhole, without).filter(
      ({ features }) => !ofChain || features.textDice > SAME_CHAIN,
    )
    for (const passage of splitPassages(seen)) {
      const query = viewQuery(store, scratch, passage)
      const message = ofChain ? { ...query, length: whole.length } : whole
      const part = { query, message, limit: CANDIDATES_OF_PASSAGE }
      measurements.push(...measurePassage(store, finder, part, without))
    }
    return measurements
  }
  return {
    get size() {
      return store.size
    },
    upsert,
    remove,
    inspect,
    search: (text, options = {}) => ({
      candidates: rank(inspect(text, options), model, options.limit ?? DEFAULT_LIMIT).map((candidate) => ({
        ...candidate,
        isAffirmed: affirmed.has(candidate.id),
      })),
      isChain: isChain(cutText(text)),
    }),
  }
}
