import { WITA } from '../domain/broadcast.ts'

const MINUTES = new Intl.DateTimeFormat('id-ID', {
  timeZone: WITA,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const SECONDS = new Intl.DateTimeFormat('id-ID', {
  timeZone: WITA,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const DAY = new Intl.DateTimeFormat('id-ID', {
  timeZone: WITA,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** `08.15` */
export const clockTime = (at: Date): string => MINUTES.format(at)

/** `08.15.30 WITA` */
export const exactTime = (at: Date): string => `${SECONDS.format(at)} WITA`

/** `Kamis, 26 November 2026` */
export const dayOf = (at: Date): string => DAY.format(at)

/** `Kamis, 26 November 2026 pukul 08.15 WITA` */
export const dayAndTime = (at: Date): string => `${dayOf(at)} pukul ${clockTime(at)} WITA`

const SHORT_DAY = new Intl.DateTimeFormat('id-ID', {
  timeZone: WITA,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})

/** `26 Nov 2026` */
export const shortDay = (at: Date): string => SHORT_DAY.format(at)

/** `26 Nov 2026, 08.15` */
export const shortDayAndTime = (at: Date): string => `${shortDay(at)}, ${clockTime(at)}`
