import type { AreaCode } from '../domain/area.ts'
import type { Database } from './database.ts'

/** Somebody who asked much lately, or is not answered at the moment. */
export interface ActiveAsker {
  askerKey: string
  questions: number
  lastAskedAt?: Date
  blocked?: { until: Date; by: string; because: string }
}

/** Somebody who asks, as far as it matters for answering. */
export interface Asker {
  /** District or wider area that they said they live in. */
  areaCode?: AreaCode
  /** False: said no to hearing back later. */
  wantsNews: boolean
  blockedUntil?: Date
}

export type AskerStore = ReturnType<typeof createAskerStore>

/** What people told the bot about themselves, by keyed hash. */
export function createAskerStore(db: Database, now: () => Date) {
  const change = async (askerKey: string, data: Partial<Omit<Asker, 'blockedUntil'>>) => {
    await db.asker.upsert({
      where: { askerKey },
      create: { askerKey, ...data, seenAt: now() },
      update: { ...data, seenAt: now() },
    })
  }

  return {
    async find(askerKey: string): Promise<Asker | undefined> {
      const row = await db.asker.findUnique({ where: { askerKey } })
      if (row === null) return undefined
      const { areaCode, wantsNews, blockedUntil } = row
      return {
        wantsNews,
        ...(areaCode === null ? {} : { areaCode }),
        ...(blockedUntil === null || blockedUntil <= now() ? {} : { blockedUntil }),
      }
    },

    setArea: (askerKey: string, areaCode: AreaCode) => change(askerKey, { areaCode }),

    /** With `false` they are told nothing more about what they asked. */
    setWantsNews: (askerKey: string, wantsNews: boolean) => change(askerKey, { wantsNews }),

    /** Staff stop answering somebody until an instant; in the past: no longer. */
    async block(askerKey: string, until: Date, by: string, because: string): Promise<void> {
      const data = { blockedUntil: until, blockedBy: by, blockedBecause: because }
      await db.asker.upsert({
        where: { askerKey },
        create: { askerKey, ...data, seenAt: now() },
        update: data,
      })
    },

    /** Who asked most since an instant, after those who are blocked. */
    async mostActive({ since, limit }: { since: Date; limit: number }): Promise<ActiveAsker[]> {
      const [counted, blocked] = await Promise.all([
        db.inquiry.groupBy({
          by: 'askerKey',
          where: { receivedAt: { gte: since } },
          _count: { _all: true },
          _max: { receivedAt: true },
          orderBy: [{ _count: { askerKey: 'desc' } }, { askerKey: 'asc' }],
          take: limit,
        }),
        db.asker.findMany({ where: { blockedUntil: { gt: now() } }, orderBy: { askerKey: 'asc' } }),
      ])
      const counts = new Map(counted.map((row) => [row.askerKey, row]))
      const isBlocked = new Set(blocked.map(({ askerKey }) => askerKey))
      const activity = (askerKey: string) => {
        const lastAskedAt = counts.get(askerKey)?._max.receivedAt ?? undefined
        return {
          askerKey,
          questions: counts.get(askerKey)?._count._all ?? 0,
          ...(lastAskedAt === undefined ? {} : { lastAskedAt }),
        }
      }
      return [
        ...blocked.map(({ askerKey, blockedUntil, blockedBy, blockedBecause }) => ({
          ...activity(askerKey),
          blocked: { until: blockedUntil ?? now(), by: blockedBy ?? '', because: blockedBecause ?? '' },
        })),
        ...counted
          .filter(({ askerKey }) => !isBlocked.has(askerKey))
          .map(({ askerKey }) => activity(askerKey)),
      ]
    },

    /** The whole keys that begin so, of people who asked or are blocked; at most two. */
    async keysBeginning(start: string): Promise<string[]> {
      const where = { askerKey: { startsWith: start } }
      const [asked, known] = await Promise.all([
        db.inquiry.findMany({ where, distinct: ['askerKey'], select: { askerKey: true }, take: 2 }),
        db.asker.findMany({ where, select: { askerKey: true }, take: 2 }),
      ])
      return [...new Set([...asked, ...known].map(({ askerKey }) => askerKey))].slice(0, 2)
    },

    /**
     * Deletes everything about a person: questions, notices, what they told and answered. A claim that nobody else asks about goes as
     * well, unless staff took it up. Returns how many questions there were.
     */
    async forget(askerKey: string): Promise<number> {
      return db.$transaction(async (tx) => {
        const asked = await tx.inquiry.findMany({ where: { askerKey }, select: { claimId: true } })
        const { count } = await tx.inquiry.deleteMany({ where: { askerKey } })
        await tx.notice.deleteMany({ where: { askerKey } })
        await tx.acknowledgement.deleteMany({ where: { personKey: askerKey } })
        await tx.quizAnswer.deleteMany({ where: { personKey: askerKey } })
        // A block stays: whoever floods the bot could end it that way.
        await tx.asker.deleteMany({
          where: { askerKey, OR: [{ blockedUntil: null }, { blockedUntil: { lte: now() } }] },
        })
        const claimIds = asked.map(({ claimId }) => claimId).filter((id) => id !== null)
        await tx.claim.deleteMany({
          where: { id: { in: claimIds }, status: 'new', inquiries: { none: {} } },
        })
        return count
      })
    },
  }
}
