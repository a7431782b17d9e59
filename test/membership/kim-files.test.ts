import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { KimDetails } from '../../src/domain/kim.ts'
import { exportKims, toCsv } from '../../src/membership/kim-files/export.ts'
import { importKims } from '../../src/membership/kim-files/import.ts'
import { zip } from '../../src/membership/kim-files/zip.ts'
import type { Storage } from '../../src/storage/storage.ts'
import {
  csv,
  generateKimTable,
  KIM_HEADINGS,
  sheetXml,
  workbook,
  workbookParts,
} from '../support/kim-tables.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

const PROVINCE = '64'
const KUTAI_KARTANEGARA = '64.02'

async function take(storage: Storage, file: string | Buffer, scope = PROVINCE) {
  return importKims(Buffer.from(file), { storage, scope, by: 'Petugas' })
}

const details: KimDetails = {
  name: 'KIM Jaya',
  areaCode: '64.02.02',
  status: 'registered',
  contactRole: '',
  topics: [],
}

describe('importing KIMs', () => {
  it('takes 1,160 of 1,200 rows in and names the 40 bad ones, from CSV and from Excel', async () => {
    const storage = await temporaryStorage()
    const { table, planted } = generateKimTable(storage.gazetteer, { rows: 1_200, errors: 40, seed: 7 })
    const result = await take(storage, csv(table))
    expect(result).toMatchObject({ added: 1_160, changed: 0, unchanged: 0, errors: 40 })
    const said = result.problems.map(({ row, column }) => ({ row, column }))
    expect(said).toEqual(planted.map(({ row, column }) => ({ row, column })))
    for (const [index, { reason }] of planted.entries()) {
      expect(result.problems[index]?.reason).toMatch(reason)
    }
    expect(await storage.kims.list()).toHaveLength(1_160)

    const again = await take(storage, workbook(table))
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 1_160, errors: 40 })
    expect(again.problems).toEqual(result.problems)
  })

  it.each([
    [
      'commas',
      csv([
        ['nama', 'wilayah'],
        ['KIM "Maju", Jaya', '64.02.02'],
      ]),
    ],
    ['semicolons and a mark', '\ufeffNAMA KIM;Kode Wilayah\r\n"KIM ""Maju"", Jaya";64.02.02\r\n'],
    ['tabs and blank lines', '\n\nNama\tWilayah\n\nKIM "Maju", Jaya\tLoa Kulu\n\n'],
    ['a title above', 'Daftar KIM,,\n,,\nNama,Kecamatan,Kabupaten\n"KIM ""Maju"", Jaya",Loa Koeloe,Kukar\n'],
    ['the hint of Excel', 'sep=;\r\nnama;wilayah\r\n"KIM ""Maju"", Jaya";Kec. Loa Kulu'],
  ])('reads a table with %s', async (_what, file) => {
    const storage = await temporaryStorage()
    expect(await take(storage, file)).toMatchObject({ added: 1, problems: [] })
    const [kim] = await storage.kims.list()
    expect(kim).toMatchObject({ name: 'KIM "Maju", Jaya', areaCode: '64.02.02', status: 'registered' })
  })

  it('reads what Windows wrote, and what Excel calls Unicode text', async () => {
    const storage = await temporaryStorage()
    const windows = Buffer.from('nama,wilayah\nKIM Caf\u00e9,64.02.02\n', 'latin1')
    expect(await take(storage, windows)).toMatchObject({ added: 1 })
    const unicode = Buffer.from('\ufeffnama\twilayah\nKIM Café\t64.02.02\n', 'utf16le')
    expect(await take(storage, unicode)).toMatchObject({ unchanged: 1 })
  })

  it('reads numbers, blank rows and errors of formulas in Excel by their row', async () => {
    const storage = await temporaryStorage()
    const sheet = sheetXml([
      ['nama', 'wilayah', 'status'],
      ['KIM Kukar', 64.02, 'aktif'],
      [],
      ['KIM Paser', 64.01, ''],
    ])
      .replace('</row><row r="4">', '</row><row r="4"><c r="C4" t="e"><v>#N/A</v></c></row><row r="5">')
      .replaceAll(/r="([AB])4" t="inlineStr"/g, 'r="$15" t="inlineStr"')
      .replaceAll('r="B4"', 'r="B5"')
      .replaceAll('r="C4" t="inlineStr"', 'r="C5" t="inlineStr"')
      .replace('</sheetData>', '<row r="1048576" ht="15"><c r="A1048576" s="1"/></row></sheetData>')
    const result = await take(storage, zip(workbookParts(sheet)))
    expect(result.added).toBe(2)
    expect(result.problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [4, 'nama', undefined],
      [4, 'wilayah', undefined],
      [4, 'status', '#N/A'],
    ])
    expect((await storage.kims.list()).map(({ areaCode, status }) => [areaCode, status])).toEqual([
      ['64.01', 'registered'],
      ['64.02', 'verified'],
    ])
  })

  it('tells villages of the same name apart by district and regency', async () => {
    const storage = await temporaryStorage()
    const villages = storage.gazetteer.villages(PROVINCE)
    const [first, second] = villages.filter(
      ({ name }) => villages.filter((other) => other.name === name).length === 2,
    )
    const twin = villages.find(({ name, code }) => name === first?.name && code !== first.code)
    if (first === undefined || twin === undefined || second === undefined) throw new Error('no twins')
    const district = (code: string) => storage.gazetteer.get(code.slice(0, 8))?.name ?? ''
    const regency = (code: string) => storage.gazetteer.get(code.slice(0, 5))?.name ?? ''
    const result = await take(
      storage,
      csv([
        ['nama', 'desa', 'kecamatan', 'kabupaten'],
        ['KIM A', first.name, district(first.code), regency(first.code)],
        ['KIM B', twin.name, district(twin.code), regency(twin.code)],
        ['KIM C', first.name, '', ''],
      ]),
    )
    expect(result).toMatchObject({ added: 2, errors: 1 })
    expect(result.problems[0]).toMatchObject({ row: 4, column: 'desa', value: first.name })
    expect(result.problems[0]?.reason).toContain(first.code)
    expect(result.problems[0]?.reason).toContain(twin.code)
    const areas = (await storage.kims.list()).map(({ areaCode }) => areaCode)
    expect(areas).toEqual([first.code, twin.code].toSorted())
  })

  it('names rows that come twice, contradict themselves, or lie outside the regency', async () => {
    const storage = await temporaryStorage()
    const result = await take(
      storage,
      csv([
        ['nama', 'kode wilayah', 'kabupaten', 'sinyal'],
        ['KIM Loa Kulu', '64.02.02', '', ''],
        ['kim  LOA kulu', '64.02.02', 'Kukar', ''],
        ['KIM Balikpapan', '64.71', '', ''],
        ['KIM Salah', '64.02.02', 'Paser', ''],
        ['KIM Kaltim', '64', '', ''],
        ['KIM Sinyal', '64.02.02', '', 'baik'],
      ]),
      KUTAI_KARTANEGARA,
    )
    expect(result).toMatchObject({ added: 1, errors: 5 })
    expect(result.problems).toEqual([
      { row: 3, column: 'nama', value: 'kim LOA kulu', reason: 'KIM ini sudah ada di baris 2.' },
      {
        row: 4,
        column: 'kode wilayah',
        value: '64.71',
        reason: 'Kota Balikpapan di luar Kabupaten Kutai Kartanegara.',
      },
      { row: 5, column: 'kabupaten', value: 'Paser', reason: expect.stringContaining('Tidak cocok') },
      { row: 6, column: 'kode wilayah', value: '64', reason: expect.stringContaining('di luar') },
      { row: 7, column: 'sinyal', value: 'baik', reason: expect.stringContaining('per desa') },
    ])
  })

  it.each([
    ['peran_kontak', '0812-3456-7890'],
    ['peran_kontak', 'Ketua +62 812 3456 7890'],
    ['peran_kontak', '81234567890'],
    ['peran_kontak', '８１２３４５６７８９０'],
    ['peran_kontak', '08\u200b12345\u200b67890'],
    ['peran_kontak', '(0541) 123456'],
    ['peran_kontak', '8.12346E+11'],
    ['catatan', 'NIK 6402011212900001'],
    ['catatan', '6402 0112 1290 0001'],
    ['catatan', 'hubungi nama.orang@example.org'],
    ['catatan', 'wa.me/6281234567890'],
  ])('accepts nothing private in %s, and does not repeat it: %s', async (column, value) => {
    const storage = await temporaryStorage()
    const file = csv([
      ['nama', 'wilayah', 'peran_kontak', 'catatan'],
      ['KIM Jaya', '64.02.02', column === 'catatan' ? 'Ketua' : value, column === 'catatan' ? value : ''],
    ])
    const result = await take(storage, file)
    expect(result).toMatchObject({ added: 0, errors: 1, problems: [{ row: 2, column }] })
    expect(JSON.stringify(result)).not.toMatch(/\d{5}|example/)
    expect(await storage.kims.list()).toEqual([])
  })

  it.each([
    '12/03/2024',
    '2024-03-12 08:00',
    '-0.502106, 117.153709',
    '64.02.02.2001',
    '6402022001',
    'RT 05',
  ])('takes %s for what it is', async (value) => {
    const storage = await temporaryStorage()
    const file = csv([
      ['nama', 'wilayah', 'catatan'],
      ['KIM Jaya', '64.02.02', value],
    ])
    const result = await take(storage, file)
    expect(result).toMatchObject({ added: 1, notes: ['Kolom yang tidak dipakai: catatan.'] })
  })

  it('leaves alone what a file does not say, and what a group has proven', async () => {
    const storage = await temporaryStorage()
    const kim = await storage.kims.create(
      { ...details, status: 'verified', contactRole: 'Ketua', topics: ['bencana'] },
      'Petugas',
    )
    const silent = csv([
      ['nama', 'wilayah', 'topik', 'status'],
      ['kim jaya', '64.02.02', '', 'terdaftar'],
    ])
    expect(await take(storage, silent)).toMatchObject({ added: 0, changed: 1 })
    expect(await storage.kims.find(kim.id)).toMatchObject({
      name: 'kim jaya',
      status: 'verified',
      contactRole: 'Ketua',
      topics: ['bencana'],
    })
    const loud = csv([
      ['nama', 'wilayah', 'topik', 'status'],
      ['kim jaya', '64.02.02', 'semua', 'vakum'],
    ])
    expect(await take(storage, loud)).toMatchObject({ changed: 1 })
    expect(await storage.kims.find(kim.id)).toMatchObject({ status: 'dormant', topics: [] })
    expect((await storage.kims.history(kim.id)).map(({ action }) => action)).toEqual([
      'changed',
      'changed',
      'added',
    ])
  })

  it('keeps how the signal of a village is', async () => {
    const storage = await temporaryStorage()
    const [village] = storage.gazetteer.villages(KUTAI_KARTANEGARA)
    const code = village?.code ?? ''
    const rows = (signal: string) =>
      csv([
        ['nama', 'wilayah', 'sinyal'],
        ['KIM Desa', code, signal],
      ])
    expect(await take(storage, rows('Lemah'))).toMatchObject({ added: 1 })
    expect(await take(storage, rows('blank spot'))).toMatchObject({ changed: 1 })
    expect(await take(storage, rows('tanpa sinyal'))).toMatchObject({ unchanged: 1 })
    expect(await storage.connectivity.list('64')).toMatchObject([{ areaCode: code, connectivity: 'none' }])
  })
})

const parts = (sheet: string) => zip(workbookParts(sheet))

/** An archive whose one sheet unpacks to 200 megabytes, though the archive says that it is small. */
function bomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(200 * 1024 * 1024, 'A'))
  const archive = zip(new Map([...workbookParts(''), ['xl/worksheets/sheet1.xml', packed]]))
  // Both headers of the last entry say `deflated` instead of `stored`.
  for (const header of ['PK\u0003\u0004', 'PK\u0001\u0002']) {
    archive.writeUInt16LE(8, archive.lastIndexOf(header) + (header.endsWith('\u0004') ? 8 : 10))
  }
  return archive
}

describe('a file that cannot be read', () => {
  const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
  const good = workbook([KIM_HEADINGS, ['KIM Jaya', 'Loa Kulu']])
  const emptyRows = Array.from({ length: 20_100 }, () => '<row><c><v>1</v></c></row>').join('')

  it.each<[string, Buffer | string, RegExp]>([
    ['is empty', '', /kosong/],
    ['is blank', '\r\n \n', /kosong/],
    ['has headings only', 'nama,wilayah\n', /tidak ada baris/],
    ['has no headings', 'KIM Jaya,Loa Kulu\nKIM Maju,Anggana\n', /Judul kolomnya tidak ditemukan/],
    ['has no column for areas', 'nama,status\nKIM Jaya,aktif\n', /wilayah/],
    ['is a PDF', '%PDF-1.7\n1 0 obj', /bukan tabel/],
    ['is a web page', '<!doctype html><table>', /bukan tabel/],
    [
      'is a picture',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      /bukan tabel/,
    ],
    ['is an old or locked Excel file', old, /Excel lama/],
    ['is an archive of something else', zip(new Map([['a.xml', Buffer.from('<a/>')]])), /bukan lembar kerja/],
    ['is half an Excel file', good.subarray(0, good.length / 2), /rusak/],
    ['is an Excel file with a wrong byte', Buffer.from(good).fill(0xff, 700, 720), /rusak/],
    ['is no archive after all', Buffer.from('PK\u0003\u0004 nama,wilayah'), /rusak/],
    ['has entities', parts('<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'), /rusak/],
    [
      'has a row far away',
      parts('<worksheet><sheetData><row r="9e8"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'),
      /rusak/,
    ],
    [
      'has a cell far down',
      parts('<worksheet><sheetData><row><c r="A9999999"><v>1</v></c></row></sheetData></worksheet>'),
      /terlalu banyak/,
    ],
    [
      'has a cell far right',
      parts('<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'),
      /terlalu lebar/,
    ],
    [
      'has too many rows in Excel',
      parts(`<worksheet><sheetData>${emptyRows}</sheetData></worksheet>`),
      /terlalu banyak/,
    ],
    ['has too many rows', `nama,wilayah\n${'KIM Jaya,Loa Kulu\n'.repeat(20_001)}`, /terlalu banyak/],
    ['is too large', Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), /20 MB/],
    ['unpacks to too much', bomb(), /terlalu besar/],
    ['has a quote that never ends', 'nama,wilayah\n"KIM Jaya,Loa Kulu\n', /tanda petik/],
  ])('%s: says so and changes nothing', async (_what, file, words) => {
    const storage = await temporaryStorage()
    await expect(take(storage, file)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(words),
    })
    expect(await storage.kims.list()).toEqual([])
  })
})

describe('exporting KIMs', () => {
  it('gives a table that imports to no change', async () => {
    const storage = await temporaryStorage()
    const { table } = generateKimTable(storage.gazetteer, { rows: 300, errors: 0, seed: 3 })
    await take(storage, csv(table))
    const names = ['=HYPERLINK("http://x")', '+SUM(A1)', '-2 KIM', '@kim', "'=KIM", 'KIM "A", B; C']
    for (const name of names) await storage.kims.create({ ...details, name }, 'Petugas')
    const before = await storage.kims.list()
    const text = toCsv(await exportKims(PROVINCE, storage), storage.topics)
    for (const delimited of text.split(/[\r\n,]+/)) expect(delimited).not.toMatch(/^"?[=+@-]/)
    expect(await take(storage, text)).toEqual({
      added: 0,
      changed: 0,
      unchanged: before.length,
      errors: 0,
      problems: [],
      notes: [],
    })
    expect(await storage.kims.list()).toEqual(before)
  })

  it('has one row for each KIM of the area, with names, codes and platforms', async () => {
    const storage = await temporaryStorage()
    const kim = await storage.kims.create({ ...details, topics: ['bencana', 'pertanian_perikanan'] }, 'A')
    await storage.kims.create({ ...details, areaCode: '64.71' }, 'A')
    const address = { channel: 'telegram', account: 'bot', chatId: '-1' } as const
    const chat = await storage.chats.subscribe(address, {
      title: 'KIM Jaya',
      areaCodes: ['64.02.02'],
      topics: [],
    })
    await storage.kims.adopt(chat.id, kim.id, 'A')
    expect(toCsv(await exportKims(KUTAI_KARTANEGARA, storage), storage.topics)).toBe(
      '\ufeffnama,kode_wilayah,wilayah,kecamatan,kabupaten,peran_kontak,topik,status,sinyal,platform\r\n' +
        'KIM Jaya,64.02.02,Loa Kulu,Loa Kulu,Kutai Kartanegara,,"bencana, pertanian & perikanan",terverifikasi,,Telegram\r\n',
    )
  })
})
