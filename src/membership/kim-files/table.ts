import { AppError } from '../../domain/error.ts'
import { readDelimited } from './delimited.ts'
import { readWorkbook, tooManyRows, type Sheet } from './workbook.ts'

const MOST_BYTES = 20 * 1024 * 1024
export const MOST_ROWS = 20_000
/** A heading above the table, and the row of column names. */
const ROWS_ABOVE = 20

const startsWith = (bytes: Buffer, ...start: number[]) => start.every((byte, index) => bytes[index] === byte)

/** What else people upload, and what to do about it. */
function refuseOtherTypes(bytes: Buffer): void {
  const advice = 'Simpan tabelnya sebagai .xlsx atau .csv, lalu ulangi.'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    throw new AppError('invalid', `Berkas ini Excel lama (.xls) atau memakai kata sandi. ${advice}`)
  }
  const hasMark = startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)
  const head = bytes.subarray(0, 4_096)
  const isText = hasMark || !head.includes(0)
  if (!isText || /^\s*(?:%PDF|\{\\rtf|<[!?a-z])/i.test(head.toString('latin1'))) {
    throw new AppError('invalid', `Berkas ini bukan tabel CSV atau Excel. ${advice}`)
  }
}

/**
 * The tables in a CSV or XLSX file, told apart by their content; a CSV file is one without a name.
 * Rejects with `AppError('invalid')`, in plain Indonesian, for every other file and for one that is too large.
 */
export async function readTables(bytes: Buffer): Promise<Sheet[]> {
  if (bytes.length > MOST_BYTES) throw new AppError('invalid', 'Berkas terlalu besar: paling besar 20 MB.')
  const most = MOST_ROWS + ROWS_ABOVE
  if (startsWith(bytes, 0x50, 0x4b)) return readWorkbook(bytes, most)
  if (bytes.toString('latin1').trim() === '') throw new AppError('invalid', 'Berkas ini kosong.')
  refuseOtherTypes(bytes)
  const rows = readDelimited(bytes, most)
  if (rows.length > most) throw new AppError('invalid', tooManyRows(MOST_ROWS))
  return [{ name: '', rows }]
}
