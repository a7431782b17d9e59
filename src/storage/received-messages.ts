import type { IgnoredReason } from '../domain/inquiry.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Database } from './database.ts'

export type ReceivedMessageStore = ReturnType<typeof createReceivedMessageStore>

/** Incoming messages that were dealt with, so that a repeated one is dropped, also after a restart. */
export function createReceivedMessageStore(db: Database, now: () => Date) {
  return {
    /** What became of a message; undefined when it was never dealt with. */
    async find(chat: ChatAddress, messageId: string): Promise<{ ignored?: IgnoredReason } | undefined> {
      const { channel, chatId } = chat
      const row = await db.receivedMessage.findUnique({
        where: { channel_chatId_messageId: { channel, chatId, messageId } },
      })
      if (row === null) return undefined
      return row.ignored === null ? {} : { ignored: row.ignored as IgnoredReason }
    },

    /** Records that a message was dealt with; `ignored` says why nothing was answered. Safe to repeat. */
    async add(chat: ChatAddress, messageId: string, ignored?: IgnoredReason): Promise<void> {
      const { channel, chatId } = chat
      const data = { ignored: ignored ?? null, receivedAt: now() }
      await db.receivedMessage.upsert({
        where: { channel_chatId_messageId: { channel, chatId, messageId } },
        create: { channel, chatId, messageId, ...data },
        update: {},
      })
    },

    /** Forgets one chat; a private one is known by its keyed hash. */
    async forgetChat({ channel, chatId }: ChatAddress): Promise<void> {
      await db.receivedMessage.deleteMany({ where: { channel, chatId } })
    },

    /** Forgets what is older than an instant. Platforms do not repeat messages after days. */
    async forgetBefore(instant: Date): Promise<void> {
      await db.receivedMessage.deleteMany({ where: { receivedAt: { lt: instant } } })
    },
  }
}
