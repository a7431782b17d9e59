import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousViolations } from '../support/accessibility.ts'
import { aBroadcast } from '../support/broadcast-builder.ts'
import { CHROMIUM, FLAGS, PICTURES } from '../support/browser.ts'
import { openFullDashboard, PATIENCE, press, WORDING, writeBroadcast } from '../support/dashboard-pages.ts'
import { colleague, firstAdministrator } from '../support/dashboard-people.ts'
import { subscribeGroup } from '../support/staff-broadcasts.ts'
import { startStaffApp } from '../support/staff.ts'
import { trustOf } from '../support/whatsapp/person.ts'
import { startWhatsAppServer } from '../support/whatsapp/server.ts'

const SEES_ALL = process.env['LOOKS'] === 'all'
/** All of them, with pictures, with `npm run test:browser`; with `npm test` the one where most can go wrong. */
const LOOKS = SEES_ALL
  ? [360, 768, 1440].flatMap((width) => [
      { width, colorScheme: 'light' as const },
      { width, colorScheme: 'dark' as const },
    ])
  : [{ width: 360, colorScheme: 'dark' as const }]

describe.skipIf(!existsSync(CHROMIUM))('the dashboard (needs /usr/bin/chromium)', () => {
  let browser: Browser

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
  }, 60_000)
  afterAll(() => browser?.close(), 30_000)

  it('carries an announcement from its author over a second person to the group, and corrects it', async () => {
    const world = await startStaffApp({ SIMULATOR: 'true' })
    await subscribeGroup(world.storage)
    const chief = await firstAdministrator(browser, world)
    const ani = await colleague(browser, world, chief.page, { name: 'Ani', roles: ['Penulis siaran'] })
    const budi = await colleague(browser, world, chief.page, { name: 'Budi', roles: ['Penyetuju siaran'] })

    await writeBroadcast(ani.page, '64.72')
    await ani.page.getByText('menunggu persetujuan').first().waitFor(PATIENCE)
    await budi.page.goto('/dasbor')
    await budi.page
      .getByRole('link', { name: /Imunisasi campak/ })
      .first()
      .click()
    await press(budi.page, /^Setujui/)
    await budi.page.getByText('Siaran disetujui').waitFor(PATIENCE)

    // The page follows by itself.
    await budi.page.goto('/dasbor/siaran/imunisasi-campak/kiriman')
    await budi.page
      .getByText(/1 terkirim|terkirim 1|100%/i)
      .first()
      .waitFor(PATIENCE)
    await budi.page.screenshot({ path: join(PICTURES, 'dashboard-deliveries.png'), fullPage: true })
    const phone = await browser.newPage({ baseURL: world.url })
    await phone.goto('/simulator')
    await phone.locator('#grup').getByText('Gratis di posyandu').first().waitFor(PATIENCE)

    await ani.page.goto('/dasbor/siaran/imunisasi-campak/ralat')
    await ani.page.locator('textarea').first().fill('**Bawa buku KIA dan KTP.** Gratis di posyandu.')
    await ani.page.locator('[name=alasan]').first().fill('KTP belum disebut.')
    await ani.page.locator('main form button[type=submit]').last().click()
    await ani.page
      .getByText(/menunggu persetujuan/i)
      .first()
      .waitFor(PATIENCE)
    await budi.page.goto('/dasbor')
    await budi.page.locator('.todo a').first().click()
    await press(budi.page, /^Setujui/)
    await phone.locator('#grup').getByText('KTP').first().waitFor(PATIENCE)
    expect([...ani.troubles, ...budi.troubles, ...chief.troubles]).toEqual([])
  }, 120_000)

  it('answers a question by two people, and the resident hears', async () => {
    const world = await startStaffApp({ SIMULATOR: 'true' })
    const chief = await firstAdministrator(browser, world)
    const rina = await colleague(browser, world, chief.page, { name: 'Rina', roles: ['Pemeriksa fakta'] })
    const phone = await browser.newPage({ baseURL: world.url, viewport: { width: 390, height: 844 } })
    await phone.goto('/simulator')
    await phone.locator('#warga').getByRole('textbox').fill(WORDING)
    await phone.locator('#warga').getByRole('button', { name: 'Kirim', exact: true }).click()
    await phone.locator('#warga').getByText('belum punya klarifikasi').first().waitFor(PATIENCE)

    await rina.page.goto('/dasbor/cek-fakta')
    await rina.page
      .getByRole('link', { name: /Jembatan Mahulu/ })
      .first()
      .click()
    await press(rina.page, 'Ambil')
    await rina.page.getByText('Dikerjakan oleh Rina').first().waitFor(PATIENCE)
    await rina.page.goto('/dasbor/cek-fakta/klarifikasi/baru?tanya=1')
    await rina.page.locator('[name=klaim]').fill('Jembatan Mahulu ditutup total selama tiga bulan')
    await rina.page.locator('[name=penjelasan]').fill('Jembatan tetap dibuka. Tidak ada tiang yang retak.')
    await rina.page.locator('[name=tanggal]').fill('2026-11-20')
    await rina.page.locator('[name=penerbit-0]').fill('Dinas PUPR Kaltim')
    await rina.page.locator('[name=tautan-0]').fill('https://dpupr.kaltimprov.go.id/a')
    await rina.page.locator('[name=id]').fill('jembatan')
    await rina.page.locator('[name=langkah][value=ajukan]').click()
    await rina.page.getByText('menunggu diperiksa').first().waitFor(PATIENCE)

    await chief.page.goto('/dasbor/cek-fakta/klarifikasi/jembatan')
    await press(chief.page, 'Terbitkan')
    await chief.page.getByText('Terbit sebagai versi 1').first().waitFor(PATIENCE)
    await phone.locator('#warga').getByText('Jembatan tetap dibuka').first().waitFor(PATIENCE)
    await phone.locator('#warga').screenshot({ path: join(PICTURES, 'phone-20-told-later.png') })
    expect([...rina.troubles, ...chief.troubles]).toEqual([])
  }, 120_000)

  it('registers a KIM, whose group connects with the code, and the village is covered', async () => {
    const world = await startStaffApp({ SIMULATOR: 'true' })
    const { page, troubles } = await firstAdministrator(browser, world)
    await page.goto('/dasbor/kim/baru')
    await page.locator('[name=wilayah]').selectOption('64.02.02')
    await page.locator('main button[type=submit]').first().click()
    await page.locator('[name=nama]').fill('KIM Etam Bersuara')
    await page.locator('form[method=post] [name=wilayah]').selectOption('64.02.02.2004')
    await press(page, 'Simpan')
    await press(page, /^Beri kode/)
    const sentence =
      (await page
        .getByText(/\/langganan KIM-/)
        .first()
        .textContent()) ?? ''
    await page.goto('/dasbor/kim/cakupan/64.02.02')
    const before = (await page.locator('main').textContent()) ?? ''
    expect(before).toMatch(/Desa dengan KIM aktif\s*0/)

    const phone = await browser.newPage({ baseURL: world.url })
    await phone.goto('/simulator')
    await phone
      .locator('#grup')
      .getByRole('textbox')
      .fill(/\/langganan \S+/.exec(sentence)?.[0] ?? '')
    await phone.locator('#grup').getByRole('button', { name: 'Kirim', exact: true }).click()
    await phone.locator('#grup').getByText('KIM Etam Bersuara').first().waitFor(PATIENCE)

    // Coverage is up to a minute old, unless somebody changes something here.
    await page.goto('/dasbor/kim')
    await page.getByRole('link', { name: 'KIM Etam Bersuara' }).click()
    await press(page, /^Beri kode/)
    await page.goto('/dasbor/kim/cakupan/64.02.02')
    expect((await page.locator('main').textContent()) ?? '').toMatch(/Desa dengan KIM aktif\s*1/)
    expect(troubles).toEqual([])
  }, 120_000)

  it('refuses an author of Paser who tries to reach Berau, and keeps it on record', async () => {
    const world = await startStaffApp()
    const chief = await firstAdministrator(browser, world)
    const paser = await colleague(browser, world, chief.page, {
      name: 'Petugas Paser',
      roles: ['Penulis siaran'],
      area: 'Kabupaten Paser',
    })
    await paser.page.goto('/dasbor/siaran/tulis')
    expect(await paser.page.locator('[name=wilayah][value="64.03"]').count()).toBe(0)
    await world.storage.broadcasts.save(
      aBroadcast({ id: 'berau', audience: { ...aBroadcast().audience, areaCodes: ['64.03'] } }),
    )
    const answer = await paser.page.goto('/dasbor/siaran/berau')
    expect(answer?.status()).toBe(403)
    await chief.page.goto('/dasbor/audit')
    await chief.page.getByText('GET /dasbor/siaran/berau').first().waitFor(PATIENCE)
  }, 120_000)

  it('pairs WhatsApp with the code that it shows', async () => {
    const wa = await startWhatsAppServer()
    const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
    const trust = trustOf(wa)
    const shown: string[] = []
    const world = await startStaffApp(
      { WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url },
      { whatsapp: { ...trust, printQr: (qr) => void shown.push(qr) } },
    )
    const { page, troubles } = await firstAdministrator(browser, world)
    await page.goto('/dasbor/saluran')
    await page
      .getByRole('link', { name: /WhatsApp/ })
      .first()
      .click()
    await page.locator('.qr').waitFor(PATIENCE)
    await page.screenshot({ path: join(PICTURES, 'dashboard-pairing.png'), fullPage: true })
    await expect.poll(() => shown.length, PATIENCE).toBeGreaterThan(0)
    wa.scan(shown.at(-1) ?? '', bot)
    await page
      .getByText(/tersambung/i)
      .first()
      .waitFor(PATIENCE)
    expect(troubles).toEqual([])
    await world.app.stop()
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
    await wa.stop()
  }, 120_000)

  it('has pages that everybody can read, at every width, in light and dark', async () => {
    const { world, chief, paths } = await openFullDashboard(browser)
    const cookies = await chief.context.cookies()
    const wrong: string[] = []
    const refused = new Set<string>()
    for (const { width, colorScheme } of LOOKS) {
      const context = await browser.newContext({
        baseURL: world.url,
        bypassCSP: true,
        colorScheme,
        locale: 'id-ID',
        viewport: { width, height: 900 },
      })
      await context.addCookies(cookies)
      for (const path of paths) {
        const page = await context.newPage()
        const answer = await page.goto(`/dasbor${path}`)
        if (answer?.ok() !== true) refused.add(`${path}: ${answer?.status()}`)
        if (SEES_ALL) {
          const name = path.replaceAll(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'beranda'
          const file = `dashboard-${name.slice(0, 60)}-${width}-${colorScheme}.png`
          await page.screenshot({ path: join(PICTURES, file), fullPage: true })
        }
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        if (sideways > 0) wrong.push(`${path} at ${width}: ${sideways} px sideways`)
        wrong.push(...(await seriousViolations(page)).map((violation) => `${path} at ${width}: ${violation}`))
        await page.close()
      }
      await context.close()
    }
    // There is no such picture, test message, chart or logo: the page that says so is looked at as well.
    expect([...refused]).toEqual([
      '/siaran/gambar/x: 404',
      '/siaran/imunisasi-campak/gambar: 404',
      '/siaran/imunisasi-campak/uji-coba: 404',
      '/statistik/grafik/x: 404',
      '/logo.png: 404',
    ])
    expect(wrong).toEqual([])
  }, 900_000)
})
