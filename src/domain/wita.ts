import { WITA } from './broadcast.ts'

/** WITA is UTC+8 all year. */
const WITA_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 24 * 3_600_000

const DATE = new Intl.DateTimeFormat('id-ID', {
  timeZone: WITA,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const TIME = new Intl.DateTimeFormat('id-ID', {
  timeZone: WITA,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** As people in East Kalimantan write it: `Selasa, 1 Desember 2026 pukul 08.00 WITA`. */
export function formatWita(instant: Date): string {
  return `${DATE.format(instant)} pukul ${TIME.format(instant).replace(':', '.')} WITA`
}

const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})(?:(?:\s+|T)(\d{1,2})[:.](\d{2})(?:[:.]00)?)?(?:\s*WITA)?$/i

/**
 * Reads `2026-12-01 08:00`, `2026-12-01 08.00` or `2026-12-01T08:00` as WITA.
 * With `endOfDay` a bare date counts too and means its last millisecond.
 * Undefined for everything else, and for days and hours that do not exist.
 */
export function parseWita(text: string, options: { endOfDay?: boolean } = {}): Date | undefined {
  const match = WRITTEN.exec(text.trim())
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0))
  const midnight = new Date(Date.UTC(year, month - 1, day))
  const isRealDay = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day
  if (!isRealDay || hour > 23 || minute > 59) return undefined
  const startOfDay = midnight.getTime() - WITA_OFFSET_MS
  if (match[4] !== undefined) return new Date(startOfDay + (hour * 60 + minute) * 60_000)
  return options.endOfDay === true ? new Date(startOfDay + DAY_MS - 1) : undefined
}

/** The first instant of the day after `instant`, by the calendar of WITA. */
export function nextWitaMidnight(instant: Date): Date {
  const day = Math.floor((instant.getTime() + WITA_OFFSET_MS) / DAY_MS)
  return new Date((day + 1) * DAY_MS - WITA_OFFSET_MS)
}

/** The calendar day in WITA: `2026-12-01`. */
export function witaDay(instant: Date): string {
  return new Date(instant.getTime() + WITA_OFFSET_MS).toISOString().slice(0, 10)
}

/** Minutes since midnight in WITA, 0 to 1439. */
export function minuteOfWitaDay(instant: Date): number {
  const sinceMidnight = (instant.getTime() + WITA_OFFSET_MS) % DAY_MS
  return Math.floor(((sinceMidnight + DAY_MS) % DAY_MS) / 60_000)
}
