import type { BroadcastPriority, BroadcastStatus, Delivery, DeliveryStatus } from '../domain/broadcast.ts'
import type { Chat, ChatObstacle } from '../domain/community.ts'
import type { ChannelName, OutgoingMessage } from '../domain/message.ts'
import { isReceivingHours } from '../domain/receiving-hours.ts'
import { statusOf } from './communities.ts'
import type { Database } from './database.ts'
import {
  asWritten,
  storedInstant,
  toDelivery,
  WITH_PLACES,
  WRITE_DELIVERIES,
  WRITE_STARTING_DELIVERIES,
  type DeliveryRow,
} from './delivery-rows.ts'

/** A sending account of a platform. */
export interface SendingAccount {
  channel: ChannelName
  account: string
}

/** A run that sends now, with what its broadcast says about sending. */
export interface RunUnderWay {
  id: string
  broadcastId: string
  scheduledFor: Date
  priority: BroadcastPriority
  expiresAt?: Date
  broadcastStatus: BroadcastStatus
}

/** A delivery whose turn has come, and how its group is. */
export interface DueDelivery extends Delivery {
  chat: Pick<Chat, 'status' | 'hours' | 'obstacle'>
}

function howIs({ chat }: DeliveryRow, at: Date): DueDelivery['chat'] {
  return {
    status: statusOf(chat, at),
    hours: isReceivingHours(chat.hours) ? chat.hours : 'any',
    ...(chat.obstacle === null ? {} : { obstacle: chat.obstacle as ChatObstacle }),
  }
}

/** One step of a delivery: the state that it was in, and all that is known about it after the step. */
export interface DeliveryStep {
  was: DeliveryStatus
  delivery: Delivery
}

/** What one commit writes. */
export interface QueueCommit {
  /** Steps that something has led to. */
  settled: DeliveryStep[]
  /** Deliveries that go to their channel as soon as this is written. */
  starting: DeliveryStep[]
  /** Messages that the platform has and that go out once more, whatever became of their run. */
  repeating?: DeliveryStep[]
}

/** What came of a commit. */
export interface Committed {
  /** Those of `starting` and `repeating` that may go now: not halted, and untouched by anybody else. */
  started: Set<string>
  /** Runs that have nothing left to send, and runs that have something to send again. */
  changedRuns: { id: string; broadcastId: string; status: 'finished' | 'running' }[]
  /** A group that stood by takes over for another one of its community. */
  hasStandIns: boolean
}

const OPEN: DeliveryStatus[] = ['queued', 'sending']
const OPEN_ROWS = `EXISTS (SELECT 1 FROM "Delivery" WHERE "runId" = run.id AND status IN ('queued', 'sending'))`
const HALTED: readonly BroadcastStatus[] = ['paused', 'cancelled']

/** Deliveries, beside those to groups of the same community that stand by for them. */
const STAND_INS = `
  "Delivery" AS first
  JOIN "Chat" AS its ON its.id = first."chatId"
  JOIN "Chat" AS other ON other."communityId" = its."communityId" AND other.id <> its.id
  JOIN "Delivery" AS stand_in ON stand_in."runId" = first."runId" AND stand_in."chatId" = other.id
    AND stand_in.status = 'skipped' AND stand_in."errorCode" = 'standby'
  WHERE first.id IN (SELECT value FROM json_each(?))`

const HAS_STAND_IN = `SELECT first.id AS id FROM ${STAND_INS}`

/** Where a group of the same community stands by for one that cannot be reached, it is its turn. */
const CALL_STAND_INS = `
  UPDATE "Delivery" SET status = 'queued', "errorCode" = NULL, "errorReason" = NULL, "nextAttemptAt" = ?
  WHERE id IN (SELECT stand_in.id FROM ${STAND_INS})`

const REOPEN_RUNS = `
  UPDATE "BroadcastRun" AS run SET status = 'running'
  WHERE run.id IN (SELECT value FROM json_each(?)) AND run.status = 'finished' AND ${OPEN_ROWS}
  RETURNING id, "broadcastId", status`

const CLOSE_RUNS = `
  UPDATE "BroadcastRun" AS run SET status = 'finished'
  WHERE run.id IN (SELECT value FROM json_each(?)) AND run.status = 'running' AND NOT ${OPEN_ROWS}
  RETURNING id, "broadcastId", status`

const asJson = (steps: DeliveryStep[]) =>
  JSON.stringify(steps.map(({ was, delivery }) => asWritten(was, delivery)))

/** The part of the deliveries that is worked on while a run sends: few statements for many messages. */
export function createDeliveryQueue(db: Database, now: () => Date) {
  return {
    /** The runs that send now, the earliest occurrence first. Leaves out what a person halted. */
    async runsUnderWay(): Promise<RunUnderWay[]> {
      const rows = await db.broadcastRun.findMany({
        where: { status: 'running' },
        select: {
          id: true,
          broadcastId: true,
          scheduledFor: true,
          broadcast: { select: { priority: true, expiresAt: true, status: true } },
        },
        orderBy: { scheduledFor: 'asc' },
      })
      return rows.map(({ broadcast, ...run }) => ({
        ...run,
        priority: broadcast.priority as BroadcastPriority,
        broadcastStatus: broadcast.status as BroadcastStatus,
        ...(broadcast.expiresAt === null ? {} : { expiresAt: broadcast.expiresAt }),
      }))
    },

    /** Stops a run that sends. Leaves one alone that somebody has ended in the meantime. */
    async halt(runId: string, reason: string): Promise<void> {
      await db.broadcastRun.updateMany({
        where: { id: runId, status: 'running' },
        data: { status: 'paused', reason },
      })
    },

    /** What a run sends: the broadcast's message as it was when the run opened. */
    async messageOf(runId: string): Promise<OutgoingMessage | undefined> {
      const row = await db.broadcastRun.findUnique({ where: { id: runId }, select: { message: true } })
      return row === null ? undefined : (row.message as unknown as OutgoingMessage)
    },

    /** The deliveries of a run that are due for an account, the longest waiting first. */
    async due(sender: SendingAccount, runId: string, at: Date, limit: number): Promise<DueDelivery[]> {
      const rows = await db.delivery.findMany({
        where: { ...sender, runId, status: 'queued', nextAttemptAt: { lte: at } },
        orderBy: { nextAttemptAt: 'asc' },
        take: limit,
        include: WITH_PLACES,
      })
      return rows.map((row) => ({ ...toDelivery(row), chat: howIs(row, at) }))
    },

    /** When an account has its next queued delivery of a run that sends, in the future or the past. */
    async nextAttemptAt(sender: SendingAccount): Promise<Date | undefined> {
      const row = await db.delivery.findFirst({
        where: {
          ...sender,
          status: 'queued',
          run: { status: 'running', broadcast: { status: { notIn: [...HALTED] } } },
        },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      })
      return row?.nextAttemptAt
    },

    /** What an account sent that somebody should have received by now, the longest waiting first. */
    async unheardOf(sender: SendingAccount, at: Date, limit: number): Promise<Delivery[]> {
      const rows = await db.delivery.findMany({
        where: { ...sender, status: 'sent', nextAttemptAt: { lte: at } },
        orderBy: { nextAttemptAt: 'asc' },
        take: limit,
        include: WITH_PLACES,
      })
      return rows.map(toDelivery)
    },

    /** When the next message of an account should have been received. */
    async nextUnheardAt(sender: SendingAccount): Promise<Date | undefined> {
      const row = await db.delivery.findFirst({
        where: { ...sender, status: 'sent' },
        orderBy: { nextAttemptAt: 'asc' },
        select: { nextAttemptAt: true },
      })
      return row?.nextAttemptAt
    },

    /** The deliveries that went out as these platform messages. */
    async withExternalIds(sender: SendingAccount, externalIds: string[]): Promise<Delivery[]> {
      const rows = await db.delivery.findMany({
        where: { ...sender, externalId: { in: externalIds } },
        include: WITH_PLACES,
      })
      return rows.map(toDelivery)
    },

    /** The instants since `since` at which an account sent something, in order. */
    async triedSince(sender: SendingAccount, since: Date): Promise<Date[]> {
      const rows = await db.delivery.findMany({
        where: { ...sender, triedAt: { gte: since } },
        orderBy: { triedAt: 'asc' },
        select: { triedAt: true },
      })
      return rows.flatMap(({ triedAt }) => triedAt ?? [])
    },

    /** Deliveries of an account that wait or are under way, of all runs. */
    async open(sender: SendingAccount, status: 'queued' | 'sending'): Promise<Delivery[]> {
      const rows = await db.delivery.findMany({
        where: { ...sender, status },
        orderBy: { nextAttemptAt: 'asc' },
        include: WITH_PLACES,
      })
      return rows.map(toDelivery)
    },

    /** Those of the deliveries for which a group of the same community stands by. */
    async withStandIns(deliveryIds: string[]): Promise<Set<string>> {
      const rows = await db.$queryRawUnsafe<{ id: string }[]>(HAS_STAND_IN, JSON.stringify(deliveryIds))
      return new Set(rows.map(({ id }) => id))
    },

    /** Writes everything in one transaction: it is on disk when this resolves, or nothing of it is. */
    async commit({ settled, starting, repeating = [] }: QueueCommit): Promise<Committed> {
      const runIds = JSON.stringify([...new Set(settled.map(({ delivery }) => delivery.runId))])
      const failed = settled.filter(({ delivery }) => delivery.status === 'failed')
      const mayReopen = settled.some(
        ({ was, delivery }) => !OPEN.includes(was) && OPEN.includes(delivery.status),
      )
      const write = async (
        tx: Pick<Database, '$queryRawUnsafe' | '$executeRawUnsafe'>,
      ): Promise<Committed> => {
        const runs: Committed['changedRuns'] = []
        let standIns = 0
        if (settled.length > 0) {
          await tx.$queryRawUnsafe(WRITE_DELIVERIES, asJson(settled))
          if (failed.length > 0) {
            const ids = JSON.stringify(failed.map(({ delivery }) => delivery.id))
            standIns = await tx.$executeRawUnsafe(CALL_STAND_INS, storedInstant(now()), ids)
          }
          if (mayReopen || standIns > 0)
            runs.push(...(await tx.$queryRawUnsafe<typeof runs>(REOPEN_RUNS, runIds)))
          runs.push(...(await tx.$queryRawUnsafe<typeof runs>(CLOSE_RUNS, runIds)))
        }
        const started: { id: string }[] = []
        if (starting.length > 0) {
          started.push(
            ...(await tx.$queryRawUnsafe<{ id: string }[]>(WRITE_STARTING_DELIVERIES, asJson(starting))),
          )
        }
        if (repeating.length > 0) {
          started.push(...(await tx.$queryRawUnsafe<{ id: string }[]>(WRITE_DELIVERIES, asJson(repeating))))
        }
        return { started: new Set(started.map(({ id }) => id)), changedRuns: runs, hasStandIns: standIns > 0 }
      }
      // One statement is a transaction of its own.
      return settled.length + repeating.length === 0 ? write(db) : db.$transaction(write)
    },
  }
}
