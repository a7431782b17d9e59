import type { Answer, Match } from '../domain/inquiry.ts'
import type { SearchCandidate, SearchResult } from './search.ts'

/** How sure the bot must be before it speaks. Probabilities, 0 to 1. */
export interface DecisionPolicy {
  /** A firm answer needs at least this probability. */
  firm: number
  /** …and this many times the probability of the runner-up. */
  lead: number
  /** A suggestion needs the best three together to reach this probability. */
  suggest: number
  /** A candidate less likely than this is not suggested. */
  least: number
}

/** A wrong firm answer from a government is worse than none. */
export const CAREFUL_POLICY: DecisionPolicy = { firm: 0.82, lead: 4, suggest: 0.07, least: 0.015 }

const MAXIMUM_SUGGESTIONS = 3
/** `queryLength` of a message with three meaningful words. */
const SHORTEST_LENGTH = Math.log1p(3) / 7 - 1e-9

/** Facts that tell one claim of a template from another must not contradict: the year, the bank, the place. */
function isContradicted({ features }: SearchCandidate): boolean {
  return features.sameText < 1 && features.namesDiffer + features.nameMissing + features.claimYearsDiffer > 0
}

/** A correction that is passed on must not be called a hoax. */
const isCorrection = ({ features }: SearchCandidate) => features.sameText < 1 && features.debunk > 0

/** `Siap deh` may be somebody's circulating text; it is still everybody's chat. */
const isTooShort = ({ features }: SearchCandidate) => features.queryLength < SHORTEST_LENGTH

const toMatch = ({ id, score }: SearchCandidate): Match => ({ clarificationId: id, score })

/**
 * Turns what the search found into an answer.
 *
 * - `clarified`: one clarification is very probably about this message, and nothing speaks against it
 * - `suggested`: at most three that resemble it, best first; the person compares
 * - `unknown`: nothing that is worth showing
 */
export function decide(result: SearchResult, policy: DecisionPolicy = CAREFUL_POLICY): Answer {
  const [best, second] = result.candidates
  if (best === undefined) return { type: 'unknown' }
  const isAhead = second === undefined || best.score >= policy.lead * second.score
  const hasDoubt = isContradicted(best) || isCorrection(best) || isTooShort(best)
  if (best.score >= policy.firm && isAhead && !hasDoubt) {
    return { type: 'clarified', match: toMatch(best) }
  }
  const nearest = result.candidates.slice(0, MAXIMUM_SUGGESTIONS)
  const total = nearest.reduce((sum, { score }) => sum + score, 0)
  if (total < policy.suggest) return { type: 'unknown' }
  return { type: 'suggested', candidates: nearest.filter(({ score }) => score >= policy.least).map(toMatch) }
}
