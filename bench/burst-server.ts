import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { openStorage } from '../src/storage/storage.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const POLL_MS = 50
const healthAnswer = z.object({ channels: z.record(z.string(), z.object({ state: z.string() })) })

/** A message as the server recorded it. `ignored`: why nothing was answered. */
export interface RecordedMessage {
  chatId: string
  messageId: string
  ignored: string | null
}

/** The product as `npm start` runs it, on a database of its own. */
export interface BurstServer {
  databaseUrl: string
  url: string
  start(env: Record<string, string>): Promise<void>
  /** Resident memory in MB. */
  residentMb(): Promise<number>
  /** The most so far of the process that runs now. */
  peakMb(): Promise<number>
  /** Processor time that the process has used, in seconds. */
  cpuSeconds(): Promise<number>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  stop(): Promise<void>
  recorded(): RecordedMessage[]
  /** Numbers from the database. */
  count(sql: string): number
  remove(): Promise<void>
}

/** A migrated database and an empty folder of announcements. The process is not started yet. */
export async function makeServer(port: number, secret: string): Promise<BurstServer> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-burst-'))
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const path = join(folder, 'kabar-kim.db')
  const databaseUrl = `file:${path}`
  await (await openStorage(databaseUrl, () => new Date())).close()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined

  const status = async (field: 'VmRSS' | 'VmHWM') => {
    const text = await readFile(`/proc/${child?.pid}/status`, 'utf8')
    return Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0) / 1_024)
  }

  /** User and system time, in ticks of 10 ms; the name before them may hold spaces. Source: proc_pid_stat(5). */
  async function cpuSeconds(): Promise<number> {
    const text = await readFile(`/proc/${child?.pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / 100
  }

  async function isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${url}/health`)
      const { channels } = healthAnswer.parse(await answer.json())
      return Object.values(channels).every(({ state }) => state === 'connected')
    } catch {
      return false
    }
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (child === undefined || child.exitCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  const rows = <Row>(sql: string): Row[] => {
    const db = new Database(path, { readonly: true })
    try {
      return db.prepare(sql).all() as Row[]
    } finally {
      db.close()
    }
  }

  return {
    databaseUrl,
    url,
    async start(env) {
      const { PATH, HOME } = process.env
      child = spawn(
        process.execPath,
        [
          // As `npm start` does.
          '--max-semi-space-size=8',
          '--heap-growing-percent=50',
          '--import',
          'tsx',
          'src/main.ts',
        ],
        {
          cwd: ROOT,
          env: {
            PATH,
            HOME,
            DATABASE_URL: databaseUrl,
            BROADCASTS_DIR: broadcastsDir,
            LOG_LEVEL: 'warn',
            SECRET_KEY: secret,
            PORT: String(port),
            ...env,
          },
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      const exited = new Promise<never>((_, reject) => {
        child?.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
      })
      exited.catch(() => undefined)
      while (!(await Promise.race([isReady(), exited]))) await sleep(POLL_MS)
    },
    residentMb: () => status('VmRSS'),
    peakMb: () => status('VmHWM'),
    cpuSeconds,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    recorded: () => rows<RecordedMessage>('SELECT chatId, messageId, ignored FROM ReceivedMessage'),
    count: (sql) => rows<{ n: number }>(sql)[0]?.n ?? 0,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
