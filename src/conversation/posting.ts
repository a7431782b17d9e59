import type { Clock } from '../clock.ts'
import type { Channel, ChannelEvent, PostingChange } from '../domain/channel.ts'
import type { Chat, ChatObstacle } from '../domain/community.ts'
import type { SendErrorCode } from '../domain/error.ts'
import type { ChannelName, ChatAddress, OutgoingMessage } from '../domain/message.ts'
import { DEFAULT_QUIET_HOURS, quietUntil, type QuietHours } from '../domain/quiet-hours.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { barredBy, openAgain } from './replies/group-life.ts'
import { createStandings } from './standings.ts'

/** How often the platforms are asked about groups in which the bot may not write, and about how many at a time. */
const RECHECK_EVERY_MS = 60_000
const RECHECKED_AT_ONCE = 5

/** What may keep the bot from writing; who did it is then told. */
const CLOSING: ReadonlySet<PostingChange> = new Set(['restricted', 'demoted', 'topic_closed'])

export type PostingEvent = Extract<ChannelEvent, { type: 'posting_changed' }>

export interface PostingDeps {
  storage: Storage
  clock: Clock
  logger: Logger
  /** Says something. Resolves with why it did not go out, when it did not. */
  say: (chat: ChatAddress, message: OutgoingMessage) => Promise<SendErrorCode | undefined>
  /** The numbers of the bot that are in a group, as far as is known. */
  channelsIn: (chat: ChatAddress) => Channel[]
  hash: (channel: ChannelName, id: string) => string
  /** Sends what a group could not get as long as the bot might not write there. Resolves with how many messages. */
  release: (chat: Chat) => Promise<number>
  quietHours?: QuietHours
}

/** Knows in which groups the bot may write, tells whoever can change it, and sends what was held back meanwhile. */
export function createPosting(deps: PostingDeps) {
  const { storage, clock, logger, say, quietHours = DEFAULT_QUIET_HOURS } = deps
  const { chats, chatLife, deliveries, receivedMessages } = storage
  const standings = createStandings(deps.channelsIn)
  const opening = new Set<string>()
  const recheckedAt = new Map<string, number>()
  let lastRecheckMs = -Infinity

  /**
   * Tells whoever closed a group to the bot, in private: once a month, because some groups open and close every day.
   * Where nobody can be told, staff see it in the registry and in the deliveries.
   */
  async function tellPerson(
    chat: ChatAddress,
    by: string | undefined,
    message: OutgoingMessage,
  ): Promise<void> {
    if (by === undefined) return
    const told = `barred/${clock.now().toISOString().slice(0, 7)}/${deps.hash(chat.channel, by)}`
    if ((await receivedMessages.find(chat, told)) !== undefined) return
    const problem = await say({ ...chat, chatId: by }, message)
    if (problem === undefined) await receivedMessages.add(chat, told)
    else logger.warn({ channel: chat.channel, problem }, 'nobody could be told that a group is closed')
  }

  /** The bot may not write in a subscribed group. `by` closed it. */
  async function bar(chat: Chat, obstacle: ChatObstacle, by?: string): Promise<void> {
    if (await chatLife.setObstacle(chat, obstacle)) {
      logger.warn({ channel: chat.channel, obstacle }, 'the bot may not write in a group')
    }
    // Who wants no announcements now misses none.
    if (chat.status === 'active') await tellPerson(chat, by, barredBy(chat.title, obstacle))
  }

  /** The bot may write in a subscribed group. It says so only when something was held back, which goes out then. */
  async function open(chat: Chat): Promise<void> {
    if (opening.has(chat.id)) return
    opening.add(chat.id)
    try {
      await letGo(chat)
    } finally {
      opening.delete(chat.id)
    }
  }

  async function letGo(chat: Chat): Promise<void> {
    await chatLife.setObstacle(chat)
    const held = chat.status === 'active' ? await deliveries.countHeldBack(chat) : 0
    if (held === 0) return
    const problem = await say(chat, openAgain(held))
    if (problem === 'not_allowed') {
      await chatLife.setObstacle(chat, chat.obstacle ?? 'announce_only')
      return
    }
    await deps.release(chat)
    logger.info({ channel: chat.channel, held }, 'a group is open again')
  }

  return {
    ask: (chat: ChatAddress) => standings.ask(chat),
    tellPerson,
    bar,

    /** Something changed in a subscribed group; `known` is how it was. */
    async changed({ chat, change, by }: PostingEvent, known: Chat): Promise<void> {
      const obstacle = await standings.obstacleAfter(chat, change, known.obstacle)
      if (obstacle === 'unknown') return
      if (obstacle === 'none') await open(known)
      else await bar(known, obstacle, CLOSING.has(change) ? by : undefined)
    },

    /** True when the bot may write in a group after a change, as far as anybody can say. */
    isOpenAfter: async ({ chat, change }: PostingEvent): Promise<boolean> =>
      (await standings.obstacleAfter(chat, change, undefined)) === 'none',

    /** An answer in a group arrived, or was not allowed there. */
    async answered(address: ChatAddress, isAllowed: boolean): Promise<void> {
      const chat = await chats.find(address)
      if (chat === undefined || chat.status === 'gone') return
      // An answer in another topic does not open a closed one.
      if (isAllowed && chat.obstacle === 'announce_only') await open(chat)
      if (!isAllowed && (await standings.ask(address)) === 'barred') await bar(chat, 'announce_only')
    },

    /** An announcement arrived in a group in which the bot could not write before. */
    async announced(address: ChatAddress): Promise<void> {
      const chat = await chats.find(address)
      if (chat !== undefined && chat.status !== 'gone') await open(chat)
    },

    /**
     * Asks about some of the groups in which the bot may not write: Telegram does not tell when all members may again.
     * Returns in how many milliseconds to ask about others.
     */
    async recheck(): Promise<number> {
      const now = clock.now()
      const quiet = quietUntil(now, quietHours)
      if (quiet !== undefined) return quiet.getTime() - now.getTime()
      const sinceMs = now.getTime() - lastRecheckMs
      if (sinceMs < RECHECK_EVERY_MS) return RECHECK_EVERY_MS - sinceMs
      lastRecheckMs = now.getTime()
      const longestAgo = (await chatLife.listBarred()).toSorted(
        (left, right) => (recheckedAt.get(left.id) ?? 0) - (recheckedAt.get(right.id) ?? 0),
      )
      for (const chat of longestAgo.slice(0, RECHECKED_AT_ONCE)) {
        recheckedAt.set(chat.id, now.getTime())
        const standing = await standings.ask(chat)
        const isOpen = standing === 'member' && chat.obstacle !== 'topic_closed'
        if (standing === 'admin' || isOpen) await open(chat)
      }
      return RECHECK_EVERY_MS
    },
  }
}
