import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { chromium, type Browser } from 'playwright-core'
import { afterEach, beforeAll, afterAll, describe, expect, inject, it } from 'vitest'
import { announce } from '../support/test-app.ts'
import { heard, openOffice, PAIRING_PATH, type Office } from '../support/whatsapp/office.ts'

const PICTURES = fileURLToPath(new URL('../../test-results', import.meta.url))
const CHROMIUM = '/usr/bin/chromium'
const FLAGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']

let office: Office

afterEach(() => office.close())

const shownCode = (page: string) => /<p class="handed-out"[^>]*>([^<]+)</.exec(page)?.[1] ?? ''
const pathOf = (url: string) => new URL(url).pathname + new URL(url).search

/** From a linked bot to the first announcement in a group. */
async function expectFirstAnnouncement(): Promise<void> {
  const admin = await office.person('Admin')
  const group = office.wa.group({ subject: 'KIM Loa Kulu', creator: admin.account, members: [] })
  office.wa.change(group, 'add', office.bot)
  await heard(admin, /Halo semua/, group)
  await office.subscribe(admin, group)
  await announce(office.broadcastsDir, {
    id: 'posyandu',
    area: 'Kutai Kartanegara',
    body: 'Posyandu buka hari **Senin**.',
  })
  await heard(admin, /Posyandu buka hari \*Senin\*/, group)
  const address = office.address(group)
  await expect
    .poll(async () => (await office.storage.deliveries.list({}))[0], { timeout: 5_000 })
    .toMatchObject({ address, status: 'delivered', attempts: 1 })
}

it('goes from nothing to the first announcement by QR code', async () => {
  office = await openOffice({ database: inject('emptyDatabase') })
  await office.start()
  await office.reaches('needs_pairing')
  const page = await office.pairingPage()
  expect(page).toContain('Arahkan kamera ponsel ke kode QR')
  expect(page).toContain('<svg')
  await office.pair()
  expect(await office.pairingPage()).toContain('tersambung</span> sejak')
  await expectFirstAnnouncement()
})

it('goes from nothing to the first announcement by a code that is typed into the phone', async () => {
  office = await openOffice({ database: inject('emptyDatabase'), env: { WHATSAPP_PHONE: '6281100000001' } })
  expect(office.bot.phone).toBe('6281100000001')
  await office.start()
  await office.reaches('needs_pairing')
  const page = await office.pairingPage()
  const code = shownCode(page)
  expect(page).toContain('Tautkan dengan nomor telepon')
  await office.wa.typeCode(code.replace('-', ''), office.bot)
  await office.reaches('connected')
  await expectFirstAnnouncement()
})

it('never shows a code at the public address', async () => {
  office = await openOffice({ database: inject('emptyDatabase'), env: { WHATSAPP_PHONE: '6281100000001' } })
  await office.start()
  await office.reaches('needs_pairing')
  const code = shownCode(await office.pairingPage())
  expect(code).not.toBe('')
  expect(await (await office.request('/health')).text()).not.toContain(code)
  const stranger = await office.request(PAIRING_PATH)
  expect(stranger.headers.get('Location')).toMatch(/^\/masuk/)
  expect(await stranger.text()).not.toContain(code)
})

describe.skipIf(!existsSync(CHROMIUM))('the pairing page in a browser', () => {
  let browser: Browser

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  })

  afterAll(() => browser.close())

  it.each([390, 1280])('shows the whole QR code without scrolling at %i pixels', async (width) => {
    office = await openOffice({ database: inject('emptyDatabase') })
    await office.start()
    await office.reaches('needs_pairing')
    const sari = await office.administrator()
    const server = serve({
      async fetch(request) {
        const { status, text, headers } = await sari.get(pathOf(request.url))
        return new Response(text, { status, headers })
      },
      port: 0,
      hostname: '127.0.0.1',
    })
    if (!server.listening) await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const page = await browser.newPage({ viewport: { width, height: 844 } })
    await page.goto(`${address}${PAIRING_PATH}`)
    await page.screenshot({ path: join(PICTURES, `pairing-${width}.png`) })
    const box = await page.locator('.qr svg').boundingBox()
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    await page.close()
    server.close()
    expect(overflow).toBeLessThanOrEqual(0)
    expect(box?.width).toBeGreaterThanOrEqual(220)
    expect((box?.y ?? 0) + (box?.height ?? Infinity)).toBeLessThanOrEqual(844)
  })
})
