import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MADE_UP_CLARIFICATIONS } from '../factcheck/made-up-clarifications.ts'

let folder = ''

const run = (...parameters: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'src/cli/factcheck-match.ts', ...parameters], {
    encoding: 'utf8',
  })

function write(name: string, objects: object[]): string {
  const file = join(folder, name)
  writeFileSync(file, objects.map((object) => `${JSON.stringify(object)}\n`).join(''))
  return file
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'factcheck-match-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('factcheck:match', () => {
  it('prints one answer a line, in the order of the queries, leaving out what a query names', () => {
    const clarifications = write('clarifications.jsonl', MADE_UP_CLARIFICATIONS)
    const text = MADE_UP_CLARIFICATIONS[4]?.circulatingTexts[0] ?? ''
    const queries = write('queries.jsonl', [
      { id: 'q1', text, expected: ['jembatan-retak'], index: 'full' },
      { id: 'q2', text: 'ok siap', expected: [], index: 'full' },
      { id: 'q3', text, expected: [], without: ['jembatan-retak'] },
    ])
    const { stdout, status } = run('--clarifications', clarifications, '--queries', queries)
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; decision: string; candidates: { id: string }[] })
    expect(status).toBe(0)
    expect(answers.map(({ id }) => id)).toEqual(['q1', 'q2', 'q3'])
    expect(answers.slice(0, 2).map(({ decision }) => decision)).toEqual(['clarified', 'unknown'])
    // What is left out cannot be the answer; something like it may be offered.
    expect(['suggested', 'unknown']).toContain(answers[2]?.decision)
    expect(answers[0]?.candidates[0]?.id).toBe('jembatan-retak')
    expect(answers[2]?.candidates.map(({ id }) => id)).not.toContain('jembatan-retak')
  })

  it('ends with code 2 and a sentence when it is called wrongly', () => {
    expect(run()).toMatchObject({ status: 2, stdout: '' })
    expect(run('--nonsense').status).toBe(2)
    const missing = run(
      '--clarifications',
      join(folder, 'missing.jsonl'),
      '--queries',
      join(folder, 'missing.jsonl'),
    )
    expect(missing.status).toBe(2)
    expect(missing.stderr).toContain('tidak dapat membaca')
  })

  it('names the line that it cannot read', () => {
    const broken = write('broken.jsonl', [{ id: 'a', claimReviewed: 'x' }, { id: 'b' }])
    const { status, stderr } = run('--clarifications', broken, '--queries', broken)
    expect(status).toBe(2)
    expect(stderr).toContain('broken.jsonl:2')
  })
})
