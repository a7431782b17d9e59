import { describe, expect, it, onTestFinished } from 'vitest'
import { readable, startStaffApp, type StaffApp } from '../support/staff.ts'
import { announce } from '../support/test-app.ts'
import { startWhatsAppServer, type Account, type WhatsAppServer } from '../support/whatsapp/server.ts'
import { trustOf } from '../support/whatsapp/person.ts'

const PATIENCE = { timeout: 10_000 }
const SIMULATOR = '/dasbor/saluran/simulator/simulator'
const WHATSAPP = '/dasbor/saluran/whatsapp/default'
const PACE = { telegram: {}, whatsapp: { perHour: 15, perDay: 40 }, simulator: {} }

interface Office {
  app: StaffApp
  wa: WhatsAppServer
  bot: Account
  /** The phone of the office scans the newest QR code that was shown, once there is one. */
  scan: () => Promise<void>
}

/** The server on a loopback WhatsApp; nobody is paired yet. */
async function startOffice(): Promise<Office> {
  const wa = await startWhatsAppServer()
  const trust = trustOf(wa)
  onTestFinished(async () => {
    trust.fetchAgent.destroy()
    await trust.dispatcher.close()
    await wa.stop()
  })
  const shown: string[] = []
  const app = await startStaffApp(
    { WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url },
    { pace: PACE, whatsapp: { ...trust, printQr: (qr) => void shown.push(qr) } },
  )
  const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
  const scan = async () => {
    await expect.poll(() => shown.length, PATIENCE).toBeGreaterThan(0)
    wa.scan(shown.splice(0).at(-1) ?? '', bot)
  }
  return { app, wa, bot, scan }
}

const stateOf = async ({ url }: StaffApp) => {
  const report = (await (await fetch(`${url}/health`)).json()) as {
    channels: Record<string, { state: string }>
  }
  return report.channels['whatsapp']?.state
}
async function reaches(app: StaffApp, state: string): Promise<void> {
  await expect.poll(() => stateOf(app), PATIENCE).toBe(state)
}

const recorded = async ({ storage }: StaffApp) =>
  (await storage.audit.list({ subject: 'channel', limit: 10 })).map(
    ({ by, action, subjectId }) => `${by} ${action} ${subjectId}`,
  )

describe('the channels', () => {
  it('are shown with how they are, since when, what they sent and what waits', async () => {
    const app = await startStaffApp()
    const tono = await app.staff('Tono', ['author'])
    const page = await tono.get('/dasbor/saluran')
    expect(readable(page.text)).toMatch(/Simulator tersambung sejak .* \d\d\.\d\d/)
    expect(readable(page.text)).toContain('0 sejak server menyala hari ini, tanpa batas harian')
    expect(readable(page.text)).toContain('Menunggu dikirim 0 pesan siaran')
    expect(page.text).not.toContain(SIMULATOR)
  })

  it('are only looked at by whoever does not manage them, and by regencies', async () => {
    const app = await startStaffApp()
    const tono = await app.staff('Tono', ['author'])
    const rudi = await app.staff('Rudi', ['administrator'], '64.01')
    for (const browser of [tono, rudi]) {
      expect((await browser.get('/dasbor/saluran')).status).toBe(200)
      expect((await browser.get(SIMULATOR)).status).toBe(403)
      expect((await browser.post(`${SIMULATOR}/sambung`)).status).toBe(403)
      expect((await browser.post(`${SIMULATOR}/cabut-pembatasan`)).status).toBe(403)
    }
    expect(await recorded(app)).toEqual([])
  })

  it('are not found when there is no such account, and do not log out where nothing is paired', async () => {
    const app = await startStaffApp()
    const sari = await app.staff('Sari', ['administrator'])
    expect((await sari.get('/dasbor/saluran/whatsapp/default')).status).toBe(404)
    expect((await sari.post('/dasbor/saluran/simulator/lain/sambung')).status).toBe(404)
    const refused = await sari.post(`${SIMULATOR}/keluar`)
    expect(refused.status).toBe(400)
    expect(readable(refused.text)).toContain('Saluran ini tidak dipasangkan dengan ponsel')
  })

  it('are connected again, which is on record', async () => {
    const app = await startStaffApp()
    const sari = await app.staff('Sari', ['administrator'])
    const done = await sari.does(`${SIMULATOR}/sambung`)
    expect(readable(done.text)).toContain('Simulator sedang disambungkan ulang.')
    expect(readable(done.text)).toContain('tersambung sejak')
    expect(await recorded(app)).toEqual(['Sari menyambungkan ulang saluran simulator/simulator'])
    const health = await fetch(`${app.url}/health`)
    expect(health.status).toBe(200)
  })

  it('send again after somebody has looked into a restriction', async () => {
    const app = await startStaffApp()
    const sari = await app.staff('Sari', ['administrator'])
    await app.storage
      .channelMemory({ channel: 'simulator', account: 'simulator' })
      .set([{ collection: 'pace', key: 'restriction', value: 'Platform membatasi akun ini.' }])
    await app.restart()
    await app.storage.chats.subscribe(
      { channel: 'simulator', account: 'simulator', chatId: 'grup-1' },
      { title: 'KIM contoh', areaCodes: ['64.02.02'], topics: [] },
    )
    await announce(app.broadcastsDir, { id: 'posyandu', area: 'Loa Kulu', body: 'Posyandu buka.' })
    const channels = async () => readable((await sari.get('/dasbor/saluran')).text)
    await expect.poll(channels, PATIENCE).toContain('Menunggu dikirim 1 pesan siaran')
    expect(await channels()).toContain('Siaran berhenti: Platform membatasi akun ini.')
    expect((await sari.get(SIMULATOR)).text).toContain(`${SIMULATOR}/cabut-pembatasan`)
    const done = await sari.does(`${SIMULATOR}/cabut-pembatasan`)
    expect(readable(done.text)).toContain('Pembatasan Simulator sudah dicabut')
    expect(done.text).not.toContain(`${SIMULATOR}/cabut-pembatasan`)
    await expect.poll(channels, PATIENCE).toContain('Menunggu dikirim 0 pesan siaran')
    expect(await channels()).toContain('1 sejak server menyala hari ini')
    const [entry] = await app.storage.audit.list({ subject: 'channel', limit: 1 })
    expect(entry).toMatchObject({ by: 'Sari', before: { restriction: 'Platform membatasi akun ini.' } })
    await app.restart()
    expect(await channels()).not.toContain('Siaran berhenti')
  })
})

describe('WhatsApp', () => {
  it('is paired on the page, which shows the QR code and asks again by itself', async () => {
    const { app, scan } = await startOffice()
    const sari = await app.staff('Sari', ['administrator'])
    await reaches(app, 'needs_pairing')
    const page = await sari.get(WHATSAPP)
    expect(page.headers.get('Cache-Control')).toBe('no-store')
    expect(page.text).toContain('<svg')
    expect(page.text).toContain('hx-trigger="every 3s"')
    expect(page.text).toContain('<noscript><meta http-equiv="refresh" content="5"/></noscript>')
    expect(readable(page.text)).toContain('Arahkan kamera ponsel ke kode QR')
    expect(readable(page.text)).toContain('0 dari 40 hari ini, 0 dari 15 dalam satu jam terakhir')
    expect((await app.browser().get(WHATSAPP)).location).toMatch(/^\/masuk/)
    expect((await app.browser().get('/staff/whatsapp')).status).toBe(404)
    await scan()
    await reaches(app, 'connected')
    const part = await sari.get(WHATSAPP, { 'HX-Request': 'true' })
    expect(part.text).toMatch(/^<section/)
    expect(readable(part.text)).toContain('tersambung sejak')
    expect(part.text).not.toContain('<svg')
  })

  it('is logged out by staff, also on the phone, and asks to be paired again', async () => {
    const { app, bot, scan } = await startOffice()
    const sari = await app.staff('Sari', ['administrator'])
    await scan()
    await reaches(app, 'connected')
    const done = await sari.does(`${WHATSAPP}/keluar`)
    expect(readable(done.text)).toContain('Bot sudah keluar dari WhatsApp. Pasangkan lagi dengan ponsel.')
    await reaches(app, 'needs_pairing')
    expect([...bot.devices.values()].map(({ isLoggedOut }) => isLoggedOut)).toEqual([true])
    expect((await sari.get(WHATSAPP)).text).not.toContain(`${WHATSAPP}/keluar`)
    expect(await recorded(app)).toEqual(['Sari mengeluarkan bot dari ponsel whatsapp/default'])
    await scan()
    await reaches(app, 'connected')
  })

  it('comes back when staff connect it again after another process had taken its session', async () => {
    const { app, wa, bot, scan } = await startOffice()
    const sari = await app.staff('Sari', ['administrator'])
    await scan()
    await reaches(app, 'connected')
    wa.closeStream(bot, 440)
    await reaches(app, 'broken')
    expect(readable((await sari.get('/dasbor/saluran')).text)).toContain('diambil alih oleh proses lain')
    await sari.does(`${WHATSAPP}/sambung`)
    await reaches(app, 'connected')
  })
})
