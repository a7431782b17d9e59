import type { Clock } from '../clock.ts'
import type { Delivery, DeliveryStatus } from '../domain/broadcast.ts'
import type { DeliveryStep } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import { refreshStatus } from './status.ts'

/** What staff may decide about: nobody knows whether it arrived, or it certainly did not. */
const DECIDABLE: readonly DeliveryStatus[] = ['uncertain', 'unconfirmed', 'failed']

/** Longer than anybody waits for a receipt. */
const FAR_AWAY = new Date('9999-12-31T00:00:00Z')

export interface DecisionDeps {
  storage: Pick<Storage, 'broadcasts' | 'deliveries'>
  clock: Clock
}

/** What staff decided about a run, and what it came to. */
export interface Decided {
  /** How many deliveries it changed. The others were not, or not any more, in such a state. */
  changed: number
}

/** Staff looked into the groups. These may be called from any process: the server sees the rows. */
export function createDecisions({ storage, clock }: DecisionDeps) {
  const { deliveries } = storage

  async function decide(
    { runId, statuses, deliveryIds }: DecisionScope,
    next: (delivery: Delivery) => Delivery,
  ): Promise<Decided> {
    const decidable = statuses.filter((status) => DECIDABLE.includes(status))
    const found = await deliveries.list({ runId, statuses: decidable })
    const wanted = deliveryIds === undefined ? found : found.filter(({ id }) => deliveryIds.includes(id))
    const settled = wanted.map((delivery): DeliveryStep => ({
      was: delivery.status,
      delivery: next(delivery),
    }))
    const { changedRuns } = await deliveries.commit({ settled, starting: [] })
    for (const { broadcastId, status } of changedRuns) {
      const broadcast = status === 'running' ? await storage.broadcasts.find(broadcastId) : undefined
      if (broadcast?.status === 'finished') await storage.broadcasts.setStatus(broadcastId, 'running')
      await refreshStatus(storage, broadcastId)
    }
    return { changed: settled.length }
  }

  return {
    /** They are not there: they go out again, as new messages. A finished run goes on. */
    sendAgain: (scope: DecisionScope): Promise<Decided> =>
      decide(scope, (delivery) => {
        const again: Delivery = {
          ...delivery,
          status: 'queued',
          attempts: 0,
          isInDoubt: false,
          repeats: 0,
          nextAttemptAt: clock.now(),
        }
        for (const key of ['messageId', 'externalId', 'error', 'sentAt'] as const) delete again[key]
        return again
      }),

    /** They are there. */
    countAsSent: (scope: DecisionScope): Promise<Decided> =>
      decide(scope, (delivery) => {
        const sent: Delivery = {
          ...delivery,
          status: 'sent',
          isInDoubt: false,
          // Nobody waits for a receipt any more: staff are the receipt.
          nextAttemptAt: FAR_AWAY,
          sentAt: delivery.sentAt ?? delivery.triedAt ?? clock.now(),
        }
        delete sent.error
        return sent
      }),
  }
}

/** Which deliveries a decision is about. */
export interface DecisionScope {
  runId: string
  statuses: DeliveryStatus[]
  /** All of the run in these states when missing. */
  deliveryIds?: string[]
}
