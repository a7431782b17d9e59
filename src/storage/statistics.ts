import { PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import type { Inquiry } from '../domain/inquiry.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'

/** `64.02` */
const REGENCY_LENGTH = 5

/** Questions of one hour, one kind of answer and one regency. */
export interface QuestionCount {
  /** The beginning of the hour. */
  hour: Date
  answerType: Inquiry['answerType']
  /** Undefined when nobody knows where the person lives. */
  regency?: AreaCode
  questions: number
}

/** A clarification that people were answered with, and how often. */
export interface AskedClarification {
  id: string
  claimReviewed: string
  questions: number
}

/** How long a claim waited for its answer. */
export interface AnsweredClaim {
  firstAskedAt: Date
  closedAt: Date
}

/** What became of the announcements of one programme in one regency. */
export interface ProgrammeReach {
  programme: string
  regency: AreaCode
  messages: number
  /** Of these: the platform has them, people received them, people read them. */
  sent: number
  delivered: number
  read: number
}

export type StatisticsStore = ReturnType<typeof createStatisticsStore>

interface Period {
  since: Date
  /** Only what concerns this area. */
  within: AreaCode
}

const number = (value: bigint | number | null) => Number(value ?? 0)

/** SQLite reads the index on the instant, which holds all that is asked for. */
const QUESTIONS = `
  SELECT substr("receivedAt", 1, 13) AS hour, "answerType", substr("areaCode", 1, ${REGENCY_LENGTH}) AS regency,
         count(*) AS questions
  FROM "Inquiry" WHERE "receivedAt" >= ? AND (? OR "areaCode" = ? OR "areaCode" LIKE ? || '.%')
  GROUP BY 1, 2, 3`

const MOST_ASKED = `
  SELECT asked.id, clarification."claimReviewed", asked.questions FROM (
    SELECT "clarificationId" AS id, count(*) AS questions
    FROM "Inquiry"
    WHERE "receivedAt" >= ? AND "answerType" = 'clarified' AND (? OR "areaCode" = ? OR "areaCode" LIKE ? || '.%')
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
  ) AS asked JOIN "Clarification" AS clarification ON clarification.id = asked.id
  ORDER BY asked.questions DESC, asked.id`

/** A group counts where it is at home. */
const REACH = `
  WITH home AS MATERIALIZED (
    SELECT id, substr("areaCodes" ->> '$[0]', 1, ${REGENCY_LENGTH}) AS regency FROM "Chat"
  )
  SELECT broadcast.programme, home.regency, count(*) AS messages,
         sum(delivery.status IN ('sent', 'delivered', 'read', 'unconfirmed')) AS sent,
         sum(delivery.status IN ('delivered', 'read')) AS delivered,
         sum(delivery.status = 'read') AS read
  FROM "BroadcastRun" AS run
  CROSS JOIN "Broadcast" AS broadcast ON broadcast.id = run."broadcastId"
  CROSS JOIN "Delivery" AS delivery ON delivery."runId" = run.id
  CROSS JOIN home ON home.id = delivery."chatId"
  WHERE run."openedAt" >= ? AND broadcast.kind = 'announcement' AND (? OR home.regency = ?)
  GROUP BY 1, 2`

const scopeOf = ({ since, within }: Period) => [
  storedInstant(since),
  within === PROVINCE_CODE ? 1 : 0,
  within,
  within,
]

/** Uses by topic. `sql` gives `topic` and `uses`. */
async function countTopics(db: Database, sql: string): Promise<Map<string, number>> {
  const rows = await db.$queryRawUnsafe<{ topic: string; uses: bigint | number }[]>(sql)
  return new Map(rows.map(({ topic, uses }) => [topic, number(uses)]))
}

/** Counts for charts. Whole tables are never read: each asks an index about one period. */
export function createStatisticsStore(db: Database) {
  return {
    async questions(period: Period): Promise<QuestionCount[]> {
      const rows = await db.$queryRawUnsafe<
        {
          hour: string
          answerType: Inquiry['answerType']
          regency: string | null
          questions: bigint | number
        }[]
      >(QUESTIONS, ...scopeOf(period))
      return rows.map(({ hour, answerType, regency, questions }) => ({
        hour: new Date(`${hour}:00:00Z`),
        answerType,
        questions: number(questions),
        ...(regency === null ? {} : { regency }),
      }))
    },

    async mostAsked(period: Period, limit: number): Promise<AskedClarification[]> {
      const rows = await db.$queryRawUnsafe<(AskedClarification & { questions: bigint | number })[]>(
        MOST_ASKED,
        ...scopeOf(period),
        limit,
      )
      return rows.map((row) => ({ ...row, questions: number(row.questions) }))
    },

    /** Claims that were answered since then. */
    async answeredClaims({ since }: Pick<Period, 'since'>): Promise<AnsweredClaim[]> {
      const rows = await db.claim.findMany({
        where: { status: 'answered', closedAt: { gte: since } },
        select: { firstAskedAt: true, closedAt: true },
      })
      return rows.flatMap(({ firstAskedAt, closedAt }) =>
        closedAt === null ? [] : [{ firstAskedAt, closedAt }],
      )
    },

    async reach({ since, within }: Period): Promise<ProgrammeReach[]> {
      const rows = await db.$queryRawUnsafe<
        (Pick<ProgrammeReach, 'programme' | 'regency'> & Record<string, bigint | number>)[]
      >(REACH, storedInstant(since), within === PROVINCE_CODE ? 1 : 0, within)
      return rows.map((row) => ({
        programme: row.programme,
        regency: row.regency,
        messages: number(row['messages'] ?? 0),
        sent: number(row['sent'] ?? 0),
        delivered: number(row['delivered'] ?? 0),
        read: number(row['read'] ?? 0),
      }))
    },

    /** How many groups chose each topic, and how many broadcasts were written for it. */
    async topics(): Promise<{ groups: Map<string, number>; broadcasts: Map<string, number> }> {
      return {
        groups: await countTopics(
          db,
          `SELECT value AS topic, count(*) AS uses FROM "Chat", json_each("Chat".topics) WHERE status <> 'gone' GROUP BY 1`,
        ),
        broadcasts: await countTopics(
          db,
          `SELECT value AS topic, count(*) AS uses FROM "Broadcast", json_each("Broadcast".audience, '$.topics') GROUP BY 1`,
        ),
      }
    },
  }
}
