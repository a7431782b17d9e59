/** WITA has no daylight saving. */
const OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** Midnight in WITA at the beginning of the day of an instant. */
export function startOfDay(at: Date): Date {
  const local = at.getTime() + OFFSET_MS
  return new Date(local - (local % DAY_MS) - OFFSET_MS)
}

/** The date in WITA, `2026-11-26`. */
export const dateOf = (at: Date): string => new Date(at.getTime() + OFFSET_MS).toISOString().slice(0, 10)
