import { CsvError, parse } from 'csv-parse/sync'
import { AppError } from '../../domain/error.ts'

const DELIMITERS = [',', ';', '\t'] as const
const LONGEST_ROW = 200_000

/** The bytes as text: by their mark, else as UTF-8 when they are, else as Windows writes in Western Europe and here. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The one that the first lines have most of, outside quotes. */
function delimiterOf(text: string): string {
  const head = text
    .slice(0, 5_000)
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r?\n/)
    .slice(0, 10)
    .join('\n')
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: head.split(delimiter).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ','
}

/**
 * The rows of a CSV file, with commas, semicolons or tabs. A row that is all empty counts as one.
 * Throws `AppError('invalid')` when a quote is never closed.
 */
export function readDelimited(bytes: Buffer, mostRows: number): string[][] {
  const text = decode(bytes)
  // Excel's own hint about the delimiter; it takes a row.
  const hinted = /^sep=(.)\r?\n/i.exec(text)?.[1]
  try {
    return parse(text, {
      delimiter: hinted ?? delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_ROW,
      to: mostRows + 1,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new AppError(
      'invalid',
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'Ada tanda petik yang tidak ditutup, jadi kolom-kolomnya tidak bisa dibedakan. Perbaiki berkasnya.'
        : 'Berkas CSV ini tidak bisa dibaca. Buka di Excel, simpan lagi sebagai .csv atau .xlsx, lalu ulangi.',
      { cause: error },
    )
  }
}
