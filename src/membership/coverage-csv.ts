import { areaLabel } from '../domain/area.ts'
import { CHANNEL_NAMES } from '../domain/message.ts'
import type { CoverageReport, CoverageRow } from './coverage.ts'
import { MARK_LABEL, MARKS } from './labels.ts'

/** Spreadsheets take a cell that begins with one of these for a formula. */
const FORMULA_START = /^[=+\-@\t\r]/

/** A cell of a CSV file: quoted where it must be, and text that looks like a formula made plain text by `'`. */
function csvCell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = FORMULA_START.test(value) ? `'${value}` : value
  return /[",;\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of a CSV file, without its end. */
export const csvLine = (values: (string | number | undefined)[]): string => values.map(csvCell).join(',')

const CSV_COLUMNS: [heading: string, cell: (row: CoverageRow) => string | number | undefined][] = [
  ['kode', ({ area }) => area.code],
  ['wilayah', ({ area }) => areaLabel(area)],
  ['desa', ({ villages }) => villages],
  ['kim_aktif', ({ active }) => active],
  ['kim_dorman', ({ dormant }) => dormant],
  ['kim_belum_ada', ({ none }) => none],
  ...CHANNEL_NAMES.flatMap((name): typeof CSV_COLUMNS => [
    [`${name}_aktif`, ({ byPlatform }) => byPlatform[name].active],
    [`${name}_dorman`, ({ byPlatform }) => byPlatform[name].dormant],
  ]),
  ...MARKS.flatMap((mark): typeof CSV_COLUMNS => {
    const name = `sinyal_${MARK_LABEL[mark].replaceAll(' ', '_')}`
    return [
      [`${name}_desa`, ({ byConnectivity }) => byConnectivity[mark].villages],
      [`${name}_aktif`, ({ byConnectivity }) => byConnectivity[mark].active],
      [`${name}_dorman`, ({ byConnectivity }) => byConnectivity[mark].dormant],
      [`${name}_belum_ada`, ({ byConnectivity }) => byConnectivity[mark].none],
    ]
  }),
  ['grup_umum', ({ publicGroups }) => publicGroups],
  ['grup_luas', ({ widerGroups }) => widerGroups],
  ['konfirmasi_diminta', ({ acknowledgement }) => acknowledgement.asked],
  ['konfirmasi_diterima', ({ acknowledgement }) => acknowledgement.acknowledged],
  [
    'konfirmasi_tingkat',
    ({ acknowledgement: { rate } }) => (rate === undefined ? undefined : Number(rate.toFixed(4))),
  ],
  ['siaran_terakhir_waktu', ({ lastDelivered }) => lastDelivered?.at.toISOString()],
  ['siaran_terakhir_id', ({ lastDelivered }) => lastDelivered?.broadcastId],
  ['siaran_terakhir_judul', ({ lastDelivered }) => lastDelivered?.title],
]

/** The report for a spreadsheet: a heading, the whole area, then each area below. Instants are UTC. */
export function reportCsv({ area, total, rows }: CoverageReport): string[] {
  return [
    csvLine(CSV_COLUMNS.map(([heading]) => heading)),
    ...[{ area, ...total }, ...rows].map((row) => csvLine(CSV_COLUMNS.map(([, cell]) => cell(row)))),
  ]
}
