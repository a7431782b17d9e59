import { PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import type { BroadcastRun, BroadcastStatus } from '../domain/broadcast.ts'
import { toBroadcast, type StoredBroadcast } from './broadcasts.ts'
import type { Database } from './database.ts'
import { toRun } from './deliveries.ts'

export interface BroadcastFilter {
  /** Only what goes to groups of this area, or to a wider one around it. */
  scope: AreaCode
  statuses?: BroadcastStatus[]
  /** In the title or the id. */
  text?: string
  /** From 0. */
  offset: number
  limit: number
}

/** A run with the broadcast that it belongs to. */
export interface CalendarRun {
  run: BroadcastRun
  broadcast: StoredBroadcast
}

const IN_SCOPE = `
  EXISTS (
    SELECT 1 FROM json_each(b.audience, '$.areaCodes') AS area
    WHERE area.value = ? OR area.value LIKE ? || '.%' OR ? LIKE area.value || '.%')`

/** What stands for itself in a pattern of LIKE. */
const literal = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

function conditions({ scope, statuses, text }: BroadcastFilter): { sql: string; values: string[] } {
  const parts: string[] = []
  const values: string[] = []
  if (scope !== PROVINCE_CODE) {
    parts.push(IN_SCOPE)
    values.push(scope, scope, scope)
  }
  if (statuses !== undefined) {
    parts.push('b.status IN (SELECT value FROM json_each(?))')
    values.push(JSON.stringify(statuses))
  }
  if (text !== undefined) {
    parts.push(String.raw`(b.title LIKE ? ESCAPE '\' OR b.id LIKE ? ESCAPE '\')`)
    values.push(`%${literal(text)}%`, `%${literal(text)}%`)
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

export type BroadcastPages = ReturnType<typeof createBroadcastPages>

/** Broadcasts as lists and calendars show them. */
export function createBroadcastPages(db: Database) {
  return {
    /** The newest first. `hasMore`: there are older ones. */
    async list(filter: BroadcastFilter): Promise<{ broadcasts: StoredBroadcast[]; hasMore: boolean }> {
      const { limit, offset } = filter
      const { sql, values } = conditions(filter)
      const found = await db.$queryRawUnsafe<{ id: string }[]>(
        `SELECT b.id AS id FROM "Broadcast" AS b ${sql} ORDER BY b."createdAt" DESC, b.id LIMIT ? OFFSET ?`,
        ...values,
        limit + 1,
        offset,
      )
      const ids = found.slice(0, limit).map(({ id }) => id)
      const rows = await db.broadcast.findMany({ where: { id: { in: ids } } })
      const byId = new Map(rows.map((row) => [row.id, row]))
      return {
        broadcasts: ids.flatMap((id) => {
          const row = byId.get(id)
          return row === undefined ? [] : [toBroadcast(row)]
        }),
        hasMore: found.length > limit,
      }
    },

    /** The newest occurrence of each broadcast that has a row: sent or not. */
    async latestRuns(broadcastIds: string[]): Promise<Map<string, BroadcastRun>> {
      const found = await db.$queryRawUnsafe<{ id: string }[]>(
        `SELECT (SELECT id FROM "BroadcastRun" WHERE "broadcastId" = wanted.value
                 ORDER BY "scheduledFor" DESC LIMIT 1) AS id
         FROM json_each(?) AS wanted`,
        JSON.stringify(broadcastIds),
      )
      const ids = found.flatMap(({ id }) => (id === null ? [] : [id]))
      const rows = await db.broadcastRun.findMany({ where: { id: { in: ids } } })
      return new Map(rows.map((row) => [row.broadcastId, toRun(row)]))
    },

    /** Occurrences from `from` up to but without `before`, the earliest first. */
    async runsBetween(from: Date, before: Date, limit: number): Promise<CalendarRun[]> {
      const rows = await db.broadcastRun.findMany({
        where: { scheduledFor: { gte: from, lt: before } },
        orderBy: { scheduledFor: 'asc' },
        take: limit,
        include: { broadcast: true },
      })
      return rows.map(({ broadcast, ...run }) => ({ run: toRun(run), broadcast: toBroadcast(broadcast) }))
    },

    async findRun(runId: string): Promise<BroadcastRun | undefined> {
      const row = await db.broadcastRun.findUnique({ where: { id: runId } })
      return row === null ? undefined : toRun(row)
    },
  }
}
