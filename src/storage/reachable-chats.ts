import type { AreaCode } from '../domain/area.ts'
import type { Chat, ChatObstacle, CommunityKind } from '../domain/community.ts'
import type { ChannelName } from '../domain/message.ts'
import { isReceivingHours } from '../domain/receiving-hours.ts'
import { textsOf } from './communities.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'
import type { Prisma } from './generated/client.ts'

/** What decides whether and when an announcement goes to a chat. */
export type ReachableChat = Pick<
  Chat,
  | 'channel'
  | 'account'
  | 'areaCodes'
  | 'topics'
  | 'communityKind'
  | 'status'
  | 'hours'
  | 'obstacle'
  | 'hasLiteracy'
>

interface Row {
  channel: string
  account: string
  areaCodes: Prisma.JsonValue
  topics: Prisma.JsonValue
  kind: string
  home: AreaCode
  hours: string
  obstacle: string | null
  hasLiteracy: number | bigint | boolean
}

const ACTIVE = `
  SELECT its.channel AS channel, its.account AS account, its."areaCodes" AS "areaCodes", its.topics AS topics,
         community.kind AS kind, community."areaCode" AS home, its.hours AS hours, its.obstacle AS obstacle,
         its."hasLiteracy" AS "hasLiteracy"
  FROM "Chat" AS its
  JOIN "Community" AS community ON community.id = its."communityId"
  WHERE its.status = 'active' OR (its.status = 'paused' AND its."pausedUntil" <= ?)`

export type ReachableChatStore = ReturnType<typeof createReachableChatStore>

/** Many chats at once, for counting. */
export function createReachableChatStore(db: Database, now: () => Date) {
  return {
    /** Every chat that announcements may go to. Thousands of them within tens of milliseconds. */
    async list(): Promise<ReachableChat[]> {
      const rows = await db.$queryRawUnsafe<Row[]>(ACTIVE, storedInstant(now()))
      return rows.map(({ areaCodes, topics, kind, home, hours, obstacle, ...row }) => {
        const areas = textsOf(areaCodes)
        return {
          channel: row.channel as ChannelName,
          account: row.account,
          hasLiteracy: Boolean(row.hasLiteracy),
          areaCodes: areas.length === 0 ? [home] : areas,
          topics: textsOf(topics),
          communityKind: kind as CommunityKind,
          status: 'active',
          hours: isReceivingHours(hours) ? hours : 'any',
          ...(obstacle === null ? {} : { obstacle: obstacle as ChatObstacle }),
        }
      })
    },
  }
}
