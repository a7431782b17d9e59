import type { Chat } from '../domain/community.ts'
import type { RedeemResult } from '../domain/kim-code.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { HistoryEntry } from '../storage/group-history.ts'
import type { DialogueQuestion } from './question.ts'

/** Somebody in a group asks for something. */
export interface GroupRequest {
  chat: ChatAddress
  title: string
  senderId: string
  /** Asks the platform, now. May reject. */
  isAdmin: () => Promise<boolean>
}

/** Somebody in a group says or taps something that could belong to a dialogue. */
export interface GroupTalk extends GroupRequest {
  text: string
  choice?: string
  /** True for a mention of the bot or a reply to it. */
  isAddressed: boolean
  /** True when the text is a command as well: then only a clear answer counts as one. */
  isCommand?: boolean
}

/** What to say. `silent`: it was dealt with, and nothing is said. */
export type MembershipReply =
  /** `current`: what the group has, when that is what is asked about. `isTakenOver`: another admin was at it. */
  | { type: 'question'; question: DialogueQuestion; current?: Chat; isTakenOver?: true }
  | { type: 'subscribed'; chat: Chat; isChange: boolean }
  /** What came of a KIM's code. */
  | { type: 'code'; result: RedeemResult }
  | { type: 'status'; chat?: Chat; kimName?: string }
  | { type: 'history'; entries: HistoryEntry[] }
  | { type: 'ask_pause'; notice?: 'too_long' | 'not_understood' | 'help' }
  | { type: 'paused'; until: Date }
  | { type: 'resumed' | 'not_paused' }
  | { type: 'confirm_stop' | 'stopped' | 'kept' | 'not_subscribed' }
  | { type: 'cancelled' | 'expired' }
  /** `busy`: another admin is in a dialogue with the bot. */
  | { type: 'admins_only' | 'admin_unknown' | 'busy' }
  | { type: 'silent' }
