import type { Clock } from '../clock.ts'
import type { Delivery } from '../domain/broadcast.ts'
import type { Channel, SendReceipt } from '../domain/channel.ts'
import { SendError, type SendErrorCode } from '../domain/error.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { DeliveryStep } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { createAccountHistory } from './account-history.ts'
import type { Governor } from './governor.ts'
import type { Relief } from './relief.ts'
import { planRetry, SEND_REASON } from './retry.ts'

/** How long somebody may take to receive a message, where the platform tells. */
export const CONFIRM_WITHIN_MS = 10 * 60_000

export interface OutcomeDeps {
  storage: Pick<Storage, 'chats' | 'chatLife'>
  channel: Channel
  clock: Clock
  logger: Logger
  governor: Governor
  history: ReturnType<typeof createAccountHistory>
  relief: Relief
  /** A message reached a group in which the bot could not write before. */
  onOpened: (chat: ChatAddress) => void
  random: () => number
}

/** What a try leads to. */
export interface Outcome {
  step: DeliveryStep
  /** Present when the try failed, and it is no other account's turn. */
  failure?: SendErrorCode
  /** What the error says about more than this one message; to be done once the step is written. */
  learn?: () => Promise<void>
}

/** Another account of the same platform can do better about these. */
const ACCOUNTS_OWN: ReadonlySet<SendErrorCode> = new Set(['chat_gone', 'not_allowed', 'restricted'])

/** What follows when a message went out or not. Writes nothing by itself. */
export function createOutcomes(deps: OutcomeDeps) {
  const { storage, channel, clock, logger, governor, history, relief, onOpened, random } = deps
  const { dropsRepeatedIds } = channel
  const sender = { channel: channel.name, account: channel.account }

  /** What must hold at once: the next message goes by it. */
  const heed = ({ code, retryAfterMs }: SendError, { address }: Delivery) => {
    if (code === 'throttled' && retryAfterMs !== undefined) governor.throttled(address, retryAfterMs)
    if (code !== 'restricted' || governor.restriction(sender) !== undefined) return
    governor.restrict(sender, SEND_REASON.restricted)
    logger.error(sender, 'the platform restricts this account: sending has stopped until staff lift it')
  }

  const learn = async (
    { code, movedTo, obstacle = 'announce_only' }: SendError,
    { address }: Delivery,
    hasStandIn: boolean,
  ) => {
    if (code === 'restricted') {
      await history.restrict(SEND_REASON.restricted)
      relief.needed()
    }
    if (code === 'chat_gone' && !hasStandIn) await storage.chatLife.leave(address)
    if (code === 'not_allowed' && !hasStandIn) await storage.chatLife.setObstacle(address, obstacle)
    if (code === 'chat_moved' && movedTo !== undefined) await storage.chats.move(address, movedTo)
    if (hasStandIn) relief.wake()
  }

  return {
    /** The platform has the message. `wasBarred`: an earlier one was not allowed there. */
    succeeded(delivery: Delivery, { externalId, recipients }: SendReceipt, wasBarred = false): Outcome {
      const now = clock.now()
      const waitMs = channel.tellsReceipts === true ? CONFIRM_WITHIN_MS : 0
      const sent: Delivery = {
        ...delivery,
        status: 'sent',
        externalId,
        sentAt: now,
        nextAttemptAt: new Date(now.getTime() + waitMs),
        isInDoubt: false,
        ...(recipients === undefined ? {} : { recipients }),
      }
      delete sent.error
      const step = { was: delivery.status, delivery: sent }
      if (!wasBarred) return { step }
      const open = async () => {
        await storage.chatLife.setObstacle(delivery.address)
        onOpened(delivery.address)
      }
      return { step, learn: open }
    },

    /**
     * A try failed. `delivery` is as it was before the error, with the try counted. That a group is still barred says
     * nothing about the announcement.
     */
    failed(delivery: Delivery, error: unknown, wasBarred = false): Outcome {
      if (!(error instanceof SendError))
        logger.error({ err: error, ...sender }, 'a channel broke its promise')
      else heed(error, delivery)
      const plan = planRetry(error, delivery, { now: clock.now(), random, dropsRepeatedIds })
      const code = error instanceof SendError ? error.code : 'unreachable'
      const next: Delivery = { ...delivery, ...plan }
      const standIn =
        ACCOUNTS_OWN.has(code) && !plan.isInDoubt && (plan.status === 'failed' || code === 'restricted')
          ? relief.standInFor(delivery.address)
          : undefined
      const ids = { ...sender, deliveryId: delivery.id, runId: delivery.runId }
      logger.warn(
        { ...ids, code, status: standIn === undefined ? plan.status : 'queued' },
        'message not sent',
      )
      const step = {
        was: delivery.status,
        delivery:
          standIn === undefined ? next : relief.handedOver({ ...next, attempts: delivery.attempts }, standIn),
      }
      return {
        step,
        ...(standIn === undefined && !(wasBarred && code === 'not_allowed') ? { failure: code } : {}),
        ...(error instanceof SendError ? { learn: () => learn(error, delivery, standIn !== undefined) } : {}),
      }
    },
  }
}

export type Outcomes = ReturnType<typeof createOutcomes>
