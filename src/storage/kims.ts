import { randomUUID } from 'node:crypto'
import type { AreaCode } from '../domain/area.ts'
import type { Chat, ChatStatus, CommunityKind } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import {
  KIM_ACTIONS,
  kimNameKey,
  type Kim,
  type KimChange,
  type KimDetails,
  type KimStatus,
} from '../domain/kim.ts'
import { CHANNEL_NAMES, type ChannelName } from '../domain/message.ts'
import { toChat, WITH_COMMUNITY } from './communities.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'
import {
  differs,
  IS_KIM,
  moveIntoKim,
  recordChanges,
  refuseTwin,
  rewrite,
  toKim,
  verify,
  type Transaction,
} from './kim-rows.ts'

export interface KimFilter {
  /** Only in this area. */
  within?: AreaCode
  status?: KimStatus
  /** Part of the name. */
  q?: string
}

/** A KIM with the platforms on which it has a group that the bot is in. */
export interface KimEntry extends Kim {
  channels: ChannelName[]
}

const isNot: { status: { not: ChatStatus } } = { status: { not: 'gone' } }
const inArea = (code: AreaCode): Prisma.CommunityWhereInput => ({
  OR: [{ areaCode: code }, { areaCode: { startsWith: `${code}.` } }],
})

/** Prisma fetches what belongs to many rows by all of their ids, and SQLite takes so many parameters only. */
const ROWS_AT_ONCE = 500

/** The platforms of each KIM that has a group: not by Prisma's `include`, for the same reason. */
async function channelsByKim(db: Database): Promise<Map<string, Set<string>>> {
  const rows = await db.chat.findMany({
    where: { ...isNot, community: IS_KIM },
    select: { communityId: true, channel: true },
  })
  const channels = new Map<string, Set<string>>()
  for (const { communityId, channel } of rows) {
    channels.set(communityId, (channels.get(communityId) ?? new Set()).add(channel))
  }
  return channels
}

const noSuchKim = (id: string) => new AppError('not_found', `KIM "${id}" tidak ada.`)

async function kimIn(tx: Transaction, id: string): Promise<Kim> {
  const row = await tx.community.findUnique({ where: { id, ...IS_KIM } })
  if (row === null) throw noSuchKim(id)
  return toKim(row)
}

export type KimStore = ReturnType<typeof createKimStore>

/** The registry of KIMs. Two of one area never have the same name. Every change is written down with who made it. */
export function createKimStore(db: Database, now: () => Date) {
  return {
    /** Adds a KIM under a new id. Rejects with `AppError('conflict')` when the area has one of that name. */
    create(details: KimDetails, by: string): Promise<Kim> {
      return db.$transaction(async (tx) => {
        await refuseTwin(tx, details)
        const data = { ...details, ...IS_KIM, id: randomUUID(), createdAt: now() }
        const kim = toKim(await tx.community.create({ data }))
        await recordChanges(tx, [{ kimId: kim.id, action: 'added', by }], now())
        return kim
      })
    },

    /**
     * Changes what is given. Groups that have the KIM's area and topics get its new ones.
     * Rejects with `AppError('not_found')`, or with `AppError('conflict')` when the area has one of that name.
     */
    update(id: string, changes: Partial<KimDetails>, by: string): Promise<Kim> {
      return db.$transaction(async (tx) => {
        const kim = await kimIn(tx, id)
        const details = { ...kim, ...changes }
        if (!differs(kim, details)) return kim
        await refuseTwin(tx, details, id)
        await recordChanges(tx, [{ kimId: id, action: 'changed', by }], now())
        return rewrite(tx, kim, details, now())
      })
    },

    async find(id: string): Promise<Kim | undefined> {
      const row = await db.community.findUnique({ where: { id, ...IS_KIM } })
      return row === null ? undefined : toKim(row)
    },

    /** By area, then by name. */
    async list({ within, status, q }: KimFilter = {}): Promise<KimEntry[]> {
      const rows = await db.community.findMany({
        where: {
          ...IS_KIM,
          ...(within === undefined ? {} : inArea(within)),
          ...(status === undefined ? {} : { status }),
        },
        orderBy: [{ areaCode: 'asc' }, { name: 'asc' }, { id: 'asc' }],
      })
      const channelsOf = await channelsByKim(db)
      // Not by SQLite, which knows capitals of the English alphabet only.
      const part = kimNameKey(q ?? '')
      return rows
        .filter(({ name }) => kimNameKey(name).includes(part))
        .map((row) => ({
          ...toKim(row),
          channels: CHANNEL_NAMES.filter((name) => channelsOf.get(row.id)?.has(name)),
        }))
    },

    /** The groups of a KIM, those that the bot has left too. */
    async chats(communityId: string): Promise<Chat[]> {
      const rows = await db.chat.findMany({
        where: { communityId },
        include: WITH_COMMUNITY,
        orderBy: [{ channel: 'asc' }, { createdAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map((row) => toChat(row, now()))
    },

    /** Who did what to a KIM, the newest first. */
    async history(kimId: string): Promise<KimChange[]> {
      const rows = await db.kimChange.findMany({ where: { kimId }, orderBy: { id: 'desc' } })
      return rows.flatMap(({ action, by, at }) => {
        const known = KIM_ACTIONS.find((one) => one === action)
        return known === undefined ? [] : [{ action: known, by, at }]
      })
    },

    /** Removes a KIM with its codes. Returns false, having done nothing, when it has or had a group: that is history. */
    remove(id: string, by: string): Promise<boolean> {
      return db.$transaction(async (tx) => {
        await kimIn(tx, id)
        const { count } = await tx.community.deleteMany({ where: { id, chats: { none: {} } } })
        if (count > 0) await recordChanges(tx, [{ kimId: id, action: 'removed', by }], now())
        return count > 0
      })
    },

    /** Public groups in an area, with a home there, that the bot is in: those that staff may verify. */
    async publicGroups(within: AreaCode): Promise<Chat[]> {
      const isPublic = { kind: 'public' satisfies CommunityKind }
      const chats: Chat[] = []
      for (let last = ''; ;) {
        const rows = await db.chat.findMany({
          where: { ...isNot, community: { ...isPublic, ...inArea(within) }, id: { gt: last } },
          include: WITH_COMMUNITY,
          orderBy: { id: 'asc' },
          take: ROWS_AT_ONCE,
        })
        chats.push(...rows.map((row) => toChat(row, now())))
        last = rows.at(-1)?.id ?? last
        if (rows.length < ROWS_AT_ONCE) break
      }
      return chats.toSorted((a, b) => (a.areaCodes[0] ?? '').localeCompare(b.areaCodes[0] ?? ''))
    },

    /** Any chat by our own id. */
    async findChat(id: string): Promise<Chat | undefined> {
      const row = await db.chat.findUnique({ where: { id }, include: WITH_COMMUNITY })
      return row === null ? undefined : toChat(row, now())
    },

    /**
     * Makes a public group one of the groups of a KIM, which is verified by that; whether the group gets announcements
     * stays as it was. Rejects with `AppError('not_found')`, or with `AppError('conflict')` when the group is no public
     * one; for a group that is in this KIM already nothing changes.
     */
    adopt(chatId: string, kimId: string, by: string): Promise<{ kim: Kim; chat: Chat }> {
      return db.$transaction(async (tx) => {
        const found = await kimIn(tx, kimId)
        const before = await tx.chat.findUnique({ where: { id: chatId }, include: WITH_COMMUNITY })
        if (before === null) throw new AppError('not_found', `Grup "${chatId}" tidak ada.`)
        const isPublic = before.community.kind === ('public' satisfies CommunityKind)
        if (!isPublic && before.communityId !== kimId) {
          throw new AppError('conflict', `Grup "${before.title}" sudah milik ${before.community.name}.`)
        }
        const kim = await verify(tx, found, now())
        if (!isPublic) return { kim, chat: toChat(before, now()) }
        await recordChanges(tx, [{ kimId, action: 'group_verified', by }], now())
        return { kim, chat: await moveIntoKim(tx, kim, before, {}, now()) }
      })
    },
  }
}
