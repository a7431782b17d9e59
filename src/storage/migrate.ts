import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import Sqlite from 'better-sqlite3'
import { AppError } from '../domain/error.ts'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'

const PRISMA_DIR = fileURLToPath(new URL('../../prisma/', import.meta.url))
const BUSY_TIMEOUT_MS = 5_000
const NO_FILTERS = { externalTables: [], externalEnums: [] }

/** The parts of the WebAssembly glue that its own types leave out. */
interface WasmGlue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
}

let isEngineLoaded = false

/** The module keeps one instance for the whole process: a second one would break the first. */
function loadEngineOnce(): void {
  if (isEngineLoaded) return
  const require = createRequire(import.meta.url)
  const wasmPath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
  const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasmPath)), {
    './schema_engine_bg.js': engineModule as unknown as WebAssembly.ModuleImports,
  })
  ;(engineModule as unknown as WasmGlue).__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start']
  if (typeof start === 'function') start()
  isEngineLoaded = true
}

/**
 * Runs `use` with Prisma's own schema engine in WebAssembly, then closes its connections.
 * The binary engine would have to be downloaded; this one comes with npm. `schema` is the text of a Prisma schema.
 */
async function withEngine<Result>(
  schema: string,
  databasePath: string,
  use: (engine: engineModule.SchemaEngine) => Promise<Result>,
): Promise<Result> {
  loadEngineOnce()
  const factory = new PrismaBetterSqlite3({ url: `file:${databasePath}`, timeout: BUSY_TIMEOUT_MS })
  const connections: { dispose(): Promise<void> }[] = []
  const track = async <Connection extends { dispose(): Promise<void> }>(opening: Promise<Connection>) => {
    const connection = await opening
    connections.push(connection)
    return connection
  }
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => 0,
    bindMigrationAwareSqlAdapterFactory({
      provider: factory.provider,
      adapterName: factory.adapterName,
      connect: () => track(factory.connect()),
      connectToShadowDb: () => track(factory.connectToShadowDb()),
    }),
  )
  try {
    return await use(engine)
  } finally {
    engine.free()
    // The engine leaves its connections open: the file would stay locked for us.
    await Promise.all(connections.map((connection) => connection.dispose().catch(() => undefined)))
  }
}

interface Migration {
  name: string
  sql: string
}

/** The migrations of this release, the oldest first. */
async function readMigrations(): Promise<Migration[]> {
  const directory = join(PRISMA_DIR, 'migrations')
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      sql: await readFile(join(directory, name, 'migration.sql'), 'utf8'),
    })),
  )
}

/** The names of the migrations that a database has. A file that is missing or empty has none. */
function readApplied(databasePath: string): Set<string> {
  if (!existsSync(databasePath)) return new Set()
  const db = new Sqlite(databasePath, { readonly: true, timeout: BUSY_TIMEOUT_MS })
  try {
    const table = db.prepare("SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'").get()
    if (table === undefined) return new Set()
    const rows = db.prepare(
      'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL',
    )
    return new Set(rows.all().map((row) => (row as { name: string }).name))
  } finally {
    db.close()
  }
}

async function apply(databasePath: string, migrations: Migration[]): Promise<string[]> {
  const schema = await readFile(join(PRISMA_DIR, 'schema.prisma'), 'utf8')
  const result = await withEngine(schema, databasePath, (engine) =>
    engine.applyMigrations({
      migrationsList: {
        baseDir: PRISMA_DIR,
        lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
        })),
      },
      filters: NO_FILTERS,
    }),
  )
  return result.appliedMigrationNames
}

/**
 * Brings a SQLite file up to date with `prisma/migrations`, making the file and its folder when they are missing.
 * Keeps Prisma's own `_prisma_migrations` table. Returns the names of the migrations that were applied now.
 * Rejects with `AppError('conflict')` when there is something to apply and another program has the file open.
 */
export async function migrate(databasePath: string): Promise<string[]> {
  await mkdir(dirname(databasePath), { recursive: true })
  const migrations = await readMigrations()
  // The engine wants the file for itself, so it is asked only when there is something to do: a command of an operator
  // must work beside a running server.
  const applied = readApplied(databasePath)
  if (migrations.every(({ name }) => applied.has(name))) return []
  try {
    return await apply(databasePath, migrations)
  } catch (cause) {
    if (!String(cause).includes('SocketTimeout')) throw cause
    throw new AppError(
      'conflict',
      `${databasePath} must be brought up to date, but another program has it open.`,
      {
        cause,
      },
    )
  }
}

const datamodel = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'schema.prisma', content }],
  configDir: '.',
})

/** The SQL that leads from one schema text (`undefined`: an empty database) to another. Empty when nothing changes. */
export async function diffSchemas(from: string | undefined, to: string): Promise<string> {
  const result = await withEngine(to, ':memory:', (engine) =>
    engine.diff({
      from: from === undefined ? { tag: 'empty' } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  )
  return result.stdout ?? ''
}
