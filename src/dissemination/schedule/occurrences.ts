import { CronExpressionParser } from 'cron-parser'
import { WITA, type RecurringSchedule, type Schedule } from '../../domain/broadcast.ts'
import { witaDay } from '../../domain/wita.ts'

/** `cron-parser` knows more than cron: seconds, `@daily`, and `H`, which means a random value. */
const FIVE_FIELDS = /^[\dA-Z*,/#?-]+(?:\s+[\dA-Z*,/#?-]+){4}$/i
const RANDOM_FIELD = /(?:^|[\s,])H/i

/** True for five fields of ordinary cron. Says nothing about whether the values make sense. */
export function hasFiveFields(cron: string): boolean {
  return FIVE_FIELDS.test(cron.trim()) && !RANDOM_FIELD.test(cron)
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 24 * 60

/** Several crons, each with its five fields, are joined by this. */
const ALTERNATIVE = '|'

/**
 * The shortest time between two occurrences of a cron, in milliseconds, as if it ran every day.
 * Throws for a cron that `cron-parser` refuses.
 */
export function shortestGapMs(cron: string): number {
  const times = cron
    .split(ALTERNATIVE)
    .flatMap((one) => {
      const { hour, minute } = CronExpressionParser.parse(one).fields
      return hour.values.flatMap((h) => minute.values.map((m) => h * 60 + m))
    })
    .toSorted((a, b) => a - b)
  const different = [...new Set(times)]
  const [first = 0] = different
  const gaps = [...different.slice(1), first + DAY_MINUTES].map(
    (time, index) => time - (different[index] ?? 0),
  )
  return Math.min(...gaps) * MINUTE_MS
}

/** WITA has no daylight saving, and a fixed offset is counted several times quicker than a zone by its name. */
const zoneOf = (timeZone: string) => (timeZone === WITA ? 'UTC+8' : timeZone)

/** What the crons alone say, the earliest first, all later than `after`, each instant once. Has no end. */
function* cronInstants({ cron, timeZone }: RecurringSchedule, after: Date): Generator<Date, never> {
  const tz = zoneOf(timeZone)
  const upcoming = cron.split(ALTERNATIVE).map((one) => {
    const expression = CronExpressionParser.parse(one, { tz, currentDate: after })
    return { expression, at: expression.next().toDate() }
  })
  for (;;) {
    const earliest = Math.min(...upcoming.map(({ at }) => at.getTime()))
    for (const one of upcoming) {
      if (one.at.getTime() === earliest) one.at = one.expression.next().toDate()
    }
    yield new Date(earliest)
  }
}

/** Occurrences of a schedule, the earliest first, all later than `after`. May have no end. */
function* occurrencesAfter(schedule: Schedule, after: Date): Generator<Date, undefined> {
  if (schedule.type === 'once') {
    if (schedule.at > after) yield schedule.at
    return
  }
  const { startsAt, until, count = Infinity, exceptDates = [] } = schedule
  const beforeStart = startsAt === undefined ? undefined : new Date(startsAt.getTime() - 1)
  // What is counted has to be counted from its beginning.
  const isCounted = schedule.count !== undefined || (beforeStart !== undefined && beforeStart > after)
  let number = 0
  for (const at of cronInstants(schedule, (isCounted ? beforeStart : undefined) ?? after)) {
    if (until !== undefined && at > until) return
    if (exceptDates.includes(witaDay(at))) continue
    number += 1
    if (number > count) return
    if (at > after) yield at
  }
}

/**
 * Every occurrence later than `after`, up to and including `upTo`, the earliest first.
 * Throws for a cron that `cron-parser` refuses.
 */
export function occurrencesBetween(schedule: Schedule, after: Date, upTo: Date): Date[] {
  const occurrences: Date[] = []
  for (const at of occurrencesAfter(schedule, after)) {
    if (at > upTo) break
    occurrences.push(at)
  }
  return occurrences
}

/** The next `count` occurrences later than `after`; fewer when the schedule ends. Throws like `occurrencesBetween`. */
export function nextOccurrences(schedule: Schedule, after: Date, count: number): Date[] {
  const occurrences: Date[] = []
  if (count <= 0) return occurrences
  for (const at of occurrencesAfter(schedule, after)) {
    occurrences.push(at)
    if (occurrences.length === count) break
  }
  return occurrences
}

/** The next occurrence that may still be sent: the schedule goes on and the broadcast has not expired by then. */
export function nextUsefulOccurrence(
  { schedule, expiresAt }: { schedule: Schedule; expiresAt?: Date },
  after: Date,
): Date | undefined {
  const [next] = nextOccurrences(schedule, after, 1)
  return next !== undefined && (expiresAt === undefined || next < expiresAt) ? next : undefined
}
