import type { AmendmentMeans, AmendmentStatus } from '../domain/amendment.ts'
import type { BroadcastKind, DeliveryStatus } from '../domain/broadcast.ts'
import type { ChatAddress } from '../domain/message.ts'
import { key } from './communities.ts'
import type { Database } from './database.ts'

/** An announcement that a group got. */
export interface HistoryEntry {
  title: string
  sentAt: Date
  /** It was deleted in the group afterwards. */
  isRecalled: boolean
}

const ARRIVED: DeliveryStatus[] = ['sent', 'delivered', 'read']
const DELETED = { means: 'delete' satisfies AmendmentMeans, status: 'done' satisfies AmendmentStatus }

export type GroupHistory = ReturnType<typeof createGroupHistory>

/** What groups got so far. */
export function createGroupHistory(db: Database) {
  return {
    /** The newest first, at most `limit`. Empty for a chat that is not known. */
    async latest(address: ChatAddress, limit: number): Promise<HistoryEntry[]> {
      const chat = await db.chat.findFirst({ where: key(address), select: { id: true } })
      if (chat === null) return []
      const rows = await db.delivery.findMany({
        where: {
          chatId: chat.id,
          sentAt: { not: null },
          status: { in: ARRIVED },
          run: { broadcast: { kind: { not: 'recall' satisfies BroadcastKind } } },
        },
        orderBy: { sentAt: 'desc' },
        take: limit,
        select: { id: true, sentAt: true, run: { select: { broadcast: { select: { title: true } } } } },
      })
      const ids = rows.map(({ id }) => id)
      const amended = await db.amendment.findMany({
        where: { deliveryId: { in: ids }, ...DELETED },
        select: { deliveryId: true },
      })
      const recalled = new Set(amended.map(({ deliveryId }) => deliveryId))
      return rows.flatMap(({ id, sentAt, run }) =>
        sentAt === null ? [] : [{ title: run.broadcast.title, sentAt, isRecalled: recalled.has(id) }],
      )
    },
  }
}
