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
  /** Perceptual hashes of pictures that circulate with the claim. */
  pictureHashes?: string[]
}

/** What was done to a clarification. */
export type ClarificationAction = 'imported' | 'published' | 'changed' | 'retracted'

/** A clarification as it was from one time on. */
export interface ClarificationVersion {
  version: number
  content: Clarification
  action: ClarificationAction
  by: string
  note?: string
  at: Date
}

/** What a draft says: everything but what publishing decides. */
export type ClarificationContent = Omit<Clarification, 'id' | 'status' | 'version'>

/** A clarification that is being written, or the next version of a published one. Nobody is answered with it. */
export interface ClarificationDraft {
  /** The id of the clarification that it becomes. */
  id: string
  content: ClarificationContent
  status: 'draft' | 'in_review'
  /** The claim that it is to answer. */
  claimId?: string
  writtenBy: string
  /** Whoever was answered with an older version is told what changed. */
  corrects: boolean
  note?: string
  updatedAt: Date
}
