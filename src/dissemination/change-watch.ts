import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'

/** How soon the server notices what another process wrote. */
const INTERVAL_MS = 1_000

export interface ChangeWatchDeps {
  storage: Pick<Storage, 'foreignRevision'>
  clock: Clock
  logger: Logger
  /** Somebody else wrote into the database. */
  onChange: () => Promise<void>
}

export interface ChangeWatch {
  start(): void
  /** Ends after the look in progress. Safe to call twice. */
  stop(): Promise<void>
}

/** Notices within a second what the commands of staff write beside the running server. */
export function createChangeWatch({ storage, clock, logger, onChange }: ChangeWatchDeps): ChangeWatch {
  let running: { ending: AbortController; loop: Promise<void> } | undefined

  const watch = async (signal: AbortSignal) => {
    let seen: number | undefined
    while (!signal.aborted) {
      try {
        const revision = await storage.foreignRevision()
        if (seen !== undefined && revision !== seen) await onChange()
        seen = revision
      } catch (error) {
        logger.error({ err: error }, 'cannot look for changes in the database')
      }
      await clock.sleep(INTERVAL_MS, signal)
    }
  }

  return {
    start() {
      if (running !== undefined) return
      const ending = new AbortController()
      running = { ending, loop: watch(ending.signal) }
    },
    async stop() {
      running?.ending.abort()
      await running?.loop
      running = undefined
    },
  }
}
