import type { AreaCode } from './area.ts'

export const VERDICTS = ['false', 'misleading', 'scam', 'satire', 'unproven', 'true'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface ClarificationSource {
  url: string
  /** Who published it: `Mafindo (turnbackhoax.id)`, `BMKG`. */
  publisher: string
}

export type ClarificationStatus = 'draft' | 'in_review' | 'published' | 'retracted'

/** The official answer to a claim. */
export interface Clarification {
  id: string
  /** The claim in one sentence, as it goes around (schema.org ClaimReview.claimReviewed). */
  claimReviewed: string
  /** The claim as people forward it. */
  circulatingTexts: string[]
  verdict: Verdict
  /** Two or three plain Indonesian sentences. */
  explanation: string
  /** At least one when published. */
  sources: ClarificationSource[]
  /** Areas that it concerns; empty: everywhere. */
  areaCodes: AreaCode[]
  /** When the source published it. */
  publishedAt: Date
  status: ClarificationStatus
  /** Starts at 1, grows with each edit. */
  version: number
}
