import type { Clarification, ClarificationStatus, Verdict } from '../domain/clarification.ts'
import { toClarification } from './clarification-rows.ts'
import type { Database } from './database.ts'

/** A clarification in a list. */
export interface ClarificationLine extends Pick<
  Clarification,
  'id' | 'claimReviewed' | 'verdict' | 'status' | 'version'
> {
  changedAt: Date
}

export interface LibraryFilter {
  /** Each of its words stands in the claim or in the id. */
  text?: string | undefined
  verdict?: Verdict | undefined
  status?: ClarificationStatus | undefined
}

const MOST_WORDS = 8

/** What SQL's LIKE would take for any letters is meant as it is written. */
const pattern = (word: string) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

function conditionsOf({ text = '', verdict, status }: LibraryFilter) {
  const words = text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const conditions: [string, string[]][] = [
    ...(status === undefined ? [] : [['status = ?', [status]] as [string, string[]]]),
    ...(verdict === undefined ? [] : [['verdict = ?', [verdict]] as [string, string[]]]),
    ...words.map((word): [string, string[]] => [
      String.raw`("claimReviewed" LIKE ? ESCAPE '\' OR id LIKE ? ESCAPE '\')`,
      [pattern(word), pattern(word)],
    ]),
  ]
  return {
    where: conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`,
    values: conditions.flatMap(([, values]) => values),
  }
}

export type ClarificationLibrary = ReturnType<typeof createClarificationLibrary>

/** All clarifications, for looking through and for taking along. */
export function createClarificationLibrary(db: Database) {
  return {
    /** The one that was changed last comes first. */
    async page(
      filter: LibraryFilter,
      { limit, offset }: { limit: number; offset: number },
    ): Promise<ClarificationLine[]> {
      const { where, values } = conditionsOf(filter)
      type Row = Omit<ClarificationLine, 'changedAt' | 'version'> & {
        version: bigint | number
        updatedAt: string
      }
      const rows = await db.$queryRawUnsafe<Row[]>(
        `SELECT id, "claimReviewed", verdict, status, version, "updatedAt" FROM "Clarification" ${where}
         ORDER BY "updatedAt" DESC, id LIMIT ? OFFSET ?`,
        ...values,
        limit,
        offset,
      )
      return rows.map(({ updatedAt, version, ...row }) => ({
        ...row,
        version: Number(version),
        changedAt: new Date(updatedAt),
      }))
    },

    /** Published ones in the order of their ids, from after one of them on. */
    async publishedAfter(id: string, limit: number): Promise<Clarification[]> {
      const rows = await db.clarification.findMany({
        where: { status: 'published', id: { gt: id } },
        orderBy: { id: 'asc' },
        take: limit,
      })
      return rows.map(toClarification)
    },
  }
}
