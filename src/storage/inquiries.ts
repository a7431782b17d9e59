import { randomUUID } from 'node:crypto'
import type { AreaCode } from '../domain/area.ts'
import type { AnswerExplanation, Inquiry } from '../domain/inquiry.ts'
import type { ChannelName } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'
import { ADDRESS_LIFETIME_MS } from './notices.ts'

type Row = Prisma.InquiryGetPayload<{ omit: { sealedAddress: true; addressExpiresAt: true } }>

function toInquiry(row: Row): Inquiry {
  const { clarificationId, score, explanation, claimId, areaCode, answeredVersion, hasHelped, ...rest } = row
  return {
    ...rest,
    channel: row.channel as ChannelName,
    answerType: row.answerType as Inquiry['answerType'],
    status: row.status as Inquiry['status'],
    ...(clarificationId === null ? {} : { clarificationId }),
    ...(score === null ? {} : { score }),
    ...(explanation === null ? {} : { explanation: explanation as unknown as AnswerExplanation }),
    ...(claimId === null ? {} : { claimId }),
    ...(areaCode === null ? {} : { areaCode }),
    ...(answeredVersion === null ? {} : { answeredVersion }),
    ...(hasHelped === null ? {} : { hasHelped }),
  }
}

export type InquiryStore = ReturnType<typeof createInquiryStore>

/** Residents' questions. Only scrubbed text and keyed hashes may be handed in. */
export function createInquiryStore(db: Database) {
  return {
    /** `sealedAddress`: where to tell the person more; opened only by who holds the installation's secret. */
    async add(asked: Omit<Inquiry, 'id'> & { sealedAddress?: string }): Promise<Inquiry> {
      const { sealedAddress, ...inquiry } = asked
      const { explanation, ...rest } = inquiry
      const id = randomUUID()
      const address =
        sealedAddress === undefined
          ? {}
          : {
              sealedAddress,
              addressExpiresAt: new Date(inquiry.receivedAt.getTime() + ADDRESS_LIFETIME_MS),
            }
      const data = {
        ...rest,
        ...address,
        id,
        ...(explanation === undefined
          ? {}
          : { explanation: explanation as unknown as Prisma.InputJsonObject }),
      }
      // Unlike `create` it does not read the row again.
      await db.inquiry.createMany({ data })
      return { ...inquiry, id }
    },

    /** Newest first. */
    async list(filter: { status?: Inquiry['status']; claimId?: string; limit: number }): Promise<Inquiry[]> {
      const rows = await db.inquiry.findMany({
        where: {
          ...(filter.status === undefined ? {} : { status: filter.status }),
          ...(filter.claimId === undefined ? {} : { claimId: filter.claimId }),
        },
        orderBy: { receivedAt: 'desc' },
        take: filter.limit,
        omit: { sealedAddress: true, addressExpiresAt: true },
      })
      return rows.map(toInquiry)
    },

    /** A person found the answer among what was suggested: their newest open question is answered with it. */
    async settleSuggested(askerKey: string, clarificationId: string, since: Date): Promise<void> {
      const newest = await db.inquiry.findFirst({
        where: { askerKey, answerType: 'suggested', status: 'open', receivedAt: { gte: since } },
        orderBy: { receivedAt: 'desc' },
        select: { id: true },
      })
      if (newest === null) return
      const clarification = await db.clarification.findUnique({
        where: { id: clarificationId },
        select: { version: true },
      })
      await db.inquiry.update({
        where: { id: newest.id },
        data: {
          status: 'answered',
          clarificationId,
          claimId: null,
          answeredVersion: clarification?.version ?? null,
        },
      })
    },

    /** Nobody needs to look after a question any more. */
    async close(id: string): Promise<void> {
      await db.inquiry.updateMany({ where: { id }, data: { status: 'answered' } })
    },

    /** The claim that a question was put under. */
    async claimOf(id: string): Promise<string | undefined> {
      const row = await db.inquiry.findUnique({ where: { id }, select: { claimId: true } })
      return row?.claimId ?? undefined
    },

    /** A person says whether their newest answer of the last hours helped. Returns that question. */
    async rate(askerKey: string, hasHelped: boolean, since: Date): Promise<Inquiry | undefined> {
      const newest = await db.inquiry.findFirst({
        where: { askerKey, status: 'answered', receivedAt: { gte: since } },
        orderBy: { receivedAt: 'desc' },
      })
      if (newest === null) return undefined
      const {
        sealedAddress: _sealed,
        addressExpiresAt: _until,
        ...row
      } = await db.inquiry.update({
        where: { id: newest.id },
        data: { hasHelped },
      })
      return toInquiry(row)
    },

    /** Where somebody is who asked lately without saying so: their open questions count there from now on. */
    async placeIn(askerKey: string, areaCode: AreaCode): Promise<void> {
      await db.inquiry.updateMany({ where: { askerKey, areaCode: null }, data: { areaCode } })
    },

    /** Deletes questions that were asked before an instant. Returns how many. */
    async forgetBefore(instant: Date): Promise<number> {
      const { count } = await db.inquiry.deleteMany({ where: { receivedAt: { lt: instant } } })
      return count
    },

    /** Forgets where people asked whose time is up. Returns how many. */
    async forgetAddresses(at: Date): Promise<number> {
      const { count } = await db.inquiry.updateMany({
        where: { addressExpiresAt: { lte: at }, sealedAddress: { not: null } },
        data: { sealedAddress: null },
      })
      return count
    },

    /** How many questions of a person since an instant have this status. */
    countSince(who: { askerKey: string; status: Inquiry['status'] }, since: Date): Promise<number> {
      return db.inquiry.count({ where: { ...who, receivedAt: { gte: since } } })
    },

    /** When a person, or everybody in one chat, asked since an instant, the oldest first: the last so many. */
    async timesSince(
      who: { askerKey: string } | { placeKey: string },
      since: Date,
      limit: number,
    ): Promise<Date[]> {
      const rows = await db.inquiry.findMany({
        where: { ...who, receivedAt: { gte: since } },
        orderBy: { receivedAt: 'desc' },
        take: limit,
        select: { receivedAt: true },
      })
      return rows.map(({ receivedAt }) => receivedAt).toReversed()
    },
  }
}
