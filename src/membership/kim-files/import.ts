import { areaLabel, type AreaCode } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import { kimNameKey } from '../../domain/kim.ts'
import type { ImportCounts, ImportedKim } from '../../storage/kim-import.ts'
import type { Storage } from '../../storage/storage.ts'
import { findTable } from './columns.ts'
import { createPlaceReader } from './places.ts'
import { readRow, type RowProblem } from './rows.ts'
import { MOST_ROWS, readTables } from './table.ts'
import { tooManyRows } from './workbook.ts'

export type { RowProblem } from './rows.ts'

/** What came of a file. */
export interface KimImport extends ImportCounts {
  /** Rows that were left out, each with everything that is wrong with it. */
  errors: number
  problems: RowProblem[]
  /** What was done silently: columns that mean nothing here, the sheet that was read. */
  notes: string[]
}

/** Rows that say the same again, or something else about the same village. */
function createDoubles() {
  const rowOf = new Map<string, number>()
  const signalOf = new Map<AreaCode, { row: number; connectivity: string }>()
  return {
    /** The sentence about what an earlier row says; undefined when none does. */
    problem(row: number, entry: ImportedKim): string | undefined {
      const { name, areaCode, connectivity } = entry
      const key = `${areaCode}\n${kimNameKey(name)}`
      const earlier = rowOf.get(key)
      if (earlier !== undefined) return `KIM ini sudah ada di baris ${earlier}.`
      const signal = signalOf.get(areaCode)
      if (signal !== undefined && connectivity !== undefined && signal.connectivity !== connectivity) {
        return `Sinyal desa ini berbeda dengan di baris ${signal.row}.`
      }
      rowOf.set(key, row)
      if (connectivity !== undefined) signalOf.set(areaCode, { row, connectivity })
      return undefined
    },
  }
}

/**
 * Takes the KIMs of a CSV or XLSX file into the registry: the good rows all at once, while the bad ones are named by row
 * and column. The same file again changes nothing. Only areas inside `scope` are taken.
 * Rejects with `AppError('invalid')`, in plain Indonesian, when the file as a whole cannot be read.
 */
export async function importKims(
  bytes: Buffer,
  {
    storage,
    scope,
    by,
  }: { storage: Pick<Storage, 'kimImport' | 'gazetteer' | 'topics'>; scope: AreaCode; by: string },
): Promise<KimImport> {
  const { gazetteer, topics } = storage
  const tables = await readTables(bytes)
  const { sheet, columns, rows } = findTable(tables)
  if (rows.length === 0)
    throw new AppError('invalid', 'Tabelnya kosong: di bawah judul kolom tidak ada baris.')
  if (rows.length > MOST_ROWS) throw new AppError('invalid', tooManyRows(MOST_ROWS))
  const area = gazetteer.get(scope)
  const scopeLabel = area === undefined ? scope : areaLabel(area)
  const readPlace = createPlaceReader(gazetteer, scope)
  const doubles = createDoubles()
  const entries: ImportedKim[] = []
  const problems: RowProblem[] = []
  for (const { row, cells } of rows) {
    const read = readRow(row, cells, { columns, readPlace, topics, scope, scopeLabel })
    if ('problems' in read) {
      problems.push(...read.problems)
      continue
    }
    const double = doubles.problem(row, read.entry)
    if (double === undefined) entries.push(read.entry)
    else {
      const column = columns.headings[columns.indexOf.name ?? -1] ?? ''
      problems.push({ row, column, value: read.entry.name, reason: double })
    }
  }
  const counts = await storage.kimImport.save(entries, by)
  const notes = [
    ...(tables.length > 1 ? [`Yang dibaca hanya lembar "${sheet}".`] : []),
    ...(columns.ignored.length > 0 ? [`Kolom yang tidak dipakai: ${columns.ignored.join(', ')}.`] : []),
  ]
  return { ...counts, errors: rows.length - entries.length, problems, notes }
}
