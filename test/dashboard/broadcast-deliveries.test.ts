import { describe, expect, it } from 'vitest'
import { aBroadcast, later, MONDAY_8, subscribe } from '../support/broadcast-builder.ts'
import { readable, startStaffApp } from '../support/staff.ts'

const BAD = '=HYPERLINK("http://jahat.example")<script>'

/** A run to groups in two regencies: two got it, one did not, and one waits. Nothing sends, because no channel is on. */
async function setUpRun() {
  const world = await startStaffApp({ SIMULATOR: 'false' })
  const { storage } = world
  await storage.broadcasts.save(aBroadcast({ status: 'running', wantsAcknowledgement: true }))
  const chats = [
    await subscribe(storage, 'whatsapp', '1', '64.72.01.1001'),
    await subscribe(storage, 'whatsapp', '2', '64.72'),
    await storage.chats.subscribe(
      { channel: 'telegram', account: 'telegram-bot', chatId: '3' },
      { title: BAD, areaCodes: ['64.02.01.2001'], topics: [] },
    ),
    await subscribe(storage, 'telegram', '4', '64.02'),
  ]
  const run = await storage.deliveries.openRun(aBroadcast(), MONDAY_8, chats)
  if (run === undefined) throw new Error('The run was not opened.')
  const rows = await storage.deliveries.list({ runId: run.id })
  const settle = async (chat: number, change: object) => {
    const delivery = rows.find(({ chatId }) => chatId === chats[chat]?.id)
    if (delivery === undefined) throw new Error('There is no such delivery.')
    await storage.deliveries.commit({
      settled: [{ was: 'queued', delivery: { ...delivery, ...change } }],
      starting: [],
    })
  }
  const sentAt = later(MONDAY_8, 60_000)
  await settle(0, { status: 'read', sentAt, recipients: 40, deliveredTo: 30, readBy: 12 })
  await settle(1, { status: 'sent', sentAt })
  await settle(2, {
    status: 'failed',
    error: { code: 'chat_gone', reason: 'Bot sudah tidak ada di grup ini.' },
  })
  return { ...world, run, path: '/dasbor/siaran/posyandu' }
}

describe('the deliveries of a run', () => {
  it('show how far it is, ask again by themselves, and stop when it is over', async () => {
    const { staff, storage, run, path } = await setUpRun()
    const ani = await staff('Ani', ['author'])
    const page = await ani.get(`${path}/kiriman`)
    expect(readable(page.text)).toContain('3 dari 4 grup (75%)')
    expect(page.text).toContain('<progress max="4" value="3"')
    expect(page.text).toContain('http-equiv="refresh"')
    const address = `${path}/kiriman/kemajuan?run=${run.id}`
    expect(page.text).toContain(`hx-get="${address}"`)
    const part = await ani.get(address, { 'HX-Request': 'true' })
    expect([part.text.includes('<html'), part.text.includes('every 3s')]).toEqual([false, true])
    await storage.deliveries.setRunStatus(run.id, 'cancelled', 'Salah tempat.')
    const over = await ani.get(address, { 'HX-Request': 'true' })
    expect(over.text).not.toContain('hx-get')
    expect(readable(over.text)).toContain('Salah tempat.')
    expect((await ani.get(address)).location).toBe(`${path}/kiriman?run=${run.id}`)
  })

  it('are listed with reasons, by state and regency, and names of groups are text', async () => {
    const { staff, path } = await setUpRun()
    const ani = await staff('Ani', ['author'])
    const all = await ani.get(`${path}/kiriman`)
    expect(all.text).toContain('&lt;script&gt;')
    expect(all.text).not.toContain('<script>"')
    expect(readable(all.text)).toContain('30 dari 40')
    const failed = readable((await ani.get(`${path}/kiriman?keadaan=failed`)).text)
    expect(failed).toContain('Bot sudah tidak ada di grup ini.')
    expect(failed).not.toContain('KIM 1')
    const samarinda = readable((await ani.get(`${path}/kiriman?wilayah=64.72`)).text)
    expect([samarinda.includes('KIM 1'), samarinda.includes('KIM 4')]).toEqual([true, false])
    expect(readable((await ani.get(`${path}/kiriman?keadaan=uncertain`)).text)).toContain('Tidak ada grup')
    expect((await ani.get(`${path}/kiriman?run=lain`)).status).toBe(404)
  })

  it('are shown to a regency only as far as they are its own', async () => {
    const { staff, path, run } = await setUpRun()
    const kukar = await staff('Kukar', ['kim_officer'], '64.02')
    for (const query of ['', '?wilayah=64.72', `?run=${run.id}&wilayah=64`]) {
      const page = readable((await kukar.get(`${path}/kiriman${query}`)).text)
      expect([page.includes('KIM 4'), page.includes('KIM 1'), page.includes('1 dari 2 grup')]).toEqual([
        true,
        false,
        true,
      ])
    }
    expect((await kukar.get(`${path}/kiriman/csv?wilayah=64.72`)).text).not.toContain('KIM 1')
    expect((await kukar.get(`${path}/laporan`)).text).not.toContain('Samarinda')
  })

  it('are given out as a table that no program takes for a formula', async () => {
    const { staff, path } = await setUpRun()
    const ani = await staff('Ani', ['author'])
    const file = await ani.get(`${path}/kiriman/csv`)
    expect(file.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('Content-Disposition')).toBe(
      'attachment; filename="kiriman-posyandu-2026-11-30.csv"',
    )
    const lines = file.text.trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines.find((line) => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK\(""http/)
    expect(lines.find((line) => line.startsWith('KIM 1,'))).toBe(
      'KIM 1,64.72.01.1001,Kelurahan Rawa Makmur,WhatsApp,dibaca,,"30 Nov 2026, 08.01",40,30,12',
    )
  })

  it('are summed up by regency, with how far the announcement was passed on', async () => {
    const { staff, path } = await setUpRun()
    const ani = await staff('Ani', ['author'])
    const report = readable((await ani.get(`${path}/laporan`)).text)
    expect(report).toContain('Kabupaten Kutai Kartanegara 2 0 0 0 1 0')
    expect(report).toContain('Kota Samarinda 2 2 1 1 0 0 12')
    expect(report).toContain('Disampaikan ke warga')
    const [, kukar, samarinda] = (await ani.get(`${path}/laporan/csv`)).text.trim().split('\r\n')
    expect(kukar).toBe('64.02,Kabupaten Kutai Kartanegara,2,0,0,0,1,0,0,0,0,0,0')
    expect(samarinda).toMatch(/^64\.72,Kota Samarinda,2,2,1,1,0,0,30,12,\d+,0,0$/)
  })

  it('that failed are sent again, and uncertain ones as staff decide', async () => {
    const { staff, storage, run, path } = await setUpRun()
    const budi = await staff('Budi', ['approver'])
    const ani = await staff('Ani', ['author'])
    const [failed] = await storage.deliveries.list({ runId: run.id, statuses: ['failed'] })
    expect((await ani.post(`${path}/kirim-ulang`, {})).status).toBe(403)
    const done = await budi.does(`${path}/kirim-ulang`, { ragu: 'again' })
    expect(readable(done.text)).toContain('1 pesan gagal dikirim ulang')
    const [again] = await storage.deliveries.list({ runId: run.id, statuses: ['queued'] })
    expect([again?.status, failed?.status]).toEqual(['queued', 'failed'])
    expect((await budi.post(`${path}/kirim-ulang`, {})).status).toBe(409)
  })
})

describe('a broadcast without runs', () => {
  it('has no deliveries to show', async () => {
    const { staff, storage } = await startStaffApp()
    await storage.broadcasts.save(aBroadcast({ status: 'draft' }))
    const ani = await staff('Ani', ['author'])
    const page = await ani.get('/dasbor/siaran/posyandu/kiriman')
    expect([page.status, readable(page.text)]).toEqual([404, expect.stringContaining('belum punya kiriman')])
    expect((await ani.get('/dasbor/siaran/tidak-ada')).status).toBe(404)
  })
})
