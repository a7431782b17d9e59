import type { AreaCode } from './area.ts'
import type { ChannelName } from './message.ts'

/** One candidate for an answer. `score` is between 0 and 1. */
export interface Match {
  clarificationId: string
  score: number
}

/** What the bot says about a text. A silence carries its reason. */
export type Answer =
  /** `isDenied`: the text itself says that the claim is not true, as the clarification does. */
  | { type: 'clarified'; match: Match; isDenied?: true }
  /** `isPattern`: the text follows the wording of another one that circulated; only a name or a figure may differ. */
  | { type: 'suggested'; candidates: Match[]; isPattern?: true }
  | { type: 'unknown' }
  | { type: 'ignored'; because: IgnoredReason }

/**
 * Why a message got no answer. `not_addressed`: not meant for the bot; `not_understood`: no answer to what the bot asked;
 * `duplicate`: dealt with before; `blocked`: staff stopped answering this person; `answered_lately`: the group has that
 * answer already; `undelivered`: the platform did not take the answer.
 */
export type IgnoredReason =
  | 'not_addressed'
  | 'not_understood'
  | 'duplicate'
  | 'flood'
  | 'blocked'
  | 'answered_lately'
  | 'empty'
  | 'too_short'
  | 'undelivered'

/** Why the bot answered as it did, in short. Holds nothing of the message but words that the clarifications hold too. */
export interface AnswerExplanation {
  /** Words that the message shares with the best candidate. */
  words: string[]
  /** The best candidates, best first. */
  candidates: Match[]
  /** What spoke against a firm answer. */
  doubts: string[]
}

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
  /** Missing on questions from before explanations were kept. */
  explanation?: AnswerExplanation
  status: InquiryStatus
  receivedAt: Date
  /** Keyed hash of the chat in which it was asked. */
  placeKey: string
  /** District or wider area that the person asks from, where it is known. */
  areaCode?: AreaCode
  /** The claim that it asks about, while nobody has answered it. */
  claimId?: string
  /** The version of the clarification that the person has. */
  answeredVersion?: number
  /** What the person said about the answer. */
  hasHelped?: boolean
}
