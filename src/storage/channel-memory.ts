import type { ChannelMemory } from '../domain/channel.ts'
import type { ChannelName } from '../domain/message.ts'
import type { Database } from './database.ts'

/** What one channel account must remember over restarts. */
export function createChannelMemory(
  db: Database,
  { channel, account }: { channel: ChannelName; account: string },
  now: () => Date,
): ChannelMemory {
  return {
    async get(collection, keys) {
      const rows = await db.channelMemory.findMany({
        where: { channel, account, collection, key: { in: keys } },
        select: { key: true, value: true },
      })
      return new Map(rows.map((row) => [row.key, row.value]))
    },

    async list(collection) {
      const rows = await db.channelMemory.findMany({
        where: { channel, account, collection },
        select: { key: true, value: true },
      })
      return new Map(rows.map((row) => [row.key, row.value]))
    },

    async set(entries) {
      await db.$transaction(
        entries.map(({ collection, key, value }) => {
          if (value === null) {
            return db.channelMemory.deleteMany({ where: { channel, account, collection, key } })
          }
          return db.channelMemory.upsert({
            where: { channel_account_collection_key: { channel, account, collection, key } },
            create: { channel, account, collection, key, value, updatedAt: now() },
            update: { value, updatedAt: now() },
          })
        }),
      )
    },

    async clear(collections) {
      await db.channelMemory.deleteMany({
        where: {
          channel,
          account,
          ...(collections === undefined ? {} : { collection: { in: collections } }),
        },
      })
    },
  }
}
