import { parseWita } from '../../domain/wita.ts'
import { createReader, SpokenError, type Reader } from './spoken-reader.ts'
import type { DayPart } from './words.ts'

/** A schedule in words, understood. Days are dates in WITA: `2026-12-25`. */
export interface SpokenSchedule {
  /** Once at an instant, or again and again by a cron; several crons are joined by `|`. */
  rhythm: { type: 'once'; at: Date } | { type: 'recurring'; cron: string }
  startsAt?: Date
  until?: Date
  count?: number
  exceptDates: string[]
  /** Leave out public holidays: said, or meant by "hari kerja". */
  exceptHolidays: boolean
}

interface Clock {
  hour: number
  minute: number
}

/** What was read so far. */
interface Draft {
  clocks: Clock[]
  /** Days of the week, each with the ordinals that it was given. */
  days: { day: number; ordinals: number[] }[]
  /** Days of the month as cron writes them: `1`, `15`, `L`. */
  dates: string[]
  /** Dates of every year: `8-17`. */
  yearly: { month: number; day: number }[]
  /** The date of a single sending. */
  onceOn?: string
  isDaily: boolean
  isRepeating: boolean
  startsOn?: string
  endsOn?: string
  count?: number
  exceptDates: string[]
  exceptHolidays: boolean
}

const EXAMPLES = '"setiap Senin 08.00", "tanggal 1 tiap bulan 09.00", "setiap hari kerja 07.30"'

const pad = (number: number) => String(number).padStart(2, '0')

function addMinutes({ hour, minute }: Clock, part: DayPart | undefined): Clock {
  const isAfternoon =
    (part === 'afternoon' && hour < 12) ||
    (part === 'night' && hour >= 6 && hour < 12) ||
    (part === 'noon' && hour < 6)
  const clock = { hour: isAfternoon ? hour + 12 : part === 'night' && hour === 12 ? 0 : hour, minute }
  if (clock.hour > 23 || clock.minute > 59) {
    throw new SpokenError(`Jam "${pad(hour)}.${pad(minute)}" tidak ada. Tulis dari 00.00 sampai 23.59.`)
  }
  return clock
}

/** A time of day, and further ones after "dan" or a comma. */
function readClocks(reader: Reader, draft: Draft): void {
  reader.key('clock')
  const number = reader.time() ?? reader.number()
  if (number === undefined) {
    throw new SpokenError('Tulis jamnya sesudah kata "pukul", misalnya pukul 08.00.')
  }
  const clock = typeof number === 'number' ? { hour: number, minute: 0 } : number
  draft.clocks.push(addMinutes(clock, reader.part()))
  if (reader.isNextTimeInList()) {
    reader.skipJoint()
    readClocks(reader, draft)
  }
}

function realDay(year: number, month: number, day: number): string {
  const written = `${year}-${pad(month)}-${pad(day)}`
  if (parseWita(written, { endOfDay: true }) === undefined) {
    throw new SpokenError(`Tanggal ${day}-${month}-${year} tidak ada di kalender.`)
  }
  return written
}

/** `31 Desember 2026` or `2026-12-31`. Undefined when no date with a year comes next. */
function readFullDate(reader: Reader): string | undefined {
  return reader.attempt(() => {
    reader.key('date')
    const iso = reader.isoDate()
    if (iso !== undefined) return realDay(iso.year, iso.month, iso.day)
    const day = reader.number()
    const month = day === undefined ? undefined : reader.month()
    const year = month === undefined ? undefined : reader.number()
    if (day === undefined || month === undefined || year === undefined || year < 2000) return undefined
    return realDay(year, month, day)
  })
}

function needDate(reader: Reader, after: string): string {
  const date = readFullDate(reader)
  if (date === undefined) {
    throw new SpokenError(
      `Tulis tanggal lengkap sesudah kata "${after}", misalnya ${after} 31 Desember 2026.`,
    )
  }
  return date
}

/** What is left out: dates, public holidays, and more of them after "dan". */
function readExceptions(reader: Reader, draft: Draft): void {
  do {
    const date = readFullDate(reader)
    if (date !== undefined) draft.exceptDates.push(date)
    else if (readHoliday(reader)) draft.exceptHolidays = true
    else throw new SpokenError('Sesudah "kecuali" tulis "hari libur", atau tanggal seperti 25 Desember 2026.')
  } while (reader.isNextException())
}

const readHoliday = (reader: Reader): boolean =>
  reader.attempt(() => {
    const isDay = reader.key('day')
    const isRed = !isDay && reader.key('date') && reader.key('red')
    if (isRed || reader.key('holiday')) {
      reader.key('filler')
      return true
    }
    return undefined
  }) ?? false

/** One day of the week or a stretch of them, with the ordinals behind it: "Senin pertama dan ketiga". */
function readDays(reader: Reader, draft: Draft, first: number): void {
  const last = reader.rangeEnd()
  if (last !== undefined) {
    for (let day = first; ; day = (day + 1) % 7) {
      draft.days.push({ day, ordinals: [] })
      if (day === last) return
    }
  }
  const ordinals: number[] = []
  for (let next = reader.ordinal(); next !== undefined; next = reader.nextOrdinalInList()) ordinals.push(next)
  draft.days.push({ day: first, ordinals })
}

/** Days of the month after "tanggal", or a date of every year, or the date of a single sending. */
function readDates(reader: Reader, draft: Draft): void {
  const full = readFullDate(reader)
  if (full !== undefined) {
    if (draft.onceOn !== undefined) throw new SpokenError('Tulis satu tanggal saja untuk sekali kirim.')
    draft.onceOn = full
    return
  }
  reader.key('date')
  if (reader.ordinal() === -1) {
    draft.dates.push('L')
    return
  }
  do {
    const day = reader.number()
    if (day === undefined)
      throw new SpokenError('Sesudah "tanggal" tulis angkanya, misalnya tanggal 1 tiap bulan 09.00.')
    const month = reader.month()
    if (month !== undefined) {
      realDay(2028, month, day)
      draft.yearly.push({ month, day })
      continue
    }
    if (day < 1 || day > 31) throw new SpokenError(`Tanggal ${day} tidak ada. Tulis 1 sampai 31.`)
    draft.dates.push(String(day))
  } while (reader.isNextNumberInList())
}

/** "hari": every day, working days, or only a word before the name of a day. */
function readDayWord(reader: Reader, draft: Draft): void {
  if (reader.key('working')) {
    for (const day of [1, 2, 3, 4, 5]) draft.days.push({ day, ordinals: [] })
    draft.exceptHolidays = true
  } else if (reader.key('week')) readDays(reader, draft, 0)
  else if (!reader.isDayNext()) draft.isDaily = true
}

/** "minggu" is Sunday or a week: written with a capital, or in a list of days, it is the day. */
function readWeek(reader: Reader, draft: Draft, isCapital: boolean): void {
  if (!isCapital && draft.days.length === 0) {
    throw new SpokenError(
      'Kata "minggu" bisa berarti dua hal. Tulis "hari Minggu" untuk harinya, atau nama hari untuk jadwal mingguan, misalnya setiap Senin 08.00.',
    )
  }
  readDays(reader, draft, 0)
}

function readNext(reader: Reader, draft: Draft): void {
  const isCapital = reader.isCapitalNext()
  if (reader.isTimeNext() || reader.isKeyNext('clock')) return readClocks(reader, draft)
  if (reader.isNumberNext()) return readNumber(reader, draft)
  const day = reader.day()
  if (day !== undefined) return readDays(reader, draft, day)
  switch (reader.anyKey()) {
    case 'every':
      draft.isRepeating = true
      return
    case 'filler':
    case 'and':
      return
    case 'month':
    case 'year':
      draft.isRepeating = true
      return
    case 'day':
      return readDayWord(reader, draft)
    case 'daily':
      draft.isDaily = true
      return
    case 'weekend':
      draft.days.push({ day: 6, ordinals: [] }, { day: 0, ordinals: [] })
      return
    case 'start':
      reader.key('month')
      draft.dates.push('1')
      return
    case 'end':
      if (reader.key('weekend')) draft.days.push({ day: 6, ordinals: [] }, { day: 0, ordinals: [] })
      else if (reader.key('month')) draft.dates.push('L')
      return
    case 'week':
      return readWeek(reader, draft, isCapital)
    case 'date':
      reader.back()
      return readDates(reader, draft)
    case 'until':
      draft.endsOn = needDate(reader, 'sampai')
      return
    case 'from':
      draft.startsOn = needDate(reader, 'mulai')
      return
    case 'except':
      return readExceptions(reader, draft)
    case 'working':
    case 'holiday':
    case 'red':
    case 'clock':
    case 'times':
    case undefined:
    default:
      throw reader.unknown(`Contoh yang dimengerti: ${EXAMPLES}.`)
  }
}

/** A bare number: so many times, or a date. */
function readNumber(reader: Reader, draft: Draft): void {
  const count = reader.attempt(() => {
    const number = reader.number()
    return number !== undefined && reader.key('times') ? number : undefined
  })
  if (count === undefined) {
    if (!reader.isDateNext()) throw reader.unknown('Tulis "tanggal" di depan tanggal, dan jam seperti 08.00.')
    return readDates(reader, draft)
  }
  if (count < 1 || count > 500) throw new SpokenError('Jumlah kali kirim harus 1 sampai 500.')
  draft.count = count
}

/** One cron for each minute that the times have, and each ordinal: cron cannot say more in one line. */
function cronsOf(draft: Draft): string {
  const hoursByMinute = new Map<number, Set<number>>()
  for (const { hour, minute } of draft.clocks) {
    hoursByMinute.set(minute, (hoursByMinute.get(minute) ?? new Set()).add(hour))
  }
  const plainDays = [
    ...new Set(draft.days.flatMap(({ day, ordinals }) => (ordinals.length === 0 ? [day] : []))),
  ]
  const ordinalDays = draft.days.flatMap(({ day, ordinals }) =>
    ordinals.map((ordinal) => (ordinal === -1 ? `${day}L` : `${day}#${ordinal}`)),
  )
  const days = [
    ...(draft.isDaily ? ['* * *'] : []),
    ...(plainDays.length === 0 ? [] : [`* * ${plainDays.toSorted((a, b) => a - b).join(',')}`]),
    ...[...new Set(ordinalDays)].map((text) => `* * ${text}`),
    ...(draft.dates.length === 0 ? [] : [`${[...new Set(draft.dates)].join(',')} * *`]),
    ...draft.yearly.map(({ month, day }) => `${day} ${month} *`),
  ]
  return days
    .flatMap((rest) =>
      [...hoursByMinute].map(
        ([minute, hours]) => `${minute} ${[...hours].toSorted((a, b) => a - b).join(',')} ${rest}`,
      ),
    )
    .join('|')
}

/** The instant of a single sending. A weekday that was named with the date must be right. */
function onceAt(draft: Draft, date: string): Date {
  const [clock] = draft.clocks
  if (clock === undefined || draft.clocks.length > 1)
    throw new SpokenError('Tulis satu jam saja untuk sekali kirim.')
  const at = parseWita(`${date} ${pad(clock.hour)}:${pad(clock.minute)}`)
  if (at === undefined) throw new SpokenError(`Tanggal ${date} tidak ada di kalender.`)
  const [named] = draft.days
  if (named !== undefined && new Date(`${date}T00:00:00Z`).getUTCDay() !== named.day) {
    throw new SpokenError(`Tanggal ${date} bukan hari yang ditulis. Periksa hari atau tanggalnya.`)
  }
  return at
}

function finish(draft: Draft): SpokenSchedule {
  const { exceptDates, exceptHolidays, count, startsOn, endsOn, onceOn } = draft
  if (draft.clocks.length === 0) throw new SpokenError(`Jamnya belum ada. Contoh: ${EXAMPLES}.`)
  const startsAt = startsOn === undefined ? undefined : parseWita(`${startsOn} 00:00`)
  const until = endsOn === undefined ? undefined : parseWita(endsOn, { endOfDay: true })
  if (onceOn !== undefined && draft.isRepeating) {
    throw new SpokenError(
      'Pilih salah satu: jadwal berulang, atau satu tanggal. Untuk jadwal berulang mulai tanggal tertentu tulis "mulai 1 Desember 2026".',
    )
  }
  if (onceOn !== undefined) {
    return { rhythm: { type: 'once', at: onceAt(draft, onceOn) }, exceptDates: [], exceptHolidays: false }
  }
  const kinds = [draft.isDaily, draft.days.length > 0, draft.dates.length > 0, draft.yearly.length > 0]
  if (kinds.filter(Boolean).length > 1) {
    throw new SpokenError('Pilih salah satu: hari dalam minggu, atau tanggal dalam bulan.')
  }
  const cron = cronsOf(draft)
  if (cron === '') throw new SpokenError(`Harinya belum ada. Contoh: ${EXAMPLES}.`)
  return {
    rhythm: { type: 'recurring', cron },
    exceptDates,
    exceptHolidays,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(until === undefined ? {} : { until }),
    ...(count === undefined ? {} : { count }),
  }
}

/**
 * Understands a schedule as people say it: "setiap Senin dan Kamis pukul 08.00 WITA sampai 31 Desember 2026, kecuali
 * hari libur", "Jumat terakhir tiap bulan 14.00", "1 Desember 2026 08.00". Forgives small slips of spelling.
 * `reason`: why not, in an Indonesian sentence. Pure.
 */
export function readSpoken(text: string): SpokenSchedule | { reason: string } {
  const draft: Draft = {
    clocks: [],
    days: [],
    dates: [],
    yearly: [],
    isDaily: false,
    isRepeating: false,
    exceptDates: [],
    exceptHolidays: false,
  }
  try {
    const reader = createReader(text)
    while (!reader.isAtEnd()) readNext(reader, draft)
    return finish(draft)
  } catch (error) {
    if (!(error instanceof SpokenError)) throw error
    return { reason: `Jadwal "${text}" belum dimengerti. ${error.message}` }
  }
}
