import type { Clock } from '../clock.ts'
import type { SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { Governor } from './governor.ts'

const COLLECTION = 'pace'
const SINCE = 'since'
const RESTRICTION = 'restriction'
const DAY_MS = 86_400_000

export interface AccountHistoryDeps {
  governor: Governor
  clock: Clock
  /** Since when an account has been in use, when somebody knows; else since its first start. */
  inUseSince: (sender: SendingAccount) => Date | undefined
}

/** What the governor must know about an account after a restart: its age, its last day, and whether it is stopped. */
export function createAccountHistory(
  storage: Pick<Storage, 'channelMemory' | 'deliveries'>,
  { governor, clock, inUseSince }: AccountHistoryDeps,
  sender: SendingAccount,
) {
  const memory = storage.channelMemory(sender)
  const keep = (key: string, value: string | null) => memory.set([{ collection: COLLECTION, key, value }])

  return {
    async restore(): Promise<void> {
      const kept = await memory.get(COLLECTION, [SINCE, RESTRICTION])
      const now = clock.now()
      const firstStart = kept.get(SINCE)
      if (firstStart === undefined) await keep(SINCE, now.toISOString())
      governor.resume(sender, {
        since: inUseSince(sender) ?? (firstStart === undefined ? now : new Date(firstStart)),
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

/** Since when an account has been in use, as far as the database knows. */
export async function firstStartOf(
  storage: Pick<Storage, 'channelMemory'>,
  sender: SendingAccount,
): Promise<Date | undefined> {
  const kept = (await storage.channelMemory(sender).get(COLLECTION, [SINCE])).get(SINCE)
  return kept === undefined ? undefined : new Date(kept)
}
