import { claimStep, type ClaimStatus } from '../domain/claim.ts'
import type { Clarification, ClarificationContent, ClarificationDraft } from '../domain/clarification.ts'
import {
  asContentJson,
  readContentJson,
  recordVersion,
  toClarification,
  toRow,
} from './clarification-rows.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'
import { queueNotices } from './notices.ts'

function toDraft(row: Prisma.ClarificationDraftGetPayload<object>): ClarificationDraft {
  const { id, content, claimId, writtenBy, corrects, note, updatedAt } = row
  const written: ClarificationContent = readContentJson(content)
  return {
    id,
    content: written,
    status: row.status as ClarificationDraft['status'],
    writtenBy,
    corrects,
    updatedAt,
    ...(claimId === null ? {} : { claimId }),
    ...(note === null ? {} : { note }),
  }
}

/** What publishing led to. */
export type PublishResult =
  | { type: 'published'; clarification: Clarification; answered: number; corrected: number }
  | { type: 'not_found' }
  /** Somebody changed the draft since it was reviewed. */
  | { type: 'changed' }

export type ClarificationDraftStore = ReturnType<typeof createClarificationDraftStore>

/** Clarifications that are being written, and the step from there to everyone who asked. */
export function createClarificationDraftStore(db: Database, now: () => Date) {
  /** The claim of a draft is answered, and so is everyone who asked. Returns how many chats are to be told. */
  async function answerClaim(
    tx: Prisma.TransactionClient,
    claimId: string,
    { id, version }: Clarification,
    by: string,
  ): Promise<number> {
    const claim = await tx.claim.findUnique({ where: { id: claimId } })
    if (claim === null || claimStep(claim.status as ClaimStatus, 'answer') === undefined) return 0
    const told = await queueNotices(tx, now(), { kind: 'answer', claimId, clarificationId: id, version })
    await tx.inquiry.updateMany({
      where: { claimId },
      data: { status: 'answered', clarificationId: id, answeredVersion: version },
    })
    await tx.claim.update({
      where: { id: claimId },
      data: { status: 'answered' satisfies ClaimStatus, clarificationId: id, closedAt: now() },
    })
    await tx.claimEvent.create({ data: { claimId, action: 'answer', by, note: id, at: now() } })
    return told
  }

  /** Whoever has an older version is told what changed. Returns how many chats. */
  async function correct(tx: Prisma.TransactionClient, { id, version }: Clarification): Promise<number> {
    const told = await queueNotices(tx, now(), { kind: 'correction', clarificationId: id, version })
    await tx.inquiry.updateMany({
      where: { clarificationId: id, status: 'answered' },
      data: { answeredVersion: version },
    })
    return told
  }

  return {
    async find(id: string): Promise<ClarificationDraft | undefined> {
      const row = await db.clarificationDraft.findUnique({ where: { id } })
      return row === null ? undefined : toDraft(row)
    },

    async list(): Promise<ClarificationDraft[]> {
      const rows = await db.clarificationDraft.findMany({ orderBy: { updatedAt: 'desc' } })
      return rows.map(toDraft)
    },

    async save(draft: Omit<ClarificationDraft, 'updatedAt'>): Promise<void> {
      const { id, content, status, claimId, writtenBy, corrects, note } = draft
      const data = {
        content: asContentJson(content),
        status,
        claimId: claimId ?? null,
        writtenBy,
        corrects,
        note: note ?? null,
        updatedAt: now(),
      }
      await db.clarificationDraft.upsert({ where: { id }, create: { id, ...data }, update: data })
    },

    async remove(id: string): Promise<boolean> {
      const { count } = await db.clarificationDraft.deleteMany({ where: { id } })
      return count > 0
    },

    /**
     * Publishes a draft as it was when `readAt` was its `updatedAt`, all in one transaction: the clarification, its
     * version, the claim that it answers, and a notice for each chat that asked or that has an older answer.
     */
    async publish(
      id: string,
      readAt: Date,
      { by, note }: { by: string; note?: string },
    ): Promise<PublishResult> {
      return db.$transaction(async (tx): Promise<PublishResult> => {
        const row = await tx.clarificationDraft.findUnique({ where: { id } })
        if (row === null) return { type: 'not_found' }
        if (row.updatedAt.getTime() !== readAt.getTime()) return { type: 'changed' }
        const draft = toDraft(row)
        const before = await tx.clarification.findUnique({ where: { id } })
        const content = { ...draft.content, id, status: 'published' as const }
        const data = { ...toRow(content), version: (before?.version ?? 0) + 1, updatedAt: now() }
        const clarification = toClarification(
          await tx.clarification.upsert({ where: { id }, create: data, update: data }),
        )
        const action = before === null ? 'published' : 'changed'
        await recordVersion(tx, clarification, {
          action,
          by,
          at: now(),
          ...(note === undefined ? {} : { note }),
        })
        const corrected = draft.corrects && before !== null ? await correct(tx, clarification) : 0
        const answered =
          draft.claimId === undefined ? 0 : await answerClaim(tx, draft.claimId, clarification, by)
        await tx.clarificationDraft.delete({ where: { id } })
        return { type: 'published', clarification, answered, corrected }
      })
    },
  }
}
