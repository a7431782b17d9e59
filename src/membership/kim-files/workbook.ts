import { AppError } from '../../domain/error.ts'
import { unzip, zip, ZipError } from './zip.ts'

/** A sheet of text cells; an empty cell is `''`. */
export interface Sheet {
  name: string
  rows: string[][]
}

/** A spreadsheet of 20,000 rows unpacks to some ten megabytes. */
const MOST_UNPACKED_BYTES = 64 * 1024 * 1024
const MOST_COLUMNS = 200

const BROKEN =
  'Berkas Excel ini rusak atau tidak lengkap. Buka di Excel, simpan lagi sebagai .xlsx, lalu ulangi.'
const HUGE = 'Berkas Excel ini terlalu besar setelah dibuka. Salin tabel KIM ke berkas baru, lalu ulangi.'

const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name)

/** A tag of a row or a cell, with its attributes; a value may hold any sign but `<`. */
const ROW_OR_CELL = /<(?:\w+:)?(row|c)\b((?:"[^"<]*"|'[^'<]*'|[^"'<>])*)>/g
const ROW_OR_CELL_BEGINS = /<(?:\w+:)?(?:row|c)\b/g
const PLACE = /(?:^|\s)r\s*=\s*["']([^"']*)["']/

const broken = (cause?: unknown) => new AppError('invalid', BROKEN, { cause })

/** `AB` → 28 */
function columnNumber(letters: string): number {
  let number = 0
  for (const letter of letters) number = number * 26 + (letter.charCodeAt(0) - 64)
  return number
}

/** A row's number or a cell's address. The reader fills every gap before it, so it must not be far away. */
function checkPlace(kind: string, attributes: string, mostRows: number): void {
  const place = PLACE.exec(attributes)?.[1]
  if (place === undefined) return
  const [, letters, row] = (kind === 'row' ? /^()(\d+)$/ : /^([A-Z]{1,3})(\d+)$/).exec(place) ?? []
  if (letters === undefined || row === undefined) throw broken()
  if (Number(row) > mostRows) throw new AppError('invalid', tooManyRows(mostRows))
  if (columnNumber(letters) > MOST_COLUMNS) {
    throw new AppError('invalid', `Tabelnya terlalu lebar: paling banyak ${MOST_COLUMNS} kolom.`)
  }
}

/**
 * A sheet that is safe to read: without the empty cells and rows that formatting leaves, which may reach to the last of
 * a million rows, and with the errors of formulas (`#N/A`) as text, so that they can be reported by row and column.
 */
function tame(xml: string, mostRows: number): string {
  // What does not say its place cannot be left out: it would move those behind it.
  const tamed = xml
    .replaceAll(/<((?:\w+:)?)c\b(?=[^<>]*\sr=)[^<>]*(?:\/>|><\/\1c>)/g, '')
    .replaceAll(/<((?:\w+:)?)row\b(?=[^<>]*\sr=)[^<>]*(?:\/>|>\s*<\/\1row>)/g, '')
    .replaceAll(/(<(?:\w+:)?c\b[^<>]*\s)t="e"/g, '$1t="str"')
  let tags = 0
  let rows = 0
  for (const [, kind = '', attributes = ''] of tamed.matchAll(ROW_OR_CELL)) {
    tags += 1
    if (kind === 'row') rows += 1
    if (rows > mostRows) throw new AppError('invalid', tooManyRows(mostRows))
    checkPlace(kind, attributes, mostRows)
  }
  for (const _ of tamed.matchAll(ROW_OR_CELL_BEGINS)) tags -= 1
  if (tags !== 0) throw broken()
  return tamed
}

export const tooManyRows = (most: number) =>
  `Barisnya terlalu banyak: paling banyak ${most.toLocaleString('id-ID')} baris. Bagi menjadi beberapa berkas.`

/** Only what the tables are made of; pictures and macros are left where they are. */
function unpack(bytes: Buffer): Map<string, Buffer> {
  try {
    return unzip(bytes, { isWanted: (name) => /\.(?:xml|rels)$/i.test(name), mostBytes: MOST_UNPACKED_BYTES })
  } catch (error) {
    const isTooLarge = error instanceof ZipError && error.problem === 'too_large'
    throw new AppError('invalid', isTooLarge ? HUGE : BROKEN, { cause: error })
  }
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

/**
 * The sheets of an XLSX file. Rejects with `AppError('invalid')`, in plain Indonesian, when it is none, is broken, or
 * unpacks to more than memory should hold.
 */
export async function readWorkbook(bytes: Buffer, mostRows: number): Promise<Sheet[]> {
  const entries = unpack(bytes)
  if (!entries.has('xl/workbook.xml')) {
    throw new AppError(
      'invalid',
      'Berkas ini bukan lembar kerja Excel (.xlsx). Simpan sebagai .xlsx atau .csv, lalu ulangi.',
    )
  }
  for (const [name, content] of entries) {
    const xml = content.toString('utf8')
    // Entities can unfold to gigabytes, and no spreadsheet has any.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw broken()
    if (isSheet(name)) entries.set(name, Buffer.from(tame(xml, mostRows)))
  }
  // Loaded only when somebody has such a file.
  const { default: readSheets } = await import('read-excel-file/universal')
  try {
    const sheets = await readSheets(new Uint8Array(zip(entries)).buffer)
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map(textOf)) }))
  } catch (error) {
    throw broken(error)
  }
}
