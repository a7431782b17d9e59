import type { Clock } from '../clock.ts'
import type { Channel } from '../domain/channel.ts'
import type { Logger } from '../logger.ts'
import type { Committed, DeliveryStep, SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import { MAX_ATTEMPTS, SEND_REASON } from './retry.ts'

export interface RecoveryDeps {
  storage: Pick<Storage, 'deliveries'>
  channel: Channel
  clock: Clock
  logger: Logger
  onRunChanged: (run: Committed['changedRuns'][number]) => Promise<void>
}

/**
 * Deals with what an earlier process left in `sending`: it goes out again under the same id where the platform drops a
 * repeated id, and is uncertain elsewhere.
 */
export async function recoverInterrupted(
  { storage, channel, clock, logger, onRunChanged }: RecoveryDeps,
  sender: SendingAccount,
): Promise<void> {
  const interrupted = await storage.deliveries.open(sender, 'sending')
  if (interrupted.length === 0) return
  const settled = interrupted.map((delivery): DeliveryStep => {
    const mayRepeat = channel.dropsRepeatedIds && delivery.attempts < MAX_ATTEMPTS
    return {
      was: 'sending',
      delivery: mayRepeat
        ? { ...delivery, status: 'queued', isInDoubt: true, nextAttemptAt: clock.now() }
        : {
            ...delivery,
            status: 'uncertain',
            isInDoubt: true,
            error: { code: 'interrupted', reason: SEND_REASON.interrupted },
          },
    }
  })
  const { changedRuns } = await storage.deliveries.commit({ settled, starting: [] })
  for (const run of changedRuns) await onRunChanged(run)
  logger.warn({ ...sender, messages: settled.length }, 'messages were interrupted')
}
