import { randomUUID } from 'node:crypto'
import {
  CLAIM_TARGET_MS,
  claimStep,
  isOpenClaim,
  OPEN_CLAIM_STATUSES,
  type Claim,
  type ClaimAction,
  type ClaimEvent,
  type ClaimReach,
  type ClaimStatus,
  type Harm,
} from '../domain/claim.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'
import type { Prisma } from './generated/client.ts'
import { queueNotices } from './notices.ts'

type Row = Prisma.ClaimGetPayload<object>

const RECENT_MS = 24 * 3_600_000
/** Two claims get one number only when two processes make them at once. */
const NUMBERING_TRIES = 5
const TEXTS_OF_CLAIM = 12
/** `64.02` and `64.02.06`. */
const REGENCY_LENGTH = 5
const DISTRICT_LENGTH = 8

function toClaim(row: Row): Claim {
  const { takenBy, note, clarificationId, closedAt, ...rest } = row
  return {
    ...rest,
    status: row.status as ClaimStatus,
    harm: row.harm as Harm,
    ...(takenBy === null ? {} : { takenBy }),
    ...(note === null ? {} : { note }),
    ...(clarificationId === null ? {} : { clarificationId }),
    ...(closedAt === null ? {} : { closedAt }),
  }
}

/** Different people of each claim, by where they are. Null: nobody knows where. */
const REACH = `
  SELECT "claimId", "areaCode", COUNT(DISTINCT "askerKey") AS people
  FROM "Inquiry" WHERE "claimId" IN (SELECT value FROM json_each(?))
  GROUP BY "claimId", "areaCode"`
const ASKERS = `
  SELECT "claimId", COUNT(DISTINCT "askerKey") AS askers,
         COUNT(DISTINCT CASE WHEN "receivedAt" >= ? THEN "askerKey" END) AS recent
  FROM "Inquiry" WHERE "claimId" IN (SELECT value FROM json_each(?)) GROUP BY "claimId"`

const TEXTS = `
  SELECT text FROM "Inquiry" WHERE "claimId" = ? AND text <> ''
  GROUP BY text ORDER BY MIN("receivedAt") LIMIT ?`

const add = (counts: Record<string, number>, key: string, people: number) => {
  counts[key] = (counts[key] ?? 0) + people
}

/** What a step says besides who took it. */
export interface ClaimStepDetails {
  by: string
  note?: string
  harm?: Harm
}

/** The claim after a step, or why the step was not taken. */
export type ClaimStepResult =
  { type: 'done'; claim: Claim } | { type: 'not_found' } | { type: 'not_allowed'; status: ClaimStatus }

export type ClaimStore = ReturnType<typeof createClaimStore>

/** What residents ask about and nobody has answered: who asks, who works on it, until when. */
export function createClaimStore(db: Database, now: () => Date) {
  async function withReach(claims: Claim[]): Promise<ClaimReach[]> {
    const ids = JSON.stringify(claims.map(({ id }) => id))
    const since = storedInstant(new Date(now().getTime() - RECENT_MS))
    type Reach = { claimId: string; areaCode: string | null; people: bigint | number }
    type Askers = { claimId: string; askers: bigint | number; recent: bigint | number }
    const reach = await db.$queryRawUnsafe<Reach[]>(REACH, ids)
    const askers = await db.$queryRawUnsafe<Askers[]>(ASKERS, since, ids)
    const askersOf = new Map(askers.map((row) => [row.claimId, row]))
    const places = new Map<string, Pick<ClaimReach, 'regencies' | 'districts'>>()
    for (const { claimId, areaCode, people } of reach) {
      const place = places.get(claimId) ?? { regencies: {}, districts: {} }
      places.set(claimId, place)
      if (areaCode === null || areaCode.length < REGENCY_LENGTH) continue
      add(place.regencies, areaCode.slice(0, REGENCY_LENGTH), Number(people))
      if (areaCode.length < DISTRICT_LENGTH) continue
      add(place.districts, areaCode.slice(0, DISTRICT_LENGTH), Number(people))
    }
    return claims.map((claim) => ({
      ...claim,
      askers: Number(askersOf.get(claim.id)?.askers ?? 0),
      recentAskers: Number(askersOf.get(claim.id)?.recent ?? 0),
      ...(places.get(claim.id) ?? { regencies: {}, districts: {} }),
    }))
  }

  async function create(tx: Prisma.TransactionClient, text: string, harm: Harm, askedAt: Date) {
    const last = await tx.claim.aggregate({ _max: { number: true } })
    const row = await tx.claim.create({
      data: {
        id: randomUUID(),
        number: (last._max.number ?? 0) + 1,
        text,
        harm,
        status: 'new' satisfies ClaimStatus,
        dueAt: new Date(askedAt.getTime() + CLAIM_TARGET_MS),
        firstAskedAt: askedAt,
        lastAskedAt: askedAt,
      },
    })
    const action: ClaimAction = 'gathered'
    await tx.claimEvent.create({ data: { claimId: row.id, action, by: 'Kabar KIM', at: now() } })
    return row
  }

  const find = async (idOrNumber: string): Promise<Claim | undefined> => {
    const number = /^#?(\d{1,9})$/.exec(idOrNumber.trim())?.[1]
    const where = number === undefined ? { id: idOrNumber } : { number: Number(number) }
    const row = await db.claim.findFirst({ where })
    return row === null ? undefined : toClaim(row)
  }

  return {
    find,

    /** Deletes claims that nobody has asked about since an instant. */
    async forgetBefore(instant: Date): Promise<void> {
      await db.claim.deleteMany({ where: { lastAskedAt: { lt: instant } } })
    },

    /** Puts a stored question under a claim. Returns false when the claim is gone, or answered. */
    async attach(inquiryId: string, claimId: string, askedAt: Date): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const claim = await tx.claim.findUnique({ where: { id: claimId } })
        if (claim === null || claim.status === ('answered' satisfies ClaimStatus)) return false
        await tx.inquiry.updateMany({ where: { id: inquiryId }, data: { claimId } })
        if (askedAt > claim.lastAskedAt) {
          await tx.claim.update({ where: { id: claimId }, data: { lastAskedAt: askedAt } })
        }
        if (claim.status === 'referred') await queueNotices(tx, now(), { kind: 'referral', claimId })
        return true
      })
    },

    /** Makes a claim of a stored question. */
    async open(inquiryId: string, text: string, harm: Harm, askedAt: Date): Promise<Claim> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await db.$transaction(async (tx) => {
            const row = await create(tx, text, harm, askedAt)
            await tx.inquiry.updateMany({ where: { id: inquiryId }, data: { claimId: row.id } })
            return toClaim(row)
          })
        } catch (error) {
          const isTaken = error instanceof Error && 'code' in error && error.code === 'P2002'
          if (!isTaken || attempt === NUMBERING_TRIES) throw error
        }
      }
    },

    /** Claims in given states, with who asks. */
    async list(
      filter: { statuses?: ClaimStatus[]; ids?: string[]; limit?: number } = {},
    ): Promise<ClaimReach[]> {
      const { statuses, ids } = filter
      const rows = await db.claim.findMany({
        where: {
          ...(statuses === undefined ? {} : { status: { in: statuses } }),
          ...(ids === undefined ? {} : { id: { in: ids } }),
        },
        orderBy: { lastAskedAt: 'desc' },
        take: filter.limit ?? 500,
      })
      return withReach(rows.map(toClaim))
    },

    async reachOf(claim: Claim): Promise<ClaimReach> {
      const [reach] = await withReach([claim])
      return reach ?? { ...claim, askers: 0, recentAskers: 0, regencies: {}, districts: {} }
    },

    /** Different wordings of a claim, the oldest first. */
    async textsOf(claimId: string, limit = TEXTS_OF_CLAIM): Promise<string[]> {
      const rows = await db.$queryRawUnsafe<{ text: string }[]>(TEXTS, claimId, limit)
      return rows.map(({ text }) => text)
    },

    /** The claims that still gather questions, with their wordings. Referred ones do so for 30 days. */
    async listGathering(referredSince: Date): Promise<{ claim: Claim; texts: string[] }[]> {
      const rows = await db.claim.findMany({
        where: {
          OR: [
            { status: { in: OPEN_CLAIM_STATUSES } },
            { status: 'referred', closedAt: { gte: referredSince } },
          ],
        },
        orderBy: { number: 'asc' },
      })
      const ids = rows.map(({ id }) => id)
      const said = await db.inquiry.findMany({
        where: { claimId: { in: ids }, text: { not: '' } },
        select: { claimId: true, text: true },
        orderBy: { receivedAt: 'asc' },
      })
      const texts = new Map<string, Set<string>>()
      for (const { claimId, text } of said) {
        const known = texts.get(claimId ?? '') ?? new Set()
        if (known.size < TEXTS_OF_CLAIM) known.add(text)
        texts.set(claimId ?? '', known)
      }
      return rows.map((row) => ({ claim: toClaim(row), texts: [...(texts.get(row.id) ?? [])] }))
    },

    /** Changes whenever a claim is made or changes its state. Cheap. */
    async revision(): Promise<string> {
      const [events, claims] = await Promise.all([
        db.claimEvent.aggregate({ _max: { id: true } }),
        db.claim.aggregate({ _count: { _all: true }, _max: { number: true } }),
      ])
      return [events._max.id ?? 0, claims._count._all, claims._max.number ?? 0].join('-')
    },

    /** Takes a step and records it; with `refer` everyone who asked is told. Publishing answers by `clarifications`. */
    async step(idOrNumber: string, action: ClaimAction, details: ClaimStepDetails): Promise<ClaimStepResult> {
      const known = await find(idOrNumber)
      if (known === undefined) return { type: 'not_found' }
      const { by, note, harm } = details
      return db.$transaction(async (tx): Promise<ClaimStepResult> => {
        const row = await tx.claim.findUniqueOrThrow({ where: { id: known.id } })
        const status = row.status as ClaimStatus
        const to = claimStep(status, action)
        if (to === undefined) return { type: 'not_allowed', status }
        const changed = await tx.claim.update({
          where: { id: row.id },
          data: {
            status: to,
            ...(action === 'take' ? { takenBy: by } : {}),
            ...(action === 'release' || action === 'reopen' ? { takenBy: null } : {}),
            ...(note === undefined || action === 'take' ? {} : { note }),
            ...(harm === undefined ? {} : { harm }),
            closedAt: isOpenClaim(to) ? null : (row.closedAt ?? now()),
          },
        })
        await tx.claimEvent.create({
          data: { claimId: row.id, action, by, note: note ?? null, at: now() },
        })
        if (action === 'refer') await queueNotices(tx, now(), { kind: 'referral', claimId: row.id })
        return { type: 'done', claim: toClaim(changed) }
      })
    },

    /** The oldest first. */
    async events(claimId: string): Promise<ClaimEvent[]> {
      const rows = await db.claimEvent.findMany({ where: { claimId }, orderBy: { id: 'asc' } })
      return rows.map(({ action, by, note, at }) => ({
        action: action as ClaimAction,
        by,
        at,
        ...(note === null ? {} : { note }),
      }))
    },
  }
}
