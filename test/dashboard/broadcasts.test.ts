import { describe, expect, it } from 'vitest'
import { aBroadcast, DAY_MS, MONDAY_8, weekly } from '../support/broadcast-builder.ts'
import { becomes, FORM, subscribeGroup, versionIn } from '../support/staff-broadcasts.ts'
import { readable, startStaffApp } from '../support/staff.ts'
import { createTestClock } from '../support/test-clock.ts'

const BAD = '<script>alert(1)</script>'

const audience = (areaCodes: string[]) => ({ ...aBroadcast().audience, areaCodes })

/** Writes an announcement, approves it and waits until the group has it. */
async function send() {
  const world = await startStaffApp()
  const { staff, storage } = world
  await subscribeGroup(storage)
  const ani = await staff('Ani', ['author'])
  const budi = await staff('Budi', ['approver'])
  await ani.does('/dasbor/siaran/tulis', FORM)
  const page = await budi.get('/dasbor/siaran/imunisasi-campak')
  await budi.does('/dasbor/siaran/imunisasi-campak/setujui', { versi: versionIn(page.text) })
  await becomes(storage, 'imunisasi-campak', 'finished')
  return { ...world, ani, budi, path: '/dasbor/siaran/imunisasi-campak' }
}

describe('the way of a broadcast through the dashboard', () => {
  it('leads from one person over another to the groups, and everything is on record', async () => {
    const { staff, storage } = await startStaffApp()
    await subscribeGroup(storage)
    const ani = await staff('Ani', ['author'])
    const budi = await staff('Budi', ['author', 'approver'])
    const written = await ani.does('/dasbor/siaran/tulis', FORM)
    expect(readable(written.text)).toContain('menunggu persetujuan')
    expect(readable(written.text)).toContain('Bawa buku KIA. Gratis di posyandu.')
    const page = await budi.get('/dasbor/siaran/imunisasi-campak')
    expect(readable(page.text)).toContain('Belum pernah dikirim: seluruh isinya baru.')
    const approved = await budi.does('/dasbor/siaran/imunisasi-campak/setujui', {
      versi: versionIn(page.text),
    })
    expect(readable(approved.text)).toContain('Siaran disetujui')
    await becomes(storage, 'imunisasi-campak', 'finished')
    const after = readable((await ani.get('/dasbor/siaran/imunisasi-campak')).text)
    expect(after).toContain('1 dari 1 grup: 1 terkirim')
    expect(after).toContain('Budi menyetujui')
    const audit = await storage.audit.list({ subject: 'broadcast', limit: 9 })
    expect(audit.map(({ by, action, areaCode }) => [by, action, areaCode])).toEqual([
      ['Budi', 'menyetujui siaran', '64.72'],
      ['Ani', 'menulis siaran dan mengajukannya', '64.72'],
    ])
  })

  it('lets nobody approve their own work, nor what has changed since it was read', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author', 'approver'])
    const budi = await staff('Budi', ['approver'])
    await ani.does('/dasbor/siaran/tulis', FORM)
    const own = await ani.get('/dasbor/siaran/imunisasi-campak')
    expect(own.text).not.toContain('/imunisasi-campak/setujui')
    const versi = versionIn((await budi.get('/dasbor/siaran/imunisasi-campak')).text)
    expect((await ani.post('/dasbor/siaran/imunisasi-campak/setujui', { versi })).status).toBe(403)
    const stored = await storage.broadcasts.find('imunisasi-campak')
    if (stored === undefined) throw new Error('It was not kept.')
    await storage.broadcasts.save({ ...stored, message: { text: 'Lain sama sekali.' } })
    const late = await budi.post('/dasbor/siaran/imunisasi-campak/setujui', { versi })
    expect([late.status, readable(late.text)]).toEqual([
      409,
      expect.stringContaining('berubah sejak halamannya Anda buka'),
    ])
    expect((await storage.broadcasts.find('imunisasi-campak'))?.status).toBe('awaiting_approval')
  })

  it('goes back to its author with a reason, and can be taken back by its author', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const budi = await staff('Budi', ['approver'])
    await ani.does('/dasbor/siaran/tulis', FORM)
    const path = '/dasbor/siaran/imunisasi-campak'
    expect((await budi.post(`${path}/kembalikan`, { alasan: ' ' })).status).toBe(400)
    const back = await budi.does(`${path}/kembalikan`, { alasan: `Jamnya belum ada ${BAD}` })
    expect(back.text).toContain('Jamnya belum ada &lt;script&gt;')
    expect((await budi.post(`${path}/ajukan`)).status).toBe(403)
    await ani.does(`${path}/batalkan`, { alasan: 'Acaranya batal' })
    expect((await storage.broadcasts.find('imunisasi-campak'))?.status).toBe('cancelled')
    expect((await ani.post(`${path}/batalkan`, { alasan: 'Lagi' })).status).toBe(403)
  })

  it('lets an emergency out without a second person only by who may approve, with a reason', async () => {
    const { staff, storage } = await startStaffApp()
    await subscribeGroup(storage)
    const ani = await staff('Ani', ['author'])
    const chief = await staff('Citra', ['author', 'approver'])
    const form = { ...FORM, judul: 'Banjir', darurat: 'ya', alasan_darurat: 'Air naik' }
    await ani.does('/dasbor/siaran/tulis', form)
    const page = await chief.get('/dasbor/siaran/banjir')
    const versi = versionIn(page.text)
    expect((await ani.post('/dasbor/siaran/banjir/darurat', { versi, alasan: 'x' })).status).toBe(403)
    expect((await chief.post('/dasbor/siaran/banjir/darurat', { versi })).status).toBe(400)
    await chief.does('/dasbor/siaran/banjir/darurat', { versi, alasan: 'Tidak bisa menunggu' })
    await becomes(storage, 'banjir', 'finished')
  })

  it('is paused, goes on, and is not submitted when its time is over', async () => {
    const { staff, storage } = await startStaffApp()
    await storage.broadcasts.save(aBroadcast({ schedule: weekly(), settledAt: new Date() }))
    await storage.broadcasts.save(
      aBroadcast({ id: 'lama', status: 'draft', schedule: { type: 'once', at: new Date(0) } }),
    )
    const budi = await staff('Budi', ['author', 'approver'])
    await budi.does('/dasbor/siaran/posyandu/jeda', { alasan: 'Tunggu kabar' })
    expect((await storage.broadcasts.find('posyandu'))?.status).toBe('paused')
    await budi.does('/dasbor/siaran/posyandu/lanjutkan')
    expect((await storage.broadcasts.find('posyandu'))?.status).toBe('scheduled')
    const late = await budi.post('/dasbor/siaran/lama/ajukan')
    expect([late.status, readable(late.text)]).toEqual([
      409,
      expect.stringContaining('Waktu kirimnya sudah lewat'),
    ])
  })
})

describe('after it was sent', () => {
  it('is corrected by two people, who see what changes', async () => {
    const { ani, budi, path, storage } = await send()
    expect((await ani.get(`${path}/ralat`)).text).toContain('**Bawa buku KIA.** Gratis di posyandu.')
    const empty = await ani.post(`${path}/ralat`, { isi: 'Bawa KTP.', alasan: '' })
    expect([empty.status, readable(empty.text)]).toEqual([400, expect.stringContaining('alasan ralatnya')])
    expect(empty.text).toContain('Bawa KTP.')
    await ani.does(`${path}/ralat`, { isi: '**Bawa KTP.** Gratis di posyandu.', alasan: 'Salah syarat' })
    const page = await budi.get(`${path}-ralat-1`)
    expect(page.text).toMatch(/<del>[^<]*buku KIA[^<]*<\/del>/)
    expect(page.text).toMatch(/<ins>[^<]*KTP[^<]*<\/ins>/)
    await budi.does(`${path}-ralat-1/setujui`, { versi: versionIn(page.text) })
    await becomes(storage, 'imunisasi-campak-ralat-1', 'finished')
    expect(readable((await ani.get(path)).text)).toContain('1 diubah di tempat')
  })

  it('is corrected at once only by who may approve', async () => {
    const { ani, path } = await send()
    const hurried = { isi: 'Bawa KTP.', alasan: 'Salah', darurat: 'ya' }
    expect((await ani.post(`${path}/ralat`, hurried)).status).toBe(403)
  })

  it('is taken back by one person with a reason', async () => {
    const { ani, budi, path, storage } = await send()
    expect((await ani.post(`${path}/tarik`, { alasan: 'Keliru' })).status).toBe(403)
    expect((await budi.post(`${path}/tarik`, { alasan: '' })).status).toBe(400)
    const recall = await budi.does(`${path}/tarik`, { alasan: 'Keliru' })
    expect(readable(recall.text)).toContain('Penarikan: Imunisasi campak')
    await becomes(storage, 'imunisasi-campak-tarik-1', 'finished')
    expect(readable((await budi.get(path)).text)).toContain('1 dihapus')
  })

  it('is tried out in one chat, whose address is kept nowhere', async () => {
    const { ani, path, storage } = await send()
    expect((await ani.post(`${path}/uji-coba`, { saluran: 'simulator', chat: '' })).status).toBe(400)
    const asked = await ani.post(`${path}/uji-coba`, { saluran: 'simulator', chat: 'warga-1' })
    const trial = `${path}/uji-coba?uji=${/uji=(.+)/.exec(asked.location ?? '')?.[1]}`
    await expect
      .poll(async () => readable((await ani.get(trial, { 'HX-Request': 'true' })).text), { timeout: 10_000 })
      .toContain('Uji coba sudah dikirim')
    expect((await ani.get(asked.location ?? '')).text).not.toContain('warga-1')
    const [entry] = await storage.audit.list({ subject: 'broadcast', limit: 1 })
    expect(entry).toMatchObject({ action: 'menguji coba siaran', after: { channel: 'simulator' } })
    expect((await ani.get(`${path}/uji-coba?uji=lain`)).status).toBe(404)
  })
})

describe('the list', () => {
  it('finds by words and state, pages through what is long, and shows titles as text', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    expect(readable((await ani.get('/dasbor/siaran')).text)).toContain('Belum ada siaran.')
    for (let number = 1; number <= 51; number += 1) {
      await storage.broadcasts.save(
        aBroadcast({ id: `kabar-${number}`, title: `Kabar ${number}`, status: 'draft' }),
      )
    }
    await storage.broadcasts.save(aBroadcast({ id: 'aneh', title: `100% ${BAD}`, status: 'cancelled' }))
    const first = await ani.get('/dasbor/siaran')
    expect(first.text.match(/<a href="\/dasbor\/siaran\/(?:kabar|aneh)/g)).toHaveLength(50)
    expect(first.text).toContain('halaman=2')
    const second = await ani.get('/dasbor/siaran?halaman=2')
    expect(second.text.match(/<a href="\/dasbor\/siaran\/(?:kabar|aneh)/g)).toHaveLength(2)
    const found = await ani.get('/dasbor/siaran?q=100%25')
    expect(found.text).toContain('100% &lt;script&gt;')
    expect(found.text).not.toContain('Kabar 51')
    expect(readable((await ani.get('/dasbor/siaran?keadaan=cancelled')).text)).not.toContain('Kabar 51')
    expect(readable((await ani.get('/dasbor/siaran?q=tidakada')).text)).toContain(
      'Tidak ada siaran yang cocok',
    )
    expect((await ani.get('/dasbor/siaran?halaman=-3&keadaan=xx')).status).toBe(200)
  })

  it('shows a regency what goes to it, and nothing of others', async () => {
    const { staff, storage } = await startStaffApp()
    await storage.broadcasts.save(aBroadcast({ id: 'provinsi', title: 'Untuk semua' }))
    await storage.broadcasts.save(
      aBroadcast({ id: 'desa', title: 'Untuk desa', audience: audience(['64.02.01.1001']) }),
    )
    await storage.broadcasts.save(
      aBroadcast({ id: 'lain', title: 'Untuk Samarinda', audience: audience(['64.72']) }),
    )
    const kukar = await staff('Kukar', ['author', 'approver'], '64.02')
    const list = readable((await kukar.get('/dasbor/siaran')).text)
    expect([list.includes('Untuk semua'), list.includes('Untuk desa')]).toEqual([true, true])
    expect(list).not.toContain('Untuk Samarinda')
    expect((await kukar.get('/dasbor/siaran/lain')).status).toBe(403)
    const wide = await kukar.get('/dasbor/siaran/provinsi')
    expect(wide.text).not.toContain('/siaran/provinsi/jeda')
    const refused = await kukar.post('/dasbor/siaran/provinsi/jeda', { alasan: 'Coba' })
    expect([refused.status, readable(refused.text)]).toEqual([
      403,
      expect.stringContaining('luar wilayah tugas Anda'),
    ])
    await kukar.does('/dasbor/siaran/desa/jeda', { alasan: 'Tunggu' })
    expect((await storage.broadcasts.find('desa'))?.status).toBe('paused')
  })
})

describe('the calendar', () => {
  it('has what is to come and what was, by month and by week', async () => {
    const clock = createTestClock({ startAt: '2026-11-26T00:00:00Z' })
    const { staff, storage } = await startStaffApp({}, { clock })
    const ani = await staff('Ani', ['author'])
    const settledAt = clock.now()
    await storage.broadcasts.save(aBroadcast({ schedule: weekly(), settledAt }))
    await storage.occurrences.recordUnsent(
      { id: 'posyandu', message: { text: 'Lama' } },
      { at: new Date(MONDAY_8.getTime() - 7 * DAY_MS), status: 'missed', reason: 'Terlambat.' },
    )
    const november = readable((await ani.get('/dasbor/siaran/kalender')).text)
    expect(november).toContain('Siaran bulan November 2026')
    expect(november).toContain('Senin, 23 November 2026 23 08.00 Posyandu terlewat')
    expect(november).toContain('Senin, 30 November 2026 30 08.00 Posyandu terjadwal')
    const december = await ani.get('/dasbor/siaran/kalender?bulan=2026-12')
    expect(december.text.match(/>Posyandu<\/a>/g)).toHaveLength(5)
    const week = readable((await ani.get('/dasbor/siaran/kalender?pekan=2026-12-02')).text)
    expect(week).toContain('Senin, 30 November 2026')
    expect(week).toContain('Posyandu 08.00 terjadwal')
    expect(readable((await ani.get('/dasbor/siaran/kalender?bulan=2020-01')).text)).toContain(
      'Tidak ada siaran bulan ini',
    )
    expect(readable((await ani.get('/dasbor/siaran/kalender?bulan=apa&pekan=besok')).text)).toContain(
      'November 2026',
    )
  })
})
