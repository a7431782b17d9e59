import { describe, expect, it } from 'vitest'
import { createScheduler } from '../../src/dissemination/scheduler.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { createLogger } from '../../src/logger.ts'
import { loadContent } from '../../src/literacy/content.ts'
import { createLiteracyProgramme, nextItem, type ProgrammeDeps } from '../../src/literacy/programme.ts'
import { DAY_MS, HOUR_MS, later, subscribe } from '../support/broadcast-builder.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const TWO_PEOPLE = { by: 'Penulis', approvedBy: 'Pemeriksa' }
const TIP = 'literasi-2026-w49'
const QUIZ = 'kuis-2026-12'
const logger = createLogger('silent')

/** Tuesday, 1 December 2026 at 08.00 WITA. */
async function setUp(overrides: Partial<ProgrammeDeps> = {}) {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const start = (more: Partial<ProgrammeDeps> = {}) =>
    createLiteracyProgramme({ storage, clock, logger, ...overrides, ...more })
  return { clock, storage, start, programme: start() }
}

const idsOf = async (storage: Storage) => (await storage.broadcasts.list()).map(({ id }) => id)
const statusOf = async (storage: Storage, id: string) => (await storage.broadcasts.find(id))?.status

describe('the literacy programme', () => {
  it('makes nothing until two people turn it on', async () => {
    const { storage, programme } = await setUp()
    await programme.work()
    expect(await idsOf(storage)).toEqual([])
    expect(await programme.setting()).toBeUndefined()
    for (const [by, approvedBy] of [
      ['Penulis', 'penulis'],
      ['Penulis', ' PENULIS  '],
      ['', 'Pemeriksa'],
      ['Penulis', ' '],
      ['Penulis', 'sistem'],
    ] as const) {
      await expect(programme.turnOn({ by, approvedBy })).rejects.toMatchObject({ code: 'forbidden' })
    }
    await programme.work()
    expect(await idsOf(storage)).toEqual([])
  })

  it('makes the coming tip and quiz as broadcasts that two people stand behind', async () => {
    const { storage, programme } = await setUp()
    await programme.turnOn(TWO_PEOPLE)
    await programme.work()
    expect(await idsOf(storage)).toEqual([QUIZ, TIP])
    expect(await storage.broadcasts.find(TIP)).toMatchObject({
      programme: 'Literasi digital',
      author: 'Penulis',
      status: 'scheduled',
      audience: { areaCodes: ['64'], topics: ['literasi_digital'], isLiteracy: true },
      schedule: { type: 'once', at: new Date('2026-12-02T08:00:00Z') },
    })
    expect(await storage.broadcasts.find(QUIZ)).toMatchObject({
      schedule: { type: 'once', at: new Date('2026-12-05T08:00:00Z') },
      message: { choices: [{ id: 'q:kuis-2026-12:1:1' }, {}, {}] },
    })
    expect(await storage.broadcasts.transitions(TIP)).toMatchObject([
      { action: 'submit', by: 'Penulis' },
      { action: 'approve', by: 'Pemeriksa', to: 'scheduled' },
    ])
  })

  it('makes nothing twice, also after a restart, a crash in the middle and a change of the content', async () => {
    const { storage, programme, start } = await setUp()
    await programme.turnOn(TWO_PEOPLE)
    const content = await loadContent()
    const [first] = content.tips
    if (first === undefined) throw new Error('There are no tips.')
    // It crashed between choosing the tip and making its broadcast.
    const dueAt = new Date('2026-12-02T08:00:00Z')
    await storage.literacy.addIssue({
      broadcastId: TIP,
      kind: 'tip',
      item: { ...first, title: 'Lama' },
      dueAt,
    })
    await programme.work()
    const before = await storage.broadcasts.list()
    const reversed = { tips: content.tips.toReversed(), quizzes: content.quizzes.toReversed() }
    await start({ load: () => Promise.resolve(reversed) }).work()
    await Promise.all([start().work(), start().work()])
    expect(await storage.broadcasts.list()).toEqual(before)
    expect(await storage.broadcasts.find(TIP)).toMatchObject({ title: 'Tip: Lama' })
    expect(await storage.broadcasts.transitions(TIP)).toHaveLength(2)
  })

  it('goes through all tips and quizzes in order before one comes again', async () => {
    const { clock, storage, programme } = await setUp()
    await programme.turnOn(TWO_PEOPLE)
    const { tips, quizzes } = await loadContent()
    for (let day = 0; day < 7 * (tips.length + 2); day += 1) {
      await programme.work()
      clock.advance(DAY_MS)
    }
    const used = async (kind: 'tip' | 'quiz') =>
      (await storage.literacy.listIssues({ kind })).map(({ item }) => item.id)
    const expected = [...tips, ...tips].map(({ id }) => id)
    const usedTips = await used('tip')
    expect(usedTips.length).toBeGreaterThan(tips.length)
    expect(usedTips).toEqual(expected.slice(0, usedTips.length))
    const usedQuizzes = await used('quiz')
    expect(usedQuizzes).toEqual(quizzes.slice(0, usedQuizzes.length).map(({ id }) => id))
  })

  it('takes a new item before it repeats an old one', () => {
    const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
    expect(nextItem(items, ['a', 'b', 'c'])).toEqual({ id: 'a' })
    expect(nextItem([{ id: 'neu' }, ...items], ['a', 'b', 'c', 'a'])).toEqual({ id: 'neu' })
    expect(nextItem(items, ['c', 'gone'])).toEqual({ id: 'a' })
    expect(nextItem([], ['a'])).toBeUndefined()
  })

  it('leaves each broadcast to staff when the content is not what was approved', async () => {
    const { storage, programme, start } = await setUp()
    await programme.turnOn(TWO_PEOPLE)
    const content = await loadContent()
    const changed = { ...content, tips: content.tips.map((tip) => ({ ...tip, title: `${tip.title}!` })) }
    const after = start({ load: () => Promise.resolve(changed) })
    await after.work()
    expect(await after.isApproved()).toBe(false)
    expect(await statusOf(storage, TIP)).toBe('awaiting_approval')
    expect(await storage.broadcasts.step(TIP, 'approve', { by: 'Penulis' })).toEqual({ refused: 'own_work' })
    expect(await storage.broadcasts.step(TIP, 'approve', { by: 'Lain' })).toEqual({ to: 'scheduled' })
  })

  it('cancels what was made when it is turned off, and takes it up again when it is turned on', async () => {
    const { storage, programme } = await setUp()
    await programme.turnOn(TWO_PEOPLE)
    await programme.work()
    expect(await programme.turnOff('Penulis')).toBe(2)
    await programme.work()
    expect(await statusOf(storage, TIP)).toBe('cancelled')
    await programme.turnOn({ by: 'Lain', approvedBy: 'Pemeriksa' })
    await programme.work()
    expect(await storage.broadcasts.find(TIP)).toMatchObject({ status: 'scheduled', author: 'Lain' })
    // What staff cancelled stays cancelled.
    await storage.broadcasts.step(QUIZ, 'cancel', { by: 'Petugas', reason: 'Tidak cocok.' })
    await programme.work()
    expect(await statusOf(storage, QUIZ)).toBe('cancelled')
  })

  it('moves what is still to come when staff choose another day', async () => {
    const { storage, programme } = await setUp()
    await programme.turnOn(TWO_PEOPLE)
    await programme.work()
    await programme.turnOn({ ...TWO_PEOPLE, tip: { weekday: 4, minute: 600 } })
    await programme.work()
    expect((await storage.broadcasts.find(TIP))?.schedule).toEqual({
      type: 'once',
      at: new Date('2026-12-03T02:00:00Z'),
    })
    expect((await programme.upcoming()).map(({ issue }) => issue.dueAt.toISOString())).toEqual([
      '2026-12-03T02:00:00.000Z',
      '2026-12-05T08:00:00.000Z',
    ])
  })

  it('reaches once the groups that want it, and no others', async () => {
    const { clock, storage, programme } = await setUp()
    const wants = await subscribe(storage, 'simulator', 'mau')
    await subscribe(storage, 'simulator', 'tidak-mau')
    expect(await storage.chats.setLiteracy({ ...wants, chatId: 'tidak-mau' }, false)).toBe(true)
    expect(await storage.chats.setLiteracy({ ...wants, chatId: 'asing' }, false)).toBe(false)
    await programme.turnOn(TWO_PEOPLE)
    await programme.work()
    const scheduler = createScheduler({ storage, clock, logger, onRunOpened: () => undefined })
    clock.advance(32 * HOUR_MS)
    await scheduler.tick()
    await programme.work()
    await scheduler.tick()
    const runs = await storage.deliveries.listRuns({ limit: 9 })
    expect(runs).toMatchObject([
      { broadcastId: TIP, scheduledFor: later(new Date('2026-12-02T00:00:00Z'), 8 * HOUR_MS) },
    ])
    const deliveries = await storage.deliveries.list({})
    expect(deliveries.map(({ chatId }) => chatId)).toEqual([wants.id])
    expect(await idsOf(storage)).toEqual([QUIZ, TIP, 'literasi-2026-w50'])
  })
})
