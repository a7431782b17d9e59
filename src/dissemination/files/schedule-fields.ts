import { z } from 'zod'
import { WITA, type RecurringSchedule, type Schedule } from '../../domain/broadcast.ts'
import { parseWita } from '../../domain/wita.ts'
import { hasFiveFields, nextOccurrences, shortestGapMs } from '../schedule/occurrences.ts'
import { readSpoken, type SpokenSchedule } from '../schedule/spoken.ts'
import { line, listOf, readAs, readFields } from './fields.ts'
import { HOLIDAYS_FILE, type Holidays } from './holidays.ts'
import type { FieldProblem } from './problem.ts'

/** A recurring announcement goes out at most this often: more is a slip of the pen, not an announcement. */
const SHORTEST_GAP_MS = 15 * 60_000
const MOST_TIMES = 500

const moment = readAs(
  (text) => parseWita(text),
  (text) =>
    `Tanggal "${text}" tidak bisa dibaca atau tidak ada di kalender. Tulis seperti 2026-12-01 08:00 (WITA).`,
)

/** A deadline: a bare date means the end of that day. */
export const deadline = readAs(
  (text) => parseWita(text, { endOfDay: true }),
  (text) =>
    `Tanggal "${text}" tidak bisa dibaca atau tidak ada di kalender. Tulis seperti 2026-12-31 atau 2026-12-31 18:00 (WITA).`,
)

/** A beginning: a bare date means the start of that day. */
const beginning = readAs(
  (text) => parseWita(text) ?? parseWita(`${text} 00:00`),
  (text) =>
    `Tanggal "${text}" tidak bisa dibaca atau tidak ada di kalender. Tulis seperti 2026-12-01 (WITA).`,
)

const times = readAs(
  (text) => {
    const count = /^(\d+)(?:\s*kali)?$/i.exec(text)?.[1]
    return count !== undefined && Number(count) >= 1 && Number(count) <= MOST_TIMES
      ? Number(count)
      : undefined
  },
  (text) => `Jumlah kali "${text}" harus angka dari 1 sampai ${MOST_TIMES}.`,
)

const PUBLIC_HOLIDAYS = 'hari libur'
const exceptions = listOf(
  `[${PUBLIC_HOLIDAYS}, 2026-12-31]`,
  (text) => {
    if (/^(?:hari\s+libur|tanggal\s+merah)(?:\s+nasional)?$/i.test(text)) return PUBLIC_HOLIDAYS
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseWita(text, { endOfDay: true }) !== undefined
      ? text
      : undefined
  },
  (text) => `Pengecualian "${text}" tidak dikenal. Tulis hari libur, atau tanggal seperti 2026-12-31.`,
)

const SCHEMAS = {
  when: line(200, 'tulis jadwalnya, misalnya setiap Senin 08.00').optional(),
  at: moment.optional(),
  cron: line(120, 'tulis jadwalnya, misalnya "0 8 * * 1"').optional(),
  start: beginning.optional(),
  until: deadline.optional(),
  count: times.optional(),
  except: exceptions.optional(),
}

/** Why a cron cannot be used, in a sentence; undefined when it can. `written` is what the author wrote. */
function cronReason(cron: string, written: string, now: Date): string | undefined {
  const schedule: Schedule = { type: 'recurring', cron, timeZone: WITA }
  try {
    // Throws when there is none, as for 31 February.
    nextOccurrences(schedule, now, 1)
    if (shortestGapMs(cron) < SHORTEST_GAP_MS) {
      return `Jadwal "${written}" terlalu sering. Beri jarak paling sedikit 15 menit, misalnya "0 8 * * 1".`
    }
  } catch {
    return `Jadwal "${written}" memuat angka yang salah atau tanggal yang tidak pernah ada. Contoh yang benar: "0 8 * * 1".`
  }
  return undefined
}

function ownCronReason(cron: string, now: Date): string | undefined {
  if (hasFiveFields(cron)) return cronReason(cron, cron, now)
  return `Jadwal "${cron}" harus lima bagian: menit, jam, tanggal, bulan, hari. Contoh: "0 8 * * 1" (Senin pukul 08.00).`
}

type Written = Readonly<Record<string, unknown>>

const isWritten = (raw: Written, key: string) => raw[key] !== undefined && raw[key] !== ''

/** Fields that do not belong together. */
function combinationProblems(raw: Written): FieldProblem[] {
  const problems: FieldProblem[] = []
  const rhythms = ['when', 'at', 'cron'].filter((key) => isWritten(raw, key))
  if (rhythms.length > 1) {
    const reason =
      'Pilih salah satu: when dengan kata-kata, at untuk sekali kirim, atau cron untuk jadwal berulang.'
    problems.push({ field: 'schedule', reason })
  }
  if (rhythms.length === 0) {
    const reason =
      'Isi jadwalnya, misalnya schedule: setiap Senin 08.00. Atau isi at (2026-12-01 08:00) untuk sekali kirim, atau cron.'
    problems.push({ field: 'schedule', reason })
  }
  const isRecurring = isWritten(raw, 'cron') || isWritten(raw, 'when')
  for (const field of ['start', 'until', 'count', 'except']) {
    if (isRecurring || !isWritten(raw, field)) continue
    const reason = `Isian ${field} hanya untuk jadwal berulang. Hapus${field === 'until' ? ', atau pakai expires' : ''}.`
    problems.push({ field: `schedule.${field}`, reason })
  }
  return problems
}

interface Ending {
  startsAt?: Date | undefined
  until?: Date | undefined
  count?: number | undefined
  exceptDates: string[]
}

function recurring(cron: string, { startsAt, until, count, exceptDates }: Ending): RecurringSchedule {
  return {
    type: 'recurring',
    cron,
    timeZone: WITA,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(until === undefined ? {} : { until }),
    ...(count === undefined ? {} : { count }),
    ...(exceptDates.length === 0 ? {} : { exceptDates: [...new Set(exceptDates)].toSorted() }),
  }
}

export interface ScheduleReading {
  value?: Schedule
  problems: FieldProblem[]
}

const NO_CALENDAR = `Jadwal ini melewati hari libur, tetapi berkas ${HOLIDAYS_FILE} belum ada. Buat dulu berkasnya.`

/**
 * Reads what is written under `schedule`: a sentence, or a mapping with one of `when`, `at` and `cron`.
 * The value is missing when there is a problem.
 */
export function readSchedule(
  written: string | Written,
  { now, holidays }: { now: Date; holidays: Holidays },
): ScheduleReading {
  const isSentence = typeof written === 'string'
  const raw: Written = isSentence ? { when: written } : written
  const { values, problems } = readFields(raw, SCHEMAS, 'schedule.')
  problems.push(...combinationProblems(raw))
  const { at, cron, when } = values
  const field = (key: string) => (isSentence ? 'schedule' : `schedule.${key}`)

  let spoken: SpokenSchedule | undefined
  if (when !== undefined) {
    const reading = readSpoken(when)
    if ('reason' in reading) problems.push({ field: field('when'), reason: reading.reason })
    else spoken = reading
  }
  const rhythm = spoken?.rhythm
  const spokenCron = rhythm?.type === 'recurring' ? rhythm.cron : undefined
  const reason =
    spokenCron === undefined ? cron && ownCronReason(cron, now) : cronReason(spokenCron, when ?? '', now)
  if (reason !== undefined) problems.push({ field: field(when === undefined ? 'cron' : 'when'), reason })

  const except = values.except ?? []
  const isWithoutHolidays = spoken?.exceptHolidays === true || except.includes(PUBLIC_HOLIDAYS)
  if (isWithoutHolidays && holidays.dates.length === 0) {
    problems.push({ field: field(except.includes(PUBLIC_HOLIDAYS) ? 'except' : 'when'), reason: NO_CALENDAR })
  }
  if (problems.length > 0) return { problems }
  const once = at ?? (rhythm?.type === 'once' ? rhythm.at : undefined)
  if (once !== undefined) return { value: { type: 'once', at: once }, problems }
  const ownCron = cron ?? spokenCron
  if (ownCron === undefined) return { problems }
  const ending = {
    startsAt: values.start ?? spoken?.startsAt,
    until: values.until ?? spoken?.until,
    count: values.count ?? spoken?.count,
    exceptDates: [
      ...(spoken?.exceptDates ?? []),
      ...except.filter((day) => day !== PUBLIC_HOLIDAYS),
      ...(isWithoutHolidays ? holidays.dates : []),
    ],
  }
  return { value: recurring(ownCron, ending), problems }
}

/** `schedule` as it stands in the front matter. */
export const scheduleField = z.union([z.string(), z.record(z.string(), z.unknown())], {
  error: (issue) =>
    issue.input === undefined
      ? 'Wajib diisi, misalnya schedule: setiap Senin 08.00.'
      : 'Tulis dengan kata-kata, misalnya schedule: setiap Senin 08.00, atau sebagai isian di bawahnya.',
})
