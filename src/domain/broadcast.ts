import type { AreaCode } from './area.ts'
import type { CommunityKind } from './community.ts'
import type { SendErrorCode } from './error.ts'
import type { ChannelName, ChatAddress, OutgoingMessage } from './message.ts'
import type { Topic } from './topic.ts'

/** The time zone that people read and write: UTC+8, no daylight saving. */
export const WITA = 'Asia/Makassar'

/** A schedule that comes back. */
export interface RecurringSchedule {
  type: 'recurring'
  /** Five fields, read in `timeZone`. */
  cron: string
  timeZone: string
  /** Nothing before this instant. Always there with `count`. */
  startsAt?: Date
  /** The last instant that still counts. */
  until?: Date
  /** How many occurrences there are from `startsAt` on, whatever became of them. */
  count?: number
  /** Days in WITA on which it is left out: `2026-12-25`. */
  exceptDates?: string[]
  /** How its author said it, when that is known: `setiap Senin 08.00`. */
  words?: string
}

export type Schedule = { type: 'once'; at: Date } | RecurringSchedule

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
  /** Only groups that want tips and quizzes. */
  isLiteracy?: true
}

export type BroadcastPriority = 'normal' | 'emergency'

export type BroadcastStatus =
  'draft' | 'awaiting_approval' | 'scheduled' | 'running' | 'paused' | 'finished' | 'cancelled' | 'expired'

/**
 * What a broadcast is for. `correction` mends another one in the groups that got it: in place where the platform
 * allows, else with `message`, the RALAT. `recall` deletes another one there.
 */
export type BroadcastKind = 'announcement' | 'correction' | 'recall'

/** An announcement, with when and to whom it goes. */
export interface Broadcast {
  /** Kebab-case, unique; the file's name for a broadcast from a file. */
  id: string
  kind: BroadcastKind
  /** The broadcast that is corrected or recalled. Not with an announcement. */
  amends?: string
  /** With a correction: how the announcement reads from now on, for editing in place. */
  corrected?: OutgoingMessage
  title: string
  programme: string
  message: OutgoingMessage
  audience: Audience
  schedule: Schedule
  priority: BroadcastPriority
  /** Who wrote it: a person's name. Somebody else approves it. */
  author: string
  /** The groups are asked to say how they passed it on. */
  wantsAcknowledgement?: true
  /** Why it may go out without a second person and in quiet hours. Only with priority `emergency`. */
  emergencyReason?: string
  /** Nothing is sent after this instant. */
  expiresAt?: Date
  status: BroadcastStatus
  /** The file that owns it, relative to the broadcasts folder. */
  sourceFile?: string
}

/** What a broadcast says, with whether it asks its groups to say how they passed it on. */
export function announcedMessage({
  message,
  wantsAcknowledgement,
}: Pick<Broadcast, 'message' | 'wantsAcknowledgement'>): OutgoingMessage {
  return wantsAcknowledgement === true ? { ...message, asksAcknowledgement: true } : message
}

/** `missed` and `expired` were never sent; `cancelled` may have been sent in part. */
export type RunStatus = 'running' | 'finished' | 'missed' | 'expired' | 'paused' | 'cancelled'

/** One occurrence of a broadcast. Unique by (broadcastId, scheduledFor). */
export interface BroadcastRun {
  id: string
  broadcastId: string
  scheduledFor: Date
  status: RunStatus
  /** Why it was missed, expired, paused or cancelled, in plain Indonesian. */
  reason?: string
}

/**
 * What is known about a delivery.
 *
 * - `queued`, `sending`: waits for its turn; handed to the channel, with no answer yet
 * - `sent`: the platform has it; `delivered`, `read`: so many of its people received it, read it
 * - `unconfirmed`: the platform took it twice under one id, and nobody received it
 * - `failed`: it did not go out, with the reason; `skipped`: it was not to go out, with the reason
 * - `uncertain`: nobody knows whether it went out. Staff look into the group and decide
 */
export const DELIVERY_STATUSES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'unconfirmed',
  'failed',
  'uncertain',
  'skipped',
] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/**
 * Why a delivery is where it is: the platform's error, or something else. `standby`: another group is first; `paused`: the
 * group wants nothing now; `waits_for_hours`: it is queued until the group's hours begin; `superseded`: a later run of the
 * same broadcast came before that; `cancelled`, `corrected`, `recalled`: staff stopped it before it went out.
 */
export type DeliveryReason =
  | SendErrorCode
  | 'expired'
  | 'interrupted'
  | 'standby'
  | 'paused'
  | 'waits_for_hours'
  | 'superseded'
  | 'nobody_received'
  | 'cancelled'
  | 'corrected'
  | 'recalled'

/** One message of one run to one chat. Unique by (runId, chat). */
export interface Delivery {
  id: string
  runId: string
  broadcastId: string
  /** `Chat.id`. */
  chatId: string
  /** `account` is the one that sends, or that sent it. */
  address: ChatAddress
  status: DeliveryStatus
  /** How many times it was tried. */
  attempts: number
  /** While `queued`: when it is due. While `sent`: when somebody should have received it. */
  nextAttemptAt: Date
  /** The id that is used for sending, stored before the first try. */
  messageId?: string
  /** The platform's id, known when it was taken. */
  externalId?: string
  error?: { code: DeliveryReason; reason: string }
  /** When it was last handed to the channel. */
  triedAt?: Date
  /** When the platform took it. */
  sentAt?: Date
  /** A try may have been posted: from then on it goes out under its id by its account, or not at all. */
  isInDoubt: boolean
  /** How often it was sent once more because nobody had received it. */
  repeats: number
  /** How many people could receive it, when the platform says so. */
  recipients?: number
  /** How many people received it, and how many of them read it. 0 where the platform does not say who did. */
  deliveredTo: number
  readBy: number
  /** Who received and read it: see `receipts.ts`. */
  receipts?: string
}
