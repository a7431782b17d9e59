import { setTimeout as sleep } from 'node:timers/promises'
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import type { DiskSync } from './disk-sync.ts'
import { connectionOf, keepStatements } from './statement-cache.ts'
import type { StorageTrouble } from './trouble.ts'

/** How long a statement waits for another process to let go of the database. */
const PATIENCE_MS = 120_000
const FIRST_WAIT_MS = 10
const LONGEST_WAIT_MS = 250

const sqliteCode = (error: unknown): string | undefined =>
  error instanceof DriverAdapterError ? error.cause.originalCode : undefined

/** Something that will be over. */
function createSpan(): { over: Promise<void>; end: () => void } {
  let resolveOver: (() => void) | undefined
  const over = new Promise<void>((resolve) => {
    resolveOver = resolve
  })
  return { over, end: () => resolveOver?.() }
}

/** Hands out turns, in the order that they were asked for. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return {
    /** Resolves when it is one's turn, with how to end it. */
    async take(): Promise<() => void> {
      const before = last
      const { over, end } = createSpan()
      last = over
      await before
      return end
    },
  }
}

const sql = (text: string): SqlQuery => ({ sql: text, args: [], argTypes: [] })
const isSelect = (query: SqlQuery) => /^\s*SELECT\b/i.test(query.sql)
const isPragma = (query: SqlQuery) => /^\s*PRAGMA\b/i.test(query.sql)

/**
 * Only what is written for good shows that the database works: a full disk can still be read, and a transaction begins
 * and is undone there as if nothing were wrong.
 */
type Success = 'proves that writing works' | 'proves nothing'

/**
 * A database connection that is shared safely and waits without holding up the process.
 *
 * Prisma's adapter has one connection. A statement that came while a transaction was open would become a part of it,
 * and be undone with it: here it waits for its end. What only reads goes over a connection of its own, and sees what is
 * committed: else it would wait for one transaction after another where many write. Where SQLite would block the whole process until another one lets
 * go of the database, here only the statement waits, and those that write after it. A transaction takes the write lock
 * at its beginning, so that it never fails in the middle. What is written counts when the disk has it; others may write
 * while it does.
 */
class PatientAdapter implements SqlDriverAdapter {
  readonly provider
  readonly adapterName
  readonly #inner: SqlDriverAdapter
  readonly #reader: SqlDriverAdapter
  readonly #disk: DiskSync
  readonly #trouble: StorageTrouble
  readonly #turns = createTurns()
  /** Resolves when the transaction that is open now is over. */
  #open: Promise<void> | undefined

  constructor(inner: SqlDriverAdapter, reader: SqlDriverAdapter, disk: DiskSync, trouble: StorageTrouble) {
    this.#inner = inner
    this.#reader = reader
    this.#disk = disk
    this.#trouble = trouble
    this.provider = inner.provider
    this.adapterName = inner.adapterName
  }

  queryRaw(query: SqlQuery) {
    if (isSelect(query)) return this.#watched(() => this.#reader.queryRaw(query), 'proves nothing')
    const work = () => this.#inner.queryRaw(query)
    return isPragma(query) ? this.#outsideTransactions(work) : this.#inTurn(work)
  }

  executeRaw(query: SqlQuery) {
    return this.#inTurn(() => this.#inner.executeRaw(query))
  }

  executeScript(script: string) {
    return this.#inTurn(() => this.#inner.executeScript(script))
  }

  async startTransaction(): Promise<Transaction> {
    const endTurn = await this.#turns.take()
    try {
      await this.#patiently(() => this.#inner.executeRaw(sql('BEGIN IMMEDIATE')), 'proves nothing')
    } catch (error) {
      endTurn()
      throw error
    }
    const { over, end } = createSpan()
    this.#open = over
    return this.#transaction(() => {
      if (this.#open === over) this.#open = undefined
      end()
      endTurn()
    })
  }

  getConnectionInfo() {
    return this.#inner.getConnectionInfo?.() ?? { supportsRelationJoins: false }
  }

  async dispose() {
    const endTurn = await this.#turns.take()
    await this.#reader.dispose()
    await this.#disk.close()
    await this.#inner.dispose()
    endTurn()
  }

  /** Prisma says `COMMIT` or `ROLLBACK` itself, as a statement, and after that calls `commit` or `rollback`. */
  #transaction(end: () => void): Transaction {
    const run = async (text: string) => {
      await this.#inner.executeRaw(sql(text))
    }
    const settle = async (query: SqlQuery): Promise<number> => {
      try {
        if (query.sql === 'ROLLBACK') {
          return await this.#watched(() => this.#inner.executeRaw(query), 'proves nothing')
        }
        const result = await this.#watched(() => this.#inner.executeRaw(query), 'proves that writing works')
        end()
        await this.#onDisk()
        return result
      } catch (error) {
        // A full disk has undone the transaction already, and Prisma does not ask again: nobody else would let go.
        await run('ROLLBACK').catch(() => undefined)
        end()
        if (query.sql === 'ROLLBACK') return 0
        throw error
      }
    }
    return {
      provider: this.provider,
      adapterName: this.adapterName,
      options: { usePhantomQuery: false },
      queryRaw: (query) => this.#watched(() => this.#inner.queryRaw(query), 'proves nothing'),
      executeRaw: (query) =>
        query.sql === 'COMMIT' || query.sql === 'ROLLBACK'
          ? settle(query)
          : this.#watched(() => this.#inner.executeRaw(query), 'proves nothing'),
      commit: () => Promise.resolve(end()),
      rollback: () => Promise.resolve(end()),
      createSavepoint: (name) => run(`SAVEPOINT ${name}`),
      rollbackToSavepoint: (name) => run(`ROLLBACK TO ${name}`),
      releaseSavepoint: (name) => run(`RELEASE SAVEPOINT ${name}`),
    }
  }

  async #outsideTransactions<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#open !== undefined) await this.#open
    return this.#watched(work, 'proves nothing')
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const endTurn = await this.#turns.take()
    let result: Result
    try {
      result = await this.#patiently(work)
    } finally {
      endTurn()
    }
    await this.#onDisk()
    return result
  }

  async #onDisk(): Promise<void> {
    await this.#watched(() => this.#disk.reached(), 'proves nothing')
  }

  async #patiently<Result>(
    work: () => Promise<Result>,
    success: Success = 'proves that writing works',
  ): Promise<Result> {
    const givingUpAt = Date.now() + PATIENCE_MS
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        return await this.#watched(work, success)
      } catch (error) {
        if (sqliteCode(error)?.startsWith('SQLITE_BUSY') !== true || Date.now() > givingUpAt) throw error
        await sleep(waitMs)
      }
    }
  }

  async #watched<Result>(work: () => Promise<Result>, success: Success): Promise<Result> {
    try {
      const result = await work()
      if (success === 'proves that writing works') this.#trouble.succeeded()
      return result
    } catch (error) {
      this.#trouble.failed(sqliteCode(error))
      throw error
    }
  }
}

/** Makes the connections of an adapter patient; `trouble` hears how they fare. */
export function patiently(
  factory: SqlDriverAdapterFactory,
  disk: DiskSync,
  trouble: StorageTrouble,
): SqlDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const inner = await factory.connect()
      const reader = await factory.connect()
      await reader.executeRaw(sql('PRAGMA query_only = ON'))
      for (const adapter of [inner, reader]) {
        const connection = connectionOf(adapter)
        if (connection !== undefined) keepStatements(connection)
      }
      return new PatientAdapter(inner, reader, disk, trouble)
    },
  }
}
