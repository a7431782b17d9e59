import type { SendErrorCode } from '../domain/error.ts'
import type { RunTally } from '../storage/deliveries.ts'
import { SEND_REASON } from './retry.ts'

/** So many failures one after the other are no accident: someone should look. */
export const FAILURES_IN_ROW = 10
/** The same for this part of all groups of a run, … */
export const FAILED_PART = 1 / 5
/** … when it is at least so many: in a small run two groups that are gone prove nothing. */
export const FEWEST_FAILED = 5

/** These say nothing about the announcement or its groups. */
const HARMLESS: ReadonlySet<SendErrorCode> = new Set([
  'disconnected',
  'throttled',
  'restricted',
  'chat_moved',
])

interface RunCount {
  total: number
  /** Since the count began: what had failed before it, staff know of when they let the run go on. */
  failed: number
}

/** Watches the runs of all accounts for too many failures. */
export interface Protection {
  succeeded(runId: string): void
  /** One try failed, for good with `isFinal`. Resolves with why the run must pause, when it must. */
  failed(runId: string, code: SendErrorCode, isFinal: boolean): Promise<string | undefined>
  /** A run is over or paused: it is counted anew when it goes on. */
  forget(runId: string): void
}

export function createProtection(tally: (runId: string) => Promise<RunTally>): Protection {
  const runs = new Map<string, RunCount>()
  const inRow = new Map<string, number>()

  async function countOf(runId: string): Promise<RunCount> {
    const known = runs.get(runId)
    if (known !== undefined) return known
    const states = await tally(runId)
    const total = Object.values(states).reduce((sum, count) => sum + count, 0)
    // It may be asked for twice at the same time.
    const count = runs.get(runId) ?? { total, failed: 0 }
    runs.set(runId, count)
    return count
  }

  const forget = (runId: string) => {
    runs.delete(runId)
    inRow.delete(runId)
  }

  return {
    forget,
    succeeded: (runId) => void inRow.delete(runId),
    async failed(runId, code, isFinal) {
      if (HARMLESS.has(code)) return undefined
      const failures = (inRow.get(runId) ?? 0) + 1
      inRow.set(runId, failures)
      const count = await countOf(runId)
      if (isFinal) count.failed += 1
      const last = `Yang terakhir: ${SEND_REASON[code]} Periksa dulu, lalu lanjutkan.`
      if (failures >= FAILURES_IN_ROW) {
        forget(runId)
        return `${failures} pengiriman berturut-turut gagal. ${last}`
      }
      if (count.failed >= Math.max(FEWEST_FAILED, count.total * FAILED_PART)) {
        forget(runId)
        return `${count.failed} dari ${count.total} grup gagal menerima. ${last}`
      }
      return undefined
    },
  }
}
