import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importClarifications } from '../../src/factcheck/import.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { MADE_UP_CLARIFICATIONS } from '../factcheck/made-up-clarifications.ts'

const OTHER_BANK =
  'LOWONGAN KERJA 2026 Bank Permata membuka posisi teller, admin dan satpam untuk seluruh cabang. Pendidikan minimal SMA.'

let folder = ''
let file = ''

const run = (parameters: string[], environment: Record<string, string> = {}) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/factcheck-explain.ts', ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    input: '',
  })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'factcheck-explain-'))
  file = join(folder, 'clarifications.jsonl')
  writeFileSync(file, MADE_UP_CLARIFICATIONS.map((each) => `${JSON.stringify(each)}\n`).join(''))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('factcheck:explain', () => {
  it('says in words what was matched, what differs and what was decided', () => {
    const { stdout, status } = run(['--clarifications', file, OTHER_BANK])
    expect(status).toBe(0)
    expect(stdout).toContain('keputusan (decision): ditawarkan')
    expect(stdout).toContain('bank: pesan permata; klarifikasi mega')
    expect(stdout).toMatch(/matched words\): .*satpam/)
    expect(stdout).toContain('names differ')
  })

  it('says the same as JSON', () => {
    const { stdout } = run(['--json', '--clarifications', file, OTHER_BANK])
    expect(JSON.parse(stdout)).toMatchObject({
      decision: 'suggested',
      candidates: [{ id: 'loker-mega', differences: [{ kind: 'bank' }] }, {}, {}],
    })
  })

  it('reads the clarifications of the database when no file is named', async () => {
    const url = `file:${join(folder, 'test.db')}`
    const storage = await openStorage(url, () => new Date('2026-11-23T04:00:00Z'))
    const rows = MADE_UP_CLARIFICATIONS.map((each) =>
      JSON.stringify({
        ...each,
        verdict: 'false',
        sourceUrl: 'https://cekfakta.example.id/x',
        publishedAt: '2026-01-01',
      }),
    )
    await importClarifications(rows.join('\n'), storage)
    await storage.close()
    const { stdout, status } = run([OTHER_BANK], { DATABASE_URL: url })
    expect(status).toBe(0)
    expect(stdout).toContain('1. loker-mega')
  })

  it('ends with code 2 and a sentence when it is called wrongly', () => {
    expect(run(['--clarifications', file])).toMatchObject({ status: 2, stdout: '' })
    expect(run(['--nonsense', 'x']).status).toBe(2)
    expect(run(['--clarifications', join(folder, 'missing'), 'x']).stderr).toContain('tidak dapat dibaca')
  })
})
