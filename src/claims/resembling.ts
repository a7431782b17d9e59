import type { Clarification, Verdict } from '../domain/clarification.ts'
import { createSearchIndex } from '../factcheck/search.ts'

/** Less likely ones would only distract. */
const LEAST_SCORE = 0.05
const MOST_SHOWN = 3

/** A published clarification that may already answer a claim. */
export interface Resembling {
  id: string
  claimReviewed: string
  verdict: Verdict
  /** Between 0 and 1: how likely it answers the wording that is nearest to it. */
  score: number
}

/**
 * The published clarifications that are most like what people wrote, best first, at most three. Builds an index of all of
 * them: for when somebody asks, not for each question.
 */
export function findResembling(texts: string[], published: Clarification[]): Resembling[] {
  const index = createSearchIndex(published)
  const best = new Map<string, number>()
  for (const { id, score } of texts.flatMap((text) => index.search(text).candidates)) {
    best.set(id, Math.max(score, best.get(id) ?? 0))
  }
  return published
    .flatMap(({ id, claimReviewed, verdict }) => {
      const score = best.get(id) ?? 0
      return score < LEAST_SCORE ? [] : [{ id, claimReviewed, verdict, score }]
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST_SHOWN)
}
