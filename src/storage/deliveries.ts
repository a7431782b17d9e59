import { randomUUID } from 'node:crypto'
import type { Broadcast, BroadcastRun, Delivery, DeliveryStatus, RunStatus } from '../domain/broadcast.ts'
import type { Chat } from '../domain/community.ts'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'
import { isUniqueViolation, type Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

const WITH_PLACES = {
  run: { select: { broadcastId: true } },
  chat: { select: { chatId: true } },
} as const
type DeliveryRow = Prisma.DeliveryGetPayload<{ include: typeof WITH_PLACES }>
type RunRow = Prisma.BroadcastRunGetPayload<object>

function toRun(row: RunRow): BroadcastRun {
  return {
    id: row.id,
    broadcastId: row.broadcastId,
    scheduledFor: row.scheduledFor,
    status: row.status as RunStatus,
    ...(row.reason === null ? {} : { reason: row.reason }),
  }
}

function toDelivery(row: DeliveryRow): Delivery {
  const channel = row.channel as ChannelName
  return {
    id: row.id,
    runId: row.runId,
    broadcastId: row.run.broadcastId,
    chatId: row.chatId,
    address: { channel, account: row.account, chatId: row.chat.chatId },
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    ...(row.messageId === null ? {} : { messageId: row.messageId }),
    ...(row.externalId === null ? {} : { externalId: row.externalId }),
    ...(row.errorCode === null
      ? {}
      : {
          error: {
            code: row.errorCode as NonNullable<Delivery['error']>['code'],
            reason: row.errorReason ?? '',
          },
        }),
  }
}

/** A sending account: its deliveries go out one after the other. */
export interface SendingAccount {
  channel: ChannelName
  account: string
}

/** Fields that one step of a delivery may change. A null forgets the old value. */
export interface DeliveryChange {
  status?: DeliveryStatus
  attempts?: number
  nextAttemptAt?: Date
  messageId?: string
  externalId?: string
  error?: Delivery['error'] | null
  sentAt?: Date
}

export type RunTally = Record<DeliveryStatus, number>

const asJson = (message: OutgoingMessage) => message as unknown as Prisma.InputJsonObject

const UNSETTLED: DeliveryStatus[] = ['queued', 'sending']

export type DeliveryStore = ReturnType<typeof createDeliveryStore>

/** Runs of broadcasts, and one delivery per run and chat. The rows are the truth; timers only wake. */
export function createDeliveryStore(db: Database, now: () => Date) {
  return {
    /**
     * Opens a run with one queued delivery for each chat, all in one transaction.
     * Returns undefined when this occurrence has a run already: opening twice is harmless.
     */
    async openRun(
      { id: broadcastId, message }: Pick<Broadcast, 'id' | 'message'>,
      scheduledFor: Date,
      chats: Chat[],
    ): Promise<BroadcastRun | undefined> {
      const runId = randomUUID()
      const openedAt = now()
      try {
        return await db.$transaction(
          async (tx) => {
            const status: RunStatus = chats.length === 0 ? 'finished' : 'running'
            const run = await tx.broadcastRun.create({
              data: { id: runId, broadcastId, scheduledFor, status, message: asJson(message), openedAt },
            })
            await tx.delivery.createMany({
              data: chats.map((chat) => ({
                id: randomUUID(),
                runId,
                chatId: chat.id,
                channel: chat.channel,
                account: chat.account,
                status: 'queued' satisfies DeliveryStatus,
                nextAttemptAt: openedAt,
              })),
            })
            return toRun(run)
          },
          { timeout: 60_000 },
        )
      } catch (error) {
        if (isUniqueViolation(error)) return undefined
        throw error
      }
    },

    /** Records an occurrence that was not sent, with the reason. Does nothing when it has a run already. */
    async recordMissed(
      { id: broadcastId, message }: Pick<Broadcast, 'id' | 'message'>,
      scheduledFor: Date,
      reason: string,
    ): Promise<void> {
      const status: RunStatus = 'missed'
      try {
        await db.broadcastRun.create({
          data: {
            id: randomUUID(),
            broadcastId,
            scheduledFor,
            status,
            reason,
            message: asJson(message),
            openedAt: now(),
          },
        })
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
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

    /** What a run sends: the broadcast's message as it was when the run opened. */
    async messageOf(runId: string): Promise<OutgoingMessage | undefined> {
      const row = await db.broadcastRun.findUnique({ where: { id: runId }, select: { message: true } })
      return row === null ? undefined : (row.message as unknown as OutgoingMessage)
    },

    async setRunStatus(runId: string, status: RunStatus, reason?: string): Promise<void> {
      await db.broadcastRun.updateMany({ where: { id: runId }, data: { status, reason: reason ?? null } })
    },

    /** The next delivery of an account that is due: emergencies first, then the longest waiting. */
    async nextDue(sender: SendingAccount, at: Date): Promise<Delivery | undefined> {
      const row = await db.delivery.findFirst({
        where: { ...sender, status: 'queued', nextAttemptAt: { lte: at }, run: { status: 'running' } },
        orderBy: [{ run: { broadcast: { priority: 'asc' } } }, { nextAttemptAt: 'asc' }, { id: 'asc' }],
        include: WITH_PLACES,
      })
      return row === null ? undefined : toDelivery(row)
    },

    /** When an account has its next queued delivery, in the future or the past. */
    async nextAttemptAt(sender: SendingAccount): Promise<Date | undefined> {
      const row = await db.delivery.findFirst({
        where: { ...sender, status: 'queued', run: { status: 'running' } },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      })
      return row?.nextAttemptAt
    },

    async update(deliveryId: string, change: DeliveryChange): Promise<void> {
      const { error, ...fields } = change
      const errorFields =
        error === undefined ? {} : { errorCode: error?.code ?? null, errorReason: error?.reason ?? null }
      await db.delivery.updateMany({ where: { id: deliveryId }, data: { ...fields, ...errorFields } })
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

    /** The delivery that went out as a platform message, if one did. */
    async findByExternalId(sender: SendingAccount, externalId: string): Promise<Delivery | undefined> {
      const row = await db.delivery.findFirst({ where: { ...sender, externalId }, include: WITH_PLACES })
      return row === null ? undefined : toDelivery(row)
    },

    /** How many deliveries of a run are in each state. */
    async tally(runId: string): Promise<RunTally> {
      const groups = await db.delivery.groupBy({ by: ['status'], where: { runId }, _count: true })
      const tally: RunTally = {
        queued: 0,
        sending: 0,
        sent: 0,
        delivered: 0,
        read: 0,
        failed: 0,
        uncertain: 0,
        skipped: 0,
      }
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
