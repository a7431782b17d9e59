import type {
  Audience,
  Broadcast,
  BroadcastKind,
  BroadcastPriority,
  BroadcastStatus,
  RecurringSchedule,
  Schedule,
} from '../domain/broadcast.ts'
import {
  SYSTEM,
  systemStep,
  takeStep,
  type Actor,
  type BroadcastAction,
  type BroadcastTransition,
  type StepRefusal,
} from '../domain/broadcast-life.ts'
import { AppError } from '../domain/error.ts'
import type { OutgoingMessage } from '../domain/message.ts'
import type { Database } from './database.ts'
import { Prisma } from './generated/client.ts'

type Row = Prisma.BroadcastGetPayload<object>

/** A `Schedule` as JSON keeps it: instants as ISO 8601. */
type StoredSchedule =
  | { type: 'once'; at: string }
  | (Omit<RecurringSchedule, 'startsAt' | 'until'> & { startsAt?: string; until?: string })

function storeSchedule(schedule: Schedule): StoredSchedule {
  if (schedule.type === 'once') return { type: 'once', at: schedule.at.toISOString() }
  const { startsAt, until, ...rest } = schedule
  return {
    ...rest,
    ...(startsAt === undefined ? {} : { startsAt: startsAt.toISOString() }),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  }
}

function readSchedule(stored: StoredSchedule): Schedule {
  if (stored.type === 'once') return { type: 'once', at: new Date(stored.at) }
  const { startsAt, until, ...rest } = stored
  return {
    ...rest,
    ...(startsAt === undefined ? {} : { startsAt: new Date(startsAt) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  }
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
    kind: row.kind as BroadcastKind,
    title: row.title,
    programme: row.programme,
    message: row.message as unknown as OutgoingMessage,
    audience: row.audience as unknown as Audience,
    schedule: readSchedule(row.schedule as unknown as StoredSchedule),
    priority: row.priority as BroadcastPriority,
    author: row.author,
    status: row.status as BroadcastStatus,
    settledAt: row.settledAt,
    ...(row.amends === null ? {} : { amends: row.amends }),
    ...(row.corrected === null ? {} : { corrected: row.corrected as unknown as OutgoingMessage }),
    ...(row.wantsAcknowledgement ? { wantsAcknowledgement: true as const } : {}),
    ...(row.emergencyReason === null ? {} : { emergencyReason: row.emergencyReason }),
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
    ...(row.sourceFile === null ? {} : { sourceFile: row.sourceFile }),
    ...(row.contentHash === null ? {} : { contentHash: row.contentHash }),
  }
}

function toTransition(row: Prisma.BroadcastTransitionGetPayload<object>): BroadcastTransition {
  const { broadcastId, by, at, reason } = row
  return {
    broadcastId,
    by,
    at,
    action: row.action as BroadcastAction,
    from: row.from as BroadcastStatus,
    to: row.to as BroadcastStatus,
    ...(reason === null ? {} : { reason }),
  }
}

/** A step that is to be taken, by whom and why. */
export interface PlannedStep extends Actor {
  action: BroadcastAction
}

const asJson = (value: object) => value as unknown as Prisma.InputJsonObject

/** Everything but the id and the status. */
function toRow({ id: _id, status: _status, ...broadcast }: StoredBroadcast) {
  const { message, audience, schedule, corrected, amends, emergencyReason, ...rest } = broadcast
  const { expiresAt, sourceFile, contentHash, wantsAcknowledgement } = rest
  return {
    ...rest,
    message: asJson(message),
    audience: asJson(audience),
    schedule: asJson(storeSchedule(schedule)),
    corrected: corrected === undefined ? Prisma.DbNull : asJson(corrected),
    amends: amends ?? null,
    wantsAcknowledgement: wantsAcknowledgement ?? false,
    emergencyReason: emergencyReason ?? null,
    expiresAt: expiresAt ?? null,
    sourceFile: sourceFile ?? null,
    contentHash: contentHash ?? null,
  }
}

/** What came of a step: where it led, or why it was not taken. */
export type StepResult = { to: BroadcastStatus } | { refused: StepRefusal | 'not_found' }

/** Takes a step inside a transaction, when the table in `domain/broadcast-life.ts` allows it, and records it. */
export async function takeStepIn(
  tx: Prisma.TransactionClient,
  at: Date,
  id: string,
  { action, by, reason }: PlannedStep,
): Promise<StepResult> {
  const row = await tx.broadcast.findUnique({ where: { id } })
  if (row === null) return { refused: 'not_found' }
  const { status, author, priority } = toBroadcast(row)
  const actor = { by, ...(reason === undefined ? {} : { reason }) }
  const result = takeStep({ status, author, priority }, action, actor)
  if ('refused' in result) return result
  await tx.broadcast.update({ where: { id }, data: { status: result.to } })
  await tx.broadcastTransition.create({
    data: { broadcastId: id, action, from: status, to: result.to, by, reason: reason ?? null, at },
  })
  return result
}

export type BroadcastStore = ReturnType<typeof createBroadcastStore>

/** Announcements, when they are due, and what happened to them. */
export function createBroadcastStore(db: Database, now: () => Date) {
  /** Takes a step when the table in `domain/broadcast-life.ts` allows it, and records it, all in one transaction. */
  const step = (id: string, action: BroadcastAction, actor: Actor): Promise<StepResult> =>
    db.$transaction((tx) => takeStepIn(tx, now(), id, { action, ...actor }))

  return {
    step,

    async find(id: string): Promise<StoredBroadcast | undefined> {
      const row = await db.broadcast.findUnique({ where: { id } })
      return row === null ? undefined : toBroadcast(row)
    },

    /** By id. `amends` finds the corrections and recalls of one broadcast. */
    async list(filter: { statuses?: BroadcastStatus[]; amends?: string } = {}): Promise<StoredBroadcast[]> {
      const rows = await db.broadcast.findMany({
        where: {
          ...(filter.statuses === undefined ? {} : { status: { in: filter.statuses } }),
          ...(filter.amends === undefined ? {} : { amends: filter.amends }),
        },
        orderBy: { id: 'asc' },
      })
      return rows.map(toBroadcast)
    },

    /**
     * Adds a broadcast, or replaces everything about it but its status: that changes only by `steps`, which are taken in
     * the same transaction. Rejects with `AppError('conflict')`, and changes nothing, when one of them is refused.
     */
    async save(broadcast: StoredBroadcast, steps: PlannedStep[] = []): Promise<void> {
      const { id, status } = broadcast
      const data = toRow(broadcast)
      await db.$transaction(async (tx) => {
        await tx.broadcast.upsert({
          where: { id },
          create: { ...data, id, status, createdAt: now() },
          update: data,
        })
        for (const planned of steps) {
          const result = await takeStepIn(tx, now(), id, planned)
          if ('refused' in result) {
            throw new AppError('conflict', `Broadcast ${id} cannot ${planned.action}: ${result.refused}.`)
          }
        }
      })
    },

    /**
     * The product itself brings a broadcast into a state, by the step that leads there. Returns whether that was allowed:
     * staff may have been faster. `reason` is for staff, in plain Indonesian.
     */
    async setStatus(id: string, status: BroadcastStatus, reason = 'Otomatis.'): Promise<boolean> {
      const row = await db.broadcast.findUnique({ where: { id }, select: { status: true } })
      const action = row === null ? undefined : systemStep(row.status as BroadcastStatus, status)
      return action !== undefined && 'to' in (await step(id, action, { by: SYSTEM, reason }))
    },

    /** What happened to a broadcast, the oldest first. */
    async transitions(id: string): Promise<BroadcastTransition[]> {
      const rows = await db.broadcastTransition.findMany({
        where: { broadcastId: id },
        orderBy: { id: 'asc' },
      })
      return rows.map(toTransition)
    },

    /** Everything due up to `instant` has a run row now. Never goes back. */
    async settle(id: string, instant: Date): Promise<void> {
      await db.broadcast.updateMany({
        where: { id, settledAt: { lt: instant } },
        data: { settledAt: instant },
      })
    },
  }
}
