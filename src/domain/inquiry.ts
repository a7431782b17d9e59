import type { ChannelName } from './message.ts'

/** One candidate for an answer. `score` is between 0 and 1. */
export interface Match {
  clarificationId: string
  score: number
}

/** What the bot says about a text. A silence carries its reason. */
export type Answer =
  | { type: 'clarified'; match: Match }
  | { type: 'suggested'; candidates: Match[] }
  | { type: 'unknown' }
  | { type: 'ignored'; because: IgnoredReason }

export type IgnoredReason = 'not_addressed' | 'duplicate' | 'flood' | 'empty' | 'too_short'

export type InquiryStatus = 'answered' | 'open'

/** A resident's question: "is this true?" */
export interface Inquiry {
  id: string
  channel: ChannelName
  /** Keyed hash of the person: the same person gives the same key, and nothing leads back. */
  askerKey: string
  /** Scrubbed of personal data. */
  text: string
  answerType: 'clarified' | 'suggested' | 'unknown'
  clarificationId?: string
  score?: number
  status: InquiryStatus
  receivedAt: Date
}
