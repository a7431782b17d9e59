import type { ChannelName } from './message.ts'

/**
 * Why somebody who asked hears from the bot again.
 *
 * - `answer`: there is a clarification now; `referral`: others are to answer it
 * - `correction`: the answer changed; `retraction`: it was withdrawn
 */
export type NoticeKind = 'answer' | 'referral' | 'correction' | 'retraction'

/** Something that is to be told in one chat, once. */
export interface Notice {
  id: string
  kind: NoticeKind
  /** The clarification, or with `referral` the claim. */
  subjectId: string
  version: number
  channel: ChannelName
  /** Keyed hash of the person. */
  askerKey: string
  sealedAddress?: string
  askedAt: Date
}
