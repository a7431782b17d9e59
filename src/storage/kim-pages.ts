import type { AreaCode } from '../domain/area.ts'
import type { Chat, ChatStatus, CommunityKind } from '../domain/community.ts'
import { kimNameKey, type Kim, type KimStatus } from '../domain/kim.ts'
import { CHANNEL_NAMES, type ChannelName } from '../domain/message.ts'
import { toChat, WITH_COMMUNITY } from './communities.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'
import { IS_KIM, toKim } from './kim-rows.ts'
import type { KimEntry } from './kims.ts'

/** Narrows the registry down. What is missing narrows nothing. */
export interface KimPageFilter {
  within: AreaCode
  status?: KimStatus
  /** Part of the name; capitals of the English alphabet make no difference. */
  q?: string
  /** A platform on which it has a group that the bot is in; `none`: on no platform. */
  platform?: ChannelName | 'none'
}

/** Some rows of a long list, and how many there are in all. */
export interface Page<Row> {
  rows: Row[]
  total: number
}

/** Where a page begins, counted from 0, and how many rows it has. */
export interface PageSlice {
  skip: number
  take: number
}

const PRESENT = { status: { not: 'gone' satisfies ChatStatus } } as const

/** `.` comes right before `/`: the codes inside an area are one stretch of the index. */
const inArea = (code: AreaCode): Prisma.CommunityWhereInput => ({ areaCode: { gte: code, lt: `${code}/` } })

function matching({ within, status, q, platform }: KimPageFilter): Prisma.CommunityWhereInput {
  const groups =
    platform === undefined
      ? {}
      : platform === 'none'
        ? { none: PRESENT }
        : { some: { ...PRESENT, channel: platform } }
  return {
    ...IS_KIM,
    ...inArea(within),
    ...(status === undefined ? {} : { status }),
    ...(q === undefined || q.trim() === '' ? {} : { name: { contains: kimNameKey(q) } }),
    ...(platform === undefined ? {} : { chats: groups }),
  }
}

export type KimPageStore = ReturnType<typeof createKimPageStore>

/** The registry of KIMs as people leaf through it. */
export function createKimPageStore(db: Database, now: () => Date) {
  return {
    /** By area, then by name. */
    async kims(filter: KimPageFilter, slice: PageSlice): Promise<Page<KimEntry>> {
      const where = matching(filter)
      const orderBy: Prisma.CommunityOrderByWithRelationInput[] = [
        { areaCode: 'asc' },
        { name: 'asc' },
        { id: 'asc' },
      ]
      const [rows, total] = await Promise.all([
        db.community.findMany({ where, orderBy, ...slice }),
        db.community.count({ where }),
      ])
      const chats = await db.chat.findMany({
        where: { communityId: { in: rows.map(({ id }) => id) }, ...PRESENT },
        select: { communityId: true, channel: true },
      })
      return {
        total,
        rows: rows.map((row) => ({
          ...toKim(row),
          channels: CHANNEL_NAMES.filter((name) =>
            chats.some(({ communityId, channel }) => communityId === row.id && channel === name),
          ),
        })),
      }
    },

    /** The KIMs at home in an area, at most `limit`, by area and name. */
    async inArea(within: AreaCode, limit: number): Promise<Kim[]> {
      const rows = await db.community.findMany({
        where: matching({ within }),
        orderBy: [{ areaCode: 'asc' }, { name: 'asc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toKim)
    },

    /** Public groups in an area, with a home there, that the bot is in: those that staff may verify. By area and title. */
    async publicGroups(within: AreaCode, slice: PageSlice): Promise<Page<Chat>> {
      const community = { kind: 'public' satisfies CommunityKind, ...inArea(within) }
      const where: Prisma.ChatWhereInput = { ...PRESENT, community }
      const [rows, total] = await Promise.all([
        db.chat.findMany({
          where,
          include: WITH_COMMUNITY,
          orderBy: [{ community: { areaCode: 'asc' } }, { title: 'asc' }, { id: 'asc' }],
          ...slice,
        }),
        db.chat.count({ where }),
      ])
      return { rows: rows.map((row) => toChat(row, now())), total }
    },
  }
}
