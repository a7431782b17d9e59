import type { SendingAccount } from '../storage/deliveries.ts'
import type { Storage } from '../storage/storage.ts'
import type { Governor } from './governor.ts'

const COLLECTION = 'pace'
const KEY = 'daily'

/** Keeps the count of an account's daily limit over a restart. Does nothing for an account without such a limit. */
export function createDailyCount(
  storage: Pick<Storage, 'channelMemory'>,
  governor: Governor,
  sender: SendingAccount,
) {
  const memory = storage.channelMemory(sender)
  return {
    async restore(): Promise<void> {
      if (governor.dailyCount(sender) === undefined) return
      const kept = (await memory.get(COLLECTION, [KEY])).get(KEY)
      const [day, count] = kept?.split(' ') ?? []
      if (day !== undefined && count !== undefined) {
        governor.resumeDailyCount(sender, { day, count: Number(count) })
      }
    },
    async keep(): Promise<void> {
      const current = governor.dailyCount(sender)
      if (current === undefined) return
      await memory.set([{ collection: COLLECTION, key: KEY, value: `${current.day} ${current.count}` }])
    },
  }
}
