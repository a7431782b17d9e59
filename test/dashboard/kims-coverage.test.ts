import { describe, expect, it } from 'vitest'
import { reportCsv } from '../../src/membership/coverage-csv.ts'
import { readCoverage } from '../../src/membership/coverage.ts'
import { makeKims } from '../support/kim-groups.ts'
import { readable, startStaffApp, type StaffApp } from '../support/staff.ts'
import { announce } from '../support/test-app.ts'

const PATIENCE = { timeout: 10_000 }
const PASER = '64.01'
const LOA_KULU = '64.02.02'
const LOA_KULU_KOTA = '64.02.02.2004'
const JEMBAYAN = '64.02.02.2003'
const OFFICER = { name: 'Dewi', path: `/dasbor/kim/cakupan/${LOA_KULU}` }

/** A KIM group that receives, in the simulator. */
async function connectGroup({ storage, databaseUrl }: StaffApp, areaCode = LOA_KULU_KOTA): Promise<void> {
  const address = { channel: 'simulator', account: 'simulator', chatId: 'grup-1' } as const
  await storage.chats.subscribe(address, { title: 'KIM contoh', areaCodes: [areaCode], topics: [] })
  makeKims(databaseUrl)
}

const signal = (village: string, before: string, chosen: string) => ({
  [`tadinya:${village}`]: before,
  [`sinyal:${village}`]: chosen,
})

describe('the coverage', () => {
  it('goes from the province, with its map, down to the villages of a district', async () => {
    const app = await startStaffApp()
    await connectGroup(app)
    const dewi = await app.staff(OFFICER.name, ['kim_officer'])
    const province = await dewi.get('/dasbor/kim/cakupan')
    expect(readable(province.text)).toContain('Kutai Kartanegara 0,42% 1 dari 237')
    expect(province.text.match(/<li class="tile-(?!other)/g)).toHaveLength(10)
    expect(province.text).toContain('class="shade-1"')
    expect(province.text).toContain('href="/dasbor/kim/cakupan/64.02"')
    const regency = await dewi.get('/dasbor/kim/cakupan/64.02')
    expect(readable(regency.text)).toContain('Kecamatan Loa Kulu 15 1 (7%)')
    expect(regency.text).toContain(`href="${OFFICER.path}"`)
    const district = readable((await dewi.get(OFFICER.path)).text)
    expect(district).toContain('Desa Loa Kulu Kota aktif KIM contoh Simulator')
    expect(district).toContain('Desa Jembayan belum ada')
    for (const path of ['64.99', LOA_KULU_KOTA, 'bukan-kode']) {
      expect((await dewi.get(`/dasbor/kim/cakupan/${path}`)).status).toBe(404)
    }
  })

  it('is downloaded as the command writes it', async () => {
    const app = await startStaffApp()
    await connectGroup(app)
    const dewi = await app.staff(OFFICER.name, ['kim_officer'])
    const file = await dewi.get('/dasbor/kim/cakupan/64/csv')
    const lines = reportCsv(await readCoverage(app.storage, '64', new Date()))
    expect(file.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('Content-Disposition')).toMatch(
      /^attachment; filename="cakupan-kim-64-[\d-]+\.csv"$/,
    )
    expect(file.text.replace('\ufeff', '').trimEnd().split('\r\n')).toEqual(lines)
  })
})

describe('the signal of villages', () => {
  it('is set where somebody chose another one, and is on record', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff(OFFICER.name, ['kim_officer'])
    const done = await dewi.does(`${OFFICER.path}/sinyal`, {
      ...signal(LOA_KULU_KOTA, '', 'weak'),
      ...signal(JEMBAYAN, '', ''),
    })
    expect(readable(done.text)).toContain('Sinyal di Desa Loa Kulu Kota: lemah, sudah dicatat.')
    expect(await app.storage.connectivity.list(LOA_KULU)).toMatchObject([
      { areaCode: LOA_KULU_KOTA, connectivity: 'weak', setBy: 'staff' },
    ])
    const [entry] = await app.storage.audit.list({ subject: 'village', limit: 1 })
    expect(entry).toMatchObject({ by: 'Dewi', areaCode: '64.02', after: { connectivity: 'weak' } })
    await dewi.does(`${OFFICER.path}/sinyal`, signal(LOA_KULU_KOTA, 'weak', ''))
    expect(await app.storage.connectivity.list(LOA_KULU)).toEqual([])
  })

  it('keeps what somebody else has set meanwhile', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff(OFFICER.name, ['kim_officer'])
    await app.storage.connectivity.set(LOA_KULU_KOTA, 'none', 'kim_admin')
    const done = await dewi.does(`${OFFICER.path}/sinyal`, signal(LOA_KULU_KOTA, '', ''))
    expect(readable(done.text)).toContain('Tidak ada sinyal yang diubah')
    expect(await app.storage.connectivity.get(LOA_KULU_KOTA)).toMatchObject({ connectivity: 'none' })
  })

  it('is not set by whoever only looks', async () => {
    const app = await startStaffApp()
    const tono = await app.staff('Tono', ['author'])
    expect((await tono.get(OFFICER.path)).text).not.toContain('<select')
    const refused = await tono.post(`${OFFICER.path}/sinyal`, signal(LOA_KULU_KOTA, '', 'weak'))
    expect(refused.status).toBe(403)
  })
})

describe('what groups say about passing on', () => {
  it('is counted by regency, in the words of the command for the list', async () => {
    const app = await startStaffApp()
    await connectGroup(app)
    await announce(app.broadcastsDir, {
      id: 'banjir',
      area: 'Loa Kulu',
      body: 'Air naik.',
      acknowledge: true,
    })
    await expect.poll(async () => (await app.storage.deliveries.list({}))[0]?.status, PATIENCE).toBe('sent')
    const [delivery] = await app.storage.deliveries.list({})
    await app.storage.acknowledgements.save({
      deliveryId: delivery?.id ?? '',
      chatId: delivery?.chatId ?? '',
      areaCode: LOA_KULU_KOTA,
      personKey: 'k'.repeat(32),
      methods: ['read_aloud'],
      people: 40,
      at: new Date(),
    })
    const dewi = await app.staff(OFFICER.name, ['kim_officer'])
    const list = await dewi.get('/dasbor/kim/konfirmasi')
    expect(readable(list.text)).toContain('Pengumuman banjir')
    expect(list.text).toContain('hx-get="/dasbor/kim/konfirmasi/banjir"')
    const part = await dewi.get('/dasbor/kim/konfirmasi/banjir', { 'HX-Request': 'true' })
    expect(part.text).toBe('1 dari 1 grup, sekitar 40 orang (dibacakan 1)')
    const page = readable((await dewi.get('/dasbor/kim/konfirmasi/banjir')).text)
    expect(page).toContain('Kabupaten Kutai Kartanegara 1 dari 1 (100%) 0 40 dibacakan 1')
    expect((await dewi.get('/dasbor/kim/konfirmasi/tidak-ada')).status).toBe(404)
    const rudi = await app.staff('Rudi', ['kim_officer'], PASER)
    expect((await rudi.get('/dasbor/kim/konfirmasi')).text).not.toContain('banjir')
    expect((await rudi.get('/dasbor/kim/konfirmasi/banjir')).status).toBe(403)
  })
})
