import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PICTURES = join(ROOT, 'test-results')
const CHROMIUM = '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]
const HERE = 'Kabar untuk petani Kukar'
const ELSEWHERE = 'Kabar untuk nelayan Paser'

const announcement = (title: string, area: string) => `---
title: ${title}
programme: Uji coba
topic: umum
author: Penulis
approved_by: Pemeriksa
audience:
  areas: [${area}]
schedule:
  cron: '0 8 1 1 *'
sources:
  - https://www.kaltimprov.go.id
---

**${title}: isi pengumumannya.**
`

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
async function startServer(environment: Record<string, string>): Promise<ChildProcess> {
  const server = spawn(process.execPath, [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'src/main.ts'], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (line.startsWith('Kabar KIM siap')) resolve()
      })
    }
    server.once('exit', (code) => {
      reject(new Error(`The server ended with ${code}:\n${said.join('\n')}`))
    })
  })
  return server
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
}

/** Keeps what the page looks like, on a wide and on a narrow screen, light and dark. */
async function takePictures(page: Page, name: string): Promise<void> {
  await mkdir(PICTURES, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.screenshot({ path: join(PICTURES, `${name}-${width}-${colorScheme}.png`) })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `sideways scrolling at ${width} px`).toBeLessThanOrEqual(0)
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

describe.skipIf(!existsSync(CHROMIUM))('the simulator in a browser (needs /usr/bin/chromium)', () => {
  let folder: string
  let server: ChildProcess
  let browser: Browser
  let page: Page
  const troubles: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kabar-kim-browser-'))
    const broadcasts = join(folder, 'broadcasts')
    await mkdir(broadcasts)
    await writeFile(join(broadcasts, 'petani-kukar.md'), announcement(HERE, 'Kutai Kartanegara'))
    await writeFile(join(broadcasts, 'nelayan-paser.md'), announcement(ELSEWHERE, 'Kabupaten Paser'))
    const port = await freePort()
    server = await startServer({
      PORT: `${port}`,
      DATABASE_URL: `file:${join(folder, 'kabar-kim.db')}`,
      BROADCASTS_DIR: broadcasts,
      QUIET_HOURS: 'off',
    })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
    page = await browser.newPage({
      baseURL: `http://localhost:${port}`,
      locale: 'id-ID',
      viewport: { width: 1280, height: 800 },
    })
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text())
    })
  }, 90_000)

  afterAll(async () => {
    await browser?.close()
    if (server !== undefined) await stopServer(server)
    await rm(folder, { recursive: true, force: true })
  }, 30_000)

  it('shows a newcomer what to do first', async () => {
    await page.goto('/simulator')
    expect(await page.getByRole('button', { name: 'Kirim /langganan' }).isVisible()).toBe(true)
    await takePictures(page, 'simulator-first')
  })

  it('subscribes the group to its village, in a conversation', async () => {
    const group = page.locator('#grup')
    await group.getByRole('button', { name: 'Kirim /langganan' }).click()
    const question = group.locator('li[data-author="bot"]').last()
    await question.getByRole('link', { name: 'Balas' }).click()
    await group.getByText('Membalas Kabar KIM').waitFor()
    await group.getByRole('textbox', { name: 'Pesan ke KIM contoh' }).fill('Loa Kulu Kota')
    await page.keyboard.press('Enter')
    await group.getByRole('button', { name: 'Ya, simpan' }).click()
    await group.getByText('langganan sudah disimpan').waitFor()
    await page.getByText('Sampai ke 1 grup simulator').waitFor()
    expect(await page.getByText('Sampai ke 1 grup simulator').count()).toBe(1)
  }, 60_000)

  it('brings an announcement to the group in its area, and not the one for another area', async () => {
    const group = page.locator('#grup')
    for (const title of [ELSEWHERE, HERE]) {
      await page.getByRole('button', { name: `Jadwalkan 10 detik lagi: ${title}` }).click()
      await page.locator('li', { hasText: title }).getByText('Akan terkirim pukul').waitFor()
    }
    await group.getByText(`${HERE}: isi pengumumannya.`).waitFor({ timeout: 40_000 })
    // The other one was scheduled first: its time is past as well.
    await page.locator('li', { hasText: ELSEWHERE }).getByText('Waktunya tiba').waitFor()
    expect(await group.getByText(ELSEWHERE).count()).toBe(0)
  }, 60_000)

  it('answers a forwarded message with its clarification', async () => {
    const resident = page.locator('#warga')
    await resident.locator('.claim-list button').first().click()
    const answer = resident.locator('li[data-author="bot"]').last()
    await answer.getByText('Sumber:').waitFor()
    expect(await resident.locator('li.own').last().textContent()).toContain('Diteruskan')
    await takePictures(page, 'simulator')
  }, 60_000)

  it('keeps everything when the page is opened again, also without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(page.url())
    await plain.locator('#grup').getByText(`${HERE}: isi pengumumannya.`).waitFor()
    await plain.getByRole('textbox', { name: 'Pesan ke Kabar KIM' }).fill('halo')
    await plain.locator('#warga').getByRole('button', { name: 'Kirim', exact: true }).click()
    expect(await plain.locator('#warga li.own').last().textContent()).toContain('halo')
    await context.close()
  }, 60_000)

  it('leaves no trouble in the console', () => {
    expect(troubles).toEqual([])
  })
})
