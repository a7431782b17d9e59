import type { Clock } from '../clock.ts'
import type { DueDelivery, RunUnderWay, SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'

/** So many deliveries of a run are read at once. */
const ROWS_AT_ONCE = 128
/** What was read longer ago may not be true any more: another process may have paused a run. */
const FRESH_MS = 1_000

/** Why a run stops when its broadcast is halted, for staff. */
const HALTED_REASON = {
  paused: 'Siaran ini sedang dijeda.',
  cancelled: 'Siaran ini dibatalkan atau berkasnya dihapus.',
} as const

/** Until when a broadcast may not send on a channel now, though it is due: quiet hours. Undefined: it may. Pure. */
export type Hold = (
  broadcast: Pick<RunUnderWay, 'priority'> & Pick<SendingAccount, 'channel'>,
  now: Date,
) => Date | undefined

/** A delivery with the run that it belongs to. */
export interface Due {
  delivery: DueDelivery
  run: RunUnderWay
}

const byTurn = (left: Due, right: Due) =>
  Number(right.run.priority === 'emergency') - Number(left.run.priority === 'emergency') ||
  left.delivery.nextAttemptAt.getTime() - right.delivery.nextAttemptAt.getTime()

/** The deliveries of one account that are due: emergencies first, then the longest waiting. Reads ahead. */
export function createDue(
  { deliveries }: Pick<Storage, 'deliveries'>,
  { clock, hold }: { clock: Clock; hold: Hold },
  sender: SendingAccount,
) {
  let waiting: Due[] = []
  let readAt = -Infinity
  /** Handed out, and not yet written: the database still shows them as queued. */
  const taken = new Set<string>()
  let heldUntil: number | undefined

  /** The runs that may send now. Stops those whose broadcast was halted. */
  async function runsThatMaySend(now: Date): Promise<RunUnderWay[]> {
    heldUntil = undefined
    const open: RunUnderWay[] = []
    for (const run of await deliveries.runsUnderWay()) {
      const { broadcastStatus: status } = run
      if (status === 'paused' || status === 'cancelled') {
        await deliveries.halt(run.id, HALTED_REASON[status])
        continue
      }
      const until = hold({ priority: run.priority, channel: sender.channel }, now)
      if (until === undefined) open.push(run)
      else heldUntil = Math.min(heldUntil ?? Infinity, until.getTime())
    }
    return open
  }

  async function read(): Promise<void> {
    const now = clock.now()
    readAt = now.getTime()
    const all: Due[] = []
    for (const run of await runsThatMaySend(now)) {
      const rows = await deliveries.due(sender, run.id, now, ROWS_AT_ONCE + taken.size)
      all.push(...rows.filter(({ id }) => !taken.has(id)).map((delivery) => ({ delivery, run })))
    }
    waiting = all.toSorted(byTurn).toReversed()
  }

  return {
    /** The next delivery; undefined when nothing is due now. */
    async next(): Promise<Due | undefined> {
      const isFresh = clock.now().getTime() - readAt < FRESH_MS
      if (waiting.length === 0 || !isFresh) await read()
      const due = waiting.pop()
      if (due !== undefined) taken.add(due.delivery.id)
      return due
    },
    /** The step of a delivery is written, or will not be: from here on the database tells the truth about it. */
    release(deliveryId: string): void {
      taken.delete(deliveryId)
    },
    /** Something changed: what was read ahead is read again. */
    forget(): void {
      waiting = []
    },
    /** When to look again, when nothing is due now. */
    async nextAt(): Promise<number> {
      const at = await deliveries.nextAttemptAt(sender)
      if (at === undefined) return Infinity
      // Quiet hours hold what would be due.
      return at.getTime() <= clock.now().getTime() ? (heldUntil ?? at.getTime()) : at.getTime()
    },
  }
}
