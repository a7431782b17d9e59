import { describe, expect, it } from 'vitest'
import { wordDiff } from '../../src/dashboard/fact-checks/clarifications/compare.ts'
import { importClarifications } from '../../src/factcheck/import.ts'
import { clarification } from '../support/clarifications.ts'
import { readable, startStaffApp } from '../support/staff.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { sendStamped, WRITTEN } from './fact-checks-world.ts'

const LIBRARY = '/dasbor/cek-fakta/klarifikasi'
const NEW = `${LIBRARY}/baru`

/** The server with made-up clarifications, and two people who check facts. */
async function library(...contents: Parameters<typeof clarification>[0][]) {
  const app = await startStaffApp()
  await app.storage.clarifications.save(contents.map((content) => clarification(content)))
  // The bot reads them at its start.
  await app.restart()
  return {
    ...app,
    sari: await app.staff('Sari', ['fact_checker']),
    budi: await app.staff('Budi', ['fact_checker']),
  }
}

describe('writing a clarification', () => {
  it('names what is missing, and keeps what was written', async () => {
    const { sari } = await library()
    const page = readable((await sari.does(NEW, { ...WRITTEN, 'tautan-0': 'pupr', langkah: 'ajukan' })).text)
    expect(page).toContain('Draf disimpan, tetapi belum bisa diajukan')
    expect(page).toContain('alamatnya tidak diawali http')
    const wrong = await sari.post(NEW, { ...WRITTEN, wilayah: 'Atlantis' })
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('role="alert"')
    expect(readable(wrong.text)).toContain('Wilayah "Atlantis" tidak dikenal')
    expect(wrong.text).toContain(`value="${WRITTEN.klaim}"`)
    expect(readable((await sari.post(NEW, { ...WRITTEN, tanggal: '2026-02-31' })).text)).toContain(
      'Tulis tanggal sumbernya',
    )
    expect((await sari.post(NEW, { ...WRITTEN, putusan: 'entah' })).status).toBe(400)
    expect((await sari.post(NEW, { ...WRITTEN, id: '../rahasia' })).status).toBe(400)
  })

  it('makes a name out of the claim, and never writes over another clarification', async () => {
    const { sari, storage } = await library({ id: 'jembatan' })
    const first = await sari.post(NEW, WRITTEN)
    const second = await sari.post(NEW, WRITTEN)
    expect(first.location).toBe(`${LIBRARY}/jembatan-mahulu-ditutup-total-selama-tiga-bulan-ka`)
    expect(second.location).toBe(`${first.location}-2`)
    const taken = await sari.post(NEW, { ...WRITTEN, id: 'jembatan' })
    expect(readable(taken.text)).toContain('Nama pendek "jembatan" sudah dipakai')
    expect(await storage.clarificationDrafts.find('jembatan')).toBeUndefined()
  })

  it('keeps every field: areas, sources, texts, the day, and the note', async () => {
    const { sari, storage } = await library()
    await sari.does(NEW, {
      ...WRITTEN,
      id: 'jembatan',
      'tautan-2': 'https://www.samarindakota.go.id/b',
      'beredar-0': 'pesan satu\n\nmasih pesan satu',
      'beredar-3': 'pesan dua',
      kabupaten: ['64.72', '64.02'],
      wilayah: 'Kecamatan Loa Kulu\n64.01.01',
      catatan: 'sudah ditanyakan ke dinas',
    })
    expect(await storage.clarificationDrafts.find('jembatan')).toMatchObject({
      note: 'sudah ditanyakan ke dinas',
      writtenBy: 'Sari',
      content: {
        circulatingTexts: ['pesan satu\n\nmasih pesan satu', 'pesan dua'],
        sources: [
          { publisher: 'Dinas PUPR Kaltim' },
          { publisher: 'samarindakota.go.id', url: 'https://www.samarindakota.go.id/b' },
        ],
        areaCodes: ['64.72', '64.02', '64.02.02', '64.01.01'],
        publishedAt: new Date('2026-11-19T16:00:00Z'),
      },
    })
  })

  it('does not lose what another person wrote at the same time', async () => {
    const { sari, budi, storage } = await library()
    await sari.does(NEW, { ...WRITTEN, id: 'jembatan' })
    const page = `${LIBRARY}/jembatan`
    const stamp = /name="dibaca" value="([^"]*)"/.exec((await sari.get(page)).text)?.[1] ?? ''
    await sendStamped(budi, page, 'draf', { ...WRITTEN, penjelasan: 'Kata Budi.' })
    const late = await sari.post(`${page}/draf`, { ...WRITTEN, dibaca: stamp, penjelasan: 'Kata Sari.' })
    expect(late.status).toBe(400)
    expect(readable(late.text)).toContain('Draf ini baru diubah Budi')
    expect(late.text).toContain('Kata Sari.')
    expect((await storage.clarificationDrafts.find('jembatan'))?.content.explanation).toBe('Kata Budi.')
  })

  it('learns a picture by its hash, and refuses a file that is none', async () => {
    const { sari, storage } = await library()
    const file = new File(['bukan gambar'], '<script>x</script>.png', { type: 'image/png' })
    const refused = await sari.post(NEW, { ...WRITTEN, id: 'jembatan', gambar: file })
    expect(readable(refused.text)).toContain('bukan gambar yang dapat dibuka')
    const pixels = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    await sari.does(NEW, { ...WRITTEN, id: 'jembatan', gambar: new File([pixels], 'a.png') })
    expect((await storage.clarificationDrafts.find('jembatan'))?.content.pictureHashes).toHaveLength(1)
  })

  it('is refused to whoever does not check facts', async () => {
    const { staff } = await library({ id: 'jembatan' })
    const author = await staff('Ani', ['author'])
    const page = await author.get(`${LIBRARY}/jembatan`)
    expect(page.status).toBe(200)
    expect(page.text).not.toContain('name="penjelasan"')
    for (const path of [
      NEW,
      ...['draf', 'ajukan', 'terbitkan', 'buang', 'tarik'].map((step) => `${LIBRARY}/jembatan/${step}`),
    ]) {
      expect((await author.post(path, WRITTEN)).status).toBe(403)
    }
    expect((await author.get(NEW)).status).toBe(403)
  })
})

describe('correcting what is published', () => {
  it('shows what the draft changes, and keeps the history', async () => {
    const { sari, budi, storage } = await library({ id: 'garam', explanation: 'Stok garam cukup.' })
    const page = `${LIBRARY}/garam`
    const fields = {
      ...WRITTEN,
      klaim: clarification().claimReviewed,
      penjelasan: 'Stok garam sangat cukup.',
    }
    await sendStamped(sari, page, 'draf', { ...fields, langkah: 'ajukan' })
    const { text } = await budi.get(page)
    expect(text).toContain('Stok garam <ins>sangat </ins>cukup.')
    await sendStamped(budi, page, 'terbitkan', { catatan: 'diperiksa ke Disdag' })
    const after = readable((await budi.get(page)).text)
    expect(after).toContain('Terbit sebagai versi 2')
    expect(after).toContain('Versi 2: diubah (diperiksa ke Disdag)')
    expect((await storage.clarifications.find('garam'))?.explanation).toBe('Stok garam sangat cukup.')
  })

  it('throws a draft away, and withdraws with a reason: the bot forgets it at once', async () => {
    const { sari, storage } = await library({ id: 'garam' })
    const page = `${LIBRARY}/garam`
    const asked = { pesan: clarification().circulatingTexts[0] ?? '' }
    expect(readable((await sari.post('/dasbor/cek-fakta/coba', asked)).text)).toContain('Dijawab pasti')
    await sendStamped(sari, page, 'draf', WRITTEN)
    await sari.does(`${page}/buang`)
    expect(await storage.clarificationDrafts.find('garam')).toBeUndefined()
    expect((await sari.post(`${page}/buang`)).status).toBe(404)
    expect(readable((await sari.post(`${page}/tarik`)).text)).toContain('Tulis alasan penarikannya')
    await sari.does(`${page}/tarik`, { alasan: 'sumbernya keliru' })
    expect(readable((await sari.get(page)).text)).toContain('ditarik')
    expect(readable((await sari.post('/dasbor/cek-fakta/coba', asked)).text)).not.toContain('Dijawab pasti')
  })

  it('works for names that only an import can give', async () => {
    const { sari, storage } = await library({ id: 'tahun 2024/a & <b>' })
    const page = `${LIBRARY}/${encodeURIComponent('tahun 2024/a & <b>')}`
    expect((await sari.get(page)).status).toBe(200)
    await sendStamped(sari, page, 'draf', WRITTEN)
    expect((await storage.clarificationDrafts.find('tahun 2024/a & <b>'))?.writtenBy).toBe('Sari')
  })
})

describe('the library', () => {
  it('finds words as they are written, also those that a database takes for any letters', async () => {
    const { sari } = await library(
      { id: 'diskon', claimReviewed: 'Pajak didiskon 50% untuk semua' },
      { id: 'lain', claimReviewed: 'Pajak didiskon 50 ribu' },
      { id: 'garis', claimReviewed: 'Akun bupati_resmi membagikan hadiah', verdict: 'scam' },
    )
    const search = async (query: string) => readable((await sari.get(`${LIBRARY}?${query}`)).text)
    const percent = await search('cari=50%25')
    expect(percent).toContain('didiskon 50% untuk semua')
    expect(percent).not.toContain('50 ribu')
    expect(await search('cari=_')).not.toContain('50 ribu')
    expect(await search('cari=_')).toContain('bupati_resmi')
    expect(await search('cari=%5C')).toContain('Tidak ada yang cocok')
    expect(await search('cari=PAJAK+ribu')).toContain('50 ribu')
    expect(await search('putusan=scam')).not.toContain('Pajak')
    expect(await search('keadaan=retracted&putusan=aneh')).toContain('Tidak ada yang cocok')
  })

  it('shows fifty a page', async () => {
    const contents = Array.from({ length: 60 }, (_, place) => ({
      id: `k${place}`,
      claimReviewed: `Klaim nomor ${place} selesai`,
    }))
    const { sari } = await library(...contents)
    const first = await sari.get(`${LIBRARY}?cari=selesai`)
    expect(first.text.match(/Klaim nomor/g)).toHaveLength(50)
    expect(first.text).toContain('?cari=selesai&amp;halaman=2')
    expect((await sari.get(`${LIBRARY}?cari=selesai&halaman=2`)).text.match(/Klaim nomor/g)).toHaveLength(10)
    expect((await sari.get(`${LIBRARY}?halaman=-1`)).status).toBe(200)
  })

  it('cannot be made to run what a clarification says', async () => {
    const { sari } = await library({
      id: 'jahat',
      claimReviewed: '<script>alert(1)</script>',
      sources: [{ url: 'javascript:alert(1)', publisher: '<b>X</b>' }],
    })
    for (const path of [LIBRARY, `${LIBRARY}/jahat`]) {
      const { text } = await sari.get(path)
      expect(text).not.toContain('<script>alert')
      expect(text).not.toContain('href="javascript')
      expect(text).not.toContain('<b>X')
    }
  })
})

describe('export and import', () => {
  it('take everything that is published along, so that another server has the same', async () => {
    const { sari, storage } = await library(
      {
        id: 'dua-sumber',
        sources: [
          { url: 'https://a.go.id', publisher: 'A' },
          { url: 'https://b.go.id', publisher: 'B' },
        ],
        pictureHashes: ['0'.repeat(64)],
        areaCodes: ['64.72'],
      },
      { id: 'ditarik', status: 'retracted' },
    )
    const { text, headers } = await sari.get('/dasbor/cek-fakta/ekspor')
    expect(headers.get('Content-Disposition')).toMatch(
      /attachment; filename="klarifikasi-\d{4}-\d\d-\d\d\.jsonl"/,
    )
    expect(text).not.toContain('"ditarik"')
    const other = await temporaryStorage()
    await importClarifications(text, other)
    expect(await other.clarifications.find('dua-sumber')).toEqual(
      await storage.clarifications.find('dua-sumber'),
    )
    const published = (await storage.clarifications.listPublished()).length
    expect(await importClarifications(text, storage)).toMatchObject({ unchanged: published, problems: [] })
  })

  it('are read line by line, for administrators of the province alone', async () => {
    const { sari, staff, storage } = await library()
    const admin = await staff('Ani', ['administrator'])
    const regency = await staff('Dewi', ['administrator'], '64.72')
    const line = JSON.stringify({
      id: 'baru-diimpor',
      claimReviewed: 'Klaim yang diimpor',
      explanation: 'Tidak benar.',
      verdict: 'false',
      sourceUrl: 'https://a.go.id',
      publishedAt: '2026-01-02',
    })
    const berkas = new File([`${line}\n{"id":"<script>"}\n`], 'a.jsonl')
    for (const other of [sari, regency]) {
      expect((await other.post('/dasbor/cek-fakta/impor', { berkas })).status).toBe(403)
    }
    const page = await admin.post('/dasbor/cek-fakta/impor', { berkas })
    expect(readable(page.text)).toContain('Ditambah 1')
    expect(readable(page.text)).toContain('Baris 2')
    expect(readable((await admin.post('/dasbor/cek-fakta/impor')).text)).toContain('Pilih berkasnya dulu')
    expect((await storage.clarifications.find('baru-diimpor'))?.status).toBe('published')
    const big = new File([Buffer.alloc(5.5 * 1024 * 1024, 'x')], 'besar.jsonl')
    expect((await admin.post('/dasbor/cek-fakta/impor', { berkas: big })).status).toBe(413)
  })
})

describe('the box to try answers in', () => {
  it('says what a resident would read, and why, and stores nothing', async () => {
    const { sari, storage } = await library({ id: 'garam' })
    const { text } = await sari.post('/dasbor/cek-fakta/coba', { pesan: 'garam dapur hilang dari pasar ya?' })
    const page = readable(text)
    expect(page).toContain('Yang dibaca warga')
    expect(page).toContain('Calon 1')
    expect(page).toContain('Kata yang sama')
    expect(page).toContain('Yang paling berpengaruh di atas')
    expect(page).toContain('Garam dapur akan hilang dari pasar mulai bulan depan')
    expect(readable((await sari.post('/dasbor/cek-fakta/coba', { pesan: 'ok' })).text)).toContain(
      'Terlalu pendek untuk diperiksa',
    )
    expect(
      readable(
        (await sari.post('/dasbor/cek-fakta/coba', { pesan: 'zebra terbang ke bulan naik sepeda' })).text,
      ),
    ).toContain('Bapak/Ibu')
    expect(await storage.inquiries.list({ limit: 1 })).toEqual([])
  })
})

describe('the comparison of two texts', () => {
  it('keeps what is the same, word by word', () => {
    expect(wordDiff('satu dua tiga', 'satu empat tiga')).toEqual([
      { type: 'same', text: 'satu ' },
      { type: 'gone', text: 'dua ' },
      { type: 'new', text: 'empat ' },
      { type: 'same', text: 'tiga' },
    ])
    expect(wordDiff('', 'baru')).toEqual([{ type: 'new', text: 'baru' }])
    expect(wordDiff('sama', 'sama')).toEqual([{ type: 'same', text: 'sama' }])
  })

  it('does not compare very long texts word by word', () => {
    const [before, after] = ['a ', 'b '].map((word) => word.repeat(1_500)) as [string, string]
    expect(wordDiff(before, after)).toEqual([
      { type: 'gone', text: before },
      { type: 'new', text: after },
    ])
  })
})
