import type { Clock } from '../clock.ts'
import type { Delivery } from '../domain/broadcast.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Committed, DeliveryStep } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import { SEND_REASON } from './retry.ts'
import type { Sender } from './sender.ts'

/** How accounts of one platform help each other out. */
export interface Relief {
  /** Another account that is in this chat, may write there and may send now. */
  standInFor(address: ChatAddress): string | undefined
  /** The delivery as the other account takes it on: with an id of its own. Never for a message that is in doubt. */
  handedOver(delivery: Delivery, account: string): Delivery
  /** An account has stopped: others should take over. */
  needed(): void
  /** Something is due for another account. */
  wake(): void
}

export interface ReliefDeps {
  storage: Pick<Storage, 'deliveries'>
  clock: Clock
  logger: Logger
  senders: () => Sender[]
  onRunChanged: (run: Committed['changedRuns'][number]) => Promise<void>
  /** Called for `needed`. */
  onNeeded: () => void
}

/**
 * The numbers of one platform share its groups. Only what certainly was not posted changes hands; what is in doubt waits
 * for its own number, because nobody else can repeat it under its id.
 */
export function createRelief({ storage, clock, logger, senders, onRunChanged, onNeeded }: ReliefDeps) {
  const { deliveries } = storage

  const othersIn = ({ channel, account, chatId }: ChatAddress): Sender[] =>
    senders().filter(
      (other) =>
        other.channel.name === channel &&
        other.channel.account !== account &&
        other.isFit() &&
        other.channel.isMember?.(chatId) === true &&
        other.channel.mayPost?.(chatId) !== false,
    )

  const relief: Relief = {
    standInFor: (address) => othersIn(address)[0]?.channel.account,
    handedOver(delivery, account) {
      const address = { ...delivery.address, account }
      const handedOver: Delivery = { ...delivery, address, status: 'queued', nextAttemptAt: clock.now() }
      delete handedOver.messageId
      delete handedOver.externalId
      return handedOver
    },
    needed: onNeeded,
    wake() {
      for (const sender of senders()) sender.wake()
    },
  }

  /** Everything that waits for an account that cannot send goes to another account, or to a group that stands by. */
  async function relieve(stopped: Sender): Promise<void> {
    const sender = { channel: stopped.channel.name, account: stopped.channel.account }
    const now = clock.now()
    // What waits for the hours of its group needs nobody before that.
    const needsHelp = ({ isInDoubt, nextAttemptAt, error }: Delivery) =>
      !isInDoubt && (nextAttemptAt <= now || error?.code !== 'waits_for_hours')
    const waiting = (await deliveries.open(sender, 'queued')).filter(needsHelp)
    const withStandIn = await deliveries.withStandIns(waiting.map(({ id }) => id))
    const isOnly = senders().filter(({ channel }) => channel.name === sender.channel).length === 1
    const reason = isOnly ? SEND_REASON.restricted : SEND_REASON.no_stand_in
    const error = { code: 'restricted', reason } as const
    const settled = waiting.flatMap((delivery): DeliveryStep[] => {
      const account = relief.standInFor(delivery.address)
      if (account !== undefined) return [{ was: 'queued', delivery: relief.handedOver(delivery, account) }]
      if (withStandIn.has(delivery.id))
        return [{ was: 'queued', delivery: { ...delivery, status: 'failed', error } }]
      return delivery.error?.reason === error.reason
        ? []
        : [{ was: 'queued', delivery: { ...delivery, error } }]
    })
    if (settled.length === 0) return
    const { changedRuns } = await deliveries.commit({ settled, starting: [] })
    for (const run of changedRuns) await onRunChanged(run)
    const handedOver = settled.filter(({ delivery }) => delivery.address.account !== sender.account).length
    logger.warn({ ...sender, handedOver, left: settled.length - handedOver }, 'other accounts take over')
    relief.wake()
  }

  return {
    ...relief,
    /** Takes over from every account that cannot send. */
    async relieveAll(): Promise<void> {
      for (const sender of senders()) if (!sender.isFit()) await relieve(sender)
    },
  }
}
