import type { AreaCode } from '../domain/area.ts'
import type { Connectivity, CommunityKind, CommunityStatus } from '../domain/community.ts'
import type { ChannelName } from '../domain/message.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'

/** An announcement that the platform took: `sent`, `delivered` or `read`. */
export interface DeliveredAnnouncement {
  at: Date
  broadcastId: string
  title: string
}

/** What the coverage needs to know about one group. */
export interface CoverageGroup {
  channel: ChannelName
  kind: CommunityKind
  communityStatus: CommunityStatus
  /** The community's own area. */
  homeCode: AreaCode
  /** What the group is subscribed to, never empty. */
  areaCodes: AreaCode[]
  /** Active, or paused until an instant that has passed; and nothing keeps the bot from writing there. */
  receives: boolean
  last?: DeliveredAnnouncement
  /** Deliveries of the time in question that went out and asked for an acknowledgement; … */
  asked: number
  /** … and how many of them were acknowledged, by anybody. */
  acknowledged: number
}

/** Everything that a coverage report is made of, as it was at one instant. */
export interface CoverageFacts {
  groups: CoverageGroup[]
  /** The own area of each KIM that is registered, verified or dormant, with or without a group. */
  kimAreas: AreaCode[]
  /** Villages that somebody has marked. */
  marks: { areaCode: AreaCode; connectivity: Connectivity }[]
}

const WENT_OUT = `('sent', 'delivered', 'read')`

/**
 * The newest announcement that went to a chat. The index on (chatId, sentAt, status, runId) answers it from its end;
 * the order of the joins keeps SQLite from beginning anywhere else.
 */
const LAST_OF_CHAT = `
  SELECT json_array(delivery."sentAt", broadcast.id, broadcast.title)
  FROM "Delivery" AS delivery
  CROSS JOIN "BroadcastRun" AS run ON run.id = delivery."runId"
  CROSS JOIN "Broadcast" AS broadcast ON broadcast.id = run."broadcastId"
  WHERE delivery."chatId" = chat.id AND delivery."sentAt" IS NOT NULL AND delivery.status IN ${WENT_OUT}
    AND broadcast.kind = 'announcement'
  ORDER BY delivery."sentAt" DESC, broadcast.id
  LIMIT 1`

/**
 * Deliveries that asked for an acknowledgement, by chat. Only runs of broadcasts that want one are looked at, each from
 * the index on (runId, chatId), whose order is that of the table: `+status` keeps SQLite from the other index.
 */
const ASKED = `
  SELECT delivery."chatId" AS "chatId", count(*) AS asked,
    sum(EXISTS (SELECT 1 FROM "Acknowledgement" AS word WHERE word."deliveryId" = delivery.id)) AS acknowledged
  FROM "Broadcast" AS broadcast
  CROSS JOIN "BroadcastRun" AS run ON run."broadcastId" = broadcast.id
  CROSS JOIN "Delivery" AS delivery ON delivery."runId" = run.id
  WHERE broadcast."wantsAcknowledgement" AND +delivery.status IN ${WENT_OUT}
    AND delivery."sentAt" > ? AND delivery."sentAt" <= ?
  GROUP BY delivery."chatId"`

const GROUPS = `
  SELECT json_group_array(json_array(
    chat.channel, community.kind, community.status, community."areaCode", json(chat."areaCodes"),
    chat.obstacle IS NULL
      AND (chat.status = 'active' OR (chat.status = 'paused' AND coalesce(chat."pausedUntil" <= ?, false))),
    coalesce(asked.asked, 0), coalesce(asked.acknowledged, 0), json((${LAST_OF_CHAT}))
  ))
  FROM "Chat" AS chat
  JOIN "Community" AS community ON community.id = chat."communityId"
  LEFT JOIN (${ASKED}) AS asked ON asked."chatId" = chat.id`

const KIM_AREAS = `
  SELECT json_group_array("areaCode") FROM "Community"
  WHERE kind = 'kim' AND status IN ('registered', 'verified', 'dormant')`

const MARKS = `
  SELECT json_group_array(json_object('areaCode', code, 'connectivity', connectivity)) FROM "Area"
  WHERE connectivity IS NOT NULL`

/** One statement sees one state of the database; one value is read many times faster than thousands of rows. */
const FACTS = `SELECT (${GROUPS}) AS groups, (${KIM_AREAS}) AS "kimAreas", (${MARKS}) AS marks`

interface FactsRow {
  groups: string
  kimAreas: string
  marks: string
}

type GroupRow = [
  channel: ChannelName,
  kind: CommunityKind,
  communityStatus: CommunityStatus,
  homeCode: AreaCode,
  areaCodes: AreaCode[],
  receives: 0 | 1,
  asked: number,
  acknowledged: number,
  last: [at: string, broadcastId: string, title: string] | null,
]

function toGroup(row: GroupRow): CoverageGroup {
  const [channel, kind, communityStatus, homeCode, areaCodes, receives, asked, acknowledged, last] = row
  return {
    channel,
    kind,
    communityStatus,
    homeCode,
    areaCodes: areaCodes.length === 0 ? [homeCode] : areaCodes,
    receives: receives === 1,
    asked,
    acknowledged,
    ...(last === null ? {} : { last: { at: new Date(last[0]), broadcastId: last[1], title: last[2] } }),
  }
}

export type CoverageStore = ReturnType<typeof createCoverageStore>

/** Who can be reached where, and what came of it: read afresh each time, nothing is kept. */
export function createCoverageStore(db: Database) {
  return {
    /** The facts of all areas at an instant; acknowledgements of what was sent after `since`, up to `at`. */
    async read({ at, since }: { at: Date; since: Date }): Promise<CoverageFacts> {
      const now = storedInstant(at)
      const [row] = await db.$queryRawUnsafe<FactsRow[]>(FACTS, now, storedInstant(since), now)
      if (row === undefined) return { groups: [], kimAreas: [], marks: [] }
      return {
        groups: (JSON.parse(row.groups) as GroupRow[]).map(toGroup),
        kimAreas: JSON.parse(row.kimAreas) as AreaCode[],
        marks: JSON.parse(row.marks) as CoverageFacts['marks'],
      }
    },
  }
}
