import type { BroadcastStatus } from '../domain/broadcast.ts'
import type { Database } from './database.ts'
import type { SendingAccount } from './delivery-queue.ts'

const HALTED: BroadcastStatus[] = ['paused', 'cancelled']

export type QueueCounts = ReturnType<typeof createQueueCounts>

/** How much waits for the sending accounts. */
export function createQueueCounts(db: Database) {
  return {
    /** How many announcements wait for an account, of runs that nobody has halted. */
    waiting(sender: SendingAccount): Promise<number> {
      return db.delivery.count({
        where: {
          ...sender,
          status: 'queued',
          run: { status: 'running', broadcast: { status: { notIn: HALTED } } },
        },
      })
    },
  }
}
