import type { Clock } from '../clock.ts'
import type { Delivery } from '../domain/broadcast.ts'
import type { Channel } from '../domain/channel.ts'
import type { SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { Hold } from './due.ts'
import { CONFIRM_WITHIN_MS, type Outcome } from './outcome.ts'
import { SEND_REASON } from './retry.ts'

/** Once more, and that is it. */
const MOST_REPEATS = 1
const AT_ONCE = 50

/** What to do about messages that nobody received in time. */
export interface Unheard {
  /** Goes out once more under its id. */
  repeat?: Delivery
  /** Those that have no more tries. */
  outcomes: Outcome[]
}

/** A message that went out twice and was received by nobody. */
export const unconfirmed = (delivery: Delivery): Delivery => ({
  ...delivery,
  status: 'unconfirmed',
  error: { code: 'nobody_received', reason: SEND_REASON.nobody_received },
})

/** Looks after messages that the platform took and nobody received. Only where the platform tells of receipts. */
export function createConfirmation(
  { broadcasts, deliveries }: Pick<Storage, 'broadcasts' | 'deliveries'>,
  { channel, clock, hold }: { channel: Channel; clock: Clock; hold: Hold },
  sender: SendingAccount,
) {
  const isOn = channel.tellsReceipts === true && channel.dropsRepeatedIds

  /** When it may go out once more; undefined: never. */
  async function repeatAt({ broadcastId, repeats }: Delivery, now: Date): Promise<Date | undefined> {
    if (repeats >= MOST_REPEATS) return undefined
    const broadcast = await broadcasts.find(broadcastId)
    if (broadcast === undefined || broadcast.status === 'cancelled' || broadcast.status === 'paused')
      return undefined
    if (broadcast.expiresAt !== undefined && broadcast.expiresAt <= now) return undefined
    return hold({ priority: broadcast.priority, channel: channel.name }, now) ?? now
  }

  return {
    /** At most one to repeat at a time: the pace decides about the next. */
    async unheard(): Promise<Unheard> {
      const outcomes: Outcome[] = []
      if (!isOn) return { outcomes }
      const now = clock.now()
      for (const delivery of await deliveries.unheardOf(sender, now, AT_ONCE)) {
        const at = await repeatAt(delivery, now)
        if (at === undefined) outcomes.push({ step: { was: 'sent', delivery: unconfirmed(delivery) } })
        else if (at > now)
          outcomes.push({ step: { was: 'sent', delivery: { ...delivery, nextAttemptAt: at } } })
        else {
          const nextAttemptAt = new Date(now.getTime() + CONFIRM_WITHIN_MS)
          return {
            outcomes,
            repeat: { ...delivery, repeats: delivery.repeats + 1, nextAttemptAt, triedAt: now },
          }
        }
      }
      return { outcomes }
    },
    /** When the next one should have been received. */
    async nextAt(): Promise<number> {
      return isOn ? ((await deliveries.nextUnheardAt(sender))?.getTime() ?? Infinity) : Infinity
    },
  }
}
