import type {
  Clarification,
  ClarificationSource,
  ClarificationStatus,
  Verdict,
} from '../domain/clarification.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

type Row = Prisma.ClarificationGetPayload<object>

const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []

function toClarification(row: Row): Clarification {
  return {
    id: row.id,
    claimReviewed: row.claimReviewed,
    circulatingTexts: strings(row.circulatingTexts),
    verdict: row.verdict as Verdict,
    explanation: row.explanation,
    sources: row.sources as unknown as ClarificationSource[],
    areaCodes: strings(row.areaCodes),
    publishedAt: row.publishedAt,
    status: row.status as ClarificationStatus,
    version: row.version,
  }
}

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

    /** Withdraws a published clarification: from now on it answers nobody. Returns whether it was published. */
    async retract(id: string): Promise<boolean> {
      const [published, retracted]: ClarificationStatus[] = ['published', 'retracted']
      const { count } = await db.clarification.updateMany({
        where: { id, status: published as ClarificationStatus },
        data: { status: retracted as ClarificationStatus, version: { increment: 1 }, updatedAt: now() },
      })
      return count > 0
    },

    async listRetracted(): Promise<Clarification[]> {
      const rows = await db.clarification.findMany({ where: { status: 'retracted' }, orderBy: { id: 'asc' } })
      return rows.map(toClarification)
    },

    count(): Promise<number> {
      return db.clarification.count()
    },

    /** Changes whenever a row does, also by another process. Cheap enough to ask every few seconds. */
    async revision(): Promise<string> {
      const { _count, _max, _sum } = await db.clarification.aggregate({
        _count: { _all: true },
        _max: { updatedAt: true },
        _sum: { version: true },
      })
      return [_count._all, _sum.version ?? 0, _max.updatedAt?.getTime() ?? 0].join('-')
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
            const data = {
              ...content,
              sources: content.sources as unknown as Prisma.InputJsonArray,
              version,
              updatedAt: now(),
            }
            await tx.clarification.upsert({ where: { id: content.id }, create: data, update: data })
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
