import { randomUUID } from 'node:crypto'
import type { Chat, ChatStatus } from '../domain/community.ts'
import { afterWrongGuess, COMMON_LIMIT, GUESSES_KEPT_MS, OWN_LIMIT, type Guesses } from '../domain/guesses.ts'
import type { RedeemResult } from '../domain/kim-code.ts'
import type { Kim } from '../domain/kim.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import { key, toChat, WITH_COMMUNITY } from './communities.ts'
import { isUniqueViolation, type Database } from './database.ts'
import type { Prisma } from './generated/client.ts'
import { moveIntoKim, toKim, verify, type Transaction } from './kim-rows.ts'

type GuessRow = Prisma.KimCodeGuessGetPayload<object>

/** Somebody types a code in a group. */
export interface Redemption {
  chat: ChatAddress
  title: string
  /** Keyed hash of the code; undefined when what was typed is no code. */
  codeKey?: string
  /** Keyed hash of the person who types. */
  personKey: string
  /** Keyed hash of the group. */
  groupKey: string
}

const EVERYBODY = 'all'
const guesserKeys = ({ personKey, groupKey }: Redemption) => ({
  person: `person:${personKey}`,
  group: `group:${groupKey}`,
})

const toGuesses = ({ count, firstAt, locks, lockedUntil }: GuessRow): Guesses => ({
  count,
  firstAt,
  locks,
  ...(lockedUntil === null ? {} : { lockedUntil }),
})

/** The latest end of a lock that is in force at `now`. */
function lockOf(guesses: { lockedUntil?: Date | null }[], now: Date): Date | undefined {
  return guesses
    .flatMap(({ lockedUntil }) => (lockedUntil instanceof Date && lockedUntil > now ? [lockedUntil] : []))
    .toSorted((a, b) => b.getTime() - a.getTime())[0]
}

/** Counts a wrong code against the person, the group and everybody, and forgets what no longer matters. */
async function countWrongCode(tx: Transaction, rows: GuessRow[], redemption: Redemption, now: Date) {
  const { person, group } = guesserKeys(redemption)
  const counted: Guesses[] = []
  for (const guesserKey of [person, group, EVERYBODY]) {
    const row = rows.find((one) => one.guesserKey === guesserKey)
    const limit = guesserKey === EVERYBODY ? COMMON_LIMIT : OWN_LIMIT
    const guesses = afterWrongGuess(row === undefined ? undefined : toGuesses(row), now, limit)
    const data = { ...guesses, guesserKey, lockedUntil: guesses.lockedUntil ?? null }
    await tx.kimCodeGuess.upsert({ where: { guesserKey }, create: data, update: data })
    counted.push(guesses)
  }
  const longAgo = new Date(now.getTime() - GUESSES_KEPT_MS)
  await tx.kimCodeGuess.deleteMany({
    where: { firstAt: { lt: longAgo }, OR: [{ lockedUntil: null }, { lockedUntil: { lt: longAgo } }] },
  })
  return counted
}

/** Puts the group, known or not, into the KIM, and lets it get announcements. */
async function putIntoKim(
  tx: Transaction,
  kim: Kim,
  { chat, title }: Pick<Redemption, 'chat' | 'title'>,
  now: Date,
): Promise<Chat> {
  const active = { title, status: 'active' satisfies ChatStatus, pausedUntil: null }
  const before = await tx.chat.findFirst({ where: key(chat) })
  if (before !== null) return moveIntoKim(tx, kim, before, { ...active, account: chat.account }, now)
  const { id: communityId, topics, areaCode } = kim
  const data = {
    id: randomUUID(),
    ...chat,
    ...active,
    communityId,
    topics,
    areaCodes: [areaCode],
    createdAt: now,
  }
  return toChat(await tx.chat.create({ data, include: WITH_COMMUNITY }), now)
}

async function connect(
  tx: Transaction,
  code: Prisma.KimCodeGetPayload<{ include: { community: true; uses: true } }>,
  redemption: Redemption,
  now: Date,
): Promise<RedeemResult> {
  if (code.revokedAt !== null) return { type: 'revoked' }
  const { channel } = redemption.chat
  const use = code.uses.find((one) => one.channel === channel)
  const known = await tx.chat.findFirst({ where: key(redemption.chat), select: { id: true } })
  if (use !== undefined && use.chatId !== known?.id) return { type: 'used' }
  if (use === undefined && code.expiresAt <= now) return { type: 'expired' }
  const kim = await verify(tx, toKim(code.community), now)
  const chat = await putIntoKim(tx, kim, redemption, now)
  if (use !== undefined) return { type: 'connected', kim, chat, isNew: false }
  await tx.kimCodeUse.create({ data: { codeId: code.id, channel, chatId: chat.id, usedAt: now } })
  await tx.kimCodeGuess.deleteMany({ where: { guesserKey: guesserKeys(redemption).person } })
  return { type: 'connected', kim, chat, isNew: true }
}

/** Codes of a KIM that still stand. */
const standing = (communityId: string) => ({ communityId, revokedAt: null })

/** A code of a KIM: never the code itself. */
export interface KimCode {
  createdAt: Date
  createdBy: string
  expiresAt: Date
  revokedAt?: Date
  revokedBy?: string
  /** The platforms on which a group has used it. */
  usedOn: ChannelName[]
}

export type KimCodeStore = ReturnType<typeof createKimCodeStore>

/** The codes that connect groups with their KIM. */
export function createKimCodeStore(db: Database, now: () => Date) {
  return {
    /**
     * Gives a KIM a code; its earlier ones that nobody used are revoked. Returns false, having done nothing, when the
     * code is taken.
     */
    async replace(kimId: string, code: { codeKey: string; by: string; expiresAt: Date }): Promise<boolean> {
      const { codeKey, by, expiresAt } = code
      try {
        await db.$transaction(async (tx) => {
          await tx.kimCode.updateMany({
            where: { ...standing(kimId), uses: { none: {} } },
            data: { revokedAt: now(), revokedBy: by },
          })
          const data = { id: randomUUID(), communityId: kimId, codeKey, expiresAt }
          await tx.kimCode.create({ data: { ...data, createdBy: by, createdAt: now() } })
        })
        return true
      } catch (error) {
        if (isUniqueViolation(error)) return false
        throw error
      }
    },

    /** The codes of a KIM, the newest first. */
    async list(communityId: string): Promise<KimCode[]> {
      const rows = await db.kimCode.findMany({
        where: { communityId },
        include: { uses: true },
        orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
      })
      return rows.map(({ createdAt, createdBy, expiresAt, revokedAt, revokedBy, uses }) => ({
        createdAt,
        createdBy,
        expiresAt,
        ...(revokedAt === null ? {} : { revokedAt }),
        ...(revokedBy === null ? {} : { revokedBy }),
        usedOn: uses.map(({ channel }) => channel as ChannelName),
      }))
    },

    /** Revokes every code of a KIM, used or not. Returns how many there were. */
    async revoke(kimId: string, by: string): Promise<number> {
      const { count } = await db.kimCode.updateMany({
        where: standing(kimId),
        data: { revokedAt: now(), revokedBy: by },
      })
      return count
    },

    /**
     * Connects a group with the KIM of a code, or says why not; a wrong code is counted. All of it or nothing, and of
     * two who use the same code at once the second finds it used.
     */
    redeem(redemption: Redemption): Promise<RedeemResult> {
      return db.$transaction(async (tx) => {
        const at = now()
        const { person, group } = guesserKeys(redemption)
        const guesses = await tx.kimCodeGuess.findMany({
          where: { guesserKey: { in: [person, group, EVERYBODY] } },
        })
        const locked = lockOf(guesses, at)
        if (locked !== undefined) return { type: 'locked', until: locked }
        const { codeKey } = redemption
        const include = { community: true, uses: true }
        const code =
          codeKey === undefined ? null : await tx.kimCode.findUnique({ where: { codeKey }, include })
        if (code !== null) return connect(tx, code, redemption, at)
        const until = lockOf(await countWrongCode(tx, guesses, redemption, at), at)
        return until === undefined ? { type: 'wrong' } : { type: 'locked', until }
      })
    },
  }
}
