import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { AppError } from '../domain/error.ts'
import { databasePath } from './database.ts'

/**
 * Makes sure that only one server works on a database: two would send everything twice.
 * The operating system lets go of the lock however the process ends. Returns how to let go of it.
 * Throws `AppError('conflict')` when another server holds it.
 */
export function holdSingleServerLock(databaseUrl: string): () => void {
  const path = `${databasePath(databaseUrl)}.lock`
  mkdirSync(dirname(path), { recursive: true })
  const lock = new Sqlite(path, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new AppError('conflict', `Another Kabar KIM server is using ${databaseUrl}. Stop it first.`, {
      cause,
    })
  }
  return () => {
    lock.close()
  }
}

/** Whether a server works on a database now. Looks at its lock, and holds it for no longer than that. */
export function isServerRunning(databaseUrl: string): boolean {
  const path = `${databasePath(databaseUrl)}.lock`
  if (!existsSync(path)) return false
  const lock = new Sqlite(path, { timeout: 0, readonly: true })
  try {
    lock.prepare('SELECT count(*) FROM sqlite_master').get()
    return false
  } catch {
    return true
  } finally {
    lock.close()
  }
}
