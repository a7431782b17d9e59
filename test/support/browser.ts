import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Where the tests keep what pages look like; not part of the repository. */
export const PICTURES = join(ROOT, 'test-results')
export const CHROMIUM = '/usr/bin/chromium'
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

/** Starts the real server with nothing but what is given, and waits until it says that it is ready. */
async function startServer(
  environment: Record<string, string>,
): Promise<{ server: ChildProcess; invitation: string }> {
  const server = spawn(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'src/main.ts'], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  const invitation = await new Promise<string>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        const link = /\/masuk\/undangan\/\S+/.exec(line)
        if (link !== null) resolve(link[0])
      })
    }
    server.once('exit', (code) => {
      reject(new Error(`The server ended with ${code}:\n${said.join('\n')}`))
    })
  })
  return { server, invitation }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
}

export interface OpenedBrowser {
  browser: Browser
  page: Page
  /** What the page complained about. */
  troubles: string[]
  /** Where the server is. */
  url: string
  /** The path of the link for the first administrator. */
  invitation: string
  databaseUrl: string
  close(): Promise<void>
}

/** The real server on a fresh database, and a browser in front of it. `prepare` fills its folder of announcements. */
export async function openBrowser(options: {
  viewport: { width: number; height: number }
  env?: Record<string, string>
  prepare?: (broadcasts: string) => Promise<void>
}): Promise<OpenedBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-browser-'))
  const broadcasts = join(folder, 'broadcasts')
  await mkdir(broadcasts)
  await options.prepare?.(broadcasts)
  const port = await freePort()
  const databaseUrl = `file:${join(folder, 'kabar-kim.db')}`
  const { server, invitation } = await startServer({
    PORT: `${port}`,
    DATABASE_URL: databaseUrl,
    BROADCASTS_DIR: broadcasts,
    QUIET_HOURS: 'off',
    ...options.env,
  })
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  const page = await browser.newPage({
    baseURL: `http://localhost:${port}`,
    locale: 'id-ID',
    viewport: options.viewport,
  })
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text())
  })
  return {
    browser,
    page,
    troubles,
    url: `http://localhost:${port}`,
    invitation,
    databaseUrl,
    async close() {
      await browser.close()
      await stopServer(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}
