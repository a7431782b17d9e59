import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import { createAlarm } from './alarm.ts'

/** Work that the server does between announcements, from rows that anybody may have written. */
export interface Errand {
  name: string
  /** Does what is due. Returns in how many milliseconds there is more to do; undefined: when something changes. */
  work(): Promise<number | undefined>
}

export interface Errands {
  /** Safe to call once. */
  start(): void
  /** Something may be due. */
  wake(): void
  /** Ends after the work in progress. Safe to call twice. */
  stop(): Promise<void>
}

/** How soon rows are found that came without a word. */
const LONGEST_WAIT_MS = 15_000
const SHORTEST_WAIT_MS = 20
const FAULT_WAIT_MS = 5_000

/** Does all errands, over and over. A fault of one does not stop the others. */
export function createErrands(
  errands: Errand[],
  { clock, logger }: { clock: Clock; logger: Logger },
): Errands {
  const alarm = createAlarm(clock)
  let running: { ending: AbortController; loop: Promise<void> } | undefined

  const workOf = (errand: Errand): Promise<number | undefined> =>
    errand.work().catch((error: unknown) => {
      logger.error({ err: error, errand: errand.name }, 'an errand faltered')
      return FAULT_WAIT_MS
    })

  const loop = async (signal: AbortSignal) => {
    signal.addEventListener('abort', alarm.ring, { once: true })
    while (!signal.aborted) {
      let waitMs = LONGEST_WAIT_MS
      for (const errand of errands) waitMs = Math.min(waitMs, (await workOf(errand)) ?? waitMs)
      if (!signal.aborted) await alarm.wait(Math.max(waitMs, SHORTEST_WAIT_MS))
    }
  }

  return {
    start() {
      if (running !== undefined) return
      const ending = new AbortController()
      running = { ending, loop: loop(ending.signal) }
    },
    wake: alarm.ring,
    async stop() {
      running?.ending.abort()
      await running?.loop
      running = undefined
    },
  }
}
