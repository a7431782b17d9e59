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
export const CAREFUL_POLICY: DecisionPolicy = {
  firm: 0.75,
  lead: 4,
  suggest: 0.13,
  least: 0.015,
}

const MAXIMUM_SUGGESTIONS = 3
/** `queryLength` of a message with three meaningful words. */
const SHORTEST_LENGTH = Math.log1p(3) / 7 - 1e-9

/** What speaks against a firm answer, besides its probability. */
export type Doubt =
  'names_differ' | 'name_missing' | 'years_differ' | 'figures_differ' | 'correction' | 'too_short'

/** Does the message deny the claim? Whoever sends the very same text denies nothing. */
const isDenied = ({ features }: SearchCandidate) => features.sameText < 1 && features.debunk > 0

/**
 * What speaks against answering firmly with the best candidate. Facts that tell one claim of a template from another
 * must not contradict. A message may deny what the clarification denies too; but not what it affirms, and in a chain
 * nobody knows which of the messages the denial is about. And `siap deh` may be somebody's circulating text, but it is
 * everybody's chat.
 */
export function doubtsOf({ candidates: [best], isChain }: SearchResult): Doubt[] {
  if (best === undefined) return []
  const { features, isAffirmed } = best
  const isOther = features.sameText < 1
  const doubts: [Doubt, boolean][] = [
    ['names_differ', isOther && features.namesDiffer > 0],
    ['name_missing', isOther && features.nameMissing > 0],
    ['years_differ', isOther && features.claimYearsDiffer > 0],
    ['figures_differ', isOther && features.figuresDiffer > 0],
    ['correction', isDenied(best) && (isChain === true || isAffirmed === true)],
    ['too_short', features.queryLength < SHORTEST_LENGTH],
  ]
  return doubts.filter(([, applies]) => applies).map(([doubt]) => doubt)
}

/** Letters (Dice) and neighbouring words that a message shares with a circulating text when both fill in one template. */
const PATTERN_LETTERS = 0.42
const PATTERN_PAIRS = 0.3

/** Scams are written anew with another company, bank or year: the wording stays. */
const followsPattern = ({ features }: SearchCandidate) =>
  features.textDice >= PATTERN_LETTERS && features.textPairs >= PATTERN_PAIRS

const toMatch = ({ id, score }: SearchCandidate): Match => ({ clarificationId: id, score })

/**
 * Turns what the search found into an answer.
 *
 * - `clarified`: one clarification is very probably about this message, and nothing speaks against it
 * - `suggested`: at most three that resemble it, best first; the person compares. However improbable they are, when the
 *   message follows their wording
 * - `unknown`: nothing that is worth showing
 */
export function decide(result: SearchResult, policy: DecisionPolicy = CAREFUL_POLICY): Answer {
  const [best, second] = result.candidates
  if (best === undefined) return { type: 'unknown' }
  const isAhead = second === undefined || best.score >= policy.lead * second.score
  if (best.score >= policy.firm && isAhead && doubtsOf(result).length === 0) {
    return { type: 'clarified', match: toMatch(best), ...(isDenied(best) ? { isDenied: true } : {}) }
  }
  const nearest = result.candidates.slice(0, MAXIMUM_SUGGESTIONS)
  const total = nearest.reduce((sum, { score }) => sum + score, 0)
  if (total >= policy.suggest) {
    const isPattern = followsPattern(best)
    const candidates = nearest.filter(({ score }) => score >= policy.least).map(toMatch)
    return { type: 'suggested', candidates, ...(isPattern ? { isPattern } : {}) }
  }
  const alike = result.candidates
    .filter(followsPattern)
    .toSorted((a, b) => b.features.textDice - a.features.textDice)
    .slice(0, MAXIMUM_SUGGESTIONS)
  if (alike.length === 0 || result.isChain === true) return { type: 'unknown' }
  return { type: 'suggested', candidates: alike.map(toMatch), isPattern: true }
}
