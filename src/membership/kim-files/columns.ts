import { AppError } from '../../domain/error.ts'
import type { Sheet } from './workbook.ts'

/** What a column can be about. */
export const FIELDS = [
  'name',
  'areaCode',
  'area',
  'village',
  'district',
  'regency',
  'contactRole',
  'topics',
  'status',
  'connectivity',
] as const
export type Field = (typeof FIELDS)[number]

/** Where the columns of a table are. */
export interface Columns {
  /** From field to index, counted from 0. */
  indexOf: Partial<Record<Field, number>>
  /** The headings as they are written, for reports. */
  headings: string[]
  /** The headings that mean nothing here. */
  ignored: string[]
}

/** Headings without signs and spaces, as people in offices write them. */
const HEADINGS: Record<Field, string[]> = {
  name: ['nama', 'namakim', 'kim', 'namakelompok', 'kelompok', 'name', 'namakelompokinformasimasyarakat'],
  areaCode: ['kodewilayah', 'kode', 'kodedesa', 'kodekemendagri', 'kodekelurahan', 'areacode'],
  area: ['wilayah', 'area', 'lokasi', 'daerah', 'alamatwilayah', 'namawilayah'],
  village: [
    'desa',
    'kelurahan',
    'desakelurahan',
    'kelurahandesa',
    'desakel',
    'keldesa',
    'kampung',
    'namadesa',
    'village',
  ],
  district: ['kecamatan', 'kec', 'namakecamatan', 'district'],
  regency: ['kabupaten', 'kota', 'kabupatenkota', 'kabkota', 'kab', 'namakabupaten', 'regency'],
  contactRole: ['perankontak', 'peran', 'jabatan', 'jabatankontak', 'kontak', 'role', 'contactrole'],
  topics: ['topik', 'topics', 'topic', 'tema', 'bidang', 'minat'],
  status: ['status', 'keadaan', 'statuskim'],
  connectivity: ['sinyal', 'signal', 'jaringan', 'konektivitas', 'kondisisinyal', 'connectivity'],
}

/** Written by the export and worked out anew each time, or only for the reader's eye. */
const SILENTLY_IGNORED: ReadonlySet<string> = new Set(['platform', 'no', 'nomor', 'nomorurut', 'nourut'])
const AREA_FIELDS: Field[] = ['areaCode', 'area', 'village', 'district', 'regency']
/** A title, a date and a blank line may stand above the table. */
const MOST_ROWS_ABOVE = 10
const LONGEST_HEADING = 60

const bare = (heading: string) => heading.toLowerCase().replaceAll(/[^a-z]/g, '')

function readHeadings(cells: string[]): Columns {
  const headings = cells.map((cell) => cell.trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_HEADING))
  const indexOf: Columns['indexOf'] = {}
  const ignored: string[] = []
  for (const [index, heading] of headings.entries()) {
    const word = bare(heading)
    const field = FIELDS.find((one) => HEADINGS[one].includes(word))
    if (field !== undefined && indexOf[field] === undefined) indexOf[field] = index
    else if (heading !== '' && !SILENTLY_IGNORED.has(word)) ignored.push(heading)
  }
  return { indexOf, headings, ignored }
}

const isComplete = ({ indexOf }: Columns) =>
  indexOf.name !== undefined && AREA_FIELDS.some((field) => indexOf[field] !== undefined)

/** A table of KIMs: its columns, and the rows under them. */
export interface KimTable {
  sheet: string
  columns: Columns
  /** The cells of each row, with its number as the spreadsheet shows it. */
  rows: { row: number; cells: string[] }[]
}

const isFilled = (cells: string[]) => cells.some((cell) => cell.trim() !== '')

/**
 * Finds the table of KIMs: the first sheet with a row of headings that has a name and an area.
 * Throws `AppError('invalid')` that says which column is missing.
 */
export function findTable(sheets: Sheet[]): KimTable {
  if (!sheets.some(({ rows }) => rows.some(isFilled))) {
    throw new AppError('invalid', 'Berkas ini kosong.')
  }
  for (const { name: sheet, rows } of sheets) {
    for (const [index, cells] of rows.slice(0, MOST_ROWS_ABOVE).entries()) {
      const columns = readHeadings(cells)
      if (!isComplete(columns)) continue
      const below = rows.slice(index + 1).map((row, offset) => ({ row: index + offset + 2, cells: row }))
      return { sheet, columns, rows: below.filter(({ cells: row }) => isFilled(row)) }
    }
  }
  throw new AppError(
    'invalid',
    'Judul kolomnya tidak ditemukan. Baris pertama harus berisi judul: nama, wilayah, peran_kontak, topik, status. Yang wajib: nama dan wilayah.',
  )
}
