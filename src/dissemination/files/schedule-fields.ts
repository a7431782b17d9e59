import { WITA, type Schedule } from '../../domain/broadcast.ts'
import { parseWita } from '../../domain/wita.ts'
import { line, readAs, readFields } from './fields.ts'
import { hasFiveFields, nextOccurrences, shortestGapMs } from '../schedule/occurrences.ts'
import type { FieldProblem } from './problem.ts'

/** A recurring announcement goes out at most this often: more is a slip of the pen, not an announcement. */
const SHORTEST_GAP_MS = 15 * 60_000
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

/** Why a cron cannot be used, in a sentence; undefined when it can. */
function cronReason(cron: string, now: Date): string | undefined {
  if (!hasFiveFields(cron)) {
    return `Jadwal "${cron}" harus lima bagian: menit, jam, tanggal, bulan, hari. Contoh: "0 8 * * 1" (Senin pukul 08.00).`
  }
  const schedule: Schedule = { type: 'recurring', cron, timeZone: WITA }
  try {
    // Throws when there is none, as for 31 February.
    nextOccurrences(schedule, now, 1)
    if (shortestGapMs(cron) < SHORTEST_GAP_MS) {
      return `Jadwal "${cron}" terlalu sering. Beri jarak paling sedikit 15 menit, misalnya "0 8 * * 1".`
    }
  } catch {
    return `Jadwal "${cron}" memuat angka yang salah atau tanggal yang tidak pernah ada. Contoh yang benar: "0 8 * * 1".`
  }
  return undefined
}

/** Reads what is written under `schedule`. The value is missing when there is a problem. */
export function readSchedule(
  raw: Readonly<Record<string, unknown>>,
  now: Date,
): { value?: Schedule; problems: FieldProblem[] } {
  const cronText = line(120, 'tulis jadwalnya, misalnya "0 8 * * 1"')
  const { values, problems } = readFields(
    raw,
    { at: moment.optional(), cron: cronText.optional(), until: deadline.optional() },
    'schedule.',
  )
  const isWritten = (key: string) => raw[key] !== undefined && raw[key] !== ''
  if (isWritten('at') && isWritten('cron')) {
    problems.push({
      field: 'schedule',
      reason: 'Pilih salah satu: at untuk sekali kirim, atau cron untuk jadwal berulang.',
    })
  }
  if (!isWritten('at') && !isWritten('cron')) {
    problems.push({
      field: 'schedule',
      reason: 'Isi at (misalnya 2026-12-01 08:00) untuk sekali kirim, atau cron untuk jadwal berulang.',
    })
  }
  if (isWritten('until') && !isWritten('cron')) {
    problems.push({
      field: 'schedule.until',
      reason: 'Isian until hanya untuk jadwal berulang (cron). Hapus, atau pakai expires.',
    })
  }
  const { at, cron, until } = values
  const reason = cron === undefined ? undefined : cronReason(cron, now)
  if (reason !== undefined) problems.push({ field: 'schedule.cron', reason })
  if (problems.length > 0) return { problems }
  if (at !== undefined) return { value: { type: 'once', at }, problems }
  if (cron === undefined) return { problems }
  const ending = until === undefined ? {} : { until }
  return { value: { type: 'recurring', cron, timeZone: WITA, ...ending }, problems }
}
