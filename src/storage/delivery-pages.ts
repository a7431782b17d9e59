import { PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import { DELIVERY_STATUSES, type DeliveryReason, type DeliveryStatus } from '../domain/broadcast.ts'
import type { ChannelName } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { RunTally } from './deliveries.ts'

/** One message of a run, as staff see it. */
export interface DeliveryLine {
  id: string
  /** The group. */
  title: string
  channel: ChannelName
  /** Where the group is at home. */
  areaCode: AreaCode
  status: DeliveryStatus
  /** Why it is where it is, in plain Indonesian. */
  reason?: string
  attempts: number
  sentAt?: Date
  /** How many people could receive it, when the platform says so. */
  recipients?: number
  deliveredTo: number
  readBy: number
}

/** Which messages of a run. */
export interface DeliveryFilter {
  runId: string
  /** Only groups that are at home in this area. */
  within: AreaCode
  status?: DeliveryStatus
}

/** What a run came to in one regency. Groups count in every state that they went through. */
export interface RegencyTally {
  areaCode: AreaCode
  groups: number
  sent: number
  delivered: number
  read: number
  failed: number
  uncertain: number
  /** People, where the platform tells how many. */
  deliveredTo: number
  readBy: number
}

interface Row {
  id: string
  title: string
  channel: string
  areaCode: string
  status: string
  reason: string | null
  attempts: number | bigint
  sentAt: string | null
  recipients: number | bigint | null
  deliveredTo: number | bigint
  readBy: number | bigint
}

const HOME = `coalesce(json_extract(its."areaCodes", '$[0]'), community."areaCode")`

const FROM = `
  FROM "Delivery" AS d
  JOIN "Chat" AS its ON its.id = d."chatId"
  JOIN "Community" AS community ON community.id = its."communityId"
  WHERE d."runId" = ?`

function conditions({ runId, within, status }: DeliveryFilter): { sql: string; values: string[] } {
  const values = [runId]
  let sql = FROM
  if (status !== undefined) {
    sql += ' AND d.status = ?'
    values.push(status)
  }
  if (within !== PROVINCE_CODE) {
    sql += ` AND (${HOME} = ? OR ${HOME} LIKE ? || '.%')`
    values.push(within, within)
  }
  return { sql, values }
}

const toLine = (row: Row): DeliveryLine => ({
  id: row.id,
  title: row.title,
  channel: row.channel as ChannelName,
  areaCode: row.areaCode,
  status: row.status as DeliveryStatus,
  attempts: Number(row.attempts),
  deliveredTo: Number(row.deliveredTo),
  readBy: Number(row.readBy),
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.sentAt === null ? {} : { sentAt: new Date(row.sentAt) }),
  ...(row.recipients === null ? {} : { recipients: Number(row.recipients) }),
})

export type DeliveryPages = ReturnType<typeof createDeliveryPages>

/** The messages of a run as lists and reports show them. */
export function createDeliveryPages(db: Database) {
  return {
    /** By the name of the group. `offset` counts from 0. */
    async list(filter: DeliveryFilter, { offset, limit }: { offset: number; limit: number }) {
      const { sql, values } = conditions(filter)
      const rows = await db.$queryRawUnsafe<Row[]>(
        `SELECT d.id AS id, its.title AS title, d.channel AS channel, ${HOME} AS "areaCode", d.status AS status,
                d."errorReason" AS reason, d.attempts AS attempts, d."sentAt" AS "sentAt",
                d.recipients AS recipients, d."deliveredTo" AS "deliveredTo", d."readBy" AS "readBy"
         ${sql} ORDER BY its.title, d.id LIMIT ? OFFSET ?`,
        ...values,
        limit,
        offset,
      )
      return rows.map(toLine)
    },

    /** How many there are in each state. `waiting`: so many of the queued ones only wait for the hours of their groups. */
    async tally(filter: Omit<DeliveryFilter, 'status'>): Promise<{ tally: RunTally; waiting: number }> {
      const { sql, values } = conditions(filter)
      const waits: DeliveryReason = 'waits_for_hours'
      const rows = await db.$queryRawUnsafe<
        { status: DeliveryStatus; count: number | bigint; waiting: number | bigint | null }[]
      >(
        `SELECT d.status AS status, count(*) AS count, sum(d."errorCode" = ?) AS waiting ${sql} GROUP BY d.status`,
        waits,
        ...values,
      )
      const tally = Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, 0])) as RunTally
      for (const { status, count } of rows) tally[status] = Number(count)
      return { tally, waiting: Number(rows.find(({ status }) => status === 'queued')?.waiting ?? 0) }
    },

    /** By regency, by code. */
    async byRegency(filter: Omit<DeliveryFilter, 'status'>): Promise<RegencyTally[]> {
      const { sql, values } = conditions(filter)
      const rows = await db.$queryRawUnsafe<Record<keyof RegencyTally, string | number | bigint | null>[]>(
        `SELECT substr(${HOME}, 1, 5) AS "areaCode", count(*) AS groups,
                sum(d.status IN ('sent', 'delivered', 'read', 'unconfirmed')) AS sent,
                sum(d.status IN ('delivered', 'read')) AS delivered,
                sum(d.status = 'read') AS read,
                sum(d.status = 'failed') AS failed,
                sum(d.status = 'uncertain') AS uncertain,
                sum(d."deliveredTo") AS "deliveredTo", sum(d."readBy") AS "readBy"
         ${sql} GROUP BY 1 ORDER BY 1`,
        ...values,
      )
      return rows.map(({ areaCode, ...counts }) => ({
        ...(Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)])) as Omit<
          RegencyTally,
          'areaCode'
        >),
        areaCode: String(areaCode),
      }))
    },
  }
}
