import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/cli/usage.ts'
import { readLiteracyArguments } from '../../src/cli/literacy/arguments.ts'
import { carryOutLiteracy } from '../../src/cli/literacy/commands.ts'
import { createLiteracyProgramme } from '../../src/literacy/programme.ts'
import { createLogger } from '../../src/logger.ts'
import { simulatorChat } from '../support/conversation.ts'
import { kabar } from '../support/kabar.ts'
import { deliverQuiz } from '../support/literacy.ts'
import { temporaryDatabase, temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const ON = ['on', '--oleh', 'Penulis', '--disetujui-oleh', 'Pemeriksa']

async function setUp() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const programme = createLiteracyProgramme({ storage, clock, logger: createLogger('silent') })
  const run = async (...args: string[]): Promise<string> => {
    const lines: string[] = []
    const print = (line: string) => void lines.push(line)
    const deps = { programme, storage, clock, print, isServerRunning: () => true }
    await carryOutLiteracy(readLiteracyArguments(args), deps)
    return lines.join('\n')
  }
  return { clock, storage, programme, run }
}

describe('npm run kabar -- literacy', () => {
  it('turns the programme on and off, and says how it is', async () => {
    const { run, programme } = await setUp()
    expect(await run('status')).toContain('belum pernah dinyalakan')
    expect(await run(...ON, '--kuis', 'Minggu 09.30')).toContain('oleh Penulis, disetujui Pemeriksa')
    await programme.work()
    const status = await run('status')
    expect(status).toContain('Tip setiap Rabu 16.00, kuis Minggu 09.30 pertama tiap bulan')
    expect(status).toContain('Minggu, 6 Desember 2026 pukul 09.30 WITA — kuis-2026-12, terjadwal')
    expect(await run('off', '--by', 'Lain')).toContain('2 siaran yang sudah disiapkan dibatalkan')
    expect(await run('status')).toContain('mati, dimatikan Lain')
  })

  it('shows what comes next, and to how many groups', async () => {
    const { run, storage } = await setUp()
    const subscription = { title: 'KIM', areaCodes: ['64.72'], topics: [] }
    await storage.chats.subscribe(simulatorChat('a'), subscription)
    await storage.chats.subscribe(simulatorChat('b'), { ...subscription, hasLiteracy: false })
    const preview = await run('preview')
    expect(preview).toContain('Penerima sekarang: 1 grup.')
    expect(preview).toContain('Balas dengan angkanya.')
    expect(preview).not.toContain('\\')
    expect(JSON.parse(await run('preview', '--json'))).toMatchObject({
      groups: 1,
      upcoming: [{ issue: { kind: 'tip' } }, { issue: { kind: 'quiz' } }],
    })
  })

  it('reports on every quiz', async () => {
    const { run, storage, clock } = await setUp()
    expect(await run('report')).toBe('Belum ada kuis yang dikirim.')
    await deliverQuiz(storage, [simulatorChat('a')], { at: clock.now() })
    expect(await run('report')).toContain(
      '0 grup menerima, 0 grup ikut bermain, 0 jawaban\n  1. – benar (0 dari 0)',
    )
    expect(JSON.parse(await run('report', '--json'))).toMatchObject([
      { broadcastId: 'kuis-2026-12', questions: [{ rightShare: null }, {}, {}] },
    ])
  })

  it.each([
    [[]],
    [['nyala']],
    [['on']],
    [['on', '--oleh', 'A']],
    [['on', '--oleh', ' ', '--disetujui-oleh', 'B']],
    [[...ON, '--tip', 'kapan-kapan']],
    [['off']],
    [['status', 'lagi']],
    [['status', '--warna']],
  ])('explains itself after %j', (args) => {
    expect(() => readLiteracyArguments(args)).toThrow(UsageError)
  })

  it('refuses one person who is both, with one sentence', async () => {
    const outcome = await kabar(
      await temporaryDatabase(),
      'literacy',
      'on',
      '--by',
      'A',
      '--approved-by',
      'a',
    )
    expect(outcome).toEqual({
      code: 1,
      output: 'Yang menyalakan dan yang menyetujui harus dua orang yang berbeda.\n',
    })
  })
})
