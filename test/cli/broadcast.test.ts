import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withCodeLine } from '../../src/domain/broadcast-code.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { announceTo, LOA_KULU_KOTA, subscribeAt } from '../support/announced.ts'
import { aBroadcast, subscribe } from '../support/broadcast-builder.ts'
import { kabar } from '../support/kabar.ts'
import { startTestApp } from '../support/test-app.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }

const broadcast = (url: string, ...args: string[]) => kabar(url, 'broadcast', ...args)

/** A database with one announcement for one group on the simulator. */
async function setUp(overrides: Partial<StoredBroadcast> = {}) {
  const url = await temporaryDatabase(await temporaryFolder())
  const storage = await openStorage(url, () => new Date())
  const address = { channel: 'simulator', account: 'simulator', chatId: 'kim-sungai-kunjang' } as const
  await storage.chats.subscribe(address, { title: 'KIM Sungai Kunjang', areaCodes: ['64.72.06'], topics: [] })
  const at = new Date(Date.now() - 1_000)
  await storage.broadcasts.save(
    aBroadcast({
      status: 'awaiting_approval',
      schedule: { type: 'once', at },
      settledAt: new Date(at.getTime() - 1),
      ...overrides,
    }),
  )
  await storage.close()
  return url
}

describe('npm run kabar -- broadcast', () => {
  it('works beside a running server, which notices at once', async () => {
    const url = await setUp()
    await startTestApp({ SIMULATOR: 'true', DATABASE_URL: url })
    const approved = await broadcast(url, 'approve', 'posyandu', '--oleh', 'Pemeriksa')
    expect(approved).toEqual({ code: 0, output: 'Disetujui. Siaran "posyandu" sekarang terjadwal.\n' })
    const followed = await broadcast(url, 'show', 'posyandu', '--ikuti')
    expect(followed.output).toContain('Pemeriksa menyetujui')
    const shown = async () => (await broadcast(url, 'show', 'posyandu', '--json')).output
    await expect
      .poll(async () => JSON.parse(await shown()) as object, PATIENCE)
      .toMatchObject({ broadcast: { status: 'finished' }, runs: [{ run: { status: 'finished' } }] })

    const why = ['--oleh', 'Penulis', '--alasan', 'Salah.']
    const corrected = await broadcast(url, 'correct', 'posyandu', '--isi', 'Bawa KTP.', ...why)
    expect(corrected.output).toContain('"posyandu-ralat-1" sekarang menunggu persetujuan')
    expect((await broadcast(url, 'recall', 'posyandu', '--oleh', 'A', '--alasan', 'Batal.')).code).toBe(0)
    await expect
      .poll(async () => (await broadcast(url, 'list')).output, PATIENCE)
      .toContain('Penarikan: Posyandu — selesai')
  })

  it('says when nobody is there to carry it out', async () => {
    const url = await setUp()
    const { output } = await broadcast(url, 'approve', 'posyandu', '--oleh', 'Pemeriksa')
    expect(output).toContain('Server sedang tidak berjalan')
    const trial = await broadcast(url, 'test', 'posyandu', '--oleh', 'A', '--ke', 'telegram:1')
    expect(trial.output).toContain('Server mengirimnya begitu berjalan')
  })

  it('previews for people and for machines', async () => {
    const url = await setUp()
    const { output } = await broadcast(url, 'preview', 'posyandu')
    expect(output).toContain('Jangkauan: 1 grup')
    expect(output).toContain('Desa dan kelurahan tanpa grup sendiri: 1.038 dari 1.038')
    expect(output).toContain('  │ *Posyandu*')
    const forMachines = JSON.parse((await broadcast(url, 'preview', 'posyandu', '--json')).output) as object
    expect(forMachines).toMatchObject({ groups: 1, villages: { total: 1_038 } })
  })

  it('reports how far an announcement was passed on, as a table, a spreadsheet and JSON', async () => {
    const url = await setUp({ status: 'finished' })
    const storage = await openStorage(url, () => new Date())
    await subscribeAt(storage, { channel: 'telegram', account: 'bot', chatId: '-1' })
    const announced = await announceTo(storage, { at: new Date() })
    await storage.acknowledgements.save({
      deliveryId: announced.in.get('-1')?.id ?? '',
      chatId: '-1',
      areaCode: LOA_KULU_KOTA,
      personKey: 'ani',
      methods: ['posted'],
      people: 40,
      at: new Date(),
    })
    await storage.close()
    const said = '1 dari 2 grup, sekitar 40 orang (ditempel 1)'
    expect((await broadcast(url, 'acknowledgements', 'posyandu')).output).toContain(
      `disampaikan oleh ${said}`,
    )
    const csv = (await broadcast(url, 'acknowledgements', 'posyandu', '--csv')).output
    expect(csv).toContain('64.02.02.2004,"Desa Loa Kulu Kota",1,1,0,40,0,1,0,0\n')
    const json = (await broadcast(url, 'acknowledgements', 'posyandu', '--json')).output
    expect(JSON.parse(json)).toMatchObject({ total: { asked: 2, answered: 1 } })
    expect((await broadcast(url, 'show', 'posyandu')).output).toContain(`Sampai   : disampaikan oleh ${said}`)
    expect(await broadcast(url, 'acknowledgements', 'apa')).toMatchObject({ code: 1 })
  })

  it('reads a corrected text from a file', async () => {
    const url = await setUp({ status: 'finished' })
    const storage = await openStorage(url, () => new Date())
    await subscribe(storage, 'telegram', '-1')
    const sent = await storage.broadcasts.find('posyandu')
    if (sent !== undefined)
      await storage.deliveries.openRun(sent, new Date(), await storage.chats.listActive())
    await storage.close()
    const file = join(await temporaryFolder(), 'benar.txt')
    await writeFile(file, 'Bawa KTP.\n')
    const args = ['correct', 'posyandu', '--berkas', file, '--oleh', 'A', '--alasan', 'Salah.', '--json']
    const { output } = await broadcast(url, ...args)
    expect(JSON.parse(output)).toMatchObject({
      corrected: { text: withCodeLine('posyandu', '**Posyandu**\n\nBawa KTP.') },
    })
    const missing = await broadcast(url, ...args.map((arg) => (arg === file ? '/tidak/ada' : arg)))
    expect(missing).toMatchObject({ code: 1, output: expect.stringContaining('tidak dapat dibaca') })
  })

  it.each([
    [['approve', 'apa', '--oleh', 'A'], 1, 'Siaran "apa" tidak ada.'],
    [['resume', 'posyandu', '--oleh', 'A'], 1, 'menunggu persetujuan, jadi tidak bisa dilanjutkan.'],
    [['approve', 'posyandu', '--oleh', 'Penulis'], 1, 'Penulis tidak boleh menyetujui tulisannya sendiri.'],
    [['cancel', 'posyandu', '--oleh', 'A'], 1, 'Tulis alasannya'],
    [['approve', 'posyandu'], 2, '--oleh NAMA'],
    [['approve'], 2, 'Tulis satu ID siaran'],
    [['hapus', 'posyandu'], 2, 'Perintah itu tidak dikenal.'],
    [['show', 'posyandu', '--warna'], 2, 'tidak dikenal'],
    [['retry', 'posyandu', '--oleh', 'A', '--ragu', 'apa'], 2, 'ulang atau terkirim'],
    [['test', 'posyandu', '--oleh', 'A', '--ke', 'pos:1'], 2, 'Tujuan "pos:1" tidak dikenal'],
    [['correct', 'posyandu', '--oleh', 'A'], 2, '--isi TEKS atau --berkas'],
  ] as const)('refuses %j in one sentence', async (args, code, words) => {
    const outcome = await broadcast(await setUp(), ...args)
    expect(outcome).toEqual({ code, output: expect.stringContaining(words) })
    expect(outcome.output).not.toMatch(/at .*\.ts/)
  })
})
