import type { SearchDocument } from './document.ts'
import type { Features } from './features.ts'
import { IndexStore } from './index-store.ts'
import { measure } from './measure.ts'
import { logOdds, toVector, trainedModel, type Model } from './model.ts'
import { cutText } from './normalize.ts'
import { splitPassages } from './passages.ts'
import { createScratch, findCandidates, viewQuery, type Scratch } from './query.ts'

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
}

export interface SearchResult {
  /** Best first. Their scores sum to at most 1. */
  candidates: SearchCandidate[]
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
/** Rebuild when more than this share of the slots is empty. */
const MAXIMUM_WASTE = 0.5

/** One candidate measured on one passage. */
export interface Measurement {
  id: string
  features: Features
}

function measurePassage(
  store: IndexStore,
  scratch: Scratch,
  passage: string,
  limit: number,
  without: ReadonlySet<string> | undefined,
): Measurement[] {
  const query = viewQuery(store, scratch, passage)
  if (query.length === 0) return []
  const candidates = findCandidates(store, query, scratch, limit, without)
  const tops = {
    words: Math.max(0, ...candidates.map(({ words }) => words)),
    grams: Math.max(0, ...candidates.map(({ grams }) => grams)),
  }
  return candidates.map((candidate) => ({
    id: candidate.document.id,
    features: measure(candidate, query, tops, store.vocabulary),
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
  const documents = new Map<string, SearchDocument>()
  let store = new IndexStore()
  const scratch = createScratch()
  const rebuild = () => {
    store = new IndexStore()
    for (const document of documents.values()) store.add(document)
  }
  const upsert = (document: SearchDocument) => {
    if (store.has(document.id)) store.remove(document.id)
    documents.set(document.id, document)
    store.add(document)
    if (store.wasted > MAXIMUM_WASTE) rebuild()
  }
  for (const document of clarifications) upsert(document)
  const inspect = (text: string, { without }: SearchOptions = {}): Measurement[] => {
    const seen = cutText(text)
    const whole = measurePassage(store, scratch, seen, CANDIDATES_OF_WHOLE, without)
    const parts = splitPassages(seen).flatMap((passage) =>
      measurePassage(store, scratch, passage, CANDIDATES_OF_PASSAGE, without),
    )
    return [...whole, ...parts]
  }
  return {
    get size() {
      return documents.size
    },
    upsert,
    remove(id) {
      documents.delete(id)
      store.remove(id)
    },
    inspect,
    search: (text, options = {}) => ({
      candidates: rank(inspect(text, options), model, options.limit ?? DEFAULT_LIMIT),
    }),
  }
}
