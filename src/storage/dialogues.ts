import type { ChatAddress } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

export interface StoredDialogue {
  /** Keyed hash of the admin who talks. */
  adminKey: string
  /** A JSON value; its shape belongs to `membership/dialogue.ts`. */
  state: unknown
  updatedAt: Date
}

const key = ({ channel, account, chatId }: ChatAddress) => ({
  channel_account_chatId: { channel, account, chatId },
})

export type DialogueStore = ReturnType<typeof createDialogueStore>

/** Conversations in progress, one a chat: they survive a restart. */
export function createDialogueStore(db: Database, now: () => Date) {
  return {
    async find(chat: ChatAddress): Promise<StoredDialogue | undefined> {
      const row = await db.dialogue.findUnique({ where: key(chat) })
      return row === null ? undefined : { adminKey: row.adminKey, state: row.state, updatedAt: row.updatedAt }
    },

    /** `state` must survive JSON. */
    async save(chat: ChatAddress, adminKey: string, state: unknown): Promise<void> {
      const data = { adminKey, state: state as Prisma.InputJsonValue, updatedAt: now() }
      const { channel, account, chatId } = chat
      await db.dialogue.upsert({
        where: key(chat),
        create: { channel, account, chatId, ...data },
        update: data,
      })
    },

    async remove({ channel, account, chatId }: ChatAddress): Promise<void> {
      await db.dialogue.deleteMany({ where: { channel, account, chatId } })
    },
  }
}
