import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { parseWita } from '../../domain/wita.ts'
import { WHOLE_FILE, type Problem } from './problem.ts'

/** The file with public holidays, inside the broadcasts folder. */
export const HOLIDAYS_FILE = 'hari-libur.yaml'

/** Public holidays that schedules can leave out. */
export interface Holidays {
  /** Days in WITA: `2026-12-25`. */
  dates: string[]
  /** The years of which every holiday is known. */
  completeYears: number[]
}

export const NO_HOLIDAYS: Holidays = { dates: [], completeYears: [] }

/** Reads the text of the file. Days that do not exist are problems; the others still count. Pure. */
export function parseHolidays(text: string): Holidays & { problems: Problem[] } {
  const problems: Problem[] = []
  const problem = (field: string, reason: string) => problems.push({ file: HOLIDAYS_FILE, field, reason })
  let root: unknown
  try {
    root = parse(text, { schema: 'failsafe', logLevel: 'silent' })
  } catch {
    problem(WHOLE_FILE, 'Berkas hari libur tidak bisa dibaca. Periksa titik dua dan spasi di awal baris.')
  }
  const { libur = [], lengkap = [] } = (root ?? {}) as { libur?: unknown; lengkap?: unknown }
  const rows = Array.isArray(libur) ? (libur as unknown[]) : []
  if (rows.length === 0 && problems.length === 0) {
    problem('libur', 'Isi daftar hari libur, misalnya "- tanggal: 2026-12-25" dan "nama: Natal".')
  }
  const dates: string[] = []
  for (const row of rows) {
    const { tanggal } = (typeof row === 'object' && row !== null ? row : {}) as { tanggal?: unknown }
    const text = typeof tanggal === 'string' ? tanggal : ''
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && parseWita(text, { endOfDay: true }) !== undefined
    if (isDay) dates.push(text)
    else problem('libur', `Tanggal "${text}" tidak bisa dibaca. Tulis seperti 2026-12-25.`)
  }
  const completeYears = (Array.isArray(lengkap) ? lengkap : []).map(Number).filter(Number.isInteger)
  return { dates: [...new Set(dates)].toSorted(), completeYears, problems }
}

/** Reads the file of a folder. Without one there are no holidays; that is a problem only of a schedule that needs them. */
export async function readHolidays(folder: string): Promise<Holidays & { problems: Problem[] }> {
  try {
    return parseHolidays(await readFile(join(folder, HOLIDAYS_FILE), 'utf8'))
  } catch {
    return { ...NO_HOLIDAYS, problems: [] }
  }
}
