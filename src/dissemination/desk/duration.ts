import type { Pace } from '../pace.ts'

/** What an account may send today. A missing number is no limit. */
export type PaceNumbers = Pick<Pace, 'perSecond' | 'gapMs' | 'perHour' | 'perDay'>

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What an account of this age may send: a young number has lower caps. */
export function paceAtAge(pace: Pace, ageMs: number): PaceNumbers {
  const young = pace.warmUp?.find(({ untilDay }) => ageMs < untilDay * DAY_MS)
  return young === undefined ? pace : { ...pace, perHour: young.perHour, perDay: young.perDay }
}

/** How long an account takes for so many messages at this pace, in milliseconds, without quiet hours. Pure. */
export function estimateDurationMs(
  { perSecond, gapMs, perHour, perDay }: PaceNumbers,
  messages: number,
): number {
  if (messages <= 1) return 0
  const gap = gapMs === undefined ? 0 : (gapMs.min + gapMs.max) / 2
  const each = Math.max(gap, perSecond === undefined ? 0 : 1_000 / perSecond)
  const steadyMs = (count: number) => {
    const fullHours = perHour === undefined ? 0 : Math.floor((count - 1) / perHour)
    const rest = perHour === undefined ? count - 1 : (count - 1) % perHour
    return Math.max((count - 1) * each, fullHours * HOUR_MS + rest * each)
  }
  if (perDay === undefined) return Math.round(steadyMs(messages))
  const fullDays = Math.floor((messages - 1) / perDay)
  return Math.round(fullDays * DAY_MS + steadyMs(messages - fullDays * perDay))
}
