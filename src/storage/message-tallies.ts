import type { IgnoredReason } from '../domain/inquiry.ts'
import type { ChannelName } from '../domain/message.ts'
import { witaDay } from '../domain/wita.ts'
import type { Database } from './database.ts'

export type MessageTallyStore = ReturnType<typeof createMessageTallyStore>

/** How many messages were ignored without a row of their own: nothing of what people say to each other is stored. */
export function createMessageTallyStore(db: Database, now: () => Date) {
  return {
    /** Counts one message of today. */
    async count(channel: ChannelName, reason: IgnoredReason): Promise<void> {
      const day = witaDay(now())
      await db.messageTally.upsert({
        where: { day_channel_reason: { day, channel, reason } },
        create: { day, channel, reason, count: 1 },
        update: { count: { increment: 1 } },
      })
    },

    /** The counts of one channel over all days, by reason. */
    async byReason(channel: ChannelName): Promise<Map<string, number>> {
      const rows = await db.messageTally.groupBy({
        by: ['reason'],
        where: { channel },
        _sum: { count: true },
      })
      return new Map(rows.map(({ reason, _sum }) => [reason, _sum.count ?? 0]))
    },
  }
}
