const WITA_OFFSET_MS = 8 * 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000

/** When in a week something goes out, in WITA. */
export interface WeeklySlot {
  /** 0 is Sunday. */
  weekday: number
  /** Minutes since midnight, 0 to 1439. */
  minute: number
}

/** A coming occurrence, with the id of its broadcast. */
export interface Occurrence {
  id: string
  at: Date
}

const WEEKDAYS = ['minggu', 'senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu']
const SPELLINGS: Record<string, string> = { ahad: 'minggu', "jum'at": 'jumat' }

const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Reads `Rabu 16.00` or `rabu 16:00`; undefined for everything else. */
export function parseSlot(text: string): WeeklySlot | undefined {
  const match = /^([a-z']+)\s+(?:pukul\s+)?(\d{1,2})[.:](\d{2})(?:\s*wita)?$/.exec(text.trim().toLowerCase())
  const [, day = '', hour = '', minute = ''] = match ?? []
  const weekday = WEEKDAYS.indexOf(SPELLINGS[day] ?? day)
  if (weekday < 0 || Number(hour) > 23 || Number(minute) > 59) return undefined
  return { weekday, minute: Number(hour) * 60 + Number(minute) }
}

/** `Rabu 16.00`. */
export function slotInWords({ weekday, minute }: WeeklySlot): string {
  const day = WEEKDAYS[weekday] ?? ''
  return `${day.charAt(0).toUpperCase()}${day.slice(1)} ${twoDigits(Math.floor(minute / 60))}.${twoDigits(minute % 60)}`
}

/** Midnight of a day in WITA. Months count from 0; days may run over. */
const witaMidnight = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day) - WITA_OFFSET_MS)

/** The calendar day in WITA, as UTC fields. */
const asWita = (instant: Date) => new Date(instant.getTime() + WITA_OFFSET_MS)

const later = (instant: Date, ms: number) => new Date(instant.getTime() + ms)

/** `2026-w49`: the week of ISO 8601 that a day is in; the year is the one of its Thursday. */
function isoWeek(instant: Date): string {
  const day = asWita(instant)
  const sinceMonday = (day.getUTCDay() + 6) % 7
  const thursday = new Date(
    Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - sinceMonday + 3),
  )
  const firstDay = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  const week = Math.floor((thursday.getTime() - firstDay) / (7 * DAY_MS)) + 1
  return `${thursday.getUTCFullYear()}-w${twoDigits(week)}`
}

/** The next weekly tip after an instant. */
export function nextTip(now: Date, { weekday, minute }: WeeklySlot): Occurrence {
  const today = asWita(now)
  const midnight = witaMidnight(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate())
  const days = (weekday - today.getUTCDay() + 7) % 7
  const first = later(midnight, days * DAY_MS + minute * MINUTE_MS)
  const at = first > now ? first : later(first, 7 * DAY_MS)
  return { id: `literasi-${isoWeek(at)}`, at }
}

/** The first day of that name in a month, at its hour. */
function firstOfMonth(year: number, month: number, { weekday, minute }: WeeklySlot): Date {
  const first = witaMidnight(year, month, 1)
  const days = (weekday - asWita(first).getUTCDay() + 7) % 7
  return later(first, days * DAY_MS + minute * MINUTE_MS)
}

/** The next monthly quiz after an instant. */
export function nextQuiz(now: Date, slot: WeeklySlot): Occurrence {
  const today = asWita(now)
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
  const first = firstOfMonth(year, month, slot)
  const at = first > now ? first : firstOfMonth(year, month + 1, slot)
  const day = asWita(at)
  return { id: `kuis-${day.getUTCFullYear()}-${twoDigits(day.getUTCMonth() + 1)}`, at }
}
