import type { DeliveryStatus, RunStatus } from '../domain/broadcast.ts'
import type { Actor } from '../domain/broadcast-life.ts'
import { takeStepIn, type StepResult } from './broadcasts.ts'
import type { Database } from './database.ts'

const RUN = { running: 'running', paused: 'paused', cancelled: 'cancelled' } as const satisfies Record<
  string,
  RunStatus
>

/** Staff have seen the message: no receipt is waited for. */
const NO_RECEIPT_AWAITED = new Date('9999-12-31T00:00:00Z')

/** What staff decide about messages of which nobody knows whether they went out. */
export type UncertainDecision = 'sent' | 'again'

export type BroadcastControl = ReturnType<typeof createBroadcastControl>

/**
 * What staff do to a broadcast that touches its runs too: the step and the runs change together or not at all.
 * A refused step changes nothing.
 */
export function createBroadcastControl(db: Database, now: () => Date) {
  return {
    /** The run that is going halts too. */
    pause: (id: string, actor: Actor): Promise<StepResult> =>
      db.$transaction(async (tx) => {
        const result = await takeStepIn(tx, now(), id, { action: 'pause', ...actor })
        if ('refused' in result) return result
        await tx.broadcastRun.updateMany({
          where: { broadcastId: id, status: RUN.running },
          data: { status: RUN.paused, reason: actor.reason ?? null },
        })
        return result
      }),

    /** The run that was halted goes on where it stopped. */
    resume: (id: string, actor: Actor): Promise<StepResult> =>
      db.$transaction(async (tx) => {
        const result = await takeStepIn(tx, now(), id, { action: 'resume', ...actor })
        if ('refused' in result) return result
        await tx.broadcastRun.updateMany({
          where: { broadcastId: id, status: RUN.paused },
          data: { status: RUN.running, reason: null },
        })
        return result
      }),

    /** What waits is not sent any more; what was sent stays. */
    cancel: (id: string, actor: Actor): Promise<StepResult> =>
      db.$transaction(async (tx) => {
        const result = await takeStepIn(tx, now(), id, { action: 'cancel', ...actor })
        if ('refused' in result) return result
        const open = { broadcastId: id, status: { in: [RUN.running, RUN.paused] } }
        const reason = actor.reason ?? null
        const [queued, skipped]: [DeliveryStatus, DeliveryStatus] = ['queued', 'skipped']
        await tx.delivery.updateMany({
          where: { run: open, status: queued },
          data: { status: skipped, errorCode: 'cancelled', errorReason: reason },
        })
        await tx.broadcastRun.updateMany({ where: open, data: { status: RUN.cancelled, reason } })
        return result
      }),

    /**
     * Queues the failed messages of a run again, and deals with the uncertain ones as staff decided after a look into
     * the groups. The run goes on. Returns how many of each were touched.
     */
    retry: (runId: string, decision?: UncertainDecision): Promise<{ failed: number; uncertain: number }> =>
      db.$transaction(async (tx) => {
        const at = now()
        const again = {
          status: 'queued' satisfies DeliveryStatus,
          attempts: 0,
          nextAttemptAt: at,
          // A new try is a new message: the platform would drop the old id.
          messageId: null,
          externalId: null,
          recipients: null,
          deliveredTo: 0,
          readBy: 0,
          receipts: null,
          sentAt: null,
          errorCode: null,
          errorReason: null,
          isInDoubt: false,
          repeats: 0,
        }
        const [failed, uncertain, sent]: DeliveryStatus[] = ['failed', 'uncertain', 'sent']
        const retried = await tx.delivery.updateMany({
          where: { runId, status: failed as DeliveryStatus },
          data: again,
        })
        const settled =
          decision === undefined
            ? { count: 0 }
            : await tx.delivery.updateMany({
                where: { runId, status: uncertain as DeliveryStatus },
                data:
                  decision === 'again'
                    ? again
                    : {
                        status: sent as DeliveryStatus,
                        errorCode: null,
                        errorReason: null,
                        isInDoubt: false,
                        nextAttemptAt: NO_RECEIPT_AWAITED,
                      },
              })
        if (retried.count > 0 || (decision === 'again' && settled.count > 0)) {
          await tx.broadcastRun.update({ where: { id: runId }, data: { status: RUN.running, reason: null } })
        }
        return { failed: retried.count, uncertain: settled.count }
      }),
  }
}
