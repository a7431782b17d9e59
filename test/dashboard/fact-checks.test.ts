import { describe, expect, it, vi } from 'vitest'
import { readable } from '../support/staff.ts'
import { factCheckWorld, sendStamped, WRITTEN } from './fact-checks-world.ts'
import { BRIDGE_WORDINGS } from '../claims/wordings.ts'

const [WORDING = '', SECOND_WORDING = ''] = BRIDGE_WORDINGS
const SAMARINDA = '64.72'
const PASER = '64.01'

describe('a question of a resident', () => {
  it('is taken, answered by two people, and told to whoever asked', async () => {
    const { ask, phone, staff, storage } = await factCheckWorld()
    await ask(WORDING)
    const sari = await staff('Sari', ['fact_checker'])
    const budi = await staff('Budi', ['fact_checker'])

    const list = readable((await sari.get('/dasbor/cek-fakta')).text)
    expect(list).toContain('#1')
    expect(list).toContain('Jembatan Mahulu ditutup total')
    expect(list).toMatch(/sisa (?:3 jam|1\d\d menit)/)
    expect(readable((await sari.does('/dasbor/cek-fakta/tanya/1/ambil')).text)).toContain(
      'Dikerjakan oleh Sari',
    )

    const form = await sari.get('/dasbor/cek-fakta/klarifikasi/baru?tanya=1')
    expect(form.text).toContain('name="beredar-0"')
    expect(readable(form.text)).toContain('Jembatan Mahulu ditutup total mulai besok')
    const started = await sari.post('/dasbor/cek-fakta/klarifikasi/baru', {
      ...WRITTEN,
      tanya: '1',
      id: 'jembatan',
      'beredar-0': WORDING,
      langkah: 'ajukan',
    })
    expect(started.location).toBe('/dasbor/cek-fakta/klarifikasi/jembatan')
    const page = '/dasbor/cek-fakta/klarifikasi/jembatan'
    expect(readable((await sari.get('/dasbor/cek-fakta/draf')).text)).toContain('menunggu diperiksa')
    expect(readable((await sari.get(page)).text)).toContain('menunggu diperiksa dan diterbitkan orang lain')

    expect((await sari.post(`${page}/terbitkan`, { dibaca: 'kemarin' })).status).toBe(409)
    const stamp = /name="dibaca" value="([^"]*)"/.exec((await budi.get(page)).text)?.[1] ?? ''
    const own = await sari.post(`${page}/terbitkan`, { dibaca: stamp })
    expect(own.status).toBe(403)
    expect(readable(own.text)).toContain('orang lain dari yang menulis')

    const published = await sendStamped(budi, page, 'terbitkan')
    expect(published.location).toBe(page)
    expect(readable((await budi.get(page)).text)).toContain('Terbit sebagai versi 1. 1 chat dikabari.')
    await vi.waitFor(async () => expect(await phone()).toContain('Jembatan tetap dibuka'), {
      timeout: 15_000,
      interval: 100,
    })

    const claim = readable((await budi.get('/dasbor/cek-fakta/tanya/1')).text)
    expect(claim).toContain('Terjawab')
    expect(claim).toContain('sudah dikabari')
    expect(readable((await budi.get('/dasbor/cek-fakta?keadaan=terjawab')).text)).toContain('#1')
    const tried = readable((await budi.post('/dasbor/cek-fakta/coba', { pesan: WORDING })).text)
    expect(tried).toContain('Dijawab pasti dengan satu klarifikasi')
    expect((await storage.audit.list({ limit: 20 })).map(({ by, action }) => `${by} ${action}`)).toEqual(
      expect.arrayContaining([
        'Sari mulai mengerjakan pertanyaan',
        'Sari mengajukan draf klarifikasi',
        'Budi menerbitkan klarifikasi',
        'Sari ditolak membuka atau mengubah',
      ]),
    )
  })

  it('waits for an agency, is rated, referred, and opened again, each with its reason', async () => {
    const { ask, staff, storage } = await factCheckWorld()
    await ask(WORDING)
    const sari = await staff('Sari', ['fact_checker'])
    const path = '/dasbor/cek-fakta/tanya/1'
    expect(readable((await sari.post(`${path}/tunggu`)).text)).toContain('Tulis menunggu siapa dan apa')
    const waiting = readable((await sari.does(`${path}/tunggu`, { catatan: 'Dinas PUPR' })).text)
    expect(waiting).toContain('Menunggu instansi')
    expect(waiting).toContain('Dinas PUPR')
    expect(readable((await sari.get('/dasbor/cek-fakta?keadaan=menunggu')).text)).toContain('#1')
    expect(readable((await sari.does(`${path}/bahaya`, { bahaya: 'high' })).text)).toContain('bahaya tinggi')
    expect((await sari.post(`${path}/bahaya`, { bahaya: 'besar sekali' })).status).toBe(400)
    expect(readable((await sari.does(`${path}/arahkan`, { catatan: 'Mafindo' })).text)).toContain('Diarahkan')
    expect((await sari.post(`${path}/ambil`)).status).toBe(409)
    expect(readable((await sari.does(`${path}/buka`)).text)).toContain('Pertanyaan ini dibuka lagi')
    expect((await storage.claims.find('1'))?.status).toBe('new')
    const [entry] = await storage.audit.list({ subject: 'claim', subjectId: '1', limit: 1 })
    expect(entry).toMatchObject({ before: { status: 'referred' }, after: { status: 'new' } })
  })

  it('becomes an announcement for one area, which somebody else approves', async () => {
    const { ask, staff, storage } = await factCheckWorld()
    await ask(WORDING, `${SAMARINDA}.01`)
    const sari = await staff('Sari', ['fact_checker'], SAMARINDA)
    const budi = await staff('Budi', ['fact_checker'])
    const early = await sari.post('/dasbor/cek-fakta/tanya/1/siaran', { wilayah: SAMARINDA })
    expect(readable(early.text)).toContain('belum punya klarifikasi yang terbit')
    await sari.does('/dasbor/cek-fakta/klarifikasi/baru', {
      ...WRITTEN,
      tanya: '1',
      id: 'jembatan',
      langkah: 'ajukan',
    })
    await sendStamped(budi, '/dasbor/cek-fakta/klarifikasi/jembatan', 'terbitkan')
    expect((await sari.post('/dasbor/cek-fakta/tanya/1/siaran', { wilayah: PASER })).status).toBe(403)
    expect((await sari.post('/dasbor/cek-fakta/tanya/1/siaran', { wilayah: 'x' })).status).toBe(400)
    const done = await sari.does('/dasbor/cek-fakta/tanya/1/siaran', { wilayah: SAMARINDA })
    expect(readable(done.text)).toContain('menunggu persetujuan orang lain')
    expect(done.text).toContain('/dasbor/siaran/klarifikasi-1-6472')
    expect((await storage.broadcasts.find('klarifikasi-1-6472'))?.status).toBe('awaiting_approval')
  })

  it('shows who asks where, on which days, and which clarifications are like it', async () => {
    const { ask, staff } = await factCheckWorld()
    await ask(WORDING, `${SAMARINDA}.01`)
    await ask(SECOND_WORDING)
    const sari = await staff('Sari', ['fact_checker'])
    const page = readable((await sari.get('/dasbor/cek-fakta/tanya/1')).text)
    expect(page).toContain('Kota Samarinda 1')
    expect(page).toContain('benarkah jembatan mahulu mau ditutup')
    expect(page).toContain('Per hari, yang terbaru di atas')
    expect(page).toContain('Klarifikasi yang mirip')
    expect((await sari.get('/dasbor/cek-fakta/tanya/99')).status).toBe(404)
  })

  it('is seen by the regency in which people ask it, and by no other', async () => {
    const { ask, staff } = await factCheckWorld()
    await ask(WORDING, `${SAMARINDA}.01`)
    const samarinda = await staff('Sari', ['fact_checker'], SAMARINDA)
    const paser = await staff('Budi', ['fact_checker'], PASER)
    const reader = await staff('Ani', ['author'])
    expect(readable((await samarinda.get('/dasbor/cek-fakta')).text)).toContain('Jembatan Mahulu')
    expect(readable((await paser.get('/dasbor/cek-fakta')).text)).toContain(
      'Tidak ada pertanyaan yang menunggu jawaban',
    )
    expect((await paser.get('/dasbor/cek-fakta/tanya/1')).status).toBe(403)
    expect((await paser.post('/dasbor/cek-fakta/tanya/1/ambil')).status).toBe(403)
    expect((await paser.get('/dasbor/cek-fakta/klarifikasi/baru?tanya=1')).status).toBe(403)
    expect((await paser.post('/dasbor/cek-fakta/klarifikasi/baru', { ...WRITTEN, tanya: '1' })).status).toBe(
      403,
    )
    const read = await reader.get('/dasbor/cek-fakta/tanya/1')
    expect(read.status).toBe(200)
    expect(read.text).not.toContain('/ambil')
    expect((await reader.post('/dasbor/cek-fakta/tanya/1/ambil')).status).toBe(403)
  })

  it('cannot bring markup or scripts onto the pages', async () => {
    const { ask, staff } = await factCheckWorld()
    const evil =
      'Benarkah <script>alert(1)</script> <img src=x onerror=alert(2)> bupati membagikan sembako gratis'
    await ask(evil)
    const sari = await staff('Sari', ['fact_checker'])
    for (const path of ['', '/tanya/1', '/klarifikasi/baru?tanya=1']) {
      const { text } = await sari.get(`/dasbor/cek-fakta${path}`)
      expect(text).toContain('&lt;script&gt;alert(1)')
      expect(text).not.toContain('<script>alert')
      expect(text).not.toContain('<img src=x')
    }
    const tried = await sari.post('/dasbor/cek-fakta/coba', { pesan: evil })
    expect(tried.text).not.toContain('<script>alert')
    expect(tried.text).not.toContain('<img src=x')
  })

  it('refreshes its list without the rest of the page', async () => {
    const { ask, staff } = await factCheckWorld()
    await ask(WORDING)
    const sari = await staff('Sari', ['fact_checker'])
    const part = await sari.get('/dasbor/cek-fakta', { 'HX-Request': 'true' })
    expect(part.text).toContain('Jembatan Mahulu')
    expect(part.text).not.toContain('<html')
  })
})
