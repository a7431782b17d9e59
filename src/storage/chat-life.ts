import type { Chat, ChatObstacle, ChatStatus } from '../domain/community.ts'
import type { ChatAddress } from '../domain/message.ts'
import { toChat, WITH_COMMUNITY } from './communities.ts'
import type { Database } from './database.ts'

/** While a chat is `gone`, `pausedUntil` says what it comes back to; this stands for a pause without an end. */
const ENDLESS = new Date('9999-12-31T00:00:00Z')

const GONE: ChatStatus = 'gone'
const PAUSED: ChatStatus = 'paused'

/** A group is the same group whichever account of the bot is in it. */
const key = ({ channel, chatId }: ChatAddress) => ({ channel, chatId })

export type ChatLifeStore = ReturnType<typeof createChatLifeStore>

/** What happens to the subscribed groups by themselves: they lose the bot and get it back, open and close. */
export function createChatLifeStore(db: Database, now: () => Date) {
  return {
    /** The bot is not in the group any more. The subscription stays, with its pause. Returns whether it was there before. */
    async leave(address: ChatAddress): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const chat = await tx.chat.findFirst({ where: { ...key(address), status: { not: GONE } } })
        if (chat === null) return false
        const pausedUntil = chat.status === PAUSED ? (chat.pausedUntil ?? ENDLESS) : null
        await tx.chat.update({ where: { id: chat.id }, data: { status: GONE, pausedUntil, obstacle: null } })
        return true
      })
    },

    /**
     * The bot is in a group again that was gone: the subscription is as it was. An account that is there now sends.
     * Returns whether it was gone.
     */
    async comeBack(address: ChatAddress): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const chat = await tx.chat.findFirst({ where: { ...key(address), status: GONE } })
        if (chat === null) return false
        const { pausedUntil } = chat
        const isPaused = pausedUntil !== null && pausedUntil > now()
        const data = {
          status: isPaused ? PAUSED : ('active' satisfies ChatStatus),
          pausedUntil: isPaused && pausedUntil < ENDLESS ? pausedUntil : null,
          account: address.account,
        }
        await tx.chat.update({ where: { id: chat.id }, data })
        return true
      })
    },

    /** Whether the bot may write there, and if not, why. Returns whether that is news. */
    async setObstacle(address: ChatAddress, obstacle?: ChatObstacle): Promise<boolean> {
      const value = obstacle ?? null
      const isNews =
        value === null
          ? { obstacle: { not: null } }
          : { OR: [{ obstacle: null }, { obstacle: { not: value } }] }
      const where = { ...key(address), status: { not: GONE }, ...isNews }
      const { count } = await db.chat.updateMany({ where, data: { obstacle: value } })
      return count > 0
    },

    /** The groups in which the bot may not write. */
    async listBarred(): Promise<Chat[]> {
      const rows = await db.chat.findMany({
        where: { obstacle: { not: null }, status: { not: GONE } },
        include: WITH_COMMUNITY,
        orderBy: { id: 'asc' },
      })
      return rows.map((row) => toChat(row, now()))
    },
  }
}
