import { describe, expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

const LIST = '/dasbor/pengaturan/topik'

async function setUp() {
  const app = await startStaffApp()
  return { ...app, chief: await app.staff('Ketua', ['administrator']) }
}

describe('the page of topics', () => {
  it('adds one, which authors and KIM officers can choose at once', async () => {
    const { chief, staff, storage } = await setUp()
    const page = await chief.does(LIST, { nama: 'Pariwisata' })
    expect(readable(page.text)).toContain('Topik Pariwisata ditambahkan.')
    expect((await storage.audit.list({ limit: 1 }))[0]).toMatchObject({
      by: 'Ketua',
      action: 'menambahkan topik',
      subject: 'setting',
      subjectId: 'topic/pariwisata',
    })
    const author = await staff('Ani', ['author'])
    expect((await author.get('/dasbor/siaran/tulis')).text).toContain('value="pariwisata"')
  })

  it('gives one another name, which stands where it is used', async () => {
    const { chief, storage } = await setUp()
    const kim = await storage.kims.create(
      { name: 'KIM A', areaCode: '64.02.02', status: 'verified', contactRole: '', topics: ['umum'] },
      'A',
    )
    await chief.does(`${LIST}/umum`, { nama: 'Kabar sehari-hari' })
    expect(readable((await chief.get(`/dasbor/kim/${kim.id}`)).text)).toContain('kabar sehari-hari')
    expect((await storage.kims.find(kim.id))?.topics).toEqual(['umum'])
  })

  it('retires one, which stays where it is chosen, and brings it back', async () => {
    const { chief, storage } = await setUp()
    const kim = await storage.kims.create(
      { name: 'KIM A', areaCode: '64.02.02', status: 'verified', contactRole: '', topics: ['umum'] },
      'A',
    )
    const page = await chief.does(`${LIST}/umum/berhentikan`)
    expect(readable(page.text)).toContain('Umum tidak ditawarkan lagi')
    expect((await chief.get('/dasbor/siaran/tulis')).text).not.toContain('value="umum"')
    const form = (await chief.get(`/dasbor/kim/${kim.id}/ubah`)).text
    expect(form).toMatch(/value="umum"[^>]*checked/)
    expect(readable(form)).toContain('Umum (tidak dipakai lagi)')
    await chief.does(`${LIST}/umum/tawarkan`)
    expect((await chief.get('/dasbor/siaran/tulis')).text).toContain('value="umum"')
  })

  it.each(['', 'Kesehatan', '<script>alert(1)</script>', 'semua', 'x'.repeat(80), '🙂'])(
    'refuses the name %j with a sentence, and keeps what was typed',
    async (nama) => {
      const { chief, storage } = await setUp()
      for (const path of [LIST, `${LIST}/umum`]) {
        const page = await chief.post(path, { nama })
        expect(page.status).toBe(400)
        expect(page.text).toContain('role="alert"')
        expect(page.text).not.toContain('<script>alert')
      }
      expect(storage.topics.all()).toHaveLength(9)
      expect(storage.topics.labelOf('umum')).toBe('Umum')
    },
  )

  it('does not know what does not exist', async () => {
    const { chief } = await setUp()
    expect((await chief.get(`${LIST}/..%2F..%2Fetc`)).status).toBe(404)
    expect((await chief.post(`${LIST}/tidak-ada/berhentikan`)).status).toBe(404)
  })
})
