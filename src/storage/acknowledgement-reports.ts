import {
  ACKNOWLEDGEMENT_METHODS,
  type Acknowledgement,
  type AcknowledgementMethod,
} from '../domain/acknowledgement.ts'
import type { AreaCode } from '../domain/area.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'

/** An announcement in one group, with all that is known about its passing on. */
export interface RelayedDelivery {
  deliveryId: string
  /** Where the report belongs: where the group was at home when it answered, else where it is now. */
  areaCode: AreaCode
  isAsked: boolean
  isReminded: boolean
  said: Pick<Acknowledgement, 'methods' | 'people'>[]
}

interface Message {
  id: string
  chatId: string
  sentAt: string | null
  home: AreaCode
  isNotice: boolean
  isAsked: boolean
  isReminded: boolean
  said: Said[]
}

interface Said {
  areaCode: AreaCode
  methods: AcknowledgementMethod[]
  people: number | null
}

/** Every message of a broadcast and of its corrections that a group has, or has answered. */
const MESSAGES = `
  SELECT d.id AS id, d."chatId" AS "chatId", d."sentAt" AS "sentAt", b.amends IS NOT NULL AS "isNotice",
         coalesce(json_extract(its."areaCodes", '$[0]'), community."areaCode") AS home,
         coalesce(json_extract(run.message, '$.asksAcknowledgement'), 0) OR EXISTS (
           SELECT 1 FROM "Broadcast" AS by
           JOIN "Amendment" AS edit ON edit."broadcastId" = by.id AND edit."deliveryId" = d.id
           WHERE by.amends = coalesce(b.amends, b.id) AND by."wantsAcknowledgement"
             AND edit.means = 'edit' AND edit.status = 'done') AS "isAsked",
         coalesce(reminder.status = 'sent', 0) AS "isReminded",
         (SELECT json_group_array(json_object('areaCode', "areaCode", 'methods', json(methods), 'people', people))
          FROM "Acknowledgement" WHERE "deliveryId" = d.id) AS said
  FROM "Broadcast" AS b
  JOIN "BroadcastRun" AS run ON run."broadcastId" = b.id
  JOIN "Delivery" AS d ON d."runId" = run.id
  JOIN "Chat" AS its ON its.id = d."chatId"
  JOIN "Community" AS community ON community.id = its."communityId"
  LEFT JOIN "AcknowledgementReminder" AS reminder ON reminder."deliveryId" = d.id
  WHERE (b.id = ? OR (b.amends = ? AND b.kind = 'correction'))
    AND (d.status IN ('sent', 'delivered', 'read', 'unconfirmed')
      OR EXISTS (SELECT 1 FROM "Acknowledgement" WHERE "deliveryId" = d.id))
  ORDER BY d."sentAt"`

/** One value is read many times faster than thousands of rows. */
const ALL_MESSAGES = `
  SELECT json_group_array(json_array(
    id, "chatId", "sentAt", home, "isNotice", "isAsked", "isReminded", json(said)
  )) AS messages
  FROM (${MESSAGES})`

type MessageRow = [
  id: string,
  chatId: string,
  sentAt: string | null,
  home: AreaCode,
  isNotice: 0 | 1,
  isAsked: 0 | 1,
  isReminded: 0 | 1,
  said: Said[],
]

function toMessage([id, chatId, sentAt, home, isNotice, isAsked, isReminded, said]: MessageRow): Message {
  return {
    id,
    chatId,
    sentAt,
    home,
    isNotice: isNotice === 1,
    isAsked: isAsked === 1,
    isReminded: isReminded === 1,
    said,
  }
}

/** A RALAT speaks about the announcement that it corrects: the last one that the group had before it. */
function withoutNotices(rows: Message[]): Message[] {
  const own = rows.filter(({ isNotice }) => !isNotice)
  const byChat = new Map<string, Message[]>()
  for (const row of own) byChat.set(row.chatId, [...(byChat.get(row.chatId) ?? []), row])
  const alone: Message[] = []
  for (const notice of rows) {
    if (!notice.isNotice) continue
    const before = (byChat.get(notice.chatId) ?? []).findLast(
      ({ sentAt }) => sentAt !== null && notice.sentAt !== null && sentAt <= notice.sentAt,
    )
    if (before === undefined) alone.push(notice)
    else if (notice.isAsked) before.isAsked = true
  }
  return [...own, ...alone]
}

/** Announcements with a run since an instant that asked their groups; a correction counts for what it corrects. */
const ASKED_SINCE = `
  SELECT coalesce(b.amends, b.id) AS id, max(run."openedAt") AS "openedAt"
  FROM "Broadcast" AS b
  CROSS JOIN "BroadcastRun" AS run ON run."broadcastId" = b.id
  WHERE b."wantsAcknowledgement" AND b.kind <> 'recall' AND run."openedAt" > ?
  GROUP BY 1
  ORDER BY 2 DESC, 1
  LIMIT ?`

export type RelayReportStore = ReturnType<typeof createRelayReportStore>

/** What became of announcements beyond the signal, for reports. */
export function createRelayReportStore(db: Database) {
  return {
    /** The announcements that asked since then, the last one to go out first, at most `limit`. */
    async askedSince(since: Date, limit: number): Promise<{ broadcastId: string; openedAt: Date }[]> {
      const rows = await db.$queryRawUnsafe<{ id: string; openedAt: string }[]>(
        ASKED_SINCE,
        storedInstant(since),
        limit,
      )
      return rows.map(({ id, openedAt }) => ({ broadcastId: id, openedAt: new Date(openedAt) }))
    },

    /** The messages of a broadcast that asked their groups, or that were answered all the same. */
    async relayed(broadcastId: string): Promise<RelayedDelivery[]> {
      const [row] = await db.$queryRawUnsafe<{ messages: string }[]>(ALL_MESSAGES, broadcastId, broadcastId)
      const messages = (JSON.parse(row?.messages ?? '[]') as MessageRow[]).map(toMessage)
      return withoutNotices(messages).flatMap(({ id, home, isAsked, isReminded, said: all }) => {
        if (!isAsked && all.length === 0) return []
        return [
          {
            deliveryId: id,
            areaCode: all[0]?.areaCode ?? home,
            isAsked,
            isReminded,
            said: all.map(({ methods, people }) => ({
              methods: ACKNOWLEDGEMENT_METHODS.filter((method) => methods.includes(method)),
              ...(people === null ? {} : { people }),
            })),
          },
        ]
      })
    },
  }
}
