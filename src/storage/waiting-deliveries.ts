import type {
  BroadcastKind,
  BroadcastPriority,
  BroadcastStatus,
  DeliveryStatus,
  RunStatus,
} from '../domain/broadcast.ts'
import type { Chat } from '../domain/community.ts'
import { dueInGroup, waitingReason, type ReceivingHours, type Urgency } from '../domain/receiving-hours.ts'
import type { Database } from './database.ts'
import type { Committed } from './delivery-queue.ts'
import type { Prisma } from './generated/client.ts'

/** Marks a queued delivery that waits for nothing but the hours of its group. */
const WAITS = 'waits_for_hours'

/** Why a delivery that waited is not sent any more, for staff. */
const SUPERSEDED_REASON =
  'Sudah ada kiriman yang lebih baru dari siaran ini, jadi grup menerima yang terbaru saja.'

/** What a group could not get is worth sending for so long, unless its broadcast says until when. */
const HELD_BACK_FOR_MS = 7 * 24 * 3_600_000

const QUEUED: DeliveryStatus = 'queued'
const OPEN: DeliveryStatus[] = ['queued', 'sending']
const RECEIVED: DeliveryStatus[] = ['sent', 'delivered', 'read', 'unconfirmed']
const ALIVE: BroadcastStatus[] = ['scheduled', 'running', 'finished']

/** When a delivery to a group with these hours is due, and why not before that. */
export function dueFor(hours: ReceivingHours, now: Date, urgency: Urgency) {
  const nextAttemptAt = dueInGroup(hours, now, urgency)
  return nextAttemptAt > now
    ? { nextAttemptAt, errorCode: WAITS, errorReason: waitingReason(hours) }
    : { nextAttemptAt, errorCode: null, errorReason: null }
}

/** A new run has begun: what an earlier one still keeps for later would come a second time. */
export async function supersedeWaiting(
  tx: Prisma.TransactionClient,
  { broadcastId, runId }: { broadcastId: string; runId: string },
): Promise<void> {
  const status: RunStatus = 'running'
  const earlier = { broadcastId, id: { not: runId }, status }
  const skipped: DeliveryStatus = 'skipped'
  const { count } = await tx.delivery.updateMany({
    where: { run: earlier, status: QUEUED, errorCode: WAITS },
    data: { status: skipped, errorCode: 'superseded', errorReason: SUPERSEDED_REASON },
  })
  if (count === 0) return
  const finished: RunStatus = 'finished'
  await tx.broadcastRun.updateMany({
    where: { ...earlier, deliveries: { none: { status: { in: OPEN } } } },
    data: { status: finished },
  })
}

const OF_BROADCAST = {
  run: {
    include: {
      broadcast: {
        select: { id: true, kind: true, amends: true, priority: true, expiresAt: true, createdAt: true },
      },
    },
  },
} as const
type HeldRow = Prisma.DeliveryGetPayload<{ include: typeof OF_BROADCAST }>

/** Deliveries that wait for their group: for its hours, or until the bot may write there. */
export function createWaitingDeliveries(db: Database, now: () => Date) {
  /** A correction or recall has been let out since: what the broadcast says is not true any more. */
  async function isAmended({ id, amends, createdAt }: HeldRow['run']['broadcast']): Promise<boolean> {
    const kinds: BroadcastKind[] = ['correction', 'recall']
    const later = await db.broadcast.count({
      where: {
        amends: amends ?? id,
        id: { not: id },
        kind: { in: kinds },
        status: { in: ALIVE },
        createdAt: { gte: createdAt },
      },
    })
    return later > 0
  }

  /** A later occurrence of the broadcast has got further. People do not need the same twice. */
  const isOvertaken = async ({ chatId, status, run }: HeldRow): Promise<boolean> =>
    (await db.delivery.count({
      where: {
        chatId,
        status: { not: status },
        run: { broadcastId: run.broadcastId, scheduledFor: { gt: run.scheduledFor } },
      },
    })) > 0

  /** The group that stands by for this one has it. */
  const hasStandIn = async (runId: string, { communityId }: Chat): Promise<boolean> =>
    (await db.delivery.count({
      where: { runId, status: { in: RECEIVED }, chat: { communityId, isStandby: true } },
    })) > 0

  /** What a group could not get because the bot may not write there, and that is still worth sending. */
  async function heldBack(chat: Chat): Promise<HeldRow[]> {
    const at = now()
    const status: DeliveryStatus = 'failed'
    const runs: RunStatus[] = ['running', 'finished']
    const since = new Date(at.getTime() - HELD_BACK_FOR_MS)
    const isWorthIt = [
      { broadcast: { expiresAt: null }, openedAt: { gte: since } },
      { broadcast: { expiresAt: { gt: at } } },
    ]
    const rows = await db.delivery.findMany({
      where: {
        chatId: chat.id,
        status,
        errorCode: 'not_allowed',
        run: { status: { in: runs }, broadcast: { status: { in: ALIVE } }, OR: isWorthIt },
      },
      orderBy: { run: { scheduledFor: 'desc' } },
      include: OF_BROADCAST,
    })
    const held = new Map<string, HeldRow>()
    for (const row of rows) {
      const { broadcast } = row.run
      // Of a weekly announcement the latest is enough.
      if (held.has(broadcast.id) || (await isOvertaken(row))) continue
      if ((await isAmended(broadcast)) || (await hasStandIn(row.runId, chat))) continue
      held.set(broadcast.id, row)
    }
    return [...held.values()]
  }

  return {
    /** How many deliveries of a run wait for nothing but the hours of their groups. */
    countWaiting: (runId: string): Promise<number> =>
      db.delivery.count({ where: { runId, status: QUEUED, errorCode: WAITS } }),

    /** How many announcements `release` would send. */
    countHeldBack: async (chat: Chat): Promise<number> => (await heldBack(chat)).length,

    /**
     * The bot may write in a group again: what failed for that reason is queued, for its hours, the latest of each
     * broadcast. Returns the runs that go on with it, and how many messages there are.
     */
    async release(chat: Chat): Promise<{ count: number; changedRuns: Committed['changedRuns'] }> {
      const held = await heldBack(chat)
      const at = now()
      const running: RunStatus = 'running'
      await db.$transaction(async (tx) => {
        for (const { id, runId, run } of held) {
          const { priority, expiresAt } = run.broadcast
          const urgency = {
            priority: priority as BroadcastPriority,
            ...(expiresAt === null ? {} : { expiresAt }),
          }
          await tx.delivery.update({
            where: { id },
            data: {
              status: QUEUED,
              attempts: 0,
              // A new try is a new message: the platform would drop the old id.
              messageId: null,
              externalId: null,
              ...dueFor(chat.hours, at, urgency),
            },
          })
          await tx.broadcastRun.update({ where: { id: runId }, data: { status: running } })
        }
      })
      const changedRuns = held.map(({ run }) => ({
        id: run.id,
        broadcastId: run.broadcast.id,
        status: 'running' as const,
      }))
      return { count: held.length, changedRuns }
    },
  }
}
