import { randomUUID } from 'node:crypto'
import type { Broadcast, DeliveryStatus, RunStatus } from '../domain/broadcast.ts'
import { isUniqueViolation, type Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

export type OccurrenceStore = ReturnType<typeof createOccurrenceStore>

/** What became of the occurrences of broadcasts that were not sent, and which runs are still going. */
export function createOccurrenceStore(db: Database, now: () => Date) {
  return {
    /** Records an occurrence that was not sent, with the reason. Does nothing when it has a run already. */
    async recordUnsent(
      { id: broadcastId, message }: Pick<Broadcast, 'id' | 'message'>,
      { at, status, reason }: { at: Date; status: 'missed' | 'expired'; reason: string },
    ): Promise<void> {
      try {
        await db.broadcastRun.create({
          data: {
            id: randomUUID(),
            broadcastId,
            scheduledFor: at,
            status,
            reason,
            message: message as unknown as Prisma.InputJsonObject,
            openedAt: now(),
          },
        })
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
      }
    },

    /** The runs of a broadcast that are not over: running, or paused and waiting for staff. */
    async underWay(broadcastId: string): Promise<{ id: string; status: RunStatus }[]> {
      const open: RunStatus[] = ['running', 'paused']
      const rows = await db.broadcastRun.findMany({
        where: { broadcastId, status: { in: open } },
        select: { id: true, status: true },
      })
      return rows.map(({ id, status }) => ({ id, status: status as RunStatus }))
    },

    /**
     * True while a run is paused, or still sends. A run that only waits for the hours of some groups does not keep the
     * next one from going out.
     */
    async isSending(broadcastId: string): Promise<boolean> {
      const paused: RunStatus = 'paused'
      const running: RunStatus = 'running'
      const open: DeliveryStatus[] = ['queued', 'sending']
      const sends = {
        status: { in: open },
        OR: [{ errorCode: null }, { errorCode: { not: 'waits_for_hours' } }],
      }
      const count = await db.broadcastRun.count({
        where: {
          broadcastId,
          OR: [{ status: paused }, { status: running, deliveries: { some: sends } }],
        },
      })
      return count > 0
    },

    /** The newest occurrence that has a row: sent or not. */
    async latest(broadcastId: string): Promise<{ status: RunStatus } | undefined> {
      const row = await db.broadcastRun.findFirst({
        where: { broadcastId },
        orderBy: { scheduledFor: 'desc' },
        select: { status: true },
      })
      return row === null ? undefined : { status: row.status as RunStatus }
    },
  }
}
