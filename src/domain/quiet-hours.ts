import { minuteOfWitaDay } from './wita.ts'

const DAY_MINUTES = 24 * 60
const MINUTE_MS = 60_000

/** The part of each day in which nothing but emergencies goes out. Minutes after midnight in WITA. */
export interface QuietHours {
  fromMinute: number
  /** The first minute that is not quiet any more. Equal to `fromMinute`: no quiet hours. */
  toMinute: number
}

/** 21.00 to 06.00 WITA: people sleep, and a ringing phone makes them leave the group. */
export const DEFAULT_QUIET_HOURS: QuietHours = { fromMinute: 21 * 60, toMinute: 6 * 60 }

/** When the quiet hours that `instant` lies in are over; undefined outside of them. */
export function quietUntil(instant: Date, { fromMinute, toMinute }: QuietHours): Date | undefined {
  const minute = minuteOfWitaDay(instant)
  const length = (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES
  const sinceStart = (minute - fromMinute + DAY_MINUTES) % DAY_MINUTES
  if (sinceStart >= length) return undefined
  return new Date(Math.floor(instant.getTime() / MINUTE_MS) * MINUTE_MS + (length - sinceStart) * MINUTE_MS)
}

/** Reads `21.00-06.00` or `21:00-06:00`, and `off`; undefined for anything else. */
export function parseQuietHours(text: string): QuietHours | undefined {
  if (text.trim().toLowerCase() === 'off') return { fromMinute: 0, toMinute: 0 }
  const match = /^(\d{1,2})[.:](\d{2})\s*-\s*(\d{1,2})[.:](\d{2})$/.exec(text.trim())
  if (match === null) return undefined
  const [fromHour = 0, fromRest = 0, toHour = 0, toRest = 0] = match.slice(1).map(Number)
  if (fromHour > 23 || toHour > 23 || fromRest > 59 || toRest > 59) return undefined
  return { fromMinute: fromHour * 60 + fromRest, toMinute: toHour * 60 + toRest }
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`

/** `21.00-06.00`, or `off`. */
export const formatQuietHours = ({ fromMinute, toMinute }: QuietHours): string =>
  fromMinute === toMinute ? 'off' : `${clock(fromMinute)}-${clock(toMinute)}`
