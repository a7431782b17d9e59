import type { Clock } from '../clock.ts'
import type { SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { Governor } from './governor.ts'

const COLLECTION = 'pace'
const SINCE = 'since'
const RESTRICTION = 'restriction'
const DAY_MS = 86_400_000

/** What the governor must know about an account after a restart: its age, its last day, and whether it is stopped. */
export function createAccountHistory(
  storage: Pick<Storage, 'channelMemory' | 'deliveries'>,
  { governor, clock }: { governor: Governor; clock: Clock },
  sender: SendingAccount,
) {
  const memory = storage.channelMemory(sender)
  const keep = (key: string, value: string | null) => memory.set([{ collection: COLLECTION, key, value }])

  return {
    async restore(): Promise<void> {
      const kept = await memory.get(COLLECTION, [SINCE, RESTRICTION])
      const now = clock.now()
      const since = kept.get(SINCE)
      if (since === undefined) await keep(SINCE, now.toISOString())
      governor.resume(sender, {
        since: since === undefined ? now : new Date(since),
        sentAt: governor.hasCaps(sender)
          ? await storage.deliveries.triedSince(sender, new Date(now.getTime() - DAY_MS))
          : [],
      })
      const restriction = kept.get(RESTRICTION)
      if (restriction !== undefined) governor.restrict(sender, restriction)
    },
    /** Stops the account, also after a restart. */
    async restrict(reason: string): Promise<void> {
      governor.restrict(sender, reason)
      await keep(RESTRICTION, reason)
    },
    /** Staff have seen to it: the account may send again. */
    async lift(): Promise<void> {
      await keep(RESTRICTION, null)
      governor.lift(sender)
    },
  }
}
