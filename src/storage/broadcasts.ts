import type {
  Audience,
  Broadcast,
  BroadcastPriority,
  BroadcastStatus,
  Schedule,
} from '../domain/broadcast.ts'
import type { OutgoingMessage } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

type Row = Prisma.BroadcastGetPayload<object>

/** A `Schedule` as JSON keeps it: instants as ISO 8601. */
type StoredSchedule =
  { type: 'once'; at: string } | { type: 'recurring'; cron: string; timeZone: string; until?: string }

function storeSchedule(schedule: Schedule): StoredSchedule {
  if (schedule.type === 'once') return { type: 'once', at: schedule.at.toISOString() }
  const { cron, timeZone, until } = schedule
  return { type: 'recurring', cron, timeZone, ...(until === undefined ? {} : { until: until.toISOString() }) }
}

function readSchedule(stored: StoredSchedule): Schedule {
  if (stored.type === 'once') return { type: 'once', at: new Date(stored.at) }
  const { cron, timeZone, until } = stored
  return { type: 'recurring', cron, timeZone, ...(until === undefined ? {} : { until: new Date(until) }) }
}

/** A broadcast with what the scheduler needs to know. */
export interface StoredBroadcast extends Broadcast {
  /** Occurrences at or before this instant are settled: sent, or recorded as missed. */
  settledAt: Date
  contentHash?: string
}

export function toBroadcast(row: Row): StoredBroadcast {
  return {
    id: row.id,
    title: row.title,
    programme: row.programme,
    message: row.message as unknown as OutgoingMessage,
    audience: row.audience as unknown as Audience,
    schedule: readSchedule(row.schedule as unknown as StoredSchedule),
    priority: row.priority as BroadcastPriority,
    status: row.status as BroadcastStatus,
    settledAt: row.settledAt,
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
    ...(row.sourceFile === null ? {} : { sourceFile: row.sourceFile }),
    ...(row.contentHash === null ? {} : { contentHash: row.contentHash }),
  }
}

export type BroadcastStore = ReturnType<typeof createBroadcastStore>

/** Announcements and when they are due. */
export function createBroadcastStore(db: Database, now: () => Date) {
  return {
    async find(id: string): Promise<StoredBroadcast | undefined> {
      const row = await db.broadcast.findUnique({ where: { id } })
      return row === null ? undefined : toBroadcast(row)
    },

    async list(filter: { statuses?: BroadcastStatus[] } = {}): Promise<StoredBroadcast[]> {
      const rows = await db.broadcast.findMany({
        where: filter.statuses === undefined ? {} : { status: { in: filter.statuses } },
        orderBy: { id: 'asc' },
      })
      return rows.map(toBroadcast)
    },

    /** Adds a broadcast, or replaces everything about it. */
    async save(broadcast: StoredBroadcast): Promise<void> {
      const { schedule, message, audience, expiresAt, sourceFile, contentHash, ...rest } = broadcast
      const data = {
        ...rest,
        message: message as unknown as Prisma.InputJsonObject,
        audience: audience as unknown as Prisma.InputJsonObject,
        schedule: storeSchedule(schedule),
        expiresAt: expiresAt ?? null,
        sourceFile: sourceFile ?? null,
        contentHash: contentHash ?? null,
      }
      await db.broadcast.upsert({
        where: { id: broadcast.id },
        create: { ...data, createdAt: now() },
        update: data,
      })
    },

    async setStatus(id: string, status: BroadcastStatus): Promise<void> {
      await db.broadcast.updateMany({ where: { id }, data: { status } })
    },

    /** Everything due up to `instant` has a run row now. */
    async settle(id: string, instant: Date): Promise<void> {
      await db.broadcast.updateMany({ where: { id }, data: { settledAt: instant } })
    },
  }
}
