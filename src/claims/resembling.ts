import type { Clarification, Verdict } from '../domain/clarification.ts'
import type { SearchIndex } from '../factcheck/search.ts'

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
 * The published clarifications that are most like what people wrote, best first, at most three. `search` ranks them for
 * one wording, `get` gives one of them.
 */
export function findResembling(
  texts: string[],
  { search, get }: { search: SearchIndex['search']; get: (id: string) => Clarification | undefined },
): Resembling[] {
  const best = new Map<string, number>()
  for (const { id, score } of texts.flatMap((text) => search(text).candidates)) {
    best.set(id, Math.max(score, best.get(id) ?? 0))
  }
  return [...best]
    .filter(([, score]) => score >= LEAST_SCORE)
    .toSorted((a, b) => b[1] - a[1])
    .flatMap(([id, score]) => {
      const found = get(id)
      return found === undefined
        ? []
        : [{ id, claimReviewed: found.claimReviewed, verdict: found.verdict, score }]
    })
    .slice(0, MOST_SHOWN)
}
