import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { openStorage } from '../src/storage/storage.ts'
import type { SoakCommand, SoakReport } from './soak-bot.ts'

const BOT = fileURLToPath(new URL('soak-bot.ts', import.meta.url))

/** The installation's secret, so that the keys of people are known here. */
export const SOAK_SECRET = 'a secret of at least 32 characters, for the soak only'

/** An incoming message as the server recorded it. */
export interface RecordedMessage {
  chatId: string
  messageId: string
  /** Why nothing was answered; null when it was answered. */
  ignored: string | null
}

export interface SoakFolder {
  databaseUrl: string
  broadcastsDir: string
  recorded(): RecordedMessage[]
  /** How many messages the server counted as not meant for it. */
  talkCounted(): number
  remove(): Promise<void>
}

/** A migrated database and an empty broadcasts folder. */
export async function makeSoakFolder(): Promise<SoakFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-soak-'))
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const path = join(folder, 'kabar-kim.db')
  const databaseUrl = `file:${path}`
  const storage = await openStorage(databaseUrl, () => new Date())
  await storage.close()
  return {
    databaseUrl,
    broadcastsDir,
    recorded() {
      const db = new Database(path, { readonly: true })
      const rows = db.prepare('SELECT chatId, messageId, ignored FROM ReceivedMessage').all()
      db.close()
      return rows as RecordedMessage[]
    },
    talkCounted() {
      const db = new Database(path, { readonly: true })
      const row = db
        .prepare("SELECT sum(count) AS sum FROM MessageTally WHERE reason = 'not_addressed'")
        .get()
      db.close()
      return (row as { sum: number | null }).sum ?? 0
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export interface SoakProcess {
  /** The heap in bytes, after garbage collection. */
  heap(): Promise<number>
  stop(): Promise<void>
}

/** Starts the server in a process of its own. Rejects when it ends before it is ready. */
export async function startSoakProcess(
  { databaseUrl, broadcastsDir }: SoakFolder,
  env: Record<string, string>,
): Promise<SoakProcess> {
  const { PATH, HOME } = process.env
  const child = fork(BOT, {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    env: {
      PATH,
      HOME,
      DATABASE_URL: databaseUrl,
      BROADCASTS_DIR: broadcastsDir,
      QUIET_HOURS: 'off',
      LOG_LEVEL: 'error',
      SECRET_KEY: SOAK_SECRET,
      ...env,
    },
  })
  const report = () =>
    new Promise<SoakReport>((resolve, reject) => {
      child.once('message', (message) => resolve(message as SoakReport))
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
    })
  const ask = (command: SoakCommand) => child.send(command)
  await report()
  return {
    async heap() {
      const answer = report()
      ask('heap')
      return (await answer).heapBytes
    },
    async stop() {
      const exited = once(child, 'exit')
      ask('stop')
      await exited
    },
  }
}
