import { areaLabel } from '../../domain/area.ts'
import { WITA } from '../../domain/broadcast.ts'
import { CHANNEL_LABEL } from '../../domain/message.ts'
import { formatWita } from '../../domain/wita.ts'
import {
  ACKNOWLEDGEMENT_DAYS,
  type CoverageCounts,
  type CoverageReport,
  type CoverageRow,
  markOfVillage,
  shownPlatforms,
  stateOfVillage,
} from '../../membership/coverage.ts'
import { MARK_LABEL, MARKS, VILLAGE_STATE_LABEL } from '../../membership/labels.ts'
import { oneLine } from '../one-line.ts'
import { tableLines, type Column } from './table.ts'

const NUMBER = new Intl.NumberFormat('id-ID')
const PERCENT = new Intl.NumberFormat('id-ID', { style: 'percent', maximumFractionDigits: 1 })

const percentOf = (part: number, whole: number) => (whole === 0 ? '–' : PERCENT.format(part / whole))
const rateOf = ({ acknowledgement: { asked, acknowledged } }: CoverageCounts) =>
  percentOf(acknowledged, asked)
const DATE = new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium', timeZone: WITA })

const TITLE_WIDTH = 32

const number = (heading: string, count: (row: CoverageRow) => number): Column<CoverageRow> => ({
  heading,
  isNumber: true,
  cell: (row) => NUMBER.format(count(row)),
})
const NAME: Column<CoverageRow> = { heading: 'Wilayah', cell: ({ area }) => areaLabel(area) }
const PUBLIC_GROUPS = number('Grup umum', ({ publicGroups }) => publicGroups)
const LAST_COLUMNS: Column<CoverageRow>[] = [
  { heading: 'Konfirmasi', isNumber: true, cell: rateOf },
  {
    heading: 'Terakhir',
    cell: ({ lastDelivered: last }) => (last === undefined ? '–' : DATE.format(last.at)),
  },
  {
    heading: 'Siaran',
    cell: ({ lastDelivered: last }) =>
      last === undefined ? '–' : `${oneLine(last.title, TITLE_WIDTH)} (${last.broadcastId})`,
  },
]

function areaTables({ area, total, rows }: CoverageReport): string[] {
  const platforms = shownPlatforms(total)
  const withTotal: CoverageRow[] = [...rows, { area, ...total }]
  const kim = tableLines(
    [
      NAME,
      number('Desa', ({ villages }) => villages),
      number('Aktif', ({ active }) => active),
      number('Dorman', ({ dormant }) => dormant),
      number('Belum ada', ({ none }) => none),
      ...platforms.map((name) => number(CHANNEL_LABEL[name], ({ byPlatform }) => byPlatform[name].active)),
      PUBLIC_GROUPS,
      number('Grup luas', ({ widerGroups }) => widerGroups),
      ...LAST_COLUMNS,
    ],
    withTotal,
  )
  const signal = tableLines(
    [
      NAME,
      ...MARKS.map((mark): Column<CoverageRow> => ({
        heading: MARK_LABEL[mark],
        isNumber: true,
        cell: ({ byConnectivity }) =>
          `${NUMBER.format(byConnectivity[mark].active)}/${NUMBER.format(byConnectivity[mark].villages)}`,
      })),
    ],
    withTotal,
  )
  return [...kim, '', 'Menurut sinyal: desa dengan KIM aktif / semua desa', ...signal]
}

/** A village is in one state and has one mark. */
function villageTable({ rows, total }: CoverageReport): string[] {
  const platforms = shownPlatforms(total)
  return tableLines(
    [
      NAME,
      { heading: 'KIM', cell: (row) => VILLAGE_STATE_LABEL[stateOfVillage(row)] },
      {
        heading: 'Platform',
        cell: ({ byPlatform }) =>
          platforms
            .filter((name) => byPlatform[name].active > 0)
            .map((name) => CHANNEL_LABEL[name])
            .join(', ') || '–',
      },
      {
        heading: 'Sinyal',
        cell: (row) => MARK_LABEL[markOfVillage(row)],
      },
      PUBLIC_GROUPS,
      ...LAST_COLUMNS,
    ],
    rows,
  )
}

const LEGEND = [
  'Keterangan:',
  '  Desa        desa dan kelurahan',
  '  Aktif       ada KIM terverifikasi untuk desa itu dengan grup yang menerima siaran (tidak dijeda, bot bisa menulis)',
  '  Dorman      ada KIM (terdaftar, dorman, atau terverifikasi) untuk desa itu, tetapi tanpa grup yang menerima',
  '  Belum ada   belum ada KIM untuk desa itu',
  '  Telegram,…  desa dengan grup KIM aktif di sana; satu desa bisa terhitung di beberapa platform',
  '  Grup umum   grup publik yang menerima siaran untuk suatu desa; tidak membuat desa itu aktif',
  '  Grup luas   grup yang menerima siaran untuk wilayah di atas desa; tidak membuat desa mana pun aktif',
  `  Konfirmasi  kiriman yang dikonfirmasi sudah disampaikan, dari yang memintanya, ${ACKNOWLEDGEMENT_DAYS} hari terakhir`,
  '  Terakhir    pengumuman terakhir yang sampai ke platform, tanggal WITA',
]

/** The report for people. */
export function reportLines(report: CoverageReport): string[] {
  const { area, at, total } = report
  const { villages, active, dormant, none, acknowledgement } = total
  const last = total.lastDelivered
  const count = (part: number) => `${NUMBER.format(part)} (${percentOf(part, villages)})`
  return [
    `Cakupan KIM ${areaLabel(area)}, ${formatWita(at)}`,
    `${NUMBER.format(villages)} desa dan kelurahan: KIM aktif di ${count(active)}, dorman di ${count(dormant)}, belum ada di ${count(none)}`,
    `Dikonfirmasi: ${NUMBER.format(acknowledgement.acknowledged)} dari ${NUMBER.format(acknowledgement.asked)} kiriman yang memintanya (${rateOf(total)})`,
    `Pengumuman terakhir: ${last === undefined ? 'belum ada' : `${oneLine(last.title, TITLE_WIDTH)} (${last.broadcastId}), ${formatWita(last.at)}`}`,
    '',
    ...(area.level === 'district' ? villageTable(report) : areaTables(report)),
    '',
    ...LEGEND,
  ]
}
