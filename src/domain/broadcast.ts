import type { AreaCode } from './area.ts'
import type { CommunityKind } from './community.ts'
import type { SendErrorCode } from './error.ts'
import type { ChannelName, ChatAddress, OutgoingMessage } from './message.ts'
import type { Topic } from './topic.ts'

/** The time zone that people read and write: UTC+8, no daylight saving. */
export const WITA = 'Asia/Makassar'

export type Schedule =
  | { type: 'once'; at: Date }
  /** `cron` has five fields and is read in `timeZone`. */
  | { type: 'recurring'; cron: string; timeZone: string; until?: Date }

export interface Audience {
  /** Chats inside any of these areas, … */
  areaCodes: AreaCode[]
  /** … but not inside any of these. */
  except: AreaCode[]
  /** A chat that chose topics must have chosen one of these. Empty: the topic does not matter. */
  topics: Topic[]
  /** Empty: every kind. */
  communityKinds: CommunityKind[]
  /** Empty: every channel. */
  channels: ChannelName[]
}

export type BroadcastPriority = 'normal' | 'emergency'

export type BroadcastStatus =
  'draft' | 'awaiting_approval' | 'scheduled' | 'running' | 'paused' | 'finished' | 'cancelled'

/** An announcement, with when and to whom it goes. */
export interface Broadcast {
  /** Kebab-case, unique; the file's name for a broadcast from a file. */
  id: string
  title: string
  programme: string
  message: OutgoingMessage
  audience: Audience
  schedule: Schedule
  priority: BroadcastPriority
  /** Nothing is sent after this instant. */
  expiresAt?: Date
  status: BroadcastStatus
  /** The file that owns it, relative to the broadcasts folder. */
  sourceFile?: string
}

export type RunStatus = 'running' | 'finished' | 'missed' | 'paused'

/** One occurrence of a broadcast. Unique by (broadcastId, scheduledFor). */
export interface BroadcastRun {
  id: string
  broadcastId: string
  scheduledFor: Date
  status: RunStatus
  /** Why it was missed or paused, in plain Indonesian. */
  reason?: string
}

export type DeliveryStatus =
  'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed' | 'uncertain' | 'skipped'

/** One message of one run to one chat. Unique by (runId, chat). */
export interface Delivery {
  id: string
  runId: string
  broadcastId: string
  /** `Chat.id`. */
  chatId: string
  address: ChatAddress
  status: DeliveryStatus
  /** How many times it was tried. */
  attempts: number
  nextAttemptAt: Date
  /** The id that is used for sending, stored before the first try. */
  messageId?: string
  /** The platform's id, known when it was taken. */
  externalId?: string
  error?: { code: SendErrorCode | 'expired' | 'interrupted'; reason: string }
}
