import type { AreaCode } from './area.ts'
import type { ChatAddress } from './message.ts'
import type { ReceivingHours } from './receiving-hours.ts'
import type { Topic } from './topic.ts'

/** Groups of people in one area; each has one or more chats. */
export const COMMUNITY_KINDS = ['kim', 'government', 'public'] as const
export type CommunityKind = (typeof COMMUNITY_KINDS)[number]

/**
 * How far a community is known to Diskominfo.
 *
 * - `unverified`: a group that subscribed by itself; it gets what is meant for everyone
 * - `registered`: a KIM in the registry that has not connected a group yet
 * - `verified`: staff know it, or it connected a group with its code
 * - `dormant`: it does not meet or answer any more
 */
export const COMMUNITY_STATUSES = ['unverified', 'registered', 'verified', 'dormant'] as const
export type CommunityStatus = (typeof COMMUNITY_STATUSES)[number]

export type ChatStatus = 'active' | 'paused' | 'gone'

/** How the bot speaks in a group: with "Bapak/Ibu", or as among friends. */
export const SPEECH_REGISTERS = ['formal', 'casual'] as const
export type SpeechRegister = (typeof SPEECH_REGISTERS)[number]

/**
 * What keeps the bot from writing in a group that it is a member of. `announce_only`: only admins write there;
 * `topic_closed`: the forum topic that it writes in is closed.
 */
export const CHAT_OBSTACLES = ['announce_only', 'topic_closed'] as const
export type ChatObstacle = (typeof CHAT_OBSTACLES)[number]

/** What a group's admin chooses. */
export interface ChatPreferences {
  /** The areas whose announcements it gets, at least one; the first is where it is at home. */
  areaCodes: AreaCode[]
  /** Empty means all topics. */
  topics: Topic[]
  hours: ReceivingHours
  register: SpeechRegister
  /** Gets the weekly tip and the monthly quiz. */
  hasLiteracy: boolean
}

/** A group chat of a community on one platform: what an announcement is delivered to. */
export interface Chat extends ChatAddress, ChatPreferences {
  /** Our own id: it stays when the platform's chat id changes. */
  id: string
  communityId: string
  communityKind: CommunityKind
  title: string
  /** `paused` only as long as `pausedUntil`, when there is one, has not come. */
  status: ChatStatus
  pausedUntil?: Date
  obstacle?: ChatObstacle
  /** True when it gets an announcement only if no other group of its community can. */
  isStandby: boolean
}

/** How well messages get to a village. */
export const CONNECTIVITIES = ['good', 'weak', 'none'] as const
export type Connectivity = (typeof CONNECTIVITIES)[number]

export const CONNECTIVITY_LABEL: Record<Connectivity, string> = {
  good: 'baik',
  weak: 'lemah',
  none: 'tanpa sinyal',
}
