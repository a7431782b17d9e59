/**
 * `npx tsx bench/dashboard.ts`: how long each page of the dashboard takes and what it weighs, on a database with 5,000
 * groups, 20,000 clarifications, 1,000,000 deliveries and 200,000 questions. Prints median, 95th percentile and maximum
 * of the answers in ms, and the size of the page in KB as it is sent; at the end what a first visit loads besides.
 * With a folder as argument, the database is kept there and used again.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openStorage } from '../src/storage/storage.ts'
import { ROUTES } from '../test/support/routes.ts'
import { Browser } from '../test/support/staff.ts'
import { totp } from '../test/support/totp.ts'
import { buildDashboardWorld } from './dashboard-world.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PORT = 4_690
const URL_OF_SERVER = `http://localhost:${PORT}`
const ROUNDS = 20
const PASSWORD = 'sungai mahakam tenang'
const ASSETS = /(?:href|src)="(\/assets\/[^"]+)"/g

interface Measured {
  status: number
  ms: number
  bytes: number
  body: Buffer
}

function ask(path: string, cookie: string): Promise<Measured> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      `${URL_OF_SERVER}${path}`,
      { headers: { cookie, accept: 'text/html', 'accept-encoding': 'gzip' } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const body = Buffer.concat(chunks)
          resolve({
            status: response.statusCode ?? 0,
            ms: performance.now() - startedAt,
            bytes: body.length,
            body,
          })
        })
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

/** Starts the server; resolves with the link for the first administrator. */
async function startServer(folder: string) {
  const server = spawn(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'src/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(PORT),
      DATABASE_URL: `file:${join(folder, 'kabar-kim.db')}`,
      BROADCASTS_DIR: join(folder, 'broadcasts'),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: server.stdout }).on('line', (line) => {
      const found = /\/masuk\/undangan\/\S+/.exec(line)
      if (found !== null) resolve(found[0])
    })
    server.once('exit', () => reject(new Error('The server ended.')))
  })
  return { server, link }
}

async function signIn(link: string): Promise<Browser> {
  const browser = new Browser(URL_OF_SERVER)
  const page = await browser.post(link, {
    name: 'Kepala',
    email: 'kepala@contoh.go.id',
    password: PASSWORD,
    repeated: PASSWORD,
  })
  const secret = /class="secret">([A-Z2-7]+)</.exec(page.text)?.[1] ?? ''
  await browser.post('/masuk/kode', { code: totp(secret) })
  return browser
}

/** What stands in the addresses of pages about one thing. */
async function samples(url: string): Promise<[RegExp, string[]][]> {
  const storage = await openStorage(url, () => new Date())
  const [kim] = await storage.kims.list({ within: '64.02' })
  const [clarification] = await storage.clarifications.list({ limit: 1 })
  const [member] = await storage.staff.list()
  const [run] = await storage.deliveries.listRuns({ limit: 1 })
  const [asked] = await storage.relayReports.askedSince(new Date(0), 1)
  const {
    rows: [waiting],
  } = await storage.kimPages.publicGroups('64', { skip: 0, take: 1 })
  await storage.close()
  return [
    [/^\/siaran\/:id.*:run/, [run?.broadcastId ?? '', run?.id ?? '']],
    [/^\/siaran\/:id/, [run?.broadcastId ?? '']],
    [/^\/cek-fakta\/klarifikasi\/:id/, [encodeURIComponent(clarification?.id ?? '')]],
    [/^\/cek-fakta\/tanya\/:/, ['1']],
    [/^\/kim\/cakupan\/:/, ['64.02']],
    [/^\/kim\/grup\/:id/, [waiting?.id ?? '']],
    [/^\/kim\/konfirmasi\/:id/, [asked?.broadcastId ?? '']],
    [/^\/kim\/:id/, [kim?.id ?? '']],
    [/^\/saluran\/:name\/:account/, ['simulator', 'simulator']],
    [/^\/statistik\/grafik\/:name/, ['pertanyaan.svg']],
    [/^\/pengaturan\/petugas\/:id/, [member?.id ?? '']],
    [/^\/pengaturan\/topik\/:id/, ['umum']],
  ]
}

const fill = (path: string, values: string[]) => {
  const left = [...values]
  return path.replaceAll(/:\w+(?:\{[^}]*\})?/g, () => left.shift() ?? '')
}

const at = (times: number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

async function measurePages(cookie: string, known: [RegExp, string[]][]): Promise<void> {
  const pages = ROUTES.filter(({ method }) => method === 'GET')
  for (const { path } of pages) {
    const values = known.find(([pattern]) => pattern.test(path))?.[1]
    if (path.includes(':') && values === undefined) {
      console.log(`${path}: not measured, nothing is known to fill it in`)
      continue
    }
    const address = `/dasbor${fill(path, values ?? [])}`
    const first = await ask(address, cookie)
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) times.push((await ask(address, cookie)).ms)
    const row = [at(times, 0.5), at(times, 0.95), Math.max(...times), first.ms].map((ms) =>
      ms.toFixed(0).padStart(5),
    )
    console.log(
      `${row.join('')}  ${(first.bytes / 1_024).toFixed(1).padStart(6)} KB  ${first.status}  ${address}`,
    )
  }
}

const [kept] = process.argv.slice(2)
const folder = kept ?? (await mkdtemp(join(tmpdir(), 'kabar-kim-dashboard-')))
await mkdir(join(folder, 'broadcasts'), { recursive: true })
const world = join(folder, 'world.db')
// A copy: nobody has signed in to it yet.
const path = join(folder, 'kabar-kim.db')
const url = `file:${path}`
try {
  const startedAt = performance.now()
  if (!existsSync(world)) await buildDashboardWorld(`file:${world}`, new Date())
  for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true })
  await copyFile(world, path)
  console.log(`ready in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`)
  const { server, link } = await startServer(folder)
  const browser = await signIn(link)
  console.log('  p50  p95  max first     size  status')
  await measurePages(browser.cookie, await samples(url))
  const home = await browser.get('/dasbor')
  const assets = [...home.text.matchAll(ASSETS)].map((match) => match[1] ?? '')
  const sizes = await Promise.all(assets.map(async (asset) => (await ask(asset, '')).bytes))
  console.log(
    `a first visit also loads ${(sizes.reduce((sum, size) => sum + size, 0) / 1_024).toFixed(1)} KB`,
  )
  server.kill('SIGTERM')
  await once(server, 'exit')
} finally {
  if (kept === undefined) await rm(folder, { recursive: true, force: true })
}
