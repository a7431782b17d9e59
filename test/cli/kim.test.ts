import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/storage.ts'
import { kabar } from '../support/kabar.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'

const kim = (url: string, ...args: string[]) => kabar(url, 'kim', ...args)

const NEW = ['add', '--nama', 'KIM Loa Kulu', '--wilayah', 'Kecamatan Loa Kulu']

describe('npm run kabar -- kim', () => {
  it('takes a KIM from the list to a verified group', async () => {
    const url = await temporaryDatabase()
    const added = await kim(url, ...NEW, '--topik', 'bencana, bansos', '--by', 'Petugas')
    expect(added.output).toMatch(
      /^Ditambahkan: KIM Loa Kulu, Kecamatan Loa Kulu, Kabupaten Kutai Kartanegara, terdaftar \([\da-f-]{36}\)\n$/,
    )
    const issued = await kim(url, 'code', 'kim loa kulu', '--oleh', 'Petugas')
    expect(issued.output).toMatch(/^Kode untuk KIM Loa Kulu: KIM-64\.02-[2-9A-Z]{4}\n/)
    expect(issued.output).toContain('/langganan KIM-64.02-')

    const storage = await openStorage(url, () => new Date())
    const address = { channel: 'telegram', account: 'bot', chatId: '-100123' } as const
    await storage.chats.subscribe(address, { title: 'Warga', areaCodes: ['64.02.02'], topics: [] })
    await storage.close()
    expect((await kim(url, 'groups', '--regency', 'kukar')).output).toContain('Warga — Kecamatan Loa Kulu')
    const verify = ['verify', 'telegram:-100123', 'KIM Loa Kulu', '--by', 'Petugas']
    expect(await kim(url, ...verify)).toEqual({
      code: 0,
      output: 'Grup "Warga" sekarang milik KIM Loa Kulu.\n',
    })
    const { output } = await kim(url, 'show', 'KIM Loa Kulu')
    expect(output).toContain('Status  : terverifikasi')
    expect(output).toContain('Grup    : Warga (Telegram, aktif)')
    expect(output).toContain('belum dipakai')
    expect(output).toContain('Petugas memverifikasi grup')
    const record = JSON.parse((await kim(url, 'show', 'KIM Loa Kulu', '--json')).output) as object
    expect(record).toMatchObject({
      kim: { topics: ['bantuan_sosial', 'bencana'] },
      codes: [{ state: 'open' }],
    })
    expect(JSON.stringify(record)).not.toContain('-100123')
  })

  it('changes, puts to sleep and removes', async () => {
    const url = await temporaryDatabase()
    await kim(url, ...NEW, '--by', 'A')
    const edited = await kim(
      url,
      'edit',
      'KIM Loa Kulu',
      '--nama',
      'KIM Baru',
      '--peran',
      'Ketua',
      '--by',
      'A',
    )
    expect(edited.output).toContain('Diubah: KIM Baru')
    expect((await kim(url, 'status', 'KIM Baru', 'dormant', '--by', 'A')).output).toContain('tidak aktif')
    expect((await kim(url, 'list', '--status', 'dormant')).output).toContain('1 KIM: 0 terdaftar')
    expect((await kim(url, 'revoke', 'KIM Baru', '--by', 'A')).output).toContain('0 kode KIM Baru dicabut')
    expect((await kim(url, 'remove', 'KIM Baru', '--by', 'A')).code).toBe(0)
    expect((await kim(url, 'list')).output).toBe('Belum ada KIM.\n')
  })

  it('imports a file, names its bad rows, and exports what imports to no change', async () => {
    const url = await temporaryDatabase()
    const folder = await temporaryFolder()
    const [file, copy] = [join(folder, 'kim.csv'), join(folder, 'keluar.csv')]
    await writeFile(file, 'nama;wilayah;status\nKIM A;Loa Kulu;aktif\nKIM B;Entah;\n=KIM C;Paser;\n')
    const imported = await kim(url, 'import', file, '--by', 'A')
    expect(imported.code).toBe(1)
    expect(imported.output).toContain('2 KIM ditambahkan, 0 diperbarui, 0 tetap.\n')
    expect(imported.output).toContain('Baris 3, kolom wilayah ("Entah"): Tidak dikenal.')
    expect(imported.output).toContain('1 baris dilewati; baris lain sudah disimpan.')
    expect((await kim(url, 'export', copy)).output).toBe(`2 KIM ditulis ke ${copy}.\n`)
    expect(await readFile(copy, 'utf8')).toContain("\r\n'=KIM C,64.01,")
    expect(JSON.parse((await kim(url, 'import', copy, '--by', 'A', '--json')).output)).toEqual({
      added: 0,
      changed: 0,
      unchanged: 2,
      errors: 0,
      problems: [],
      notes: [],
    })
    expect((await kim(url, 'export', '--regency', 'Paser')).output.split('\n')).toHaveLength(3)
    expect(JSON.parse((await kim(url, 'export', '--json')).output)).toHaveLength(2)
  })

  it.each([
    [['show', 'apa'], 1, 'KIM "apa" tidak ada.'],
    [[...NEW, '--by', 'A'], 1, '"KIM Loa Kulu" sudah terdaftar di wilayah itu.'],
    [['edit', 'KIM Loa Kulu', '--peran', '081234567890', '--by', 'A'], 1, 'nomor telepon'],
    [['code', 'KIM Loa Kulu', '--by', 'A', '--regency', 'Paser'], 1, 'di luar Kabupaten Paser'],
    [['add', '--nama', 'KIM X', '--wilayah', 'Entah', '--by', 'A'], 1, 'Wilayah "Entah" tidak ditemukan'],
    [['verify', 'telegram:-5', 'KIM Loa Kulu', '--by', 'A'], 1, 'tidak ada.'],
    [['import', '/tidak/ada.csv', '--by', 'A'], 1, 'tidak dapat dibaca'],
    [['import', 'package.json', '--by', 'A'], 1, 'Judul kolomnya tidak ditemukan'],
    [['export', '/tidak/ada/kim.csv'], 1, 'tidak dapat ditulis'],
    [['list', '--regency', 'Bandung'], 1, 'Kabupaten/kota "Bandung" tidak ditemukan'],
    [['remove', 'KIM Loa Kulu'], 2, '--by NAMA'],
    [['status', 'KIM Loa Kulu', 'apa', '--by', 'A'], 2, 'registered, verified, atau dormant'],
    [['edit', 'KIM Loa Kulu', '--by', 'A'], 2, 'Tulis apa yang diubah'],
    [['edit', 'KIM Loa Kulu', '--topik', 'bola', '--by', 'A'], 2, 'Topik tidak dikenal: bola.'],
    [['add', '--nama', 'KIM X', '--by', 'A'], 2, '--wilayah'],
    [['show'], 2, 'Ada yang kurang'],
    [['show', 'KIM', 'Loa', 'Kulu'], 2, 'Apit teks dengan tanda petik'],
    [['hapus'], 2, 'Perintah itu tidak dikenal.'],
    [['toString'], 2, 'Perintah itu tidak dikenal.'],
    [[], 2, 'Cara pakai'],
    [['list', '--warna'], 2, 'tidak dikenal'],
    [['--help'], 0, 'Cara pakai'],
  ] as const)('answers %j in one sentence', async (args, code, words) => {
    const url = await temporaryDatabase()
    const storage = await openStorage(url, () => new Date())
    const details = { status: 'registered', contactRole: '', topics: [] } as const
    await storage.kims.create({ name: 'KIM Loa Kulu', areaCode: '64.02.02', ...details, topics: [] }, 'A')
    await storage.close()
    const outcome = await kim(url, ...args)
    expect(outcome).toEqual({ code, output: expect.stringContaining(words) })
    expect(outcome.output).not.toMatch(/at .*\.ts/)
  })
})
