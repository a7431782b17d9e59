import type { AreaCode } from './area.ts'
import type { ChatAddress } from './message.ts'
import type { Topic } from './topic.ts'

/** Groups of people in one area; each has one or more chats. */
export const COMMUNITY_KINDS = ['kim', 'government', 'public'] as const
export type CommunityKind = (typeof COMMUNITY_KINDS)[number]

export type ChatStatus = 'active' | 'paused' | 'gone'

/** A group chat of a community on one platform: what an announcement is delivered to. */
export interface Chat extends ChatAddress {
  /** Our own id: it stays when the platform's chat id changes. */
  id: string
  communityId: string
  communityKind: CommunityKind
  areaCode: AreaCode
  title: string
  /** Empty means all topics. */
  topics: Topic[]
  status: ChatStatus
  /** True when it gets an announcement only if no other group of its community can. */
  isStandby: boolean
}
