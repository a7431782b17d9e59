import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { csvLine } from '../../src/membership/coverage-csv.ts'
import { readCoverage, type CoverageReport } from '../../src/membership/coverage.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { aBroadcast } from '../support/broadcast-builder.ts'
import { kabar } from '../support/kabar.ts'
import { makeKims } from '../support/kim-groups.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'

const VILLAGE = '64.02.02.2004'
const SENT_AT = '2026-11-20T01:00:00.000+00:00'

/** A database with one KIM in Loa Kulu, that got one announcement with a title for spreadsheets to trip over. */
async function setUp(): Promise<string> {
  const url = await temporaryDatabase()
  const storage = await openStorage(url, () => new Date(SENT_AT))
  const address = { channel: 'telegram', account: 'bot', chatId: '-1' } as const
  await storage.chats.subscribe(address, { title: 'KIM', areaCodes: [VILLAGE], topics: [] })
  const broadcast = aBroadcast({
    id: 'posyandu',
    title: '=HYPERLINK("x"), Posyandu',
    wantsAcknowledgement: true,
  })
  await storage.broadcasts.save(broadcast)
  await storage.deliveries.openRun(broadcast, new Date(SENT_AT), await storage.chats.listActive())
  await storage.connectivity.set(VILLAGE, 'weak', 'staff')
  await storage.close()
  makeKims(url)
  const db = new Database(url.slice('file:'.length))
  db.prepare(`UPDATE Delivery SET status = 'sent', sentAt = ?`).run(SENT_AT)
  db.prepare('UPDATE Broadcast SET wantsAcknowledgement = 1').run()
  db.close()
  return url
}

describe('npm run kabar -- coverage', () => {
  it('shows the province to people, with numbers as they write them', async () => {
    const { code, output } = await kabar(await setUp(), 'coverage')
    expect(code).toBe(0)
    expect(output).toContain('Cakupan KIM Provinsi Kalimantan Timur')
    expect(output).toContain('1.038 desa dan kelurahan: KIM aktif di 1 (0,1%)')
    expect(output).toContain('Dikonfirmasi: 0 dari 1 kiriman yang memintanya (0%)')
    expect(output).toContain('20 Nov 2026')
    expect(output).toContain('Keterangan:')
    const lines = output.split('\n')
    const heading = lines.find((line) => line.startsWith('Wilayah')) ?? ''
    const row = lines.find((line) => line.startsWith('Kabupaten Kutai Kartanegara ')) ?? ''
    const end = heading.indexOf('Aktif') + 'Aktif'.length
    expect(row.slice(0, end)).toMatch(/ 237 +1$/)
    expect(heading).not.toContain('Simulator')
  })

  it('shows a district village by village', async () => {
    const { output } = await kabar(await setUp(), 'coverage', '--regency', 'kukar', '--district', 'loa kulu')
    expect(output).toContain('Cakupan KIM Kecamatan Loa Kulu')
    expect(output).toMatch(/Desa Loa Kulu Kota +aktif +Telegram +lemah/)
    expect(output).toMatch(/Desa Jembayan +belum ada +– +belum ditandai/)
  })

  it('gives spreadsheets a table in which no cell is a formula', async () => {
    const { output } = await kabar(await setUp(), 'coverage', '--regency', '64.02', '--csv')
    const [heading = '', whole = '', ...rows] = output.trimEnd().split('\n')
    expect(heading).toMatch(/^kode,wilayah,desa,kim_aktif,/)
    expect(whole).toMatch(/^64\.02,Kabupaten Kutai Kartanegara,237,1,0,236,/)
    expect(rows).toHaveLength(20)
    expect(whole).toContain(`,posyandu,"'=HYPERLINK(""x""), Posyandu"`)
    expect(output).not.toMatch(/(?:^|,)"?[=+@-]/m)
  })

  it('gives machines the very report', async () => {
    const url = await setUp()
    const { output } = await kabar(url, 'coverage', '--regency', 'Kutai Kartanegara', '--json')
    const shown = JSON.parse(output) as CoverageReport
    const storage = await openStorage(url, () => new Date())
    const report = await readCoverage(storage, '64.02', new Date(shown.at))
    await storage.close()
    expect(shown).toEqual(JSON.parse(JSON.stringify(report)))
    expect(shown.total).toMatchObject({ active: 1, acknowledgement: { asked: 1, acknowledged: 0, rate: 0 } })
  })

  it.each([
    [['--regency', 'Kuti Kartanegra'], 1, 'Maksud Anda:\n  Kabupaten Kutai Kartanegara (64.02)'],
    [['--regency', 'Atlantis'], 1, 'Tulis nama resminya'],
    [['--regency', 'Loa Kulu'], 1, 'tidak ditemukan'],
    [['--regency', 'Berau', '--district', 'Loa Kulu'], 1, 'Kecamatan "Loa Kulu" tidak ditemukan'],
    [['--regency', ''], 1, 'tidak ditemukan'],
    [['--csv', '--json'], 2, 'Pilih salah satu'],
    [['--warna'], 2, 'tidak dikenal'],
    [['Berau'], 2, '--regency'],
    [['--regency'], 2, 'kurang lengkap'],
  ] as const)('answers %j in one sentence', async (args, code, words) => {
    const outcome = await kabar(await temporaryDatabase(), 'coverage', ...args)
    expect(outcome).toEqual({ code, output: expect.stringContaining(words) })
    expect(outcome.output).not.toMatch(/at .*\.ts/)
  })
})

describe('npm run kabar -- connectivity', () => {
  it('sets, lists and removes marks', async () => {
    const url = await temporaryDatabase()
    const run = async (...args: string[]) => (await kabar(url, 'connectivity', ...args)).output
    expect(await run('set', 'Desa Loa Kulu Kota', 'lemah')).toBe(
      'Dicatat: sinyal di Desa Loa Kulu Kota (64.02.02.2004) lemah.\n',
    )
    expect(await run('set', '64.02.02.2005', 'tanpa', 'sinyal')).toContain('tanpa sinyal')
    const listed = await run('list', '--regency', 'kukar')
    expect(listed).toMatch(/64\.02\.02\.2004 +Desa Loa Kulu Kota +Loa Kulu +lemah +petugas/)
    expect(listed).toContain('2 dari 237 desa dan kelurahan sudah ditandai.')
    expect(await run('set', '64.02.02.2005', 'hapus')).toContain('dihapus')
    expect(await run('list')).toContain('1 dari 1.038')
    expect(await run('list', '--regency', 'Berau')).toBe(
      'Kabupaten Berau: 0 dari 110 desa dan kelurahan sudah ditandai.\n',
    )
  })

  it.each([
    [['set', 'Loa Kulu', 'baik'], 1, 'Loa Kulu Kota'],
    [['set', '64.02', 'baik'], 1, 'tidak ditemukan'],
    [['set', 'Bukit Raya', 'baik'], 1, 'Tulis kodenya'],
    [['set', 'Loa Kulu Kota', 'merah'], 2, 'Tulis desanya'],
    [['set'], 2, 'Tulis desanya'],
    [['hapus'], 2, 'tidak dikenal'],
    [['list', '--csv'], 2, 'hanya untuk coverage'],
  ] as const)('refuses %j in one sentence, and marks nothing', async (args, code, words) => {
    const url = await temporaryDatabase()
    const outcome = await kabar(url, 'connectivity', ...args)
    expect(outcome).toEqual({ code, output: expect.stringContaining(words) })
    expect(outcome.output).not.toMatch(/at .*\.ts/)
    const storage = await openStorage(url, () => new Date())
    expect(await storage.connectivity.list('64')).toEqual([])
    await storage.close()
  })
})

describe('a cell of a spreadsheet', () => {
  it.each([
    ['=1+1', `"'=1+1"`],
    ['+62', `"'+62"`],
    ['-2', `"'-2"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\tx', `"'\tx"`],
    ['a "b"', '"a ""b"""'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
    ['biasa', 'biasa'],
    [-2, '-2'],
    [undefined, ''],
  ])('%j is written %s', (value, written) => {
    expect(csvLine([value])).toBe(written)
  })
})
