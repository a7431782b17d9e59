import { resolve } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { AppError } from '../domain/error.ts'
import { PrismaClient, Prisma } from './generated/client.ts'
import { migrate } from './migrate.ts'
import { createDiskSync } from './disk-sync.ts'
import { patiently } from './patient-adapter.ts'
import type { StorageTrouble } from './trouble.ts'

export type Database = PrismaClient

/** SQLite waits by blocking the whole process; longer waits are `patiently`'s. */
const BUSY_TIMEOUT_MS = 10
/** A transaction may have to wait for another process. */
const TRANSACTION_OPTIONS = { maxWait: 150_000, timeout: 60_000 }

/** Turns `file:./data/x.db` into an absolute path. Throws `AppError('invalid')` for anything but a file URL. */
export function databasePath(url: string): string {
  if (!url.startsWith('file:') || url.length === 'file:'.length) {
    throw new AppError('invalid', `DATABASE_URL must look like file:./data/kabar-kim.db`)
  }
  return resolve(url.slice('file:'.length))
}

export interface DatabaseOptions {
  /** The file grows no further than this, as on a full disk. No limit when missing. */
  mostPages?: number
}

/** Migrates the file and opens it: write-ahead log, foreign keys on, every commit on disk before it counts. */
export async function openDatabase(
  url: string,
  trouble: StorageTrouble,
  { mostPages }: DatabaseOptions = {},
): Promise<Database> {
  const path = databasePath(url)
  await migrate(path)
  const factory = new PrismaBetterSqlite3({ url: `file:${path}`, timeout: BUSY_TIMEOUT_MS })
  const adapter = patiently(factory, createDiskSync(`${path}-wal`), trouble)
  const db = new PrismaClient({ adapter, transactionOptions: TRANSACTION_OPTIONS })
  await db.$queryRawUnsafe('PRAGMA journal_mode = WAL')
  // SQLite itself would hold up the process while the disk works: see disk-sync.ts.
  await db.$queryRawUnsafe('PRAGMA synchronous = NORMAL')
  await db.$queryRawUnsafe('PRAGMA foreign_keys = ON')
  if (mostPages !== undefined) await db.$queryRawUnsafe(`PRAGMA max_page_count = ${mostPages}`)
  return db
}

/** True when an insert met a row that is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}
