import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Amendment, AmendmentMeans, AmendmentStatus, AmendmentTally } from '../domain/amendment.ts'
import type { DeliveryStatus, RunStatus } from '../domain/broadcast.ts'
import { withoutCodeLine } from '../domain/broadcast-code.ts'
import type { ChannelName, ChatAddress, OutgoingMessage } from '../domain/message.ts'
import type { Database } from './database.ts'

/** A message of a broadcast that went to a chat, or was about to. */
export interface Receiver {
  deliveryId: string
  runId: string
  chatId: string
  address: ChatAddress
  status: DeliveryStatus
  /** It was waiting when a correction stopped its run: it never went out. */
  isCorrected: boolean
}

/** A run, with what it says. */
export interface RunVersion {
  id: string
  status: RunStatus
  scheduledFor: Date
  message: OutgoingMessage
}

export interface AmendmentChange {
  means?: AmendmentMeans
  status?: AmendmentStatus
  attempts?: number
  nextAttemptAt?: Date
  reason?: string
  noticeAt?: Date
}

const SENT_RUNS: RunStatus[] = ['running', 'paused', 'finished', 'cancelled']

export type AmendmentStore = ReturnType<typeof createAmendmentStore>

/** Corrections and recalls, message by message. */
export function createAmendmentStore(db: Database) {
  /** The runs of a broadcast that sent something, the newest first. */
  const runsOf = async (broadcastId: string): Promise<RunVersion[]> => {
    const rows = await db.broadcastRun.findMany({
      where: { broadcastId, status: { in: SENT_RUNS } },
      orderBy: { scheduledFor: 'desc' },
    })
    return rows.map(({ id, status, scheduledFor, message }) => ({
      id,
      status: status as RunStatus,
      scheduledFor,
      message: message as unknown as OutgoingMessage,
    }))
  }

  return {
    /** What was sent last, and every run that sent the same but for the code. Undefined when nothing was sent. */
    async sentVersion(
      broadcastId: string,
    ): Promise<{ message: OutgoingMessage; runs: RunVersion[] } | undefined> {
      const runs = await runsOf(broadcastId)
      const message = runs[0]?.message
      if (message === undefined) return undefined
      const words = withoutCodeLine(broadcastId, message)
      const isSame = (run: RunVersion) => isDeepStrictEqual(withoutCodeLine(broadcastId, run.message), words)
      return { message, runs: runs.filter(isSame) }
    },

    runsOf,

    /** Every delivery of these runs, with where it is, the newest run first. */
    async receivers(runIds: string[]): Promise<Receiver[]> {
      const rows = await db.delivery.findMany({
        where: { runId: { in: runIds } },
        orderBy: [{ run: { scheduledFor: 'desc' } }, { id: 'asc' }],
        include: { chat: { select: { chatId: true } } },
      })
      return rows.map((row) => ({
        deliveryId: row.id,
        runId: row.runId,
        chatId: row.chatId,
        address: { channel: row.channel as ChannelName, account: row.account, chatId: row.chat.chatId },
        status: row.status as DeliveryStatus,
        isCorrected: row.status === 'skipped' && row.errorCode === 'corrected',
      }))
    },

    /** How many messages of these runs are under way at this moment. */
    countSending(runIds: string[]): Promise<number> {
      const status: DeliveryStatus = 'sending'
      return db.delivery.count({ where: { runId: { in: runIds }, status } })
    },

    /**
     * Halts the given runs for good, and takes their waiting messages out, all in one transaction.
     * `reason` is for staff, in plain Indonesian.
     */
    async stopRuns(
      runIds: string[],
      { code, reason }: { code: 'corrected' | 'recalled'; reason: string },
    ): Promise<void> {
      const [cancelled, queued, skipped]: [RunStatus, DeliveryStatus, DeliveryStatus] = [
        'cancelled',
        'queued',
        'skipped',
      ]
      const open: RunStatus[] = ['running', 'paused']
      await db.$transaction(async (tx) => {
        await tx.broadcastRun.updateMany({
          where: { id: { in: runIds }, status: { in: open } },
          data: { status: cancelled, reason },
        })
        await tx.delivery.updateMany({
          where: { runId: { in: runIds }, status: queued },
          data: { status: skipped, errorCode: code, errorReason: reason },
        })
      })
    },

    /** Writes what is to be done about each message, and settles the amending broadcast, all in one transaction. */
    async plan(
      broadcastId: string,
      rows: (Pick<Receiver, 'deliveryId' | 'chatId' | 'address'> & {
        means: AmendmentMeans
        status: AmendmentStatus
        reason?: string
      })[],
      at: Date,
    ): Promise<void> {
      await db.$transaction(
        async (tx) => {
          const known = await tx.amendment.findMany({ where: { broadcastId }, select: { deliveryId: true } })
          const planned = new Set(known.map(({ deliveryId }) => deliveryId))
          await tx.amendment.createMany({
            data: rows
              .filter(({ deliveryId }) => !planned.has(deliveryId))
              .map(({ deliveryId, chatId, address, means, status, reason }) => ({
                id: randomUUID(),
                broadcastId,
                deliveryId,
                chatId,
                channel: address.channel,
                account: address.account,
                means,
                status,
                reason: reason ?? null,
                nextAttemptAt: at,
              })),
          })
          await tx.broadcast.update({ where: { id: broadcastId }, data: { settledAt: at } })
        },
        { timeout: 60_000 },
      )
    },

    /** Amendments of one broadcast, with where the message is now. By chat. */
    async list(filter: {
      broadcastId: string
      status?: AmendmentStatus
      dueAt?: Date
      means?: AmendmentMeans[]
      limit?: number
    }): Promise<(Amendment & { noticeAt?: Date })[]> {
      const rows = await db.amendment.findMany({
        where: {
          broadcastId: filter.broadcastId,
          ...(filter.status === undefined ? {} : { status: filter.status }),
          ...(filter.dueAt === undefined ? {} : { nextAttemptAt: { lte: filter.dueAt } }),
          ...(filter.means === undefined ? {} : { means: { in: filter.means } }),
        },
        orderBy: [{ nextAttemptAt: 'asc' }, { chatId: 'asc' }],
        ...(filter.limit === undefined ? {} : { take: filter.limit }),
      })
      const deliveries = await db.delivery.findMany({
        where: { id: { in: rows.map(({ deliveryId }) => deliveryId) } },
        select: { id: true, externalId: true, sentAt: true, chat: { select: { chatId: true } } },
      })
      const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]))
      return rows.flatMap((row) => {
        const delivery = byId.get(row.deliveryId)
        if (delivery === undefined) return []
        const channel = row.channel as ChannelName
        return [
          {
            id: row.id,
            broadcastId: row.broadcastId,
            deliveryId: row.deliveryId,
            chatId: row.chatId,
            address: { channel, account: row.account, chatId: delivery.chat.chatId },
            means: row.means as AmendmentMeans,
            status: row.status as AmendmentStatus,
            attempts: row.attempts,
            nextAttemptAt: row.nextAttemptAt,
            ...(delivery.externalId === null ? {} : { externalId: delivery.externalId }),
            ...(delivery.sentAt === null ? {} : { sentAt: delivery.sentAt }),
            ...(row.reason === null ? {} : { reason: row.reason }),
            ...(row.noticeAt === null ? {} : { noticeAt: row.noticeAt }),
          },
        ]
      })
    },

    async update(ids: string[], change: AmendmentChange): Promise<void> {
      await db.amendment.updateMany({ where: { id: { in: ids } }, data: change })
    },

    /** When the next queued amendment of a broadcast is due. */
    async nextAttemptAt(broadcastId: string): Promise<Date | undefined> {
      const status: AmendmentStatus = 'queued'
      const row = await db.amendment.findFirst({
        where: { broadcastId, status },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      })
      return row?.nextAttemptAt
    },

    async tally(broadcastId: string): Promise<AmendmentTally> {
      const groups = await db.amendment.groupBy({
        by: ['means', 'status'],
        where: { broadcastId },
        _count: true,
        orderBy: [{ means: 'asc' }, { status: 'asc' }],
      })
      return groups.map(({ means, status, _count }) => ({
        means: means as AmendmentMeans,
        status: status as AmendmentStatus,
        count: _count,
      }))
    },
  }
}
