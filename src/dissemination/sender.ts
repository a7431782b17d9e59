import type { Delivery, DeliveryStatus } from '../domain/broadcast.ts'
import type { ChannelEvent } from '../domain/channel.ts'
import { SendError } from '../domain/error.ts'
import type { StoredBroadcast } from '../storage/broadcasts.ts'
import { createAlarm } from './alarm.ts'
import { createDailyCount } from './daily-count.ts'
import { createOutcomes, type SenderDeps } from './outcome.ts'
import { createQueue } from './queue.ts'
import { MAX_ATTEMPTS, SEND_REASON } from './retry.ts'

/** How long to wait before asking again whether the channel is connected. */
const RECONNECT_POLL_MS = 1_000
/** The longest wait: what is due can change without a call of `wake`. */
const LONGEST_WAIT_MS = 15_000
const FAULT_WAIT_MS = 5_000
const RECORDING_TRIES = 5
const RECORDING_WAIT_MS = 1_000

/** Why a run stops when its broadcast is halted, for staff. */
const HALTED_REASON = {
  paused: 'Siaran ini sedang dijeda.',
  cancelled: 'Siaran ini dibatalkan atau berkasnya dihapus.',
} as const

const RECEIPT_RANK: Partial<Record<DeliveryStatus, number>> = { sent: 0, delivered: 1, read: 2 }

/** What a platform tells about a message after it took it. */
export type Aftermath = Extract<ChannelEvent, { type: 'receipt' | 'send_failed' }>

/** One sending account: takes its deliveries one after the other. */
export interface Sender {
  /** Deals with what an earlier process left half done. */
  recover(): Promise<void>
  /** Sends until the signal. Resolves after that, when the message in flight is dealt with. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** Something may be due. */
  wake(): void
  hear(event: Aftermath): Promise<void>
}

export function createSender(deps: SenderDeps): Sender {
  const { storage, channel, clock, logger, governor } = deps
  const { deliveries } = storage
  const sender = { channel: channel.name, account: channel.account }
  const outcomes = createOutcomes(deps)
  const dailyCount = createDailyCount(storage, governor, sender)
  const alarm = createAlarm(clock)
  const events = createQueue()
  /** Present while a message is in flight: events that came before its row knew its external id. */
  let early: Aftermath[] | undefined

  const apply = async (delivery: Delivery, event: Aftermath) => {
    if (event.type === 'receipt') {
      const rank = RECEIPT_RANK[delivery.status]
      const isHigher = rank !== undefined && rank < (RECEIPT_RANK[event.status] ?? 0)
      if (isHigher) await deliveries.update(delivery.id, { status: event.status })
      return
    }
    if (delivery.status !== 'sent') return
    await outcomes.failed(delivery, new SendError(event.code, event.reason))
    alarm.ring()
  }

  const hear = async (event: Aftermath) => {
    const delivery = await deliveries.findByExternalId(sender, event.externalId)
    if (delivery !== undefined) await apply(delivery, event)
    else early?.push(event)
  }

  /** Why a delivery must not go out any more. */
  const objection = async (
    { address }: Delivery,
    broadcast: StoredBroadcast | undefined,
  ): Promise<Delivery['error']> => {
    if (broadcast?.expiresAt !== undefined && broadcast.expiresAt <= clock.now()) {
      return { code: 'expired', reason: SEND_REASON.expired }
    }
    const chat = await storage.chats.find(address)
    if (chat?.status === 'gone') return { code: 'chat_gone', reason: SEND_REASON.chat_gone }
    if (chat?.status === 'paused') return { code: 'not_allowed', reason: SEND_REASON.paused }
    return undefined
  }

  /** The platform has the message now: forgetting that would post it twice, so a busy database is tried again. */
  const recordSuccess = async (delivery: Delivery, externalId: string) => {
    for (let triesLeft = RECORDING_TRIES; ; triesLeft -= 1) {
      try {
        await outcomes.succeeded(delivery, externalId)
        return
      } catch (error) {
        if (triesLeft <= 1) throw error
        logger.error({ err: error, deliveryId: delivery.id }, 'cannot record a sent message yet')
        await clock.sleep(RECORDING_WAIT_MS)
      }
    }
  }

  /** The events that came while the message was in flight; from here on they find its row. */
  const hearEarly = () =>
    events.run(async () => {
      const missed = early ?? []
      early = undefined
      for (const event of missed) await hear(event)
    })

  const send = async (delivery: Delivery) => {
    const message = await deliveries.messageOf(delivery.runId)
    if (message === undefined) return
    const id = delivery.messageId ?? channel.newMessageId()
    const tried = { ...delivery, attempts: delivery.attempts + 1 }
    governor.record(delivery.address)
    await dailyCount.keep()
    early = []
    try {
      await deliveries.update(delivery.id, { status: 'sending', messageId: id, attempts: tried.attempts })
      const result = await channel
        .send(delivery.address, message, { id })
        .catch((error: unknown) => ({ error }))
      if ('error' in result) await outcomes.failed(tried, result.error)
      else await recordSuccess(delivery, result.externalId)
    } finally {
      await hearEarly()
    }
  }

  const skip = async ({ id, runId, broadcastId }: Delivery, error: Delivery['error'] & object) => {
    await deliveries.update(id, { status: 'skipped', error })
    await outcomes.finish({ id: runId, broadcastId })
  }

  const recoverOne = async ({ id, runId, broadcastId, attempts }: Delivery) => {
    const mayRepeat = channel.dropsRepeatedIds && attempts < MAX_ATTEMPTS
    await deliveries.update(
      id,
      mayRepeat
        ? { status: 'queued', nextAttemptAt: clock.now() }
        : { status: 'uncertain', error: { code: 'interrupted', reason: SEND_REASON.interrupted } },
    )
    await outcomes.finish({ id: runId, broadcastId })
  }

  /** For a time when no message is in flight. */
  const recoverInterrupted = async () => {
    for (const delivery of await deliveries.list({ statuses: ['sending'], sender })) {
      await recoverOne(delivery)
      logger.warn({ ...sender, deliveryId: delivery.id }, 'a message was interrupted')
    }
  }

  /** Does the next thing. Returns how long to wait before the one after it, in milliseconds. */
  const step = async (): Promise<number> => {
    if (governor.restriction(sender) !== undefined) return LONGEST_WAIT_MS
    const { state, quietUntil } = channel.status()
    if (state !== 'connected') return RECONNECT_POLL_MS
    const now = clock.now()
    if (quietUntil !== undefined && quietUntil > now) return LONGEST_WAIT_MS
    const delivery = await deliveries.nextDue(sender, now)
    if (delivery === undefined) {
      const nextAt = (await deliveries.nextAttemptAt(sender))?.getTime() ?? Infinity
      return Math.min(LONGEST_WAIT_MS, Math.max(1, nextAt - now.getTime()))
    }
    const broadcast = await storage.broadcasts.find(delivery.broadcastId)
    if (broadcast?.status === 'paused' || broadcast?.status === 'cancelled') {
      await deliveries.setRunStatus(delivery.runId, 'paused', HALTED_REASON[broadcast.status])
      return 0
    }
    const error = await objection(delivery, broadcast)
    if (error !== undefined) {
      await skip(delivery, error)
      return 0
    }
    const accountWaitMs = governor.accountWaitMs(sender)
    if (accountWaitMs > 0) return Math.min(accountWaitMs, LONGEST_WAIT_MS)
    const chatWaitMs = governor.chatWaitMs(delivery.address)
    if (chatWaitMs > 0) {
      // Others need not wait for this chat.
      await deliveries.update(delivery.id, { nextAttemptAt: new Date(now.getTime() + Math.ceil(chatWaitMs)) })
      return 0
    }
    await send(delivery)
    return 0
  }

  return {
    async recover() {
      await dailyCount.restore()
      await recoverInterrupted()
    },
    async run(signal) {
      signal.addEventListener('abort', alarm.ring, { once: true })
      let hasFaltered = false
      while (!signal.aborted) {
        try {
          if (hasFaltered) await recoverInterrupted()
          hasFaltered = false
          const waitMs = await step()
          if (waitMs > 0 && !signal.aborted) await alarm.wait(waitMs)
        } catch (error) {
          hasFaltered = true
          logger.error({ err: error, ...sender }, 'sending faltered')
          if (!signal.aborted) await alarm.wait(FAULT_WAIT_MS)
        }
      }
      await events.idle()
    },
    wake: alarm.ring,
    hear: (event) => events.run(() => hear(event)),
  }
}
