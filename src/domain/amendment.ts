import type { ChatAddress } from './message.ts'

/**
 * How one sent message is amended: changed in place; answered by a RALAT; deleted; followed by the corrected text where
 * the wrong one was still waiting and never went out; or not at all, because nobody knows whether it is there.
 */
export type AmendmentMeans = 'edit' | 'notice' | 'delete' | 'replace' | 'none'

/** `done` with `notice` and `replace` means that a delivery carries it: how that went, its row says. */
export type AmendmentStatus = 'queued' | 'done' | 'impossible'

/** What a correction or a recall does about one message that was sent. */
export interface Amendment {
  id: string
  /** The correction or recall. */
  broadcastId: string
  deliveryId: string
  /** `Chat.id`. */
  chatId: string
  /** Where the message is now, and the account that wrote it. */
  address: ChatAddress
  /** The platform's id of the message; missing when it never got one. */
  externalId?: string
  /** When the platform took it. */
  sentAt?: Date
  means: AmendmentMeans
  status: AmendmentStatus
  attempts: number
  nextAttemptAt: Date
  /** Why it is not possible, or not in place, in plain Indonesian. */
  reason?: string
}

/** How many amendments there are of each means and status. */
export type AmendmentTally = { means: AmendmentMeans; status: AmendmentStatus; count: number }[]
