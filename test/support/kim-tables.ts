import { zip } from '../../src/membership/kim-files/zip.ts'
import { areaLabel } from '../../src/domain/area.ts'
import type { Gazetteer } from '../../src/domain/gazetteer.ts'
import { seededRandom } from './seeded-random.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

function letterOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter
}

const xml = (body: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`)
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** The sheet of a table: numbers as numbers, texts in place. */
export function sheetXml(rows: (string | number)[][]): string {
  const body = rows.map((cells, row) => {
    const inside = cells.map((cell, column) => {
      const place = `${letterOf(column)}${row + 1}`
      return typeof cell === 'number'
        ? `<c r="${place}"><v>${cell}</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`
    })
    return `<row r="${row + 1}">${inside.join('')}</row>`
  })
  return `<worksheet xmlns="${MAIN}"><sheetData>${body.join('')}</sheetData></worksheet>`
}

/** The parts of a workbook with one sheet, as Excel names them. */
export function workbookParts(sheet: string): Map<string, Buffer> {
  const part = (kind: string, target: string) =>
    `<Relationship Id="rId1" Type="${RELATIONS}/${kind}" Target="${target}"/>`
  const relations = (inside: string) =>
    xml(`<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`)
  return new Map([
    [
      '[Content_Types].xml',
      xml(
        `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
      ),
    ],
    ['_rels/.rels', relations(part('officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      xml(
        `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Data KIM" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ),
    ],
    ['xl/_rels/workbook.xml.rels', relations(part('worksheet', 'worksheets/sheet1.xml'))],
    ['xl/worksheets/sheet1.xml', xml(sheet)],
  ])
}

/** An XLSX file with one table. */
export const workbook = (rows: (string | number)[][]): Buffer => zip(workbookParts(sheetXml(rows)))

/** A mistake that was planted: where, and what the report must say about it. */
export interface PlantedError {
  row: number
  column: string
  reason: RegExp
}

type Cells = [name: string, area: string, district: string, regency: string, ...rest: string[]]

/** Ways in which people get a row wrong: the column, the cell, and what is said about it. */
const MISTAKES: [column: number, cell: string, reason: RegExp][] = [
  [0, '', /wajib diisi/],
  [0, 'KIM 0812 3456 7890', /nomor telepon/],
  [1, 'Desa Yang Tidak Ada', /Tidak dikenal/],
  [1, '64.99.01.2001', /tidak ada di Kalimantan Timur/],
  [2, 'Kecamatan Entah', /Tidak dikenal/],
  [3, 'Kabupaten Bandung', /Tidak dikenal/],
  [4, 'Ketua 6402011212900001', /NIK/],
  [4, 'ketua@example.org', /email/],
  [5, 'sepak bola', /Topik tidak dikenal/],
  [6, 'mungkin', /terdaftar, terverifikasi, atau tidak aktif/],
]

export const KIM_HEADINGS = [
  'Nama KIM',
  'Wilayah',
  'Kecamatan',
  'Kabupaten/Kota',
  'Peran Kontak',
  'Topik',
  'Status',
]

/** A list of KIMs as an office would send it, with so many mistakes planted. The same for the same seed. */
export function generateKimTable(
  gazetteer: Gazetteer,
  { rows, errors, seed }: { rows: number; errors: number; seed: number },
): { table: string[][]; planted: PlantedError[] } {
  const random = seededRandom(seed)
  const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const villages = gazetteer.villages('64')
  const nameAt = (code: string, depth: number) => {
    const area = gazetteer.get(code.split('.').slice(0, depth).join('.'))
    return area === undefined ? '' : random() < 0.5 ? area.name : areaLabel(area)
  }
  const table: Cells[] = Array.from({ length: rows }, (_, index) => {
    const { code, name } = villages[index % villages.length] ?? pick(villages)
    const turn = Math.floor(index / villages.length)
    return [
      turn === 0 ? `KIM ${name}` : `KIM ${name} ${turn + 1}`,
      random() < 0.2 ? code : nameAt(code, 4),
      nameAt(code, 3),
      nameAt(code, 2),
      pick(['Ketua', 'Sekretaris', 'Admin desa', '']),
      pick(['kesehatan, bencana', 'Pertanian & perikanan', 'semua', 'bansos; umum', '']),
      pick(['terdaftar', 'Terverifikasi', 'tidak aktif', '']),
    ]
  })
  const places = new Set<number>()
  while (places.size < errors) places.add(Math.floor(random() * rows))
  const planted = [...places]
    .toSorted((a, b) => a - b)
    .map((index, turn) => {
      const [column, cell, reason] = MISTAKES[turn % MISTAKES.length] ?? [0, '', /./]
      const cells = table[index]
      if (cells !== undefined) cells[column] = cell
      return { row: index + 2, column: KIM_HEADINGS[column] ?? '', reason }
    })
  return { table: [KIM_HEADINGS, ...table], planted }
}

export const csv = (table: string[][], delimiter = ','): string =>
  table.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter)).join('\r\n')
