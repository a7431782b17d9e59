import {
  contributionsOf,
  differencesOf,
  objectionsOf,
  sharedWords,
  type Contribution,
  type FactDifference,
  type Objection,
} from './explain.ts'
import { normalize } from './normalize.ts'
import { splitPassages } from './passages.ts'
import type { SearchCandidate, SearchDocument, SearchResult } from './search.ts'

const EXPLAINED_CANDIDATES = 3

/** Why a clarification came up for a message. */
export interface ExplainedCandidate {
  id: string
  /** Between 0 and 1. */
  probability: number
  claim: string
  /** Words that the message shares with it. */
  words: string[]
  /** The passage of the message that fits best; undefined for a short message. */
  passage: string | undefined
  differences: FactDifference[]
  /** What was measured, the greatest effect on the log-odds first. */
  features: Contribution[]
}

/** All that led to an answer. Quotes the message: not for keeping. */
export interface FullExplanation {
  normalForm: ReturnType<typeof normalize>
  /** Parts that were looked at one by one; none for a short message. */
  passages: string[]
  /** Best first, at most three. */
  candidates: ExplainedCandidate[]
  /** What stood against a firm answer. */
  objections: Objection[]
}

/** The passage that shares most words with a clarification; undefined for a short message. */
function nearestPassage(passages: string[], document: SearchDocument): string | undefined {
  const ranked = passages.map((passage) => ({ passage, count: sharedWords(passage, document).length }))
  return ranked.toSorted((a, b) => b.count - a.count || a.passage.length - b.passage.length)[0]?.passage
}

function explainCandidate(
  text: string,
  passages: string[],
  candidate: SearchCandidate,
  document: SearchDocument,
): ExplainedCandidate {
  return {
    id: candidate.id,
    probability: Number(candidate.score.toFixed(4)),
    claim: document.claimReviewed,
    words: sharedWords(text, document),
    passage: nearestPassage(passages, document),
    differences: differencesOf(text, document),
    features: contributionsOf(candidate).map(({ feature, value, effect }) => ({
      feature,
      value: Number(value.toFixed(3)),
      effect: Number(effect.toFixed(3)),
    })),
  }
}

/** What led from a message to what was found for it. `find` gives the clarification of a candidate. */
export function explainFully(
  text: string,
  result: SearchResult,
  find: (id: string) => SearchDocument | undefined,
): FullExplanation {
  const passages = splitPassages(text).map((passage) => passage.text)
  return {
    normalForm: normalize(text),
    passages,
    candidates: result.candidates.slice(0, EXPLAINED_CANDIDATES).flatMap((candidate) => {
      const document = find(candidate.id)
      return document === undefined ? [] : [explainCandidate(text, passages, candidate, document)]
    }),
    objections: objectionsOf(result),
  }
}
