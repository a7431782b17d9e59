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
      // Asked for every message: the plain statement takes a fifth of the time.
      const [row] = await db.$queryRaw<{ ignored: string | null }[]>`
        SELECT ignored FROM ReceivedMessage
        WHERE channel = ${channel} AND chatId = ${chatId} AND messageId = ${messageId}`
      if (row === undefined) return undefined
      return row.ignored === null ? {} : { ignored: row.ignored as IgnoredReason }
    },

    /** Records that a message was dealt with; `ignored` says why nothing was answered. Safe to repeat. */
    async add(chat: ChatAddress, messageId: string, ignored?: IgnoredReason): Promise<void> {
      const { channel, chatId } = chat
      await db.$executeRaw`
        INSERT INTO ReceivedMessage (channel, chatId, messageId, ignored, receivedAt)
        VALUES (${channel}, ${chatId}, ${messageId}, ${ignored ?? null}, ${now()})
        ON CONFLICT DO NOTHING`
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
