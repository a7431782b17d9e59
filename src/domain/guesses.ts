/** Wrong guesses at a secret by one person, by one group, or by everybody together. */
export interface Guesses {
  /** Since `firstAt`. */
  count: number
  firstAt: Date
  /** How often they led to a lock, without a quiet day in between. */
  locks: number
  lockedUntil?: Date
}

/** How many wrong guesses within an hour lock, and for how long; each further lock is twice as long. */
export interface GuessLimit {
  most: number
  lockMs: number
  longestLockMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** KIM codes: for a person, and for a group. */
export const OWN_LIMIT: GuessLimit = { most: 5, lockMs: HOUR_MS, longestLockMs: DAY_MS }
/** For everybody together: many accounts that guess for one person. */
export const COMMON_LIMIT: GuessLimit = { most: 200, lockMs: 15 * MINUTE_MS, longestLockMs: 15 * MINUTE_MS }

/** Guesses that nothing depends on any more: the last of them, or the end of their lock, is a day ago. */
export const GUESSES_KEPT_MS = DAY_MS

/** Counts one more wrong guess. `before` is undefined for the first. */
export function afterWrongGuess(
  before: Guesses | undefined,
  now: Date,
  { most, lockMs, longestLockMs }: GuessLimit,
): Guesses {
  const lastMs = Math.max(before?.firstAt.getTime() ?? 0, before?.lockedUntil?.getTime() ?? 0)
  if (before === undefined || now.getTime() - lastMs >= GUESSES_KEPT_MS) {
    return { count: 1, firstAt: now, locks: 0 }
  }
  const isSameHour = now.getTime() - before.firstAt.getTime() < HOUR_MS
  const count = isSameHour ? before.count + 1 : 1
  const firstAt = isSameHour ? before.firstAt : now
  if (count < most) return { ...before, count, firstAt }
  const lockedMs = Math.min(lockMs * 2 ** before.locks, longestLockMs)
  return { count, firstAt, locks: before.locks + 1, lockedUntil: new Date(now.getTime() + lockedMs) }
}
