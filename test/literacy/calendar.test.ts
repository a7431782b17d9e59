import { describe, expect, it } from 'vitest'
import { WITA } from '../../src/domain/broadcast.ts'
import { nextQuiz, nextTip, parseSlot, slotInWords } from '../../src/literacy/calendar.ts'
import { DAY_MS, HOUR_MS, later } from '../support/broadcast-builder.ts'

const WEDNESDAY_16 = { weekday: 3, minute: 960 }
const SATURDAY_16 = { weekday: 6, minute: 960 }
const PARTS = {
  timeZone: WITA,
  weekday: 'long',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const
const hourInWita = (instant: Date) =>
  new Intl.DateTimeFormat('en-GB', PARTS).format(instant).replaceAll(/ at|,/g, '')
const dayInWita = (instant: Date) =>
  Number(new Intl.DateTimeFormat('en-GB', { timeZone: WITA, day: 'numeric' }).format(instant))

describe('the calendar', () => {
  it.each([
    ['2026-12-01T00:00:00Z', 'literasi-2026-w49', '2026-12-02T08:00:00.000Z'],
    ['2026-12-02T07:59:59Z', 'literasi-2026-w49', '2026-12-02T08:00:00.000Z'],
    ['2026-12-02T08:00:00Z', 'literasi-2026-w50', '2026-12-09T08:00:00.000Z'],
    // 2026 has 53 weeks, and the last day of 2025 is in the first week of 2026.
    ['2026-12-29T00:00:00Z', 'literasi-2026-w53', '2026-12-30T08:00:00.000Z'],
    ['2025-12-30T00:00:00Z', 'literasi-2026-w01', '2025-12-31T08:00:00.000Z'],
  ])('has the tip after %s in %s', (now, id, at) => {
    expect(nextTip(new Date(now), WEDNESDAY_16)).toEqual({ id, at: new Date(at) })
  })

  it.each([
    ['2026-11-26T00:00:00Z', 'kuis-2026-12', '2026-12-05T08:00:00.000Z'],
    ['2026-12-05T08:00:00Z', 'kuis-2027-01', '2027-01-02T08:00:00.000Z'],
    // In WITA it is already the first of August, a Saturday.
    ['2026-07-31T17:00:00Z', 'kuis-2026-08', '2026-08-01T08:00:00.000Z'],
  ])('has the quiz after %s in %s', (now, id, at) => {
    expect(nextQuiz(new Date(now), SATURDAY_16)).toEqual({ id, at: new Date(at) })
  })

  it('has every week and every month once, at the right hour, for ten years', () => {
    const start = new Date('2026-11-26T03:00:00Z')
    const tips = new Map<string, Date>()
    const quizzes = new Map<string, Date>()
    for (let hours = 0; hours < 10 * 365 * 24; hours += 7) {
      const now = later(start, hours * HOUR_MS)
      const tip = nextTip(now, WEDNESDAY_16)
      const quiz = nextQuiz(now, SATURDAY_16)
      for (const [known, { id, at }] of [
        [tips, tip],
        [quizzes, quiz],
      ] as const) {
        expect(known.get(id) ?? at).toEqual(at)
        expect(at > now).toBe(true)
        known.set(id, at)
      }
    }
    const tipTimes = [...tips.values()]
    const gaps = tipTimes.slice(1).map((at, index) => at.getTime() - Number(tipTimes[index]))
    expect(new Set(gaps)).toEqual(new Set([7 * DAY_MS]))
    expect(new Set(tipTimes.map(hourInWita))).toEqual(new Set(['Wednesday 16:00']))
    const quizTimes = [...quizzes.values()]
    expect(new Set(quizTimes.map(hourInWita))).toEqual(new Set(['Saturday 16:00']))
    expect(Math.max(...quizTimes.map(dayInWita))).toBe(7)
    expect(quizzes.size).toBe(121)
  })
})

describe('reading a day and an hour', () => {
  it.each([
    ['Rabu 16.00', { weekday: 3, minute: 960 }],
    ['jum’at 7.05', undefined],
    ["jum'at 7.05", { weekday: 5, minute: 425 }],
    ['AHAD pukul 19:30 WITA', { weekday: 0, minute: 1170 }],
    ['Rabu', undefined],
    ['Rabu 24.00', undefined],
    ['Rabu 16.60', undefined],
    ['16.00', undefined],
    ['constructor 16.00', undefined],
    ['', undefined],
  ])('reads %j', (text, slot) => {
    expect(parseSlot(text)).toEqual(slot)
  })

  it('says it as people do', () => {
    expect(slotInWords({ weekday: 5, minute: 425 })).toBe('Jumat 07.05')
  })
})
