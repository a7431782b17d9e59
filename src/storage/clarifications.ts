import type { Clarification, ClarificationStatus, ClarificationVersion } from '../domain/clarification.ts'
import type { InquiryStatus } from '../domain/inquiry.ts'
import { recordVersion, toClarification, toRow, toVersion } from './clarification-rows.ts'
import type { Database } from './database.ts'
import { queueNotices } from './notices.ts'

/** The content of a clarification: what makes two versions differ. */
type Content = Omit<Clarification, 'version'>

function contentOf(row: Content): string {
  const {
    id,
    claimReviewed,
    circulatingTexts,
    verdict,
    explanation,
    sources,
    areaCodes,
    publishedAt,
    status,
    pictureHashes = [],
  } = row
  const pairs = sources.map(({ url, publisher }) => [url, publisher])
  return JSON.stringify([
    id,
    claimReviewed,
    circulatingTexts,
    verdict,
    explanation,
    pairs,
    areaCodes,
    publishedAt.toISOString(),
    status,
    pictureHashes,
  ])
}

export type ClarificationStore = ReturnType<typeof createClarificationStore>

/** The clarifications that answers are made of. */
export function createClarificationStore(db: Database, now: () => Date) {
  return {
    async find(id: string): Promise<Clarification | undefined> {
      const row = await db.clarification.findUnique({ where: { id } })
      return row === null ? undefined : toClarification(row)
    },

    async listPublished(): Promise<Clarification[]> {
      const rows = await db.clarification.findMany({ where: { status: 'published' }, orderBy: { id: 'asc' } })
      return rows.map(toClarification)
    },

    /**
     * Withdraws a published clarification: from now on it answers nobody, and everyone who was answered with it is told.
     * Returns whether it was published.
     */
    async retract(id: string, { by, note }: { by: string; note?: string }): Promise<boolean> {
      return db.$transaction(async (tx) => {
        const before = await tx.clarification.findUnique({ where: { id } })
        if (before?.status !== ('published' satisfies ClarificationStatus)) return false
        const row = await tx.clarification.update({
          where: { id },
          data: {
            status: 'retracted' satisfies ClarificationStatus,
            version: { increment: 1 },
            updatedAt: now(),
          },
        })
        const step = { action: 'retracted' as const, by, at: now(), ...(note === undefined ? {} : { note }) }
        await recordVersion(tx, toClarification(row), step)
        await queueNotices(tx, now(), { kind: 'retraction', clarificationId: id, version: row.version })
        // What they asked has no answer any more.
        await tx.inquiry.updateMany({
          where: { clarificationId: id, status: 'answered' },
          data: { status: 'open' satisfies InquiryStatus },
        })
        return true
      })
    },

    /** As it was from each change on, the oldest first. What was there before versions were kept is missing. */
    async versions(id: string): Promise<ClarificationVersion[]> {
      const rows = await db.clarificationVersion.findMany({
        where: { clarificationId: id },
        orderBy: { version: 'asc' },
      })
      return rows.map(toVersion)
    },

    /** Newest first. `text` looks into claim and id. */
    async list(filter: {
      text?: string
      status?: ClarificationStatus
      limit: number
    }): Promise<Clarification[]> {
      const { text, status, limit } = filter
      const rows = await db.clarification.findMany({
        where: {
          ...(status === undefined ? {} : { status }),
          ...(text === undefined ? {} : { OR: [{ claimReviewed: { contains: text } }, { id: text }] }),
        },
        orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toClarification)
    },

    count(): Promise<number> {
      return db.clarification.count()
    },

    /** Changes whenever a row does, also by another process. Cheap enough to ask with each question. */
    async revision(): Promise<string> {
      const [row] = await db.$queryRaw<{ revision: string }[]>`
        SELECT count(*) || ' ' || total(version) || ' ' || coalesce(max(updatedAt), '') AS revision
        FROM Clarification`
      return row?.revision ?? ''
    },

    /**
     * Saves all or none. A new id is added as version 1, a changed one becomes its next version,
     * and an equal one is left alone.
     */
    async save(contents: Content[]): Promise<{ added: number; changed: number; unchanged: number }> {
      const counts = { added: 0, changed: 0, unchanged: 0 }
      await db.$transaction(
        async (tx) => {
          const rows = await tx.clarification.findMany()
          const known = new Map(rows.map((row) => [row.id, toClarification(row)]))
          for (const content of contents) {
            const before = known.get(content.id)
            if (before !== undefined && contentOf(before) === contentOf(content)) {
              counts.unchanged += 1
              continue
            }
            const version = (before?.version ?? 0) + 1
            const data = { ...toRow(content), version, updatedAt: now() }
            await tx.clarification.upsert({ where: { id: content.id }, create: data, update: data })
            // The first version of an import is the file; only what changes it needs a record.
            if (before !== undefined) {
              await recordVersion(tx, { ...content, version }, { action: 'imported', by: 'Impor', at: now() })
            }
            known.set(content.id, { ...content, version })
            counts[before === undefined ? 'added' : 'changed'] += 1
          }
        },
        { timeout: 60_000 },
      )
      return counts
    },
  }
}
