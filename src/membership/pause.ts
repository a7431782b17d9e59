import { nextWitaMidnight, parseWita, witaDay } from '../domain/wita.ts'
import { tidy } from './words.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A group that wants longer silence stops. */
export const LONGEST_PAUSE_DAYS = 90
/** "Sampai Senin" ends when the day begins for people. */
const MORNING_MS = 6 * HOUR_MS

/** How long announcements pause; or why that cannot be. */
export type PauseReading = { type: 'until'; until: Date } | { type: 'too_long' } | { type: 'not_understood' }

const NUMBERS = 'nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh'.split(' ')
const UNIT_DAYS: [RegExp, number][] = [
  [/^(?:jam|jm|hours?)$/, 1 / 24],
  [/^(?:hari|hr|hri|days?)$/, 1],
  [/^(?:minggu|mgg|mggu|pekan|weeks?)$/, 7],
  [/^(?:bulan|bln|months?)$/, 30],
]
const WEEKDAYS = [
  'minggu ahad',
  'senin senen',
  'selasa',
  'rabu rebo',
  'kamis kemis',
  'jumat jumaat',
  'sabtu saptu',
]
const MONTHS =
  'januari jan|februari pebruari feb|maret mar|april apr|mei|juni jun|juli jul|agustus agt ags|september sept sep|oktober okt|november nopember nov|desember des'.split(
    '|',
  )

const indexIn = (lists: string[], word: string) => lists.findIndex((names) => names.split(' ').includes(word))
const unitOf = (word: string) => UNIT_DAYS.find(([pattern]) => pattern.test(word))?.[1]

function numberOf(word: string): number | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word)
  const index = NUMBERS.indexOf(word)
  return index === -1 ? undefined : index
}

/** `3 hari`, `tiga hari`, `3hr`, `seminggu`: in days. */
function readLength(text: string): number | undefined {
  const one = /^se(jam|hari|minggu|pekan|bulan)$/.exec(text)
  if (one !== null) return unitOf(one[1] ?? '')
  const [, amount = '', unit = ''] = /^(\d{1,3}|[a-z]+)\s*([a-z]+)$/.exec(text) ?? []
  const count = numberOf(amount)
  const days = unitOf(unit)
  return count === undefined || days === undefined || count === 0 ? undefined : count * days
}

const midnightBefore = (now: Date) => nextWitaMidnight(now).getTime() - DAY_MS

/** The next day of this weekday, never today. */
function nextWeekday(now: Date, weekday: number): number {
  // Noon in WITA is the same day in UTC.
  const today = new Date(midnightBefore(now) + DAY_MS / 2).getUTCDay()
  return midnightBefore(now) + (((weekday - today + 6) % 7) + 1) * DAY_MS
}

const pad = (number: number) => String(number).padStart(2, '0')

/** A date without a year is the next one. */
function dateInMs(
  now: Date,
  { day, month, year }: { day: number; month: number; year?: number },
): number | undefined {
  const thisYear = Number(witaDay(now).slice(0, 4))
  const years = year === undefined ? [thisYear, thisYear + 1] : [year < 100 ? 2000 + year : year]
  const starts = years.flatMap((one) => parseWita(`${one}-${pad(month)}-${pad(day)} 00:00`)?.getTime() ?? [])
  return starts.find((start) => start > now.getTime())
}

/** The beginning of the day that a text names: `senin`, `5 desember`, `5/12`, `2026-12-05`, `besok`. */
function readDay(text: string, now: Date): number | undefined {
  const midnight = midnightBefore(now)
  if (/^(?:besok|esok)$/.test(text)) return midnight + DAY_MS
  if (/^(?:lusa|besok lusa)$/.test(text)) return midnight + 2 * DAY_MS
  if (/^(?:minggu depan|pekan depan)$/.test(text)) return nextWeekday(now, 1)
  const weekday = indexIn(WEEKDAYS, text.replace(/^hari /, '').replace(/ (?:depan|besok|ini)$/, ''))
  if (weekday !== -1) return nextWeekday(now, weekday)
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso !== null) return dateInMs(now, { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) })
  const written = /^(?:tanggal |tgl )?(\d{1,2})(?:\s+([a-z]+)|[/-](\d{1,2}))(?:[\s/-]+(\d{4}|\d{2}))?$/.exec(
    text,
  )
  if (written === null) return undefined
  const [, day, name, number, year] = written
  const month = name === undefined ? Number(number) : indexIn(MONTHS, name) + 1
  const end = year === undefined ? {} : { year: Number(year) }
  return month === 0 ? undefined : dateInMs(now, { day: Number(day), month, ...end })
}

/**
 * Reads how long to pause: `3 hari`, `seminggu`, `1 jam`, `sampai senin`, `sampai 5 desember`. Days end at 06.00 WITA.
 * At most 90 days.
 */
export function readPause(text: string, now: Date): PauseReading {
  const said = tidy(text)
    .replaceAll(/['’`]/g, '')
    .replace(/^(?:selama|untuk|for)\s+/, '')
    .replace(/\s+(?:saja|aja|dulu|ya|lagi)$/, '')
  const toDay = /^(?:sampai|sampe|smp|hingga|until|s\.?d\.?)\s+(.+)$/.exec(said)?.[1]
  const days = toDay === undefined ? readLength(said) : undefined
  const day = days === undefined ? readDay(toDay ?? said, now) : undefined
  if (days === undefined && day === undefined) return { type: 'not_understood' }
  const until = new Date(days === undefined ? (day ?? 0) + MORNING_MS : now.getTime() + days * DAY_MS)
  if (until.getTime() - now.getTime() > (LONGEST_PAUSE_DAYS + 0.5) * DAY_MS) return { type: 'too_long' }
  return until > now ? { type: 'until', until } : { type: 'not_understood' }
}
