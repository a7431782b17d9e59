/** What an account may send today. A missing number is no limit. */
export interface PaceNumbers {
  /** Messages a second. */
  perSecond?: number
  /** Between two messages. */
  gapMs?: { min: number; max: number }
  perHour?: number
  perDay?: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

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
