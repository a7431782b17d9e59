import { expect, it } from 'vitest'
import { readable, startStaffApp } from '../support/staff.ts'

const PASER = '64.01'
const csv = (text: string, name = 'kim.csv') => new File([text], name, { type: 'text/csv' })
const LIST = [
  'nama,desa,kecamatan,kabupaten,status',
  'KIM Maju,Loa Kulu Kota,Loa Kulu,Kutai Kartanegara,aktif',
  'KIM Entah,Desa Antah Berantah,Loa Kulu,Kutai Kartanegara,aktif',
  'KIM <script>alert(1)</script>,Jembayan,Loa Kulu,Kutai Kartanegara,terbang',
].join('\n')

it('takes the good rows of a list in, and names the others by row and column', async () => {
  const app = await startStaffApp()
  const dewi = await app.staff('Dewi', ['kim_officer'])
  const done = await dewi.post('/dasbor/kim/impor', { berkas: csv(LIST) })
  const page = readable(done.text)
  expect(done.status).toBe(200)
  expect(page).toContain('Ditambahkan 1')
  expect(page).toContain('2 baris dilewati; baris lain sudah disimpan')
  expect(page).toMatch(/Baris 3 desa Desa Antah Berantah/)
  expect(page).toMatch(/Baris 4 status terbang Tulis terdaftar, terverifikasi, atau tidak aktif/)
  expect(done.text).not.toContain('<script>alert')
  expect(await app.storage.kims.list({})).toMatchObject([{ name: 'KIM Maju', status: 'verified' }])
  const [entry] = await app.storage.audit.list({ subject: 'kim', limit: 1 })
  expect(entry).toMatchObject({ action: 'mengimpor daftar KIM', after: { added: 1, errors: 2 } })
  expect(readable((await dewi.post('/dasbor/kim/impor', { berkas: csv(LIST) })).text)).toContain('Tetap 1')
})

it('gives out what it takes in again without a change, and a template with the headings', async () => {
  const app = await startStaffApp()
  const dewi = await app.staff('Dewi', ['kim_officer'])
  await dewi.post('/dasbor/kim/impor', { berkas: csv(LIST) })
  const file = await dewi.get('/dasbor/kim/ekspor')
  expect(file.headers.get('Content-Disposition')).toMatch(/^attachment; filename="kim-64-[\d-]+\.csv"$/)
  expect(file.text).toContain('KIM Maju,64.02.02.2004')
  const again = readable((await dewi.post('/dasbor/kim/impor', { berkas: csv(file.text) })).text)
  expect(again).toContain('Ditambahkan 0 Diperbarui 0 Tetap 1')
  const template = (await dewi.get('/dasbor/kim/templat')).text.trimEnd()
  const filled = `${template}\r\nKIM Baru,Jembayan,Loa Kulu,Kutai Kartanegara,Ketua,bencana,terdaftar,lemah\r\n`
  const taken = readable((await dewi.post('/dasbor/kim/impor', { berkas: csv(filled) })).text)
  expect(taken).toContain('Ditambahkan 1')
  expect(taken).toContain('Semua baris sudah masuk')
})

it('says what is wrong with a file as a whole', async () => {
  const app = await startStaffApp()
  const dewi = await app.staff('Dewi', ['kim_officer'])
  const answers = async (file: File | string) => {
    const { status, text } = await dewi.post('/dasbor/kim/impor', { berkas: file })
    return `${status} ${readable(text)}`
  }
  expect(await answers('')).toMatch(/^400 .*Pilih berkasnya dulu/)
  expect(await answers(csv('%PDF-1.7', 'kim.pdf'))).toMatch(/^400 .*bukan tabel CSV atau Excel/)
  expect(await answers(csv('warna,rasa\nmerah,manis'))).toMatch(/^400 .*Judul kolomnya tidak ditemukan/)
  expect(await answers(csv('x'.repeat(6 * 1024 * 1024)))).toMatch(/^413 /)
  expect(await app.storage.kims.list({})).toEqual([])
})

it('takes nothing from outside of the regency that somebody looks after', async () => {
  const app = await startStaffApp()
  const rudi = await app.staff('Rudi', ['kim_officer'], PASER)
  const page = readable((await rudi.post('/dasbor/kim/impor', { berkas: csv(LIST) })).text)
  expect(page).toContain('Ditambahkan 0')
  expect(page).toContain('di luar Kabupaten Paser')
  expect((await rudi.get('/dasbor/kim/ekspor')).headers.get('Content-Disposition')).toContain('kim-64.01-')
})
