import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planDue } from '../../../src/dissemination/plan.ts'
import { nextOccurrences, occurrencesBetween } from '../../../src/dissemination/schedule/occurrences.ts'
import { WITA, type RecurringSchedule } from '../../../src/domain/broadcast.ts'
import { DEFAULT_QUIET_HOURS, quietUntil } from '../../../src/domain/quiet-hours.ts'
import { aBroadcast, DAY_MS, HOUR_MS, later, MONDAY_8 } from '../../support/broadcast-builder.ts'

/** Midnight of that Monday in WITA. */
const MIDNIGHT = later(MONDAY_8, -8 * HOUR_MS)
const DAYS = 120

interface Plain {
  days: number[]
  hour: number
  minute: number
  startDay: number | undefined
  endDay: number | undefined
  count: number | undefined
  exceptDays: number[]
}

const aPlain: fc.Arbitrary<Plain> = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  startDay: fc.option(fc.integer({ min: 0, max: DAYS }), { nil: undefined }),
  endDay: fc.option(fc.integer({ min: 0, max: DAYS }), { nil: undefined }),
  count: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  exceptDays: fc.uniqueArray(fc.integer({ min: 0, max: DAYS })),
})

const dayStart = (day: number) => later(MIDNIGHT, day * DAY_MS)
const dateOf = (day: number) =>
  later(dayStart(day), 8 * HOUR_MS)
    .toISOString()
    .slice(0, 10)

function scheduleOf({ days, hour, minute, startDay, endDay, count, exceptDays }: Plain): RecurringSchedule {
  // What is counted has a beginning.
  const start = startDay ?? (count === undefined ? undefined : 0)
  return {
    type: 'recurring',
    cron: `${minute} ${hour} * * ${days.join(',')}`,
    timeZone: WITA,
    ...(start === undefined ? {} : { startsAt: dayStart(start) }),
    ...(endDay === undefined ? {} : { until: later(dayStart(endDay + 1), -1) }),
    ...(count === undefined ? {} : { count }),
    exceptDates: exceptDays.map(dateOf),
  }
}

/** The same, day by day, as a person would do it with a calendar. */
function byHand({
  days,
  hour,
  minute,
  startDay = 0,
  endDay = DAYS,
  count = Infinity,
  exceptDays,
}: Plain): Date[] {
  return (
    Array.from({ length: DAYS }, (_, day) => day)
      .filter((day) => day >= startDay && day <= endDay && !exceptDays.includes(day))
      // Day 0 is a Monday.
      .filter((day) => days.includes((day + 1) % 7))
      .slice(0, count)
      .map((day) => later(dayStart(day), hour * HOUR_MS + minute * 60_000))
  )
}

describe('occurrences', () => {
  it('are those of the calendar, with beginning, end, number and exceptions', () => {
    const property = fc.property(aPlain, (plain) => {
      const found = occurrencesBetween(scheduleOf(plain), later(MIDNIGHT, -1), later(dayStart(DAYS), -1))
      expect(found).toEqual(byHand(plain))
    })
    expect(fc.check(property, { numRuns: 500, seed: 25 })).toMatchObject({
      counterexample: null,
      failed: false,
    })
  })

  it('do not depend on from where one looks', () => {
    const property = fc.property(aPlain, fc.integer({ min: 0, max: DAYS * 24 }), (plain, hours) => {
      const after = later(MIDNIGHT, hours * HOUR_MS)
      const expected = byHand(plain).filter((at) => at > after)
      const found = nextOccurrences(scheduleOf(plain), after, expected.length)
      expect(found).toEqual(expected)
    })
    expect(fc.check(property, { numRuns: 500, seed: 25 })).toMatchObject({
      counterexample: null,
      failed: false,
    })
  })

  it('of several crons come in order, and each instant once', () => {
    const schedule = { type: 'recurring', cron: '0 8 * * 1|30 9 * * 1#1|0 8 * * *', timeZone: WITA } as const
    const found = nextOccurrences(schedule, later(MONDAY_8, -1), 10)
    expect(found).toEqual(found.toSorted((a, b) => a.getTime() - b.getTime()))
    expect(new Set(found.map(Number)).size).toBe(10)
    expect(found[0]).toEqual(MONDAY_8)
  })
})

/** How the scheduler is woken: after so many minutes; sometimes it was away for long, sometimes the clock went back. */
const aWake = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 90 }) },
  { weight: 2, arbitrary: fc.integer({ min: 90, max: 3_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -600, max: -1 }) },
)

describe('deciding what is due, over and over', () => {
  it('settles every occurrence once, sends nothing in quiet hours, and nothing that has expired', () => {
    const property = fc.property(
      aPlain,
      fc.array(aWake, { minLength: 1, maxLength: 120 }),
      fc.option(fc.integer({ min: 0, max: DAYS * 24 }), { nil: undefined }),
      fc.boolean(),
      (plain, wakes, expiryHours, isEmergency) => {
        const expiresAt = expiryHours === undefined ? undefined : later(MIDNIGHT, expiryHours * HOUR_MS)
        const broadcast = aBroadcast({
          schedule: scheduleOf(plain),
          priority: isEmergency ? 'emergency' : 'normal',
          settledAt: later(MIDNIGHT, -1),
          ...(expiresAt === undefined ? {} : { expiresAt }),
        })
        // As the database does it: the first row of an occurrence stays.
        const rows = new Map<number, 'run' | 'missed' | 'expired'>()
        let now = MIDNIGHT
        let latest = now
        for (const minutes of wakes) {
          now = later(now, minutes * 60_000)
          latest = new Date(Math.max(latest.getTime(), now.getTime()))
          const plan = planDue(broadcast, { now })
          for (const at of plan.run) {
            if (rows.has(at.getTime())) continue
            rows.set(at.getTime(), 'run')
            const mayRing = quietUntil(at, DEFAULT_QUIET_HOURS) ?? at
            if (now < (isEmergency ? at : mayRing)) return false
            if (expiresAt !== undefined && now >= expiresAt) return false
          }
          for (const { at, status } of plan.missed) {
            if (!rows.has(at.getTime())) rows.set(at.getTime(), status)
          }
          if (plan.settledAt > broadcast.settledAt) broadcast.settledAt = plan.settledAt
        }
        const isSettled = (at: Date) => rows.has(at.getTime())
        const isWaiting = (at: Date) => !isEmergency && quietUntil(at, DEFAULT_QUIET_HOURS) !== undefined
        const passed = byHand(plain).filter((at) => at <= latest)
        // What is not settled yet only waits for the end of the quiet hours.
        return passed.every((at) => (at <= broadcast.settledAt ? isSettled(at) : isWaiting(at)))
      },
    )
    expect(fc.check(property, { numRuns: 500, seed: 25 })).toMatchObject({
      counterexample: null,
      failed: false,
    })
  })
})
