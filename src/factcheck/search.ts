import {
  CandidateFinder,
  FOR_CROWDED_PASSAGE,
  FOR_MESSAGE,
  FOR_PASSAGE,
  type Candidate,
} from './candidates.ts'
import type { SearchDocument } from './document.ts'
import { FEATURES, type Features } from './features.ts'
import { IndexStore } from './index-store.ts'
import { likenessTo, measure, surveyField } from './measure.ts'
import { logOdds, toVector, trainedModel, type Model } from './model.ts'
import { cutText, readWords } from './normalize.ts'
import { isChain, splitPassages, type Passage } from './passages.ts'
import { createScratch, viewQuery, type Query } from './query.ts'
import type { Message } from './text-message.ts'

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

const DEFAULT_LIMIT = 10
/** More parts than this are a crowd. A chain of 5,000 characters has 25, most often. */
const CROWD = 36
/** A copy of a whole chain is among so many that fit one of its parts best. */
const NEAREST_OF_PART = 3
/** A circulating text this much like a whole chain (Dice of letters) is that chain. */
const SAME_CHAIN = 0.25

/** One candidate measured on one passage. */
export interface Measurement {
  id: string
  features: Features
}

/** Measures candidates, best first, against a passage of `message`; only those that `isWanted`. */
function measureAll(
  { vocabulary }: IndexStore,
  candidates: Candidate[],
  query: Query,
  message: Message,
  isWanted: (candidate: Candidate) => boolean = () => true,
): Measurement[] {
  const field = surveyField(candidates)
  return candidates.filter(isWanted).map((candidate) => ({
    id: candidate.document.id,
    features: measure(candidate, query, message, field, vocabulary),
  }))
}

/**
 * Measurements → candidates, best first. The best measurement of a clarification counts.
 * Clarifications compete with each other and with "none of them", which has log-odds 0.
 */
export function rank(measurements: Measurement[], model: Model, limit: number): SearchCandidate[] {
  const found = new Map<string, SearchCandidate>()
  const vector = new Float64Array(FEATURES.length)
  for (const { id, features } of measurements) {
    const odds = logOdds(model, toVector(features, vector))
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
  /** Measures the passages of a message; `asMessage` says which message one belongs to. Gives what fits each part. */
  const inspectPassages = (
    passages: Passage[],
    without: ReadonlySet<string> | undefined,
    asMessage: (query: Query) => Message,
    to: Measurement[],
  ): number[][] => {
    const near: number[][] = []
    const parts = passages.filter(({ joins }) => joins === undefined).length
    const effort = parts > CROWD ? FOR_CROWDED_PASSAGE : FOR_PASSAGE
    for (const { text, joins } of passages) {
      const query = viewQuery(store, scratch, text)
      const candidates =
        joins === undefined
          ? finder.find(query, effort, without)
          : // What fits neighbours together fits one of them well enough.
            finder.choose(query, effort, new Set(near.slice(joins.from, joins.to).flat()))
      if (joins === undefined) near.push(candidates.map(({ document }) => document.slot))
      to.push(...measureAll(store, candidates, query, asMessage(query)))
    }
    return near
  }
  const inspectMessage = (
    seen: string,
    passages: Passage[],
    without: ReadonlySet<string> | undefined,
  ): Measurement[] => {
    const query = viewQuery(store, scratch, seen)
    const candidates = finder.find(query, FOR_MESSAGE, without)
    const measurements = measureAll(store, candidates, query, query.message)
    inspectPassages(passages, without, () => query.message, measurements)
    return measurements
  }
  const inspectChain = (
    seen: string,
    passages: Passage[],
    without: ReadonlySet<string> | undefined,
  ): Measurement[] => {
    const { length } = readWords(seen)
    const measurements: Measurement[] = []
    const near = inspectPassages(passages, without, ({ message }) => message.within(length), measurements)
    const query = viewQuery(store, scratch, seen)
    const nearest = near.flatMap((slots) => slots.slice(0, NEAREST_OF_PART))
    const candidates = finder.choose(query, FOR_MESSAGE, new Set(nearest))
    // Somewhere in a chain stands each word of some claim: as a whole it only counts as a copy.
    const isCopy = ({ document }: Candidate) => likenessTo(document, query) > SAME_CHAIN
    return [...measureAll(store, candidates, query, query.message, isCopy), ...measurements]
  }
  const inspect = (text: string, { without }: SearchOptions = {}): Measurement[] => {
    store.settle()
    const seen = cutText(text)
    const passages = splitPassages(seen)
    return isChain(seen) ? inspectChain(seen, passages, without) : inspectMessage(seen, passages, without)
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
