import { randomUUID } from 'node:crypto'
import {
  announcedMessage,
  DELIVERY_STATUSES,
  type Broadcast,
  type BroadcastRun,
  type Delivery,
  type DeliveryStatus,
  type RunStatus,
} from '../domain/broadcast.ts'
import type { Chat } from '../domain/community.ts'
import type { OutgoingMessage } from '../domain/message.ts'
import type { Urgency } from '../domain/receiving-hours.ts'
import { readActiveChats } from './communities.ts'
import { isUniqueViolation, type Database } from './database.ts'
import { createDeliveryQueue, type SendingAccount } from './delivery-queue.ts'
import { storedInstant, toDelivery, WITH_PLACES } from './delivery-rows.ts'
import type { Prisma } from './generated/client.ts'
import { createWaitingDeliveries, dueFor, supersedeWaiting } from './waiting-deliveries.ts'

type RunRow = Prisma.BroadcastRunGetPayload<object>

export function toRun(row: RunRow): BroadcastRun {
  return {
    id: row.id,
    broadcastId: row.broadcastId,
    scheduledFor: row.scheduledFor,
    status: row.status as RunStatus,
    ...(row.reason === null ? {} : { reason: row.reason }),
  }
}

export type RunTally = Record<DeliveryStatus, number>

const asJson = (message: OutgoingMessage) => message as unknown as Prisma.InputJsonObject

const UNSETTLED: DeliveryStatus[] = ['queued', 'sending']

/** Why a group that stands by gets nothing for now, for staff. */
const STANDBY_REASON = 'Grup cadangan: dikirim hanya bila grup utama KIM ini tidak bisa menerima.'

/** So many rows are written by one statement. */
const ROWS_AT_ONCE = 1_000

const INSERT_DELIVERIES = `
  INSERT INTO "Delivery"
    (id, "runId", "chatId", channel, account, status, "nextAttemptAt", "errorCode", "errorReason")
  SELECT value ->> 'id', ?, value ->> 'chatId', value ->> 'channel', value ->> 'account', 'queued',
         value ->> 'nextAttemptAt', value ->> 'errorCode', value ->> 'errorReason'
  FROM json_each(?)`

/** A group that stands by waits for what becomes of the other groups of its community in this run. */
const LET_STAND_BY = `
  UPDATE "Delivery" SET status = 'skipped', "errorCode" = 'standby', "errorReason" = ?
  WHERE "runId" = ? AND "chatId" IN (
    SELECT its.id FROM "Chat" AS its
    WHERE its."isStandby" AND EXISTS (
      SELECT 1 FROM "Chat" AS other
      JOIN "Delivery" AS first ON first."chatId" = other.id AND first."runId" = ?
      WHERE other."communityId" = its."communityId" AND NOT other."isStandby"))`

/** A new delivery waits for the hours of its group. */
function newDelivery({ id: chatId, channel, account, hours }: Chat, openedAt: Date, urgency: Urgency) {
  const { nextAttemptAt, ...waiting } = dueFor(hours, openedAt, urgency)
  return {
    id: randomUUID(),
    chatId,
    channel,
    account,
    nextAttemptAt: storedInstant(nextAttemptAt),
    ...waiting,
  }
}

/** What is opened: a run of this broadcast. */
export type RunSource = Pick<
  Broadcast,
  'id' | 'kind' | 'message' | 'priority' | 'expiresAt' | 'wantsAcknowledgement'
>

/** Which groups a run goes to: these, or those of all active ones that the function picks, some at a time. */
export type RunAudience = Chat[] | ((some: Chat[]) => Chat[])

async function* pick(audience: RunAudience, tx: Pick<Database, 'chat'>, now: Date): AsyncGenerator<Chat[]> {
  if (typeof audience === 'function') {
    for await (const some of readActiveChats(tx, now)) yield audience(some)
    return
  }
  for (let start = 0; start < audience.length; start += ROWS_AT_ONCE) {
    yield audience.slice(start, start + ROWS_AT_ONCE)
  }
}

export type DeliveryStore = ReturnType<typeof createDeliveryStore>

/** Runs of broadcasts, and one delivery per run and chat. The rows are the truth; timers only wake. */
export function createDeliveryStore(db: Database, now: () => Date) {
  return {
    ...createDeliveryQueue(db, now),
    ...createWaitingDeliveries(db, now),

    /**
     * Opens a run with one delivery for each chat, all in one transaction.
     * Returns undefined when this occurrence has a run already: opening twice is harmless.
     * An announcement takes the place of what earlier runs of it still keep for the hours of some groups.
     */
    async openRun(
      broadcast: RunSource,
      scheduledFor: Date,
      audience: RunAudience,
    ): Promise<BroadcastRun | undefined> {
      const broadcastId = broadcast.id
      const message = announcedMessage(broadcast)
      const runId = randomUUID()
      const openedAt = now()
      try {
        return await db.$transaction(async (tx) => {
          const status: RunStatus = 'running'
          const run = await tx.broadcastRun.create({
            data: { id: runId, broadcastId, scheduledFor, status, message: asJson(message), openedAt },
          })
          let count = 0
          for await (const chats of pick(audience, tx, openedAt)) {
            const rows = JSON.stringify(chats.map((chat) => newDelivery(chat, openedAt, broadcast)))
            count += await tx.$executeRawUnsafe(INSERT_DELIVERIES, runId, rows)
          }
          await tx.$executeRawUnsafe(LET_STAND_BY, STANDBY_REASON, runId, runId)
          if (broadcast.kind === 'announcement') await supersedeWaiting(tx, { broadcastId, runId })
          if (count > 0) return toRun(run)
          const finished = { status: 'finished' satisfies RunStatus }
          return toRun(await tx.broadcastRun.update({ where: { id: runId }, data: finished }))
        })
      } catch (error) {
        if (isUniqueViolation(error)) return undefined
        throw error
      }
    },

    /** Newest first. */
    async listRuns(filter: {
      broadcastId?: string
      status?: RunStatus
      limit: number
    }): Promise<BroadcastRun[]> {
      const { broadcastId, status, limit } = filter
      const rows = await db.broadcastRun.findMany({
        where: {
          ...(broadcastId === undefined ? {} : { broadcastId }),
          ...(status === undefined ? {} : { status }),
        },
        orderBy: { scheduledFor: 'desc' },
        take: limit,
      })
      return rows.map(toRun)
    },

    async setRunStatus(runId: string, status: RunStatus, reason?: string): Promise<void> {
      await db.broadcastRun.updateMany({ where: { id: runId }, data: { status, reason: reason ?? null } })
    },

    /** Deliveries in given states, for one run or for all. */
    async list(filter: {
      runId?: string
      statuses?: DeliveryStatus[]
      sender?: SendingAccount
    }): Promise<Delivery[]> {
      const rows = await db.delivery.findMany({
        where: {
          ...(filter.runId === undefined ? {} : { runId: filter.runId }),
          ...(filter.statuses === undefined ? {} : { status: { in: filter.statuses } }),
          ...filter.sender,
        },
        orderBy: { id: 'asc' },
        include: WITH_PLACES,
      })
      return rows.map(toDelivery)
    },

    /** How many deliveries of a run are in each state. */
    async tally(runId: string): Promise<RunTally> {
      const groups = await db.delivery.groupBy({ by: ['status'], where: { runId }, _count: true })
      const tally = Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, 0])) as RunTally
      for (const group of groups) tally[group.status as DeliveryStatus] = group._count
      return tally
    },

    /** Closes a running run when nothing is queued or under way any more. Returns whether it closed. */
    async finishIfDone(runId: string): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const open = await tx.delivery.count({ where: { runId, status: { in: UNSETTLED } } })
        if (open > 0) return false
        const { count } = await tx.broadcastRun.updateMany({
          where: { id: runId, status: 'running' },
          data: { status: 'finished' satisfies RunStatus },
        })
        return count > 0
      })
    },
  }
}
