import type { ChannelName } from '../domain/message.ts'
import type { Notice, NoticeKind } from '../domain/notice.ts'
import type { Database } from './database.ts'
import { storedInstant } from './delivery-rows.ts'
import type { Prisma } from './generated/client.ts'

/** For so long after the last word to somebody it is known where to reach them. The privacy text promises it. */
export const ADDRESS_LIFETIME_MS = 30 * 24 * 3_600_000

/**
 * One notice for each chat in which a question was asked, about the newest question there. Whoever said no to hearing
 * back gets none, and what is queued or told already is left alone.
 */
const queue = (condition: string) => `
  INSERT INTO "Notice" (id, kind, "subjectId", version, "placeKey", "askerKey", channel, "sealedAddress", "askedAt",
                        status, "queuedAt")
  SELECT lower(hex(randomblob(16))), ?, ?, ?, "placeKey", "askerKey", channel, "sealedAddress", "receivedAt",
         'queued', ?
  FROM (
    SELECT *, row_number() OVER (PARTITION BY "placeKey" ORDER BY "receivedAt" DESC, rowid DESC) AS place
    FROM "Inquiry"
    WHERE "sealedAddress" IS NOT NULL AND ${condition}
      AND "askerKey" NOT IN (SELECT "askerKey" FROM "Asker" WHERE NOT "wantsNews")
  )
  WHERE place = 1
  ON CONFLICT (kind, "subjectId", version, "placeKey") DO NOTHING`

const QUEUE_FOR_CLAIM = queue('"claimId" = ?')
const QUEUE_FOR_OLDER_ANSWERS = queue(
  `"clarificationId" = ? AND status = 'answered' AND ("answeredVersion" IS NULL OR "answeredVersion" < ?)`,
)

/** What is to be told, and to whom. */
export type NoticeCause =
  | { kind: 'answer'; claimId: string; clarificationId: string; version: number }
  | { kind: 'referral'; claimId: string }
  | { kind: 'correction' | 'retraction'; clarificationId: string; version: number }

/** Queues what follows from a step, in the transaction of the step. */
export async function queueNotices(
  tx: Prisma.TransactionClient,
  at: Date,
  cause: NoticeCause,
): Promise<number> {
  const now = storedInstant(at)
  switch (cause.kind) {
    case 'answer': {
      const { kind, claimId, clarificationId, version } = cause
      return tx.$executeRawUnsafe(QUEUE_FOR_CLAIM, kind, clarificationId, version, now, claimId)
    }
    case 'referral':
      return tx.$executeRawUnsafe(QUEUE_FOR_CLAIM, cause.kind, cause.claimId, 0, now, cause.claimId)
    case 'correction':
    case 'retraction':
    default: {
      const { kind, clarificationId, version } = cause
      const args = [kind, clarificationId, version, now, clarificationId, version]
      return tx.$executeRawUnsafe(QUEUE_FOR_OLDER_ANSWERS, ...args)
    }
  }
}

function toNotice(row: Prisma.NoticeGetPayload<object>): Notice {
  const { id, subjectId, version, askerKey, sealedAddress, askedAt } = row
  return {
    id,
    subjectId,
    version,
    askerKey,
    askedAt,
    kind: row.kind as NoticeKind,
    channel: row.channel as ChannelName,
    ...(sealedAddress === null ? {} : { sealedAddress }),
  }
}

export type NoticeStore = ReturnType<typeof createNoticeStore>

/** What people who asked are still to be told. */
export function createNoticeStore(db: Database, now: () => Date) {
  return {
    /** The oldest first, of the channels that can send now. */
    async listQueued(channels: ChannelName[], limit: number): Promise<Notice[]> {
      const rows = await db.notice.findMany({
        where: { status: 'queued', channel: { in: channels } },
        orderBy: [{ queuedAt: 'asc' }, { id: 'asc' }],
        take: limit,
      })
      return rows.map(toNotice)
    },

    /** Told, or given up. The address goes; that of the question stays a while, in case the answer changes. */
    async settle(id: string, status: 'sent' | 'dropped'): Promise<void> {
      await db.$transaction(async (tx) => {
        const row = await tx.notice.update({
          where: { id },
          data: { status, settledAt: now(), sealedAddress: null },
        })
        if (status === 'dropped') return
        await tx.inquiry.updateMany({
          where: { placeKey: row.placeKey, sealedAddress: { not: null } },
          data: { addressExpiresAt: new Date(now().getTime() + ADDRESS_LIFETIME_MS) },
        })
      })
    },

    /** Deletes what was settled before an instant. */
    async forgetBefore(instant: Date): Promise<void> {
      await db.notice.deleteMany({ where: { status: { not: 'queued' }, settledAt: { lt: instant } } })
    },

    /** How many are in each state, for one clarification or claim. */
    async tally(subjectId: string): Promise<Record<string, number>> {
      const rows = await db.notice.groupBy({ by: ['status'], where: { subjectId }, _count: { _all: true } })
      return Object.fromEntries(rows.map(({ status, _count }) => [status, _count._all]))
    },
  }
}
