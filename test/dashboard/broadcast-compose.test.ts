import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { FORM, subscribeGroup, versionIn } from '../support/staff-broadcasts.ts'
import { aBroadcast, weekly } from '../support/broadcast-builder.ts'
import { readable, startStaffApp } from '../support/staff.ts'
import { announce } from '../support/test-app.ts'

const WRITE = '/dasbor/siaran/tulis'
const DRAFT = { ...FORM, langkah: 'simpan' }

const picture = (width = 900) =>
  sharp({ create: { width, height: 600, channels: 3, background: '#3a7' } })
    .png()
    .toBuffer()
const asFile = (bytes: Uint8Array | string, name = 'foto.png') =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name, { type: 'image/png' })
const pictureIn = (html: string) => /name="gambar_lama" value="([0-9a-f]{64})"/.exec(html)?.[1] ?? ''

describe('writing an announcement', () => {
  it('keeps it as a draft that its author changes and submits, and nobody else changes', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const budi = await staff('Budi', ['author', 'approver'])
    const form = {
      ...DRAFT,
      kapan: 'berulang',
      jadwal: 'setiap Senin 08.00 sampai 30 Juni 2027',
      wilayah: ['64.02', '64.72'],
      kecuali: ['64.02.01'],
      jenis: ['kim'],
      saluran: ['whatsapp', 'telegram'],
      konfirmasi: 'ya',
      berlaku_tanggal: '2027-12-31',
      berlaku_jam: '18:00',
    }
    await ani.does(WRITE, form)
    const kept = await storage.broadcasts.find('imunisasi-campak')
    expect(kept).toMatchObject({
      author: 'Ani',
      status: 'draft',
      wantsAcknowledgement: true,
      audience: {
        areaCodes: ['64.02', '64.72'],
        except: ['64.02.01'],
        topics: ['kesehatan'],
        communityKinds: ['kim'],
        channels: ['whatsapp', 'telegram'],
      },
      schedule: { cron: '0 8 * * 1', words: form.jadwal, until: new Date('2027-06-30T15:59:59.999Z') },
      expiresAt: new Date('2027-12-31T10:00:00Z'),
    })
    const page = await ani.get('/dasbor/siaran/imunisasi-campak/ubah')
    for (const value of [form.jadwal, '2027-12-31', '18:00', form.judul]) expect(page.text).toContain(value)
    expect((await budi.get('/dasbor/siaran/imunisasi-campak/ubah')).status).toBe(403)
    expect((await budi.post('/dasbor/siaran/imunisasi-campak/ubah', form)).status).toBe(403)
    await ani.does('/dasbor/siaran/imunisasi-campak/ubah', { ...form, isi: 'Baru.', langkah: 'ajukan' })
    const changed = await storage.broadcasts.find('imunisasi-campak')
    expect([changed?.status, changed?.message.text.includes('Baru.')]).toEqual(['awaiting_approval', true])
    expect((await ani.post('/dasbor/siaran/imunisasi-campak/ubah', form)).status).toBe(409)
  })

  it('says what is missing in sentences, and keeps what was typed', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const page = await ani.post(WRITE, {
      judul: 'Judul <b>saya</b>',
      kapan: 'berulang',
      jadwal: 'kapan-kapan',
      darurat: 'ya',
      langkah: 'simpan',
    })
    expect(page.status).toBe(400)
    const words = readable(page.text)
    for (const sentence of [
      'Program: Tulis nama resmi programnya.',
      'Topik: Pilih salah satu.',
      'Isi: Tulis isi pengumumannya.',
      'Wilayah: Centang paling sedikit satu wilayah.',
      'Alasan darurat: Tulis alasannya',
      'Jadwal: ',
    ]) {
      expect(words).toContain(sentence)
    }
    expect(page.text).toContain('value="Judul &lt;b&gt;saya&lt;/b&gt;"')
    expect(page.text).toContain('value="kapan-kapan"')
    expect(await storage.broadcasts.list()).toEqual([])
  })

  it.each([
    ['a time that is over', { kapan: 'sekali', tanggal: '2020-01-01', jam: '08:00' }, 'sudah lewat'],
    ['a day that does not exist', { kapan: 'sekali', tanggal: '2027-02-31', jam: '08:00' }, 'Jadwal:'],
    ['half a time', { kapan: 'sekali', tanggal: '2027-02-01' }, 'Isi tanggal dan jamnya'],
    ['a text that is too long', { isi: 'a'.repeat(3_501) }, 'paling banyak 3500'],
    ['an area that does not exist', { wilayah: ['64.99'] }, 'Wilayah "64.99" tidak dikenal'],
    ['an audience that is left out as a whole', { kecuali: ['64.72'] }, 'tidak ada yang menerima'],
    ['a channel that does not exist', { saluran: ['faks'] }, 'Saluran "faks" tidak dikenal'],
    ['a title of two lines', { judul: 'Satu\ndua' }, 'Judul: Harus satu baris'],
  ])('refuses %s', async (_what, fields, sentence) => {
    const { staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const page = await ani.post(WRITE, { ...DRAFT, ...fields })
    expect([page.status, readable(page.text)]).toEqual([400, expect.stringContaining(sentence)])
  })

  it('finds a free id for each title, never one of a page', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    for (const judul of ['Kalender', 'Kalender', '!?', 'Élan: baru!'])
      await ani.does(WRITE, { ...DRAFT, judul })
    const ids = (await storage.broadcasts.list()).map(({ id }) => id)
    expect(ids).toEqual(['elan-baru', 'siaran', 'siaran-kalender', 'siaran-kalender-2'])
  })

  it('is not for those who may not write, nor for areas beyond their own', async () => {
    const { staff, storage } = await startStaffApp()
    const budi = await staff('Budi', ['approver'])
    expect((await budi.get(WRITE)).status).toBe(403)
    expect((await budi.post(WRITE, DRAFT)).status).toBe(403)
    const kukar = await staff('Kukar', ['author'], '64.02')
    const form = readable((await kukar.get(WRITE)).text)
    expect([form.includes('Kabupaten Kutai Kartanegara'), form.includes('Kota Samarinda')]).toEqual([
      true,
      false,
    ])
    for (const wilayah of [['64.72'], ['64'], ['64.02', '64.72.01']]) {
      expect((await kukar.post(WRITE, { ...DRAFT, wilayah })).status).toBe(403)
    }
    expect(await storage.broadcasts.list()).toEqual([])
    await kukar.does(WRITE, { ...DRAFT, wilayah: ['64.02.01'] })
    expect((await storage.broadcasts.find('imunisasi-campak'))?.audience.areaCodes).toEqual(['64.02.01'])
  })
})

describe('choosing areas without a script', () => {
  it('opens districts and villages step by step, and forgets nothing on the way', async () => {
    const { staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const first = await ani.post(WRITE, { ...DRAFT, wilayah: ['64.71'], langkah: 'buka:64.72' })
    expect(first.status).toBe(200)
    expect(first.text).toContain('name="wilayah" value="64.72.01"')
    expect(first.text).toMatch(/value="64.71" checked/)
    expect(first.text).not.toContain('value="64.72.01.1001"')
    const fields = { ...DRAFT, wilayah: ['64.72.01'], buka: ['64.72'], langkah: 'buka:64.72.01' }
    const second = await ani.post(WRITE, fields)
    expect(second.text).toContain('value="64.72.01.1001"')
    const closed = await ani.post(WRITE, { ...DRAFT, buka: ['64.72'], langkah: 'buka:64.72' })
    expect(closed.text).not.toContain('value="64.72.01"')
    expect(closed.text).toContain('Bawa buku KIA')
  })

  it('counts the groups and shows the text, with a script and without', async () => {
    const { staff, storage } = await startStaffApp()
    await subscribeGroup(storage)
    await subscribeGroup(storage, 'grup-2', 'KIM lain', '64.02.01.2001')
    const ani = await staff('Ani', ['author'])
    const counted = readable((await ani.post(WRITE, { ...DRAFT, langkah: 'hitung' })).text)
    expect(counted).toContain('Grup penerima 1')
    const part = await ani.post(
      `${WRITE}/pratinjau`,
      { wilayah: ['64'], kecuali: ['64.02'] },
      { 'HX-Request': 'true' },
    )
    expect([part.status, part.text.includes('<html')]).toEqual([200, false])
    expect(readable(part.text)).toContain('Grup penerima 1')
    const none = await ani.post(`${WRITE}/pratinjau`, {}, { 'HX-Request': 'true' })
    expect(readable(none.text)).toContain('Centang wilayahnya dulu')
  })
})

describe('a picture', () => {
  it('is made anew and small, stays while the form goes on, and goes out with the text', async () => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const hidden = Buffer.concat([await picture(3_000), Buffer.from('<script>alert(1)</script>')])
    const page = await ani.post(WRITE, {
      ...DRAFT,
      gambar: asFile(hidden, '../../etc/<b>passwd'),
      langkah: 'hitung',
    })
    const name = pictureIn(page.text)
    expect(page.text).toContain(`/dasbor/siaran/gambar/${name}`)
    await ani.does(WRITE, { ...DRAFT, gambar_lama: name })
    const kept = await storage.broadcasts.find('imunisasi-campak')
    const path = kept?.message.attachment?.path ?? ''
    expect(path).toMatch(new RegExp(`/gambar-siaran/${name}\\.jpg$`))
    const { format, width } = await sharp(path).metadata()
    expect([format, width]).toEqual(['jpeg', 1_280])
    expect((await stat(path)).size).toBeLessThan(200 * 1_024)
    const shown = await ani.get('/dasbor/siaran/imunisasi-campak/gambar')
    expect([shown.headers.get('Content-Type'), shown.headers.get('X-Content-Type-Options')]).toEqual([
      'image/jpeg',
      'nosniff',
    ])
    expect(shown.text).not.toContain('alert')
    expect((await ani.get('/dasbor/siaran/imunisasi-campak/ubah')).text).toContain(name)
    await ani.does('/dasbor/siaran/imunisasi-campak/ubah', {
      ...DRAFT,
      gambar_lama: name,
      hapus_gambar: 'ya',
    })
    expect((await storage.broadcasts.find('imunisasi-campak'))?.message.attachment).toBeUndefined()
  })

  it.each([
    ['a text', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'bukan gambar'],
    ['half a picture', '\x89PNG\r\n\x1a\nrusak', 'bukan gambar'],
    ['one of more than 5 MB', 'x'.repeat(5 * 1_024 * 1_024 + 1), 'lebih dari 5 MB'],
  ])('is refused with a sentence when it is %s', async (_what, content, sentence) => {
    const { staff, storage } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    const page = await ani.post(WRITE, { ...DRAFT, gambar: asFile(Buffer.from(content, 'latin1')) })
    expect([page.status, readable(page.text)]).toEqual([400, expect.stringContaining(sentence)])
    expect(page.text).toContain('Bawa buku KIA')
    expect(await storage.broadcasts.list()).toEqual([])
  })

  it('is found by its name alone', async () => {
    const { staff } = await startStaffApp()
    const ani = await staff('Ani', ['author'])
    for (const name of ['..%2f..%2fkabar-kim.db', 'a'.repeat(64), 'x']) {
      expect((await ani.get(`/dasbor/siaran/gambar/${name}`)).status).toBe(404)
    }
    const page = await ani.post(WRITE, { ...DRAFT, gambar_lama: '../../../etc/passwd', langkah: 'hitung' })
    expect(page.text).not.toContain('passwd')
  })
})

describe('an announcement of a file', () => {
  it('says which file to change, and can be copied', async () => {
    const { staff, storage, broadcastsDir } = await startStaffApp()
    await writeFile(
      join(broadcastsDir, 'foto.jpg'),
      await sharp(await picture())
        .jpeg()
        .toBuffer(),
    )
    const at = new Date(Date.now() + 86_400_000)
    await announce(broadcastsDir, {
      id: 'dari-berkas',
      area: '64.72',
      body: 'Halo.',
      attachment: 'foto.jpg',
      at,
    })
    await expect
      .poll(async () => (await storage.broadcasts.find('dari-berkas'))?.status, { timeout: 10_000 })
      .toBe('scheduled')
    const ani = await staff('Ani', ['author'])
    const page = readable((await ani.get('/dasbor/siaran/dari-berkas')).text)
    expect(page).toContain('dari-berkas.md Isi dan jadwalnya diubah di berkas itu')
    expect((await ani.get('/dasbor/siaran/dari-berkas/ubah')).status).toBe(409)
    expect(readable((await ani.post('/dasbor/siaran/dari-berkas/ubah', DRAFT)).text)).toContain(
      'milik berkas dari-berkas.md',
    )
    const copy = await ani.get(`${WRITE}?dari=dari-berkas`)
    expect(copy.text).toContain('Pengumuman dari-berkas')
    expect(copy.text).toContain('Halo.')
    expect(pictureIn(copy.text)).not.toBe('')
  })

  it('is not copied from beyond one’s own area', async () => {
    const { staff, storage } = await startStaffApp()
    await storage.broadcasts.save(
      aBroadcast({ schedule: weekly(), audience: { ...aBroadcast().audience, areaCodes: ['64.72'] } }),
    )
    await storage.broadcasts.save(aBroadcast({ id: 'semua', schedule: weekly() }))
    const kukar = await staff('Kukar', ['author'], '64.02')
    expect((await kukar.get(`${WRITE}?dari=posyandu`)).status).toBe(403)
    const wide = await kukar.get(`${WRITE}?dari=semua`)
    expect(wide.text).not.toMatch(/name="wilayah" value="[^"]*" checked/)
    expect(versionIn(wide.text)).toBe('')
  })
})
