import { describe, expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

const PASER = '64.01'
const BERAU = '64.03'

const idIn = (html: string, name: string) =>
  new RegExp(`/dasbor/pengaturan/petugas/([\\w-]+)">${name}<`).exec(html)?.[1] ?? ''

describe('an administrator', () => {
  it('adds somebody, who signs in with the link that is shown once', async () => {
    const { staff, browser, storage } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const page = await chief.post('/dasbor/pengaturan/petugas/baru', {
      name: 'Budi <b>tebal</b>',
      email: 'Budi@Contoh.go.id',
      roles: ['author', 'approver'],
      areaCode: PASER,
    })
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('<b>tebal')
    const link = /undangan\/[\w-]+/.exec(page.text)?.[0] ?? ''
    expect((await browser().get(`/masuk/${link}`)).text).toContain('budi@contoh.go.id')
    const members = await storage.staff.list(PASER)
    expect(members).toMatchObject([{ roles: ['author', 'approver'], areaCode: PASER, isActive: true }])
    expect((await storage.audit.list({ limit: 1 }))[0]).toMatchObject({
      by: 'Ketua',
      action: 'menambahkan petugas',
      areaCode: PASER,
      after: { roles: ['author', 'approver'] },
    })
  })

  it.each([
    [{ name: '' }, 'Tulis namanya'],
    [{ email: 'bukan surel' }, 'belum lengkap'],
    [{ roles: [] }, 'Pilih sedikitnya satu peran'],
    [{ areaCode: '64.01.01' }, 'Pilih provinsi, atau satu kabupaten atau kota'],
    [{ name: 'Ketua' }, 'sudah dipakai petugas lain'],
  ])('is told what is wrong with %j, and keeps what was typed', async (changes, sentence) => {
    const { staff, storage } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const fields = { name: 'Budi', email: 'budi@contoh.go.id', roles: ['author'], areaCode: '64', ...changes }
    const page = await chief.post('/dasbor/pengaturan/petugas/baru', fields)
    expect(page.status).toBe(400)
    expect(readable(page.text)).toContain(sentence)
    expect(page.text).toContain(`value="${fields.email}"`)
    expect(await storage.staff.count()).toBe(1)
  })

  it('changes what somebody may do, at once, and puts it on record', async () => {
    const { staff, storage } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const budi = await staff('Budi', ['administrator'])
    expect((await budi.get('/dasbor/audit')).status).toBe(200)
    const id = idIn((await chief.get('/dasbor/pengaturan')).text, 'Budi')
    await chief.does(`/dasbor/pengaturan/petugas/${id}`, {
      roles: ['author'],
      areaCode: PASER,
      isActive: 'ya',
    })
    expect((await budi.get('/dasbor/audit')).status).toBe(403)
    expect((await storage.audit.list({ limit: 2 })).map(({ by, action }) => [by, action])).toEqual([
      ['Budi', 'ditolak membuka atau mengubah'],
      ['Ketua', 'mengubah petugas'],
    ])
    await chief.does(`/dasbor/pengaturan/petugas/${id}`, { roles: ['author'], areaCode: PASER })
    expect((await budi.get('/dasbor')).location).toMatch(/^\/masuk/)
  })

  it('cannot be the last one to leave', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const id = idIn((await chief.get('/dasbor/pengaturan')).text, 'Ketua')
    const answer = await chief.post(`/dasbor/pengaturan/petugas/${id}`, { roles: ['author'], areaCode: '64' })
    expect(answer.status).toBe(409)
    expect(readable(answer.text)).toContain('administrator provinsi yang terakhir')
    expect((await chief.get('/dasbor/pengaturan')).status).toBe(200)
  })

  it('of a regency looks after its own people only', async () => {
    const { staff, storage } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    await staff('Berau Satu', ['author'], BERAU)
    const paser = await staff('Kepala Paser', ['administrator'], PASER)
    const everybody = (await chief.get('/dasbor/pengaturan')).text
    const own = readable((await paser.get('/dasbor/pengaturan')).text)
    expect(own).not.toContain('Berau Satu')
    const id = idIn(everybody, 'Berau Satu')
    for (const path of [`/dasbor/pengaturan/petugas/${id}`, '/dasbor/pengaturan/aturan']) {
      expect((await paser.get(path)).status).toBe(403)
    }
    const grab = { name: 'X', email: 'x@contoh.go.id', roles: ['administrator'], areaCode: '64' }
    expect((await paser.post('/dasbor/pengaturan/petugas/baru', grab)).status).toBe(403)
    expect(
      (await storage.audit.list({ within: PASER, limit: 9 })).filter(({ action }) =>
        action.includes('ditolak'),
      ),
    ).toHaveLength(3)
  })

  it('signs somebody out everywhere', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const budi = await staff('Budi', ['author'])
    const id = idIn((await chief.get('/dasbor/pengaturan')).text, 'Budi')
    expect(readable((await chief.does(`/dasbor/pengaturan/petugas/${id}/keluarkan`)).text)).toContain(
      'dikeluarkan dari 1 perangkat',
    )
    expect((await budi.get('/dasbor')).location).toMatch(/^\/masuk/)
  })
})

describe('the rules', () => {
  it('hold at once, and say what was wrong', async () => {
    const { staff } = await startStaffApp({ QUIET_HOURS: '' })
    const chief = await staff('Ketua', ['administrator'])
    const written = { agencyName: 'Diskominfo Kaltim', quietHours: '22.00-05.00', retentionDays: '90' }
    const page = await chief.does('/dasbor/pengaturan/aturan', written)
    expect(page.text).toMatch(/value="22\.00-05\.00"[\s\S]*value="90"/)
    expect((await chief.get('/dasbor/bantuan/admin-kim')).text).toContain('Diskominfo Kaltim')
    const refused = await chief.post('/dasbor/pengaturan/aturan', {
      ...written,
      quietHours: 'malam',
      retentionDays: '0',
    })
    expect(refused.status).toBe(400)
    expect(readable(refused.text)).toContain('Tulis jam tenang seperti 21.00-06.00')
    expect((await chief.get('/dasbor/pengaturan/aturan')).text).toContain('value="22.00-05.00"')
  })

  it('of the environment cannot be changed on the page', async () => {
    const { staff } = await startStaffApp({ RETENTION_DAYS: '30' })
    const chief = await staff('Ketua', ['administrator'])
    const fields = { agencyName: 'Diskominfo', quietHours: 'off', retentionDays: '900' }
    const page = await chief.does('/dasbor/pengaturan/aturan', fields)
    expect(page.text).toContain('value="30"')
  })
})

describe('the record', () => {
  it('is filtered by name and subject, and read by those who may', async () => {
    const { staff } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    const ani = await staff('Ani', ['author'])
    expect((await ani.get('/dasbor/audit')).status).toBe(403)
    expect(readable((await chief.get('/dasbor/audit?oleh=Ani&hal=page')).text)).toContain(
      'Ani ditolak membuka atau mengubah',
    )
    expect(readable((await chief.get('/dasbor/audit?oleh=%25')).text)).toContain('Belum ada catatan')
  })

  it('names whom it is about, and leads to what it is about', async () => {
    const { staff, storage } = await startStaffApp()
    const chief = await staff('Ketua', ['administrator'])
    await staff('Budi', ['author'])
    const id = idIn((await chief.get('/dasbor/pengaturan')).text, 'Budi')
    await chief.does(`/dasbor/pengaturan/petugas/${id}`, {
      roles: ['approver'],
      areaCode: PASER,
      isActive: 'ya',
    })
    const about = { by: 'Ketua', action: 'mencatat', areaCode: PASER } as const
    await storage.audit.add({ ...about, subject: 'broadcast', subjectId: 'posyandu' })
    await storage.audit.add({ ...about, subject: 'village', subjectId: '64.02.02.2004' })
    await storage.audit.add({ ...about, subject: 'village', subjectId: '64.72.01.1001' })
    const { text } = await chief.get('/dasbor/audit')
    expect(readable(text)).toContain('Petugas Budi')
    expect(readable(text)).toContain('Desa Loa Kulu Kota')
    expect(readable(text)).toContain('Kelurahan Rawa Makmur')
    expect(text).toContain('<a href="/dasbor/siaran/posyandu">posyandu</a>')
  })
})

describe("one's own account", () => {
  it('shows where one is signed in, and ends other sessions', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const page = await ani.get('/dasbor/akun')
    expect(readable(page.text)).toMatch(/Ani.*Penulis siaran.*perangkat ini/)
    const [member] = await storage.staff.list()
    const before = await storage.staff.sessions(member?.id ?? '')
    await ani.does('/dasbor/akun/keluarkan', { session: 'milik-orang-lain' })
    expect(await storage.staff.sessions(member?.id ?? '')).toHaveLength(before.length)
  })
})
