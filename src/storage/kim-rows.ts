import { isWithin } from '../domain/area.ts'
import type { Chat, CommunityKind } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import {
  KIM_STATUSES,
  kimNameKey,
  type Kim,
  type KimAction,
  type KimDetails,
  type KimStatus,
} from '../domain/kim.ts'
import { textsOf, toChat, WITH_COMMUNITY } from './communities.ts'
import type { Prisma } from './generated/client.ts'

export type Transaction = Prisma.TransactionClient
type ChatRow = Prisma.ChatGetPayload<object>

/** What makes a community a KIM. */
export const IS_KIM = { kind: 'kim' satisfies CommunityKind } as const

export function toKim(row: Prisma.CommunityGetPayload<object>): Kim {
  const { id, name, areaCode, contactRole, createdAt, updatedAt } = row
  return {
    id,
    name,
    areaCode,
    status: KIM_STATUSES.find((status) => status === row.status) ?? 'registered',
    contactRole,
    topics: textsOf(row.topics),
    createdAt,
    ...(updatedAt === null ? {} : { updatedAt }),
  }
}

/** A statement takes so many parameters only. */
const ROWS_AT_ONCE = 500

/** The items, some at a time: as many as one statement takes. */
export function batches<Item>(items: Item[]): Item[][] {
  const count = Math.ceil(items.length / ROWS_AT_ONCE)
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE),
  )
}

/** Writes down who did what. */
export async function recordChanges(
  tx: Transaction,
  changes: { kimId: string; action: KimAction; by: string }[],
  at: Date,
): Promise<void> {
  for (const some of batches(changes)) {
    await tx.kimChange.createMany({ data: some.map((change) => ({ ...change, at })) })
  }
}

/** Rejects with `AppError('conflict')` when another KIM of the area has the name. */
export async function refuseTwin(
  tx: Transaction,
  { name, areaCode }: Pick<Kim, 'name' | 'areaCode'>,
  ownId?: string,
): Promise<void> {
  const others = await tx.community.findMany({
    where: { ...IS_KIM, areaCode },
    select: { id: true, name: true },
  })
  if (others.some((other) => other.id !== ownId && kimNameKey(other.name) === kimNameKey(name))) {
    throw new AppError('conflict', `"${name}" sudah terdaftar di wilayah itu.`)
  }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** True when somebody who looks at the registry sees a difference. */
export function differs(kim: Kim, { name, areaCode, status, contactRole, topics }: KimDetails): boolean {
  return !isSame(
    [kim.name, kim.areaCode, kim.status, kim.contactRole, kim.topics],
    [name, areaCode, status, contactRole, topics],
  )
}

/** Changes a KIM. Its groups that had its area and its topics, as it gave them, get the new ones. */
export async function rewrite(tx: Transaction, kim: Kim, details: KimDetails, now: Date): Promise<Kim> {
  const { name, areaCode, status, contactRole, topics } = details
  const data = { name, areaCode, status, contactRole, topics, updatedAt: now }
  const row = await tx.community.update({ where: { id: kim.id }, data })
  if (areaCode === kim.areaCode && isSame(topics, kim.topics)) return toKim(row)
  for (const chat of await tx.chat.findMany({ where: { communityId: kim.id } })) {
    const hadArea = isSame(textsOf(chat.areaCodes), [kim.areaCode])
    const hadTopics = isSame(textsOf(chat.topics), kim.topics)
    const given = { ...(hadArea ? { areaCodes: [areaCode] } : {}), ...(hadTopics ? { topics } : {}) }
    await tx.chat.update({ where: { id: chat.id }, data: given })
  }
  return toKim(row)
}

/** Marks a KIM as verified. */
export async function verify(tx: Transaction, kim: Kim, now: Date): Promise<Kim> {
  const status: KimStatus = 'verified'
  if (kim.status === status) return kim
  return toKim(await tx.community.update({ where: { id: kim.id }, data: { status, updatedAt: now } }))
}

/** A group keeps the areas that it chose when one of them is inside the KIM's; that one becomes its home. */
function areasFor(chosen: string[], { areaCode }: Kim): string[] {
  const inside = chosen.filter((code) => isWithin(code, areaCode))
  return inside.length === 0 ? [areaCode] : [...new Set([...inside, ...chosen])]
}

/**
 * Makes a group one of the groups of a KIM. What it chose for itself stays where it fits the KIM. A public community
 * that it leaves empty is removed.
 */
export async function moveIntoKim(
  tx: Transaction,
  kim: Kim,
  before: ChatRow,
  changes: Prisma.ChatUncheckedUpdateInput,
  now: Date,
): Promise<Chat> {
  const topics = textsOf(before.topics)
  const row = await tx.chat.update({
    where: { id: before.id },
    data: {
      ...changes,
      communityId: kim.id,
      topics: topics.length === 0 ? kim.topics : topics,
      areaCodes: areasFor(textsOf(before.areaCodes), kim),
      ...(before.communityId === kim.id ? {} : { isStandby: false }),
    },
    include: WITH_COMMUNITY,
  })
  const isPublic = { kind: 'public' satisfies CommunityKind }
  await tx.community.deleteMany({ where: { id: before.communityId, ...isPublic, chats: { none: {} } } })
  return toChat(row, now)
}
