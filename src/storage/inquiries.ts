import { randomUUID } from 'node:crypto'
import type { AnswerExplanation, Inquiry } from '../domain/inquiry.ts'
import type { ChannelName } from '../domain/message.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

export type InquiryStore = ReturnType<typeof createInquiryStore>

/** Somebody who was answered with a clarification, and where. */
export interface Told {
  inquiryId: string
  clarificationId: string
  channel: ChannelName
  askerKey: string
  sealedAddress: string
  receivedAt: Date
}

/** Residents' questions. Only scrubbed text and keyed hashes may be handed in. */
export function createInquiryStore(db: Database) {
  return {
    /** `sealedAddress`: where to tell the person more; opened only by who holds the installation's secret. */
    async add(asked: Omit<Inquiry, 'id'> & { sealedAddress?: string }): Promise<Inquiry> {
      const { sealedAddress, ...inquiry } = asked
      const id = randomUUID()
      const { explanation, ...rest } = inquiry
      await db.inquiry.create({
        data: {
          ...rest,
          id,
          clarificationId: inquiry.clarificationId ?? null,
          score: inquiry.score ?? null,
          sealedAddress: sealedAddress ?? null,
          ...(explanation === undefined
            ? {}
            : { explanation: explanation as unknown as Prisma.InputJsonObject }),
        },
      })
      return { ...inquiry, id }
    },

    /** Newest first. */
    async list(filter: { status?: Inquiry['status']; limit: number }): Promise<Inquiry[]> {
      const rows = await db.inquiry.findMany({
        where: filter.status === undefined ? {} : { status: filter.status },
        orderBy: { receivedAt: 'desc' },
        take: filter.limit,
        omit: { sealedAddress: true, retractionToldAt: true },
      })
      return rows.map(({ clarificationId, score, explanation, ...row }) => ({
        ...row,
        channel: row.channel as ChannelName,
        answerType: row.answerType as Inquiry['answerType'],
        status: row.status as Inquiry['status'],
        ...(clarificationId === null ? {} : { clarificationId }),
        ...(score === null ? {} : { score }),
        ...(explanation === null ? {} : { explanation: explanation as unknown as AnswerExplanation }),
      }))
    },

    /** A person found the answer among what was suggested: their newest open question is answered with it. */
    async settleSuggested(askerKey: string, clarificationId: string, since: Date): Promise<void> {
      const newest = await db.inquiry.findFirst({
        where: { askerKey, answerType: 'suggested', status: 'open', receivedAt: { gte: since } },
        orderBy: { receivedAt: 'desc' },
        select: { id: true },
      })
      if (newest === null) return
      await db.inquiry.update({ where: { id: newest.id }, data: { status: 'answered', clarificationId } })
    },

    /** Who was answered with one of these clarifications, and was not told yet that it was withdrawn. The oldest first. */
    async listToTell(clarificationIds: string[], limit: number): Promise<Told[]> {
      const rows = await db.inquiry.findMany({
        where: {
          clarificationId: { in: clarificationIds },
          status: 'answered',
          retractionToldAt: null,
          sealedAddress: { not: null },
        },
        orderBy: { receivedAt: 'asc' },
        take: limit,
      })
      return rows.map(({ id, clarificationId, channel, askerKey, sealedAddress, receivedAt }) => ({
        inquiryId: id,
        clarificationId: clarificationId ?? '',
        channel: channel as ChannelName,
        askerKey,
        sealedAddress: sealedAddress ?? '',
        receivedAt,
      }))
    },

    async markTold(inquiryIds: string[], at: Date): Promise<void> {
      await db.inquiry.updateMany({ where: { id: { in: inquiryIds } }, data: { retractionToldAt: at } })
    },

    /** Forgets where people are who asked before an instant. Returns how many were forgotten. */
    async forgetAddresses(before: Date): Promise<number> {
      const { count } = await db.inquiry.updateMany({
        where: { receivedAt: { lt: before }, sealedAddress: { not: null } },
        data: { sealedAddress: null },
      })
      return count
    },

    /** How many questions a person asked since an instant. */
    countSince(askerKey: string, since: Date): Promise<number> {
      return db.inquiry.count({ where: { askerKey, receivedAt: { gte: since } } })
    },
  }
}
