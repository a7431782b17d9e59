import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { createLogger } from '../../src/logger.ts'
import { databasePath, type DatabaseOptions } from '../../src/storage/database.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import { aBroadcast, subscribe } from '../support/broadcast-builder.ts'
import { hashForTests } from '../support/broadcaster-bench.ts'
import { createPeerChannel } from '../support/peer-channel.ts'
import { startServer, until } from '../support/server-process.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'
import { setUpTwoPlatforms } from './two-platforms.ts'

// With `FAULT_MS=30000` as long as the promise says; else long enough to see it.
const LOCKED_MS = Number(process.env['FAULT_MS'] ?? 4_000)
const GROUPS = 60
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const TIMEOUT_MS = 60_000 + LOCKED_MS
const PATIENCE = { timeout: 30_000 + LOCKED_MS, interval: 50 }

/** A run to many groups on both kinds of platforms, on the clock of this machine. */
async function startRun(databaseUrl: string, options: DatabaseOptions = {}) {
  const storage = await openStorage(databaseUrl, () => new Date(), options)
  onTestFinished(() => storage.close())
  const peers = [
    createPeerChannel('telegram', { dropsRepeatedIds: false }),
    createPeerChannel('whatsapp', { dropsRepeatedIds: true }),
  ]
  for (const peer of peers) peer.before = () => systemClock.sleep(20)
  const pace = { inFlight: 3, gapMs: { min: 10, max: 30 } }
  const broadcaster = createBroadcaster({
    storage,
    channels: peers,
    clock: systemClock,
    logger: createLogger('silent'),
    governor: createGovernor({ telegram: pace, whatsapp: pace, simulator: {} }, systemClock),
    hashPerson: hashForTests,
  })
  onTestFinished(() => broadcaster.stop())
  const posted = () => peers.flatMap((peer) => peer.posted.map(({ chatId }) => chatId))
  return { storage, broadcaster, posted, tried: () => peers.flatMap(({ tried }) => tried).length }
}

async function databaseWithRun(): Promise<string> {
  const databaseUrl = await temporaryDatabase()
  const storage = await openStorage(databaseUrl, () => new Date())
  for (let number = 0; number < GROUPS; number += 1) {
    await subscribe(storage, number % 2 === 0 ? 'telegram' : 'whatsapp', `g${number}`)
  }
  const broadcast = aBroadcast({ status: 'running' })
  await storage.broadcasts.save(broadcast)
  await storage.deliveries.openRun(broadcast, new Date(), await storage.chats.listActive())
  await storage.close()
  return databaseUrl
}

async function isEverybodyServedOnce(storage: Storage, posted: string[]): Promise<void> {
  const [run] = await storage.deliveries.listRuns({ limit: 1 })
  expect(await storage.deliveries.tally(run?.id ?? '')).toMatchObject({ sent: GROUPS })
  expect(posted).toHaveLength(GROUPS)
  expect(new Set(posted).size).toBe(GROUPS)
}

const runIsFinished = async (storage: Storage) =>
  (await storage.deliveries.listRuns({ status: 'finished', limit: 1 })).length === 1

/** Another program that has the database to itself for a while. Resolves when it has. */
async function lockElsewhere(path: string, ms: number): Promise<ChildProcess> {
  const program = `
    const db = new (require('better-sqlite3'))(process.argv[1])
    db.exec('BEGIN IMMEDIATE')
    process.stdout.write('locked')
    setTimeout(() => { db.exec('COMMIT'); db.close() }, Number(process.argv[2]))`
  const child = spawn(process.execPath, ['-e', program, path, String(ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await once(child.stdout, 'data')
  return child
}

it(
  `waits while another program has the database locked for ${LOCKED_MS} ms, says so, and sends nothing twice`,
  async () => {
    const databaseUrl = await databaseWithRun()
    const { storage, broadcaster, posted, tried } = await startRun(databaseUrl)
    await broadcaster.start()
    await until(() => posted().length >= 10)
    const holder = await lockElsewhere(databasePath(databaseUrl), LOCKED_MS)
    const lockedAt = Date.now()
    await expect.poll(() => storage.trouble(), PATIENCE).toContain('dikunci program lain')
    expect(tried()).toBeLessThan(GROUPS)
    // The process lives: it reads, and nothing holds it up for long.
    const before = performance.now()
    await storage.chats.listActive()
    await systemClock.sleep(1)
    expect(performance.now() - before).toBeLessThan(1_000)
    await once(holder, 'exit')
    expect(Date.now() - lockedAt).toBeGreaterThanOrEqual(LOCKED_MS - 500)
    await expect.poll(() => runIsFinished(storage), PATIENCE).toBe(true)
    await isEverybodyServedOnce(storage, posted())
    expect(await storage.trouble()).toBeUndefined()
  },
  TIMEOUT_MS,
)

/** Takes the room that is left inside the file. */
async function fillUp(storage: Storage): Promise<void> {
  const memory = storage.channelMemory({ channel: 'telegram', account: 'filler' })
  const value = 'x'.repeat(1_000)
  const fill = async () => {
    for (let number = 0; ; number += 1) await memory.set([{ collection: 'x', key: String(number), value }])
  }
  await expect(fill()).rejects.toThrow(/full/)
}

it(
  'stops sending while the disk is full, says so, and goes on when there is room',
  async () => {
    const databaseUrl = await databaseWithRun()
    const other = new Database(databasePath(databaseUrl))
    onTestFinished(() => {
      other.close()
    })
    other.exec('CREATE TABLE junk (bytes BLOB)')
    other.prepare('INSERT INTO junk VALUES (zeroblob(4000000))').run()
    const pages = Number(other.pragma('page_count', { simple: true }))
    const { storage, broadcaster, posted, tried } = await startRun(databaseUrl, { mostPages: pages })
    await fillUp(storage)
    await broadcaster.start()
    await expect.poll(() => storage.trouble(), PATIENCE).toContain('Disk penuh')
    await systemClock.sleep(1_500)
    const triedWhileFull = tried()
    await systemClock.sleep(1_500)
    expect(tried()).toBe(triedWhileFull)
    expect(triedWhileFull).toBeLessThan(GROUPS)
    other.exec('DELETE FROM junk')
    await expect.poll(() => runIsFinished(storage), PATIENCE).toBe(true)
    await isEverybodyServedOnce(storage, posted())
    expect(await storage.trouble()).toBeUndefined()
  },
  TIMEOUT_MS,
)

it(
  'does not start a second server on the same database, and the first goes on as if nothing had been',
  async () => {
    const scene = await setUpTwoPlatforms(40, () => 20)
    await scene.announce('siaran-1')
    const first = await startServer(scene.env)
    const { PATH, HOME } = process.env
    const second = spawn(process.execPath, ['--import', 'tsx', MAIN], {
      env: { PATH, HOME, ...scene.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    second.stderr.on('data', (data: Buffer) => {
      said += data.toString()
    })
    expect(await once(second, 'exit')).toEqual([1, null])
    expect(said.trim()).toMatch(/^Another Kabar KIM server is using file:.*kabar-kim\.db\. Stop it first\.$/)
    const isSent = async () => {
      const deliveries = await scene.storage.deliveries.list({})
      return deliveries.length === 40 && deliveries.every(({ status }) => status === 'sent')
    }
    await until(isSent)
    const exited = once(first, 'exit')
    first.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
    const deliveries = await scene.storage.deliveries.list({})
    expect(deliveries.map((delivery) => scene.copiesOf(delivery))).toEqual(deliveries.map(() => 1))
  },
  TIMEOUT_MS,
)
