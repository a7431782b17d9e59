import type { AnswerTally, LiteracyIssue, LiteracyKind } from '../domain/literacy.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

function toIssue({ broadcastId, kind, item, dueAt }: Prisma.LiteracyIssueGetPayload<object>): LiteracyIssue {
  return { broadcastId, kind, item, dueAt } as unknown as LiteracyIssue
}

/** What came of one quiz. */
export interface QuizResult {
  /** Groups that have the quiz. */
  reached: number
  /** Groups where somebody answered. */
  played: number
  /** Per question, by its number. */
  questions: Map<number, AnswerTally>
}

const REACHED = `
  SELECT COUNT(DISTINCT d."chatId") AS count FROM "Delivery" AS d
  JOIN "BroadcastRun" AS r ON r.id = d."runId"
  WHERE r."broadcastId" = ? AND d.status IN ('sent', 'delivered', 'read')`

/** Without the rounds of rehearsals, which are broadcasts of their own. */
const ANSWERS = `
  SELECT a.question AS question, COUNT(*) AS answers, SUM(a."isRight") AS "right",
    GROUP_CONCAT(DISTINCT q."chatId") AS chats
  FROM "QuizAnswer" AS a
  JOIN "QuizRound" AS q ON q.id = a."roundId"
  JOIN "Delivery" AS d ON d.id = q.id
  JOIN "BroadcastRun" AS r ON r.id = d."runId" AND r."broadcastId" = q."broadcastId"
  WHERE q."broadcastId" = ?
  GROUP BY a.question`

interface AnswerRow {
  question: bigint
  answers: bigint
  right: bigint
  chats: string
}

export type LiteracyStore = ReturnType<typeof createLiteracyStore>

/** What the literacy programme has made, and what came of its quizzes. */
export function createLiteracyStore(db: Database, now: () => Date) {
  return {
    /** Keeps what a broadcast is to carry, unless there is something for it already; returns what counts. */
    async addIssue(issue: LiteracyIssue): Promise<LiteracyIssue> {
      const { broadcastId, kind, item, dueAt } = issue
      const row = await db.literacyIssue.upsert({
        where: { broadcastId },
        create: {
          broadcastId,
          kind,
          item: item as unknown as Prisma.InputJsonObject,
          dueAt,
          createdAt: now(),
        },
        update: {},
      })
      return toIssue(row)
    },

    async findIssue(broadcastId: string): Promise<LiteracyIssue | undefined> {
      const row = await db.literacyIssue.findUnique({ where: { broadcastId } })
      return row === null ? undefined : toIssue(row)
    },

    /** The oldest first. */
    async listIssues(filter: { kind?: LiteracyKind; dueAfter?: Date } = {}): Promise<LiteracyIssue[]> {
      const { kind, dueAfter } = filter
      const rows = await db.literacyIssue.findMany({
        where: {
          ...(kind === undefined ? {} : { kind }),
          ...(dueAfter === undefined ? {} : { dueAt: { gt: dueAfter } }),
        },
        orderBy: [{ dueAt: 'asc' }, { broadcastId: 'asc' }],
      })
      return rows.map(toIssue)
    },

    /** What came of a quiz so far. */
    async resultOf(broadcastId: string): Promise<QuizResult> {
      const [reached] = await db.$queryRawUnsafe<{ count: bigint }[]>(REACHED, broadcastId)
      const rows = await db.$queryRawUnsafe<AnswerRow[]>(ANSWERS, broadcastId)
      const tallies = rows.map(({ question, answers, right }): [number, AnswerTally] => [
        Number(question),
        { answers: Number(answers), right: Number(right) },
      ])
      return {
        reached: Number(reached?.count ?? 0),
        played: new Set(rows.flatMap(({ chats }) => chats.split(','))).size,
        questions: new Map(tallies),
      }
    },
  }
}
