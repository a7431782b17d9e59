import { PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import type { ClaimReach, ClaimStatus } from '../domain/claim.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'

const RECENT_MS = 24 * 3_600_000

/** What decides how urgent a claim is. */
export type ClaimHead = Pick<ClaimReach, 'id' | 'harm' | 'dueAt' | 'askers' | 'recentAskers'>

/** Questions about one claim on one day. */
export interface DayOfAsking {
  /** In WITA, `2026-11-26`. */
  day: string
  questions: number
  /** Different people. */
  askers: number
}

/** How many claims there are, and how many of them are past their time. */
export interface ClaimCounts {
  claims: number
  overdue: number
}

/** Claims in given states that somebody in an area asks about. */
export interface ClaimFilter {
  statuses: ClaimStatus[]
  /** The province: wherever they are, also where nobody knows. */
  within: AreaCode
}

const somebodyIn = (within: AreaCode) =>
  within === PROVINCE_CODE
    ? { sql: '', values: [] }
    : {
        sql: `AND EXISTS (
          SELECT 1 FROM "Inquiry" AS near
          WHERE near."claimId" = claim.id AND (near."areaCode" = ? OR near."areaCode" LIKE ?))`,
        values: [within, `${within}.%`],
      }

const STATES = `claim.status IN (SELECT value FROM json_each(?))`

export type ClaimOverviewStore = ReturnType<typeof createClaimOverview>

/** Claims as lists show them, and how they spread. */
export function createClaimOverview(db: Database, now: () => Date) {
  return {
    async counts({ statuses, within }: ClaimFilter): Promise<ClaimCounts> {
      const area = somebodyIn(within)
      const [row] = await db.$queryRawUnsafe<Record<'claims' | 'overdue', bigint | number | null>[]>(
        `SELECT COUNT(*) AS claims, SUM(claim."dueAt" < ?) AS overdue
         FROM "Claim" AS claim WHERE ${STATES} ${area.sql}`,
        storedInstant(now()),
        JSON.stringify(statuses),
        ...area.values,
      )
      return { claims: Number(row?.claims ?? 0), overdue: Number(row?.overdue ?? 0) }
    },

    /** One short row for each claim, in no order: for claims that are few, as the open ones are. */
    async heads({ statuses, within }: ClaimFilter): Promise<ClaimHead[]> {
      const area = somebodyIn(within)
      type Row = Omit<ClaimHead, 'dueAt' | 'askers' | 'recentAskers'> &
        Record<'askers' | 'recentAskers', bigint | number> & { dueAt: string }
      const rows = await db.$queryRawUnsafe<Row[]>(
        `SELECT claim.id, claim.harm, claim."dueAt",
                COUNT(DISTINCT inquiry."askerKey") AS askers,
                COUNT(DISTINCT CASE WHEN inquiry."receivedAt" >= ? THEN inquiry."askerKey" END) AS "recentAskers"
         FROM "Claim" AS claim LEFT JOIN "Inquiry" AS inquiry ON inquiry."claimId" = claim.id
         WHERE ${STATES} ${area.sql} GROUP BY claim.id`,
        storedInstant(new Date(now().getTime() - RECENT_MS)),
        JSON.stringify(statuses),
        ...area.values,
      )
      return rows.map((row) => ({
        ...row,
        dueAt: new Date(row.dueAt),
        askers: Number(row.askers),
        recentAskers: Number(row.recentAskers),
      }))
    },

    /** The ids of a page of claims, what was closed last first. */
    async closedLast(
      { statuses, within }: ClaimFilter,
      page: { limit: number; offset: number },
    ): Promise<string[]> {
      const area = somebodyIn(within)
      const rows = await db.$queryRawUnsafe<{ id: string }[]>(
        `SELECT claim.id FROM "Claim" AS claim WHERE ${STATES} ${area.sql}
         ORDER BY claim."closedAt" DESC, claim.number DESC LIMIT ? OFFSET ?`,
        JSON.stringify(statuses),
        ...area.values,
        page.limit,
        page.offset,
      )
      return rows.map(({ id }) => id)
    },

    /** The last days on which somebody asked, the newest first. */
    async days(claimId: string, limit: number): Promise<DayOfAsking[]> {
      type Row = { day: string; questions: bigint | number; askers: bigint | number }
      const rows = await db.$queryRawUnsafe<Row[]>(
        `SELECT date("receivedAt", '+8 hours') AS day, COUNT(*) AS questions,
                COUNT(DISTINCT "askerKey") AS askers
         FROM "Inquiry" WHERE "claimId" = ? GROUP BY day ORDER BY day DESC LIMIT ?`,
        claimId,
        limit,
      )
      return rows.map(({ day, questions, askers }) => ({
        day,
        questions: Number(questions),
        askers: Number(askers),
      }))
    },
  }
}
