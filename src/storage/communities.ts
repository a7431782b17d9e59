import { randomUUID } from 'node:crypto'
import type { AreaCode } from '../domain/area.ts'
import type { Chat, ChatStatus, CommunityKind } from '../domain/community.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import { isTopic, type Topic } from '../domain/topic.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

const WITH_COMMUNITY = { community: true } as const
type ChatRow = Prisma.ChatGetPayload<{ include: typeof WITH_COMMUNITY }>

/** Tens of thousands of groups say the same few words: one copy of each is enough. */
function createVocabulary() {
  const words = new Map<string, string>()
  return (word: string): string => {
    const known = words.get(word)
    if (known === undefined) words.set(word, word)
    return known ?? word
  }
}

const ALL_TOPICS: Topic[] = []

function toChat(row: ChatRow, word = (text: string) => text): Chat {
  const topics = Array.isArray(row.topics) ? row.topics : []
  return {
    id: row.id,
    communityId: row.communityId,
    communityKind: word(row.community.kind) as CommunityKind,
    areaCode: word(row.community.areaCode),
    channel: word(row.channel) as ChannelName,
    account: word(row.account),
    chatId: row.chatId,
    title: row.title,
    topics:
      topics.length === 0
        ? ALL_TOPICS
        : topics.filter((topic): topic is Topic => typeof topic === 'string' && isTopic(topic)),
    status: word(row.status) as ChatStatus,
    isStandby: row.isStandby,
  }
}

/** A group is the same group whichever account of the bot is in it. */
const key = ({ channel, chatId }: ChatAddress) => ({ channel, chatId })

/** Read at once: all rows of a large office as Prisma gives them out would take hundreds of megabytes. */
const CHATS_AT_ONCE = 500

/** Every chat that announcements may go to, some at a time. */
export async function* readActiveChats(db: Pick<Database, 'chat'>): AsyncGenerator<Chat[]> {
  const word = createVocabulary()
  let last = ''
  for (;;) {
    const rows = await db.chat.findMany({
      where: { status: 'active', id: { gt: last } },
      include: WITH_COMMUNITY,
      orderBy: { id: 'asc' },
      take: CHATS_AT_ONCE,
    })
    yield rows.map((row) => toChat(row, word))
    if (rows.length < CHATS_AT_ONCE) return
    last = rows.at(-1)?.id ?? last
  }
}

/** What a group is subscribed with. */
export interface Subscription {
  title: string
  areaCode: AreaCode
  topics: Topic[]
}

export type ChatStore = ReturnType<typeof createChatStore>

/** Communities and their chats: who announcements can reach. */
export function createChatStore(db: Database, now: () => Date) {
  return {
    /** The subscribed chat at an address, in whatever status. */
    async find(address: ChatAddress): Promise<Chat | undefined> {
      const row = await db.chat.findFirst({ where: key(address), include: WITH_COMMUNITY })
      return row === null ? undefined : toChat(row)
    },

    /** Every chat that announcements may go to. */
    async listActive(): Promise<Chat[]> {
      const chats: Chat[] = []
      for await (const some of readActiveChats(db)) chats.push(...some)
      return chats
    },

    /** Every chat, whatever its status. */
    async listAll(): Promise<Chat[]> {
      const rows = await db.chat.findMany({ include: WITH_COMMUNITY, orderBy: { id: 'asc' } })
      return rows.map((row) => toChat(row))
    },

    /** Subscribes a group, or changes its area and topics. A group without a KIM code is a public community. */
    async subscribe(address: ChatAddress, { title, areaCode, topics }: Subscription): Promise<Chat> {
      return db.$transaction(async (tx) => {
        const existing = await tx.chat.findFirst({ where: key(address) })
        if (existing !== null) {
          await tx.community.update({ where: { id: existing.communityId }, data: { areaCode, name: title } })
          const row = await tx.chat.update({
            where: { id: existing.id },
            data: { account: address.account, title, topics, status: 'active' },
            include: WITH_COMMUNITY,
          })
          return toChat(row)
        }
        const row = await tx.chat.create({
          data: {
            id: randomUUID(),
            ...address,
            title,
            topics,
            status: 'active',
            createdAt: now(),
            community: {
              create: {
                id: randomUUID(),
                kind: 'public' satisfies CommunityKind,
                name: title,
                areaCode,
                verification: 'unverified',
                createdAt: now(),
              },
            },
          },
          include: WITH_COMMUNITY,
        })
        return toChat(row)
      })
    },

    /** Does nothing when the chat is not subscribed. Returns whether it was. */
    async setStatus(address: ChatAddress, status: ChatStatus): Promise<boolean> {
      const { count } = await db.chat.updateMany({ where: key(address), data: { status } })
      return count > 0
    },

    async rename(address: ChatAddress, title: string): Promise<void> {
      await db.chat.updateMany({ where: key(address), data: { title } })
    },

    /**
     * Makes a group one of the groups of another one's community, with its area. With `isStandby` it gets an
     * announcement only when no other group of the community can. Returns whether both are known.
     */
    async join(address: ChatAddress, other: ChatAddress, options: { isStandby: boolean }): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const chat = await tx.chat.findFirst({ where: key(address) })
        const target = await tx.chat.findFirst({ where: key(other) })
        if (chat === null || target === null) return false
        const { communityId } = target
        await tx.chat.update({ where: { id: chat.id }, data: { ...options, communityId } })
        await tx.community.deleteMany({ where: { id: chat.communityId, chats: { none: {} } } })
        return true
      })
    },

    /** The platform gave the chat a new id. Safe to repeat; when both ids are known the old row becomes `gone`. */
    async move(address: ChatAddress, movedTo: string): Promise<void> {
      await db.$transaction(async (tx) => {
        const target = await tx.chat.findFirst({ where: key({ ...address, chatId: movedTo }) })
        const change = target === null ? { chatId: movedTo } : { status: 'gone' satisfies ChatStatus }
        await tx.chat.updateMany({ where: key(address), data: change })
      })
    },
  }
}
