import type { Clock } from '../clock.ts'
import type { BroadcastRun, Delivery } from '../domain/broadcast.ts'
import type { Channel } from '../domain/channel.ts'
import { SendError, type SendErrorCode } from '../domain/error.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import type { Governor } from './governor.ts'
import { planRetry, SEND_REASON } from './retry.ts'
import { refreshStatus } from './status.ts'

export interface SenderDeps {
  storage: Pick<Storage, 'broadcasts' | 'deliveries' | 'occurrences' | 'chats' | 'channelMemory'>
  channel: Channel
  clock: Clock
  logger: Logger
  governor: Governor
  /** Like `Math.random`. */
  random: () => number
}

/** So many failures one after the other are no accident: someone should look. */
const FAILURES_UNTIL_PAUSE = 10

/** A refusal comes within seconds of sending: its run is among the latest. */
const RUNS_TO_LOOK_AT = 50

/** These say nothing about the announcement or its groups. */
const HARMLESS: ReadonlySet<SendErrorCode> = new Set([
  'disconnected',
  'throttled',
  'restricted',
  'chat_moved',
])

/** What follows when a message went out or not. */
export interface Outcomes {
  succeeded(delivery: Delivery, externalId: string): Promise<void>
  failed(delivery: Delivery, error: unknown): Promise<void>
  /** Closes the run and its broadcast when nothing is left to send. */
  finish(run: Pick<BroadcastRun, 'id' | 'broadcastId'>): Promise<boolean>
}

export function createOutcomes({ storage, channel, clock, logger, governor, random }: SenderDeps): Outcomes {
  const { deliveries, chats } = storage
  const sender = { channel: channel.name, account: channel.account }
  const failuresInRow = new Map<string, number>()

  const finish: Outcomes['finish'] = async ({ id, broadcastId }) => {
    const isDone = await deliveries.finishIfDone(id)
    if (isDone) {
      failuresInRow.delete(id)
      await refreshStatus(storage, broadcastId)
      logger.info({ broadcastId, runId: id }, 'run finished')
    }
    return isDone
  }

  /** What an error says about more than this one message. */
  const learn = async (error: SendError, { address }: Delivery) => {
    const { code, retryAfterMs, movedTo } = error
    if (code === 'throttled' && retryAfterMs !== undefined) governor.block(sender, retryAfterMs)
    if (code === 'restricted') {
      governor.restrict(sender, SEND_REASON.restricted)
      logger.error(sender, 'the platform restricts this account: sending has stopped')
    }
    if (code === 'chat_gone') await chats.setStatus(address, 'gone')
    if (code === 'chat_moved' && movedTo !== undefined) await chats.move(address, movedTo)
  }

  const countFailure = async ({ runId }: Delivery, code: SendErrorCode) => {
    const failures = (failuresInRow.get(runId) ?? 0) + 1
    failuresInRow.set(runId, failures)
    if (failures < FAILURES_UNTIL_PAUSE) return
    failuresInRow.delete(runId)
    const reason = `${FAILURES_UNTIL_PAUSE} pengiriman berturut-turut gagal. Yang terakhir: ${SEND_REASON[code]} Periksa dulu, lalu lanjutkan.`
    await deliveries.setRunStatus(runId, 'paused', reason)
    logger.error({ runId, code }, 'run paused after failures in a row')
  }

  /** A finished run does not send: a message that must go out again opens it again. */
  const reopen = async ({ runId, broadcastId }: Delivery) => {
    const runs = await deliveries.listRuns({ broadcastId, status: 'finished', limit: RUNS_TO_LOOK_AT })
    if (!runs.some(({ id }) => id === runId)) return
    await deliveries.setRunStatus(runId, 'running')
    const broadcast = await storage.broadcasts.find(broadcastId)
    if (broadcast?.status === 'finished') await storage.broadcasts.setStatus(broadcastId, 'running')
  }

  return {
    finish,
    async succeeded({ id, runId, broadcastId }, externalId) {
      await deliveries.update(id, { status: 'sent', externalId, sentAt: clock.now(), error: null })
      failuresInRow.delete(runId)
      await finish({ id: runId, broadcastId })
    },
    async failed(delivery, error) {
      const { id, runId, broadcastId } = delivery
      const change = planRetry(error, delivery, {
        now: clock.now(),
        random,
        dropsRepeatedIds: channel.dropsRepeatedIds,
      })
      const code = error instanceof SendError ? error.code : 'unreachable'
      if (!(error instanceof SendError))
        logger.error({ err: error, ...sender }, 'a channel broke its promise')
      if (delivery.status === 'sent' && change.status === 'queued') await reopen(delivery)
      await deliveries.update(id, change)
      logger.warn({ ...sender, deliveryId: id, runId, code, status: change.status }, 'message not sent')
      if (error instanceof SendError) await learn(error, delivery)
      if (!(await finish({ id: runId, broadcastId })) && !HARMLESS.has(code))
        await countFailure(delivery, code)
    },
  }
}
