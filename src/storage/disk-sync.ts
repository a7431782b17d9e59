import { open, type FileHandle } from 'node:fs/promises'

/** Brings the write-ahead log to the disk. */
export interface DiskSync {
  /** Resolves when everything that was committed before this call is on the disk. */
  reached(): Promise<void>
  close(): Promise<void>
}

/**
 * What SQLite does at each commit with `synchronous = FULL`, and only then: it syncs the write-ahead log. SQLite would
 * do it on the thread that answers people, who would all wait for the disk, for each commit anew. Here the disk works
 * beside it, and commits that come while it does share the next sync. Source: sqlite.org/pragma.html#pragma_synchronous
 */
export function createDiskSync(logPath: string): DiskSync {
  let log: FileHandle | undefined
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  /** Never twice at a time. */
  async function sync(): Promise<void> {
    try {
      log ??= await open(logPath, 'r+')
      await log.datasync()
    } finally {
      running = undefined
    }
  }

  function start(): Promise<void> {
    running = sync()
    return running
  }

  return {
    reached() {
      if (running === undefined && next === undefined) return start()
      // The one that runs may have begun before our commit.
      next ??= (running ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return start()
        })
      return next
    },
    async close() {
      await (next ?? running)?.catch(() => undefined)
      await log?.close()
      log = undefined
    },
  }
}
