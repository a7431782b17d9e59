import { describe, expect, it } from 'vitest'
import type { AuditSubjectType } from '../../src/domain/audit.ts'
import { readable, startStaffApp, type Browser, type StaffApp } from '../support/staff.ts'

const PATIENCE = { timeout: 10_000 }
const PASER = '64.01'
const BERAU = '64.03'
const LOA_KULU = '64.02.02'
const LOA_KULU_KOTA = '64.02.02.2004'
const NEW_KIM = { nama: 'KIM Loa Kulu Kota', wilayah: LOA_KULU_KOTA, peran: 'Ketua', topik: ['bencana'] }
const SCRIPT = '<script>alert(1)</script>'

const idIn = (location: string | undefined) => /^\/dasbor\/kim\/([\w-]+)$/.exec(location ?? '')?.[1] ?? ''

/** Registers a KIM on the page, and gives its id. */
async function register(
  browser: Browser,
  fields: Record<string, string | string[]> = NEW_KIM,
): Promise<string> {
  return idIn((await browser.post('/dasbor/kim/baru', fields)).location)
}

/** An admin types in the simulator's group. */
async function typeInGroup({ url }: StaffApp, text: string): Promise<void> {
  const fields = { chat: 'grup-1', text, role: 'admin', group: 'grup-1' }
  const response = await fetch(`${url}/simulator/messages`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: url },
    body: new URLSearchParams(fields),
  })
  expect(response.status).toBe(303)
}

/** A group that subscribed without a code. */
const subscribe = ({ storage }: StaffApp, areaCode: string, title = 'Warga Loa Kulu', chatId = '-100') =>
  storage.chats.subscribe(
    { channel: 'telegram', account: 'bot', chatId },
    { title, areaCodes: [areaCode], topics: [] },
  )

const recorded = async ({ storage }: StaffApp, subject: AuditSubjectType) =>
  (await storage.audit.list({ subject, limit: 50 })).map(
    ({ by, action, areaCode }) => `${by} ${action} ${areaCode}`,
  )

describe('the registry', () => {
  it('takes a KIM from its registration over its code to a connected group, and the coverage follows', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    const choose = readable((await dewi.get(`/dasbor/kim/baru?wilayah=${LOA_KULU}`)).text)
    expect(choose).toContain('Desa Loa Kulu Kota')
    const id = await register(dewi)
    const record = await dewi.get(`/dasbor/kim/${id}`)
    expect(readable(record.text)).toContain('Beri kode supaya grupnya bisa terhubung')
    expect(readable(record.text)).toContain('Desa Loa Kulu Kota, Kecamatan Loa Kulu')
    expect(readable((await dewi.get(`/dasbor/kim/cakupan/${LOA_KULU}`)).text)).toContain(
      'Desa Loa Kulu Kota dorman KIM Loa Kulu Kota',
    )

    const handedOut = readable((await dewi.post(`/dasbor/kim/${id}/kode`)).text)
    const code = /KIM-64\.02-\w{4}/.exec(handedOut)?.[0] ?? ''
    expect(handedOut).toContain(`/langganan ${code}`)
    expect((await dewi.get(`/dasbor/kim/${id}`)).text).not.toContain(code)

    await typeInGroup(app, `/langganan ${code}`)
    await expect.poll(async () => (await app.storage.kims.chats(id)).length, PATIENCE).toBe(1)
    const connected = readable((await dewi.get(`/dasbor/kim/${id}`)).text)
    expect(connected).toContain('terverifikasi')
    expect(connected).toContain('KIM contoh')
    expect(connected).toContain('Simulator Keadaan aktif')
    expect(readable((await dewi.get('/dasbor/kim?platform=simulator')).text)).toContain('KIM Loa Kulu Kota')
    expect(readable((await dewi.get(`/dasbor/kim/cakupan/${LOA_KULU}`)).text)).toContain(
      'Desa Loa Kulu Kota aktif KIM Loa Kulu Kota Simulator',
    )
    expect(await recorded(app, 'kim')).toEqual(['Dewi memberi kode KIM 64.02', 'Dewi mendaftarkan KIM 64.02'])
  })

  it('is narrowed down by name, area, status and platform, and leafed through', async () => {
    const app = await startStaffApp()
    const by = 'Dewi'
    for (let number = 1; number <= 60; number += 1) {
      const areaCode = number <= 55 ? LOA_KULU_KOTA : `${PASER}.01`
      const status = number === 60 ? 'dormant' : 'registered'
      const name = `KIM ke-${String(number).padStart(2, '0')}`
      await app.storage.kims.create({ name, areaCode, status, contactRole: '', topics: [] }, by)
    }
    const dewi = await app.staff(by, ['kim_officer'])
    const first = readable((await dewi.get('/dasbor/kim')).text)
    expect(first).toContain('60 KIM, menurut wilayah')
    expect(first).toContain('KIM ke-56')
    expect(first).not.toContain('KIM ke-55')
    const second = await dewi.get('/dasbor/kim?halaman=2')
    expect(readable(second.text)).toContain('KIM ke-55')
    expect(second.text).toContain('href="/dasbor/kim"')
    const found = async (query: string) => readable((await dewi.get(`/dasbor/kim?${query}`)).text)
    expect(await found('nama=KE-07')).toContain('1 KIM, menurut wilayah')
    expect(await found(`kabupaten=${PASER}`)).toContain('5 KIM, menurut wilayah')
    expect(await found(`kabupaten=${PASER}&kecamatan=${PASER}.02`)).toContain('Tidak ada KIM yang cocok')
    expect(await found('status=dormant')).toContain('1 KIM, menurut wilayah')
    expect(await found('platform=telegram')).toContain('Tidak ada KIM yang cocok')
    expect(await found('platform=none&halaman=dua')).toContain('60 KIM, menurut wilayah')
  })

  it('changes, marks and removes a KIM, and keeps who did', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    const id = await register(dewi)
    const edit = await dewi.get(`/dasbor/kim/${id}/ubah`)
    expect(edit.text).toContain('value="KIM Loa Kulu Kota"')
    const changed = await dewi.does(`/dasbor/kim/${id}/ubah`, { ...NEW_KIM, nama: 'KIM Maju', topik: [] })
    expect(readable(changed.text)).toContain('Data “KIM Maju” sudah diperbarui')
    const marked = await dewi.does(`/dasbor/kim/${id}/status`, { status: 'dormant' })
    expect(readable(marked.text)).toContain('“KIM Maju” sekarang tidak aktif')
    expect((await dewi.post(`/dasbor/kim/${id}/status`, { status: 'terbang' })).status).toBe(400)
    await dewi.post(`/dasbor/kim/${id}/kode`)
    const revoked = await dewi.does(`/dasbor/kim/${id}/kode/cabut`)
    expect(readable(revoked.text)).toContain('1 kode dicabut')
    const gone = await dewi.does(`/dasbor/kim/${id}/hapus`)
    expect(readable(gone.text)).toContain('“KIM Maju” sudah dihapus dari daftar')
    expect((await dewi.get(`/dasbor/kim/${id}`)).status).toBe(404)
    const [removal] = await app.storage.audit.list({ subject: 'kim', subjectId: id, limit: 1 })
    expect(removal).toMatchObject({ action: 'menghapus KIM', by: 'Dewi', before: { name: 'KIM Maju' } })
  })

  it('shows the form again with what was typed and what is wrong with it', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    const fields = { ...NEW_KIM, nama: 'KIM Budi 081234567890' }
    const refused = await dewi.post('/dasbor/kim/baru', fields)
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('value="KIM Budi 081234567890"')
    expect(readable(refused.text)).toContain('Data pribadi tidak disimpan di sini')
    await register(dewi)
    const twin = await dewi.post('/dasbor/kim/baru', NEW_KIM)
    expect(readable(twin.text)).toContain('sudah terdaftar di wilayah itu')
    expect((await app.storage.kims.list({})).length).toBe(1)
  })

  it('keeps a KIM that has a group', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    const id = await register(dewi)
    const chat = await subscribe(app, LOA_KULU_KOTA)
    await dewi.does(`/dasbor/kim/grup/${chat.id}`, { kim: id })
    const refused = await dewi.post(`/dasbor/kim/${id}/hapus`)
    expect(refused.status).toBe(409)
    expect(readable(refused.text)).toContain('Tandai saja sebagai tidak aktif')
  })
})

describe('a group that waits', () => {
  it('becomes one of the groups of a KIM of its district', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    const id = await register(dewi)
    const chat = await subscribe(app, LOA_KULU_KOTA)
    expect(readable((await dewi.get('/dasbor/kim/grup')).text)).toContain('1 grup berlangganan sendiri')
    const page = await dewi.get(`/dasbor/kim/grup/${chat.id}`)
    expect(readable(page.text)).toContain('KIM Loa Kulu Kota Desa Loa Kulu Kota')
    expect(page.text).not.toContain('-100"')
    const done = await dewi.does(`/dasbor/kim/grup/${chat.id}`, { kim: id })
    expect(readable(done.text)).toContain('Grup “Warga Loa Kulu” sekarang milik KIM Loa Kulu Kota')
    expect((await dewi.get(`/dasbor/kim/grup/${chat.id}`)).status).toBe(404)
    expect(await app.storage.kims.chats(id)).toHaveLength(1)
  })

  it('that wants all of the province is looked for where somebody says', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    await register(dewi)
    const chat = await subscribe(app, '64')
    const path = `/dasbor/kim/grup/${chat.id}`
    const asked = readable((await dewi.get(path)).text)
    expect(asked).toContain('Provinsi Kalimantan Timur')
    expect(asked).not.toContain('Hubungkan grup')
    expect(readable((await dewi.get(`${path}?wilayah=${LOA_KULU}`)).text)).toContain(
      'KIM Loa Kulu Kota Desa Loa Kulu Kota',
    )
  })

  it('may bring a KIM that nobody had registered', async () => {
    const app = await startStaffApp()
    const dewi = await app.staff('Dewi', ['kim_officer'])
    const chat = await subscribe(app, LOA_KULU_KOTA)
    const nothing = await dewi.post(`/dasbor/kim/grup/${chat.id}`, {})
    expect(readable(nothing.text)).toContain('Pilih KIM pemilik grup ini dulu')
    const fields = { kim: 'baru', nama: 'KIM Bersemi', wilayah: LOA_KULU_KOTA }
    const done = await dewi.does(`/dasbor/kim/grup/${chat.id}`, fields)
    expect(readable(done.text)).toContain('sekarang milik KIM Bersemi')
    expect(await app.storage.kims.list({})).toMatchObject([{ name: 'KIM Bersemi', status: 'verified' }])
  })
})

describe('whoever looks after one regency', () => {
  it('is refused in another one, which is on record', async () => {
    const app = await startStaffApp()
    const kim = { name: 'KIM Berau', areaCode: `${BERAU}.01`, status: 'registered' as const }
    const { id } = await app.storage.kims.create({ ...kim, contactRole: '', topics: [] }, 'Dewi')
    const chat = await subscribe(app, `${BERAU}.01`, 'Warga Berau')
    const rudi = await app.staff('Rudi', ['kim_officer'], PASER)
    expect(readable((await rudi.get('/dasbor/kim')).text)).not.toContain('KIM Berau')
    expect(readable((await rudi.get(`/dasbor/kim?kabupaten=${BERAU}`)).text)).not.toContain('KIM Berau')
    expect(readable((await rudi.get('/dasbor/kim/grup')).text)).not.toContain('Warga Berau')
    const refused = [
      await rudi.get(`/dasbor/kim/${id}`),
      await rudi.post(`/dasbor/kim/${id}/kode`),
      await rudi.post(`/dasbor/kim/${id}/status`, { status: 'verified' }),
      await rudi.post(`/dasbor/kim/${id}/hapus`),
      await rudi.post('/dasbor/kim/baru', { nama: 'KIM Lain', wilayah: `${BERAU}.01` }),
      await rudi.get(`/dasbor/kim/grup/${chat.id}`),
      await rudi.post(`/dasbor/kim/grup/${chat.id}`, { kim: id }),
      await rudi.get(`/dasbor/kim/cakupan/${BERAU}`),
      await rudi.post(`/dasbor/kim/cakupan/${BERAU}.01/sinyal`),
    ]
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
    expect(await recorded(app, 'page')).toEqual(
      refused.map(() => `Rudi ditolak membuka atau mengubah ${PASER}`),
    )
    expect(await app.storage.kims.find(id)).toMatchObject({ status: 'registered' })
  })

  it('sees its own coverage first', async () => {
    const app = await startStaffApp()
    const rudi = await app.staff('Rudi', ['kim_officer'], PASER)
    expect(readable((await rudi.get('/dasbor/kim/cakupan')).text)).toContain('Cakupan Kabupaten Paser')
  })
})

it('lets whoever does not manage KIMs look, and change nothing', async () => {
  const app = await startStaffApp()
  const dewi = await app.staff('Dewi', ['kim_officer'])
  const id = await register(dewi)
  const tono = await app.staff('Tono', ['author'])
  const page = await tono.get(`/dasbor/kim/${id}`)
  expect(page.status).toBe(200)
  expect(page.text).not.toContain(`/dasbor/kim/${id}/kode`)
  const refused = [
    await tono.get('/dasbor/kim/baru'),
    await tono.post(`/dasbor/kim/${id}/kode`),
    await tono.post(`/dasbor/kim/${id}/hapus`),
    await tono.post('/dasbor/kim/impor'),
  ]
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403])
})

it('shows names of KIMs and groups as text, whatever they hold', async () => {
  const app = await startStaffApp()
  const details = { status: 'registered' as const, contactRole: SCRIPT, topics: [] }
  const kim = { name: `KIM ${SCRIPT}`, areaCode: LOA_KULU_KOTA, ...details }
  const { id } = await app.storage.kims.create(kim, SCRIPT)
  const chat = await subscribe(app, LOA_KULU_KOTA, `Grup ${SCRIPT}`)
  const dewi = await app.staff('Dewi', ['kim_officer'])
  for (const path of [
    '/dasbor/kim',
    `/dasbor/kim/${id}`,
    `/dasbor/kim/${id}/ubah`,
    '/dasbor/kim/grup',
    `/dasbor/kim/grup/${chat.id}`,
    `/dasbor/kim/cakupan/${LOA_KULU}`,
    `/dasbor/kim?nama=${encodeURIComponent(`"${SCRIPT}`)}`,
  ]) {
    const { text, status } = await dewi.get(path)
    expect([path, status]).toEqual([path, 200])
    expect(text).toContain('&lt;script&gt;')
    expect(text).not.toContain(SCRIPT)
  }
})
