import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { importClarifications } from '../../src/factcheck/import.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { temporaryFolder, temporaryStorage } from '../support/temporary-storage.ts'

const row = {
  id: 'garam',
  claimReviewed: 'Garam dapur akan hilang',
  circulatingTexts: [{ text: ' Segera borong garam', date: '2024-03-01' }, ''],
  explanation: 'Stok garam cukup.',
  verdict: 'false',
  sourceUrl: 'https://www.cekfakta.example.id/garam',
  publishedAt: '2024-03-12',
}
const jsonl = (...rows: unknown[]) => rows.map((value) => JSON.stringify(value)).join('\n')

describe('importing clarifications', () => {
  it('publishes what it reads', async () => {
    const storage = await temporaryStorage()
    const result = await importClarifications(`\ufeff${jsonl(row)}\r\n\r\n`, storage)
    expect(result).toEqual({ added: 1, changed: 0, unchanged: 0, problems: [] })
    expect(await storage.clarifications.find('garam')).toEqual({
      id: 'garam',
      claimReviewed: 'Garam dapur akan hilang',
      circulatingTexts: ['Segera borong garam'],
      verdict: 'false',
      explanation: 'Stok garam cukup.',
      sources: [{ url: row.sourceUrl, publisher: 'cekfakta.example.id' }],
      areaCodes: [],
      publishedAt: new Date('2024-03-11T16:00:00Z'),
      status: 'published',
      version: 1,
    })
  })

  it('changes nothing the second time, and only what changed after that', async () => {
    const storage = await temporaryStorage()
    const other = { ...row, id: 'gula', publisher: 'Mafindo', areaCodes: ['64.72'] }
    await importClarifications(jsonl(row, other), storage)
    const before = await storage.clarifications.revision()
    expect(await importClarifications(jsonl(row, other), storage)).toMatchObject({ unchanged: 2 })
    expect(await storage.clarifications.revision()).toBe(before)
    const changed = { ...other, explanation: 'Stok gula cukup.' }
    expect(await importClarifications(jsonl(row, changed), storage)).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: 1,
    })
    expect(await storage.clarifications.revision()).not.toBe(before)
  })

  it.each([
    ['a broken line', '{"id":', /bukan objek JSON/],
    ['a list', '[]', /bukan objek JSON/],
    [
      'a missing verdict',
      jsonl({ ...row, verdict: undefined }),
      /Kolom verdict harus salah satu dari false,/,
    ],
    ['a strange verdict', jsonl({ ...row, verdict: 'hoaks' }), /Kolom verdict/],
    [
      'a day that does not exist',
      jsonl({ ...row, publishedAt: '2024-02-30' }),
      /Kolom publishedAt .*2024-03-12/,
    ],
    ['a script as source', jsonl({ ...row, sourceUrl: 'javascript:alert(1)' }), /Kolom sourceUrl/],
    ['an unknown area', jsonl({ ...row, areaCodes: ['31'] }), /areaCodes .*"31" tidak dikenal/],
    ['an empty claim', jsonl({ ...row, claimReviewed: '  ' }), /Kolom claimReviewed/],
  ])('reports %s by its line and saves the others', async (_what, bad, reason) => {
    const storage = await temporaryStorage()
    const result = await importClarifications(`${jsonl({ ...row, id: 'baik' })}\n${bad}`, storage)
    expect(result).toEqual({
      added: 1,
      changed: 0,
      unchanged: 0,
      problems: [{ line: 2, reason: expect.stringMatching(reason) }],
    })
  })

  it('takes the first of two rows with one id', async () => {
    const storage = await temporaryStorage()
    const result = await importClarifications(jsonl(row, { ...row, verdict: 'true' }), storage)
    expect(result).toMatchObject({
      added: 1,
      problems: [{ line: 2, reason: expect.stringContaining('garam') }],
    })
    expect(await storage.clarifications.find('garam')).toMatchObject({ verdict: 'false' })
  })

  it.each([
    ['2024-03-12T10:00:00', '2024-03-12T02:00:00.000Z'],
    ['2024-03-12T10:00:00+07:00', '2024-03-12T03:00:00.000Z'],
    ['2024-03-12T10:00:00Z', '2024-03-12T10:00:00.000Z'],
  ])('reads %s as %s', async (publishedAt, instant) => {
    const storage = await temporaryStorage()
    await importClarifications(jsonl({ ...row, publishedAt }), storage)
    expect((await storage.clarifications.find('garam'))?.publishedAt.toISOString()).toBe(instant)
  })
})

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

/** Runs the command in a folder of its own. */
function run(folder: string, ...args: string[]): Promise<Outcome> {
  const command = ['--import', 'tsx', 'src/cli/clarifications-import.ts', ...args]
  const env = { ...process.env, DATABASE_URL: `file:${folder}/test.db` }
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr })
    })
  })
}

describe('the command clarifications:import', () => {
  it('imports a file, and ends with 1 when a row is bad', async () => {
    const folder = await temporaryFolder()
    const file = `${folder}/klarifikasi.jsonl`
    await writeFile(file, `${jsonl(row)}\nrusak`)
    const outcome = await run(folder, file)
    expect(outcome.stdout).toContain('1 klarifikasi ditambahkan, 0 diperbarui, 0 tetap.')
    expect(outcome.stderr).toContain('Baris 2: ')
    expect(outcome.code).toBe(1)
    const storage = await openStorage(`file:${folder}/test.db`, () => new Date())
    expect(await storage.clarifications.count()).toBe(1)
    await storage.close()
  })

  it.each([[[]], [['--help']], [['tidak-ada.jsonl']]])('ends with 2 and the usage after %j', async (args) => {
    const outcome = await run(await temporaryFolder(), ...args)
    expect(outcome.stderr).toContain('Cara pakai')
    expect(outcome.code).toBe(2)
  })
})
