import { watch as watchFolder, type FSWatcher } from 'node:fs'
import type { Clock } from '../../clock.ts'
import { announcedMessage } from '../../domain/broadcast.ts'
import type { Logger } from '../../logger.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Amendments } from '../amend/amendments.ts'
import { createAlarm } from '../alarm.ts'
import type { ParsedBroadcast } from './content.ts'
import { readBroadcastFolder, type FolderContext, type FolderReading } from './folder.ts'
import type { Problem } from './problem.ts'
import { createQueue } from '../queue.ts'
import { adopt, release } from './reconcile.ts'
import { saysTheSame } from '../wording.ts'

/** Editors write a file in several steps: wait for the last one. */
const DEBOUNCE_MS = 300
/** Finds what file events do not tell: a folder made later, a picture in a subfolder, a network drive. */
const POLL_MS = 30_000
const RUNS_TO_LOOK_AT = 1_000

export interface BroadcastFilesDeps {
  folder: string
  storage: Pick<Storage, 'broadcasts' | 'deliveries' | 'gazetteer' | 'topics'>
  clock: Clock
  logger: Logger
  /** Stored broadcasts changed. */
  onChange: () => void
  /** Where a text that differs from what was sent becomes a proposal for a correction. */
  amendments: Pick<Amendments, 'propose'>
}

export interface BroadcastFiles {
  /**
   * Brings the stored broadcasts in line with the files. Rejects only when the database fails.
   * While the folder cannot be read, the stored broadcasts stay as they are.
   */
  sync(): Promise<{ problems: Problem[] }>
  /** Syncs whenever files change, until `stop`. For after a first `sync`. */
  watch(): void
  /** Ends watching, after the work in progress. Safe to call twice. */
  stop(): Promise<void>
  /** What was wrong at the last sync. */
  problems(): Problem[]
}

/** Whether a broadcast was sent or recorded as missed: at an instant, or ever. */
export function runHistory({
  deliveries,
}: Pick<Storage, 'deliveries'>): NonNullable<FolderContext['hasRun']> {
  return async (broadcastId, at) => {
    const runs = await deliveries.listRuns({ broadcastId, limit: at === undefined ? 1 : RUNS_TO_LOOK_AT })
    return runs.some(({ scheduledFor }) => at === undefined || scheduledFor.getTime() === at.getTime())
  }
}

/** Keeps the stored broadcasts in line with the folder that staff write announcements in. */
export function createBroadcastFiles({
  folder,
  storage,
  clock,
  logger,
  onChange,
  amendments,
}: BroadcastFilesDeps): BroadcastFiles {
  const { broadcasts, gazetteer, topics } = storage
  const hasRun = runHistory(storage)
  const queue = createQueue()
  let problems: Problem[] = []
  let hasSynced = false
  let watching: { ending: AbortController; loop: Promise<void> } | undefined

  /** Stores a good file. Returns whether anything changed, or the problem. */
  const adoptOne = async (parsed: ParsedBroadcast): Promise<boolean | Problem> => {
    const stored = await broadcasts.find(parsed.id)
    if (stored !== undefined && stored.sourceFile === undefined) {
      const reason = `Tanda pengenal "${parsed.id}" sudah dipakai siaran lain yang bukan dari berkas. Ganti id atau nama berkasnya.`
      return { file: parsed.sourceFile, field: 'id', reason }
    }
    const change = adopt(parsed, stored, { hasRun: await hasRun(parsed.id), now: clock.now() })
    if (change !== undefined) await broadcasts.save(change.broadcast, change.steps)
    // What was sent cannot be unsaid by a file: staff decide about a correction. At the first sync too: the process
    // before this one may have ended in between.
    const message = announcedMessage(parsed)
    const isOther = stored !== undefined && !saysTheSame(parsed.id, announcedMessage(stored), message)
    if (stored !== undefined && (isOther || !hasSynced)) await amendments.propose(parsed.id, message)
    return change !== undefined
  }

  const applyReading = async (reading: FolderReading): Promise<boolean> => {
    let hasChanged = false
    for (const parsed of reading.broadcasts) {
      const result = await adoptOne(parsed)
      if (typeof result === 'object') reading.problems.push(result)
      else hasChanged ||= result
    }
    for (const stored of await broadcasts.list()) {
      const change = release(stored, reading)
      if (change === undefined) continue
      await broadcasts.save(change.broadcast, change.steps)
      logger.warn({ broadcastId: stored.id }, 'broadcast taken out of the schedule')
      hasChanged = true
    }
    return hasChanged
  }

  const sync = () =>
    queue.run(async () => {
      const reading = await readBroadcastFolder(folder, { gazetteer, topics, now: clock.now(), hasRun })
      const hasChanged = reading.isReadable && (await applyReading(reading))
      hasSynced ||= reading.isReadable
      ;({ problems } = reading)
      for (const { file, field, reason } of problems)
        logger.warn({ file, field, reason }, 'bad announcement file')
      if (hasChanged) onChange()
      return { problems }
    })

  const watchUntil = async (signal: AbortSignal) => {
    const alarm = createAlarm(clock)
    let watcher: FSWatcher | undefined
    const close = () => {
      watcher?.close()
      watcher = undefined
    }
    const open = () => {
      try {
        watcher ??= watchFolder(folder, alarm.ring).on('error', close)
      } catch (error) {
        // The folder is not there yet: `sync` reports that, and the next poll tries again.
        logger.debug({ err: error }, 'cannot watch the broadcasts folder')
      }
    }
    signal.addEventListener('abort', alarm.ring, { once: true })
    while (!signal.aborted) {
      open()
      await alarm.wait(POLL_MS)
      if (!signal.aborted) await clock.sleep(DEBOUNCE_MS, signal)
      if (!signal.aborted) {
        await sync().catch((error: unknown) =>
          logger.error({ err: error }, 'cannot sync the broadcasts folder'),
        )
      }
    }
    close()
  }

  return {
    sync,
    problems: () => problems,
    watch() {
      if (watching !== undefined) return
      const ending = new AbortController()
      watching = { ending, loop: watchUntil(ending.signal) }
    },
    async stop() {
      watching?.ending.abort()
      await watching?.loop
      watching = undefined
      await queue.idle()
    },
  }
}
