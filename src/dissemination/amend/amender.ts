import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { Errand } from '../errands.ts'
import { refreshStatus } from '../status.ts'
import { carryOut } from './carrying-out.ts'
import type { AmenderDeps } from './deps.ts'
import { planAmendments, runsToAmend } from './planning.ts'

/** A message that was about to leave when its run was stopped is known by then to have left, or not. */
const SETTLE_MS = 2_000
const AMENDMENTS_AT_ONCE = 50

/**
 * Carries out corrections and recalls: stops what is still going out, then edits or deletes message by message, and
 * opens a run for the groups that need a message of their own. Every step is written before the next one, so that it
 * can be broken off anywhere: an edit or a deletion does no harm when it happens twice, and a run is opened once.
 */
export function createAmender(deps: AmenderDeps): Errand {
  const { storage, clock, logger, onRunOpened } = deps
  const { amendments, broadcasts, deliveries, occurrences, chats } = storage

  /** Ends the runs that say what is amended. Returns their ids. */
  const stop = async (broadcast: StoredBroadcast): Promise<string[]> => {
    const runIds = (await runsToAmend(broadcast, storage)).map(({ id }) => id)
    await amendments.stopRuns(
      runIds,
      broadcast.kind === 'recall'
        ? { code: 'recalled', reason: 'Pengumuman ini ditarik.' }
        : { code: 'corrected', reason: 'Pengumuman ini diralat.' },
    )
    return runIds
  }

  /** No more of the wrong announcement leaves from here on. */
  const begin = async (broadcast: StoredBroadcast) => {
    const stopped = await stop(broadcast)
    const original = await broadcasts.find(broadcast.amends ?? '')
    const { corrected } = broadcast
    // What is still to come reads as it should from now on; where a file owns the text, it says so already.
    if (original !== undefined && original.sourceFile === undefined && corrected !== undefined) {
      await broadcasts.save({ ...original, message: corrected })
    }
    if (original !== undefined) await refreshStatus(storage, original.id)
    await broadcasts.setStatus(broadcast.id, 'running', 'Pengiriman yang keliru dihentikan.')
    logger.info({ broadcastId: broadcast.id, runs: stopped.length }, 'amending')
    return SETTLE_MS
  }

  /** Looks who has the message, once nothing is under way any more. Returns how long to wait until it can. */
  const plan = async (broadcast: StoredBroadcast, kind: 'correction' | 'recall'): Promise<number> => {
    const now = clock.now()
    const begun = (await broadcasts.transitions(broadcast.id)).findLast(({ to }) => to === 'running')
    const waitMs = (begun?.at.getTime() ?? 0) + SETTLE_MS - now.getTime()
    if (waitMs > 0) return waitMs
    // Once more: a message that failed in the meantime waits for its next try.
    const runIds = await stop(broadcast)
    if ((await amendments.countSending(runIds)) > 0) return SETTLE_MS
    const receivers = await amendments.receivers(runIds)
    const planned = planAmendments(kind, receivers)
    await amendments.plan(broadcast.id, planned, now)
    logger.info({ broadcastId: broadcast.id, messages: planned.length }, 'amendments planned')
    return 0
  }

  /** Opens the runs for the groups that need a message of their own. The instant that names a run is written first. */
  const openRuns = async (broadcast: StoredBroadcast) => {
    const waiting = await amendments.list({
      broadcastId: broadcast.id,
      status: 'queued',
      means: ['notice', 'replace'],
    })
    for (const means of ['notice', 'replace'] as const) {
      const message = means === 'notice' ? broadcast.message : broadcast.corrected
      const rows = waiting.filter((row) => row.means === means)
      const fresh = rows.filter(({ noticeAt }) => noticeAt === undefined)
      if (message === undefined || rows.length === 0) continue
      // Two runs of one broadcast cannot have the same instant.
      const at = new Date(clock.now().getTime() + (means === 'notice' ? 0 : 1))
      await amendments.update(
        fresh.map(({ id }) => id),
        { noticeAt: at },
      )
      for (const instant of new Set(rows.map(({ noticeAt }) => (noticeAt ?? at).getTime()))) {
        await openRun(
          { ...broadcast, message },
          new Date(instant),
          rows.filter(({ noticeAt }) => (noticeAt ?? at).getTime() === instant),
        )
      }
    }
  }

  const openRun = async (broadcast: StoredBroadcast, at: Date, rows: { id: string; chatId: string }[]) => {
    const wanted = new Set(rows.map(({ chatId }) => chatId))
    const reachable = (await chats.listActive()).filter(({ id }) => wanted.has(id))
    const ids = new Set(reachable.map(({ id }) => id))
    await deliveries.openRun(broadcast, at, reachable)
    const [there, gone] = [
      rows.filter(({ chatId }) => ids.has(chatId)),
      rows.filter(({ chatId }) => !ids.has(chatId)),
    ]
    await amendments.update(
      there.map(({ id }) => id),
      { status: 'done' },
    )
    await amendments.update(
      gone.map(({ id }) => id),
      { status: 'impossible', reason: 'Grup ini sudah tidak berlangganan.' },
    )
    onRunOpened()
  }

  const isOver = async ({ id }: StoredBroadcast) =>
    (await amendments.nextAttemptAt(id)) === undefined && (await occurrences.underWay(id)).length === 0

  /** Does what is due about one correction or recall. Returns in how many milliseconds there is more to do. */
  const amend = async (broadcast: StoredBroadcast): Promise<number | undefined> => {
    const { id, kind, schedule, settledAt, status } = broadcast
    if (kind === 'announcement') return undefined
    if (status === 'scheduled') return begin(broadcast)
    const isPlanned = schedule.type === 'once' && settledAt >= schedule.at
    if (!isPlanned) return plan(broadcast, kind)
    const due = await amendments.list({
      broadcastId: id,
      status: 'queued',
      means: ['edit', 'delete'],
      dueAt: clock.now(),
      limit: AMENDMENTS_AT_ONCE,
    })
    let waitMs: number | undefined
    for (const amendment of due) {
      const left = await carryOut(amendment, broadcast, deps)
      if (left !== undefined) waitMs = Math.min(waitMs ?? left, left)
    }
    await openRuns(broadcast)
    if (await isOver(broadcast)) {
      await broadcasts.setStatus(id, 'finished', 'Semua pesan sudah ditangani.')
      return undefined
    }
    const next = await amendments.nextAttemptAt(id)
    const nextMs = next === undefined ? undefined : Math.max(0, next.getTime() - clock.now().getTime())
    return waitMs ?? nextMs
  }

  return {
    name: 'amendments',
    async work() {
      const open = await broadcasts.list({ statuses: ['scheduled', 'running'] })
      let next: number | undefined
      for (const broadcast of open) {
        const waitMs = await amend(broadcast)
        if (waitMs !== undefined) next = Math.min(next ?? waitMs, waitMs)
      }
      return next
    },
  }
}
