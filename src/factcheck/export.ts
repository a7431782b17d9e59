import type { Clarification } from '../domain/clarification.ts'

/** A clarification as the import reads it, on a line of its own. */
export function exportLine(clarification: Clarification): string {
  const { id, claimReviewed, circulatingTexts, explanation, verdict, sources, areaCodes } = clarification
  const { publishedAt, pictureHashes } = clarification
  const [first] = sources
  return `${JSON.stringify({
    id,
    claimReviewed,
    circulatingTexts,
    explanation,
    verdict,
    sourceUrl: first?.url,
    publisher: first?.publisher,
    publishedAt: publishedAt.toISOString(),
    areaCodes,
    ...(sources.length > 1 ? { otherSources: sources.slice(1) } : {}),
    ...(pictureHashes === undefined ? {} : { pictureHashes }),
  })}\n`
}
