import type { BroadcastStatus, DeliveryStatus, RunStatus } from '../domain/broadcast.ts'
import type { BroadcastAction } from '../domain/broadcast-life.ts'
import { broadcastCode } from '../domain/broadcast-code.ts'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'
import { toBroadcast, type StoredBroadcast } from './broadcasts.ts'
import type { Database } from './database.ts'

/** An announcement that reached groups, and what it says now. */
export interface Announced {
  broadcast: StoredBroadcast
  /** Platforms on which groups have it. */
  channels: ChannelName[]
  /** When it went out last. */
  sentAt: Date
  /** What counts now: what went out last, or the correction of it. */
  message: OutgoingMessage
  /** Other messages that say the same: the RALAT. */
  notices: OutgoingMessage[]
  /** A correction of it waits for approval. */
  isDoubted: boolean
  /** When it was corrected last. */
  correctedAt?: Date
  /** When it was taken back. */
  recalledAt?: Date
}

/** A group has the message, or may have it. */
const RECEIVED: DeliveryStatus[] = ['sent', 'delivered', 'read', 'unconfirmed', 'uncertain']
/** A correction that nobody approved, or that was stopped, corrects nothing. */
const NOT_IN_FORCE: ReadonlySet<BroadcastStatus> = new Set([
  'draft',
  'awaiting_approval',
  'cancelled',
  'expired',
])

/** Written, and nobody has decided about it. */
const OPEN: ReadonlySet<BroadcastStatus> = new Set(['draft', 'awaiting_approval'])
/** Staff stand behind it: nothing about it waits, was halted, or was given up. */
const STANDING: BroadcastStatus[] = ['scheduled', 'running', 'finished', 'expired']

/** Whether Diskominfo stands behind it, as it reads now. Pure. */
export const isStanding = ({ broadcast, recalledAt, isDoubted }: Announced): boolean =>
  recalledAt === undefined && !isDoubted && STANDING.includes(broadcast.status)

export type AnnouncedStore = ReturnType<typeof createAnnouncedStore>

/** Announcements as the public knows them: nothing that no group has ever got. */
export function createAnnouncedStore(db: Database) {
  /** Codes of all announcements that were ever written; those that were not sent are dropped later. */
  let idsByCode = new Map<string, string[]>()

  async function readCodes(): Promise<void> {
    const rows = await db.broadcast.findMany({
      where: { kind: 'announcement' satisfies StoredBroadcast['kind'] },
      select: { id: true },
      orderBy: { createdAt: 'asc' },
    })
    idsByCode = new Map()
    for (const { id } of rows) {
      const code = broadcastCode(id)
      idsByCode.set(code, [...(idsByCode.get(code) ?? []), id])
    }
  }

  /** The runs that groups have something of, the newest first. */
  async function sentRuns(broadcastId: string) {
    const runs = await db.broadcastRun.findMany({
      where: { broadcastId, deliveries: { some: { status: { in: RECEIVED } } } },
      orderBy: { scheduledFor: 'desc' },
      select: { id: true, status: true, openedAt: true, message: true },
    })
    return runs as unknown as { id: string; status: RunStatus; openedAt: Date; message: OutgoingMessage }[]
  }

  /** When a broadcast was approved, or needed no approval. */
  async function approvedAt(broadcastId: string): Promise<Date> {
    const approving: BroadcastAction[] = ['approve', 'expedite', 'accept']
    const step = await db.broadcastTransition.findFirst({
      where: { broadcastId, action: { in: approving } },
      orderBy: { id: 'desc' },
      select: { at: true },
    })
    return step?.at ?? new Date(0)
  }

  async function amendmentsOf(id: string, message: OutgoingMessage, sentAt: Date) {
    const rows = await db.broadcast.findMany({ where: { amends: id }, orderBy: { createdAt: 'asc' } })
    const all = rows.map(toBroadcast)
    const inForce = all.filter(({ status }) => !NOT_IN_FORCE.has(status))
    const correction = inForce.findLast(({ kind }) => kind === 'correction')
    const recall = inForce.findLast(({ kind }) => kind === 'recall')
    const correctedAt = correction === undefined ? undefined : await approvedAt(correction.id)
    // A run after the correction says what the announcement says from then on.
    const current = correctedAt !== undefined && correctedAt >= sentAt ? correction?.corrected : undefined
    return {
      message: current ?? message,
      notices: current === undefined || correction === undefined ? [] : [correction.message],
      isDoubted: all.some(({ kind, status }) => kind === 'correction' && OPEN.has(status)),
      ...(correctedAt === undefined ? {} : { correctedAt }),
      ...(recall === undefined ? {} : { recalledAt: await approvedAt(recall.id) }),
    }
  }

  /** Undefined for what was never sent, whatever its state. */
  async function find(id: string): Promise<Announced | undefined> {
    const row = await db.broadcast.findUnique({ where: { id } })
    const runs = await sentRuns(id)
    const [last] = runs
    if (row === null || row.kind !== 'announcement' || last === undefined) return undefined
    const places = await db.delivery.findMany({
      where: { runId: { in: runs.map((run) => run.id) }, status: { in: RECEIVED } },
      distinct: ['channel'],
      select: { channel: true },
    })
    return {
      broadcast: toBroadcast(row),
      channels: places.map(({ channel }) => channel as ChannelName),
      sentAt: last.openedAt,
      ...(await amendmentsOf(id, last.message, last.openedAt)),
    }
  }

  return {
    find,

    /** The announcement with this code; undefined when none was sent with it. */
    async findByCode(code: string): Promise<Announced | undefined> {
      if (!idsByCode.has(code)) await readCodes()
      for (const id of idsByCode.get(code) ?? []) {
        const announced = await find(id)
        if (announced !== undefined) return announced
      }
      return undefined
    },

    /** Announcements that went out since an instant and count still: nothing about them was taken back or is in doubt. */
    async listCounting(since: Date): Promise<Announced[]> {
      const rows = await db.broadcast.findMany({
        where: {
          kind: 'announcement' satisfies StoredBroadcast['kind'],
          status: { in: STANDING },
          runs: { some: { openedAt: { gte: since } } },
        },
        select: { id: true },
        orderBy: { id: 'asc' },
      })
      const all: Announced[] = []
      for (const { id } of rows) {
        const announced = await find(id)
        const counts =
          announced !== undefined && announced.recalledAt === undefined && announced.sentAt >= since
        if (counts) all.push(announced)
      }
      return all
    },

    /** Changes whenever something was sent, corrected or taken back. Cheap. */
    async revision(): Promise<string> {
      const [steps, runs, sent] = await Promise.all([
        db.broadcastTransition.aggregate({ _max: { id: true } }),
        db.broadcastRun.aggregate({ _count: { _all: true }, _max: { openedAt: true } }),
        db.broadcastRun.count({ where: { deliveries: { some: { status: { in: RECEIVED } } } } }),
      ])
      return [steps._max.id ?? 0, runs._count._all, runs._max.openedAt?.getTime() ?? 0, sent].join('-')
    },
  }
}
