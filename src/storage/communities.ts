import { randomUUID } from 'node:crypto'
import {
  SPEECH_REGISTERS,
  type Chat,
  type ChatObstacle,
  type ChatPreferences,
  type ChatStatus,
  type CommunityKind,
  type CommunityStatus,
  type SpeechRegister,
} from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import { isReceivingHours } from '../domain/receiving-hours.ts'
import type { Topic } from '../domain/topic.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

export const WITH_COMMUNITY = { community: true } as const
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

const registerNamed = (name: string): SpeechRegister =>
  SPEECH_REGISTERS.find((register) => register === name) ?? 'formal'

const ALL_TOPICS: Topic[] = []

export const textsOf = (list: Prisma.JsonValue): string[] =>
  Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []

/** `paused` is over by itself when its time has come. */
export function statusOf(
  { status, pausedUntil }: Pick<ChatRow, 'status' | 'pausedUntil'>,
  now: Date,
): ChatStatus {
  return status === 'paused' && pausedUntil !== null && pausedUntil <= now ? 'active' : (status as ChatStatus)
}

export function toChat(row: ChatRow, now: Date, word = (text: string) => text): Chat {
  const topics = textsOf(row.topics)
  const areaCodes = textsOf(row.areaCodes)
  const status = word(statusOf(row, now)) as ChatStatus
  return {
    id: row.id,
    communityId: row.communityId,
    communityKind: word(row.community.kind) as CommunityKind,
    areaCodes: areaCodes.length === 0 ? [word(row.community.areaCode)] : areaCodes.map(word),
    channel: word(row.channel) as ChannelName,
    account: word(row.account),
    chatId: row.chatId,
    title: row.title,
    topics: topics.length === 0 ? ALL_TOPICS : topics,
    hours: isReceivingHours(row.hours) ? row.hours : 'any',
    register: registerNamed(row.register),
    hasLiteracy: row.hasLiteracy,
    status,
    ...(status === 'paused' && row.pausedUntil !== null ? { pausedUntil: row.pausedUntil } : {}),
    ...(row.obstacle === null ? {} : { obstacle: row.obstacle as ChatObstacle }),
    isStandby: row.isStandby,
  }
}

/** A group is the same group whichever account of the bot is in it. */
export const key = ({ channel, chatId }: ChatAddress) => ({ channel, chatId })

/** Read at once: all rows of a large office as Prisma gives them out would take hundreds of megabytes. */
const CHATS_AT_ONCE = 500

/** Every chat that announcements may go to, some at a time. */
export async function* readActiveChats(db: Pick<Database, 'chat'>, now: Date): AsyncGenerator<Chat[]> {
  const word = createVocabulary()
  let last = ''
  for (;;) {
    const rows = await db.chat.findMany({
      where: {
        OR: [{ status: 'active' }, { status: 'paused', pausedUntil: { lte: now } }],
        id: { gt: last },
      },
      include: WITH_COMMUNITY,
      orderBy: { id: 'asc' },
      take: CHATS_AT_ONCE,
    })
    yield rows.map((row) => toChat(row, now, word))
    if (rows.length < CHATS_AT_ONCE) return
    last = rows.at(-1)?.id ?? last
  }
}

/** What a group is subscribed with. What is left out stays as it was, or as it is for a new group. */
export interface Subscription
  extends
    Pick<ChatPreferences, 'areaCodes' | 'topics'>,
    Partial<Pick<ChatPreferences, 'hours' | 'register' | 'hasLiteracy'>> {
  title: string
  /** A group that is paused stays so; else announcements begin again. */
  staysPaused?: boolean
}

export type ChatStore = ReturnType<typeof createChatStore>

/** Communities and their chats: who announcements can reach. */
export function createChatStore(db: Database, now: () => Date) {
  return {
    /** The subscribed chat at an address, in whatever status. */
    async find(address: ChatAddress): Promise<Chat | undefined> {
      const row = await db.chat.findFirst({ where: key(address), include: WITH_COMMUNITY })
      return row === null ? undefined : toChat(row, now())
    },

    /** How a subscribed chat wants to be spoken to; asked for every answer. */
    async registerOf({ channel, chatId }: ChatAddress): Promise<SpeechRegister | undefined> {
      const [row] = await db.$queryRaw<{ register: string }[]>`
        SELECT register FROM Chat WHERE channel = ${channel} AND chatId = ${chatId}`
      return row === undefined ? undefined : registerNamed(row.register)
    },

    /** Every chat that announcements may go to. */
    async listActive(): Promise<Chat[]> {
      const chats: Chat[] = []
      for await (const some of readActiveChats(db, now())) chats.push(...some)
      return chats
    },

    /** Every chat, whatever its status. */
    async listAll(): Promise<Chat[]> {
      const rows = await db.chat.findMany({ include: WITH_COMMUNITY, orderBy: { id: 'asc' } })
      return rows.map((row) => toChat(row, now()))
    },

    /**
     * Subscribes a group, or changes what it is subscribed with. A group without a KIM code is a public community, which
     * goes by the group's name and first area; a KIM keeps its own. Rejects with `AppError('invalid')` without any area.
     */
    async subscribe(address: ChatAddress, subscription: Subscription): Promise<Chat> {
      const { title, areaCodes, topics, hours, register, hasLiteracy } = subscription
      const [home] = areaCodes
      if (home === undefined) throw new AppError('invalid', 'A group needs at least one area.')
      const chosen = {
        title,
        areaCodes,
        topics,
        ...(hours === undefined ? {} : { hours }),
        ...(register === undefined ? {} : { register }),
        ...(hasLiteracy === undefined ? {} : { hasLiteracy }),
      }
      const active = { status: 'active' satisfies ChatStatus, pausedUntil: null }
      return db.$transaction(async (tx) => {
        const existing = await tx.chat.findFirst({ where: key(address) })
        if (existing !== null) {
          await tx.community.updateMany({
            where: { id: existing.communityId, kind: 'public' satisfies CommunityKind },
            data: { areaCode: home, name: title },
          })
          // What waits for the hours that it had looks again.
          if (hours !== undefined && hours !== existing.hours) {
            const run = { status: 'running' }
            const waiting = { run, chatId: existing.id, status: 'queued', errorCode: 'waits_for_hours' }
            await tx.delivery.updateMany({ where: waiting, data: { nextAttemptAt: now() } })
          }
          const row = await tx.chat.update({
            where: { id: existing.id },
            data: {
              ...chosen,
              ...(subscription.staysPaused === true && existing.status === 'paused' ? {} : active),
              account: address.account,
            },
            include: WITH_COMMUNITY,
          })
          return toChat(row, now())
        }
        const row = await tx.chat.create({
          data: {
            id: randomUUID(),
            ...address,
            ...chosen,
            ...active,
            createdAt: now(),
            community: {
              create: {
                id: randomUUID(),
                kind: 'public' satisfies CommunityKind,
                name: title,
                areaCode: home,
                status: 'unverified' satisfies CommunityStatus,
                createdAt: now(),
              },
            },
          },
          include: WITH_COMMUNITY,
        })
        return toChat(row, now())
      })
    },

    /** Does nothing when the chat is not subscribed. Returns whether it was. */
    async setStatus(address: ChatAddress, status: ChatStatus): Promise<boolean> {
      const { count } = await db.chat.updateMany({ where: key(address), data: { status, pausedUntil: null } })
      return count > 0
    },

    /** No announcements until `until`; without it, until somebody goes on. Returns whether the chat is subscribed. */
    async pause(address: ChatAddress, until?: Date): Promise<boolean> {
      const data = { status: 'paused' satisfies ChatStatus, pausedUntil: until ?? null }
      const { count } = await db.chat.updateMany({ where: key(address), data })
      return count > 0
    },

    /** Whether the group gets the weekly tip and the monthly quiz. Returns whether the chat is subscribed. */
    async setLiteracy(address: ChatAddress, hasLiteracy: boolean): Promise<boolean> {
      const { count } = await db.chat.updateMany({ where: key(address), data: { hasLiteracy } })
      return count > 0
    },

    /** A group has a new title. A public community goes by it; a KIM keeps its own name. */
    async rename(address: ChatAddress, title: string): Promise<void> {
      await db.$transaction(async (tx) => {
        const chat = await tx.chat.findFirst({ where: key(address) })
        if (chat === null) return
        await tx.chat.update({ where: { id: chat.id }, data: { title } })
        await tx.community.updateMany({
          where: { id: chat.communityId, kind: 'public' satisfies CommunityKind },
          data: { name: title, updatedAt: now() },
        })
      })
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
