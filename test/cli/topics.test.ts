import { describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/storage.ts'
import { kabar } from '../support/kabar.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'

describe('npm run kabar -- topics', () => {
  it('adds, renames, retires and brings back, on record under the name that is given', async () => {
    const url = await temporaryDatabase()
    const topics = (...args: string[]) => kabar(url, 'topics', ...args)
    expect(await topics('add', 'Seni & budaya', '--oleh', 'Ani')).toEqual({
      code: 0,
      output: 'seni_budaya            Seni & budaya\n',
    })
    await topics('rename', 'seni_budaya', 'Budaya daerah', '--by', 'Ani')
    expect((await topics('retire', 'seni_budaya', '--oleh', 'Ani')).output).toContain('tidak ditawarkan lagi')
    expect((await topics('list')).output).toMatch(/^kesehatan +Kesehatan\n[\s\S]*Budaya daerah \(tidak/)
    await topics('restore', 'seni_budaya', '--oleh', 'Ani')
    const { output } = await topics('list', '--json')
    expect((JSON.parse(output) as unknown[]).at(-1)).toEqual({
      id: 'seni_budaya',
      label: 'Budaya daerah',
      isRetired: false,
    })
    const storage = await openStorage(url, () => new Date())
    expect((await storage.audit.list({ limit: 9 })).map(({ by, action }) => `${by} ${action}`)).toEqual([
      'Ani menawarkan topik kembali',
      'Ani tidak menawarkan topik lagi',
      'Ani mengganti nama topik',
      'Ani menambahkan topik',
    ])
    await storage.close()
  })

  it.each([
    [[], 2, 'Perintah itu tidak dikenal.'],
    [['add', 'Wisata'], 2, 'Tulis siapa yang melakukannya'],
    [['add', '--oleh', 'A'], 2, 'Ada yang kurang'],
    [['add', 'Seni', 'budaya', '--oleh', 'A'], 2, 'Apit nama dengan tanda petik'],
    [['add', 'Kesehatan', '--oleh', 'A'], 1, 'Topik "Kesehatan" sudah ada.'],
    [['rename', 'apa', 'Wisata', '--oleh', 'A'], 1, 'Topik "apa" tidak ada.'],
  ])('%j ends with %i and a sentence', async (args, code, sentence) => {
    const outcome = await kabar(await temporaryDatabase(), 'topics', ...args)
    expect(outcome.code).toBe(code)
    expect(outcome.output).toContain(sentence)
  })
})
