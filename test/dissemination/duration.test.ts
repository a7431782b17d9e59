import { describe, expect, it } from 'vitest'
import { estimateDurationMs, paceAtAge } from '../../src/dissemination/desk/duration.ts'
import { DEFAULT_PACE } from '../../src/dissemination/pace.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/broadcast-builder.ts'

const forAge = (days: number) => estimateDurationMs(paceAtAge(DEFAULT_PACE.whatsapp, days * DAY_MS), 500)

describe('how long a run takes', () => {
  it.each([
    ['nothing for one message', {}, 1, 0],
    ['nothing without limits', {}, 1_000, 0],
    ['by the second', { perSecond: 30 }, 901, 30_000],
    ['by the middle of the gaps', { gapMs: { min: 6_000, max: 12_000 } }, 101, 900_000],
    ['by the hour', { perHour: 60 }, 121, 2 * HOUR_MS],
    [
      'by the hour and the gaps of the rest',
      { perHour: 60, gapMs: { min: 10_000, max: 10_000 } },
      67,
      HOUR_MS + MINUTE_MS,
    ],
    ['by the day', { perDay: 100 }, 250, 2 * DAY_MS],
    ['by the day and the hour', { perDay: 100, perHour: 50 }, 160, DAY_MS + HOUR_MS],
  ])('is reckoned %s', (_how, pace, messages, durationMs) => {
    expect(estimateDurationMs(pace, messages)).toBe(durationMs)
  })

  it('is longer for a young number', () => {
    expect(forAge(1)).toBeGreaterThan(10 * DAY_MS)
    expect(forAge(10)).toBeLessThan(forAge(1))
    expect(forAge(60)).toBeLessThan(forAge(10))
    expect(forAge(60)).toBeLessThan(DAY_MS)
  })
})
