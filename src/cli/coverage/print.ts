import { areaLabel } from '../../domain/area.ts'
import { WITA } from '../../domain/broadcast.ts'
import { CONNECTIVITIES, CONNECTIVITY_LABEL, type Connectivity } from '../../domain/community.ts'
import { CHANNEL_NAMES, type ChannelName } from '../../domain/message.ts'
import { formatWita } from '../../domain/wita.ts'
import {
  ACKNOWLEDGEMENT_DAYS,
  type CoverageCounts,
  type CoverageReport,
  type CoverageRow,
  type VillageState,
} from '../../membership/coverage.ts'
import { csvLine } from './csv.ts'
import { tableLines, type Column } from './table.ts'

const PLATFORM_LABEL: Record<ChannelName, string> = {
  telegram: 'Telegram',
  whatsapp: 'WhatsApp',
  simulator: 'Simulator',
}
const STATE_LABEL: Record<VillageState, string> = { active: 'aktif', dormant: 'dorman', none: 'belum ada' }
const MARKS = [...CONNECTIVITIES, 'unknown'] as const
const MARK_LABEL: Record<Connectivity | 'unknown', string> = {
  ...CONNECTIVITY_LABEL,
  unknown: 'belum ditandai',
}

const NUMBER = new Intl.NumberFormat('id-ID')
const PERCENT = new Intl.NumberFormat('id-ID', { style: 'percent', maximumFractionDigits: 1 })

const percentOf = (part: number, whole: number) => (whole === 0 ? '–' : PERCENT.format(part / whole))
const rateOf = ({ acknowledgement: { asked, acknowledged } }: CoverageCounts) =>
  percentOf(acknowledged, asked)
const DATE = new Intl.DateTimeFormat('id-ID', { dateStyle: 'medium', timeZone: WITA })

const TITLE_WIDTH = 32
const shortened = (title: string) => {
  const line = title.replaceAll(/[\s\p{Cc}]+/gu, ' ')
  const letters = [...line]
  return letters.length <= TITLE_WIDTH ? line : `${letters.slice(0, TITLE_WIDTH - 1).join('')}…`
}

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
      last === undefined ? '–' : `${shortened(last.title)} (${last.broadcastId})`,
  },
]

/** The platforms to show: the simulator only where something is on it. */
const shownPlatforms = ({ byPlatform }: CoverageCounts) =>
  CHANNEL_NAMES.filter(
    (name) => name !== 'simulator' || byPlatform[name].active + byPlatform[name].dormant > 0,
  )

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
      ...platforms.map((name) => number(PLATFORM_LABEL[name], ({ byPlatform }) => byPlatform[name].active)),
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
  const stateOf = (row: CoverageRow): VillageState =>
    row.active > 0 ? 'active' : row.dormant > 0 ? 'dormant' : 'none'
  const platforms = shownPlatforms(total)
  return tableLines(
    [
      NAME,
      { heading: 'KIM', cell: (row) => STATE_LABEL[stateOf(row)] },
      {
        heading: 'Platform',
        cell: ({ byPlatform }) =>
          platforms
            .filter((name) => byPlatform[name].active > 0)
            .map((name) => PLATFORM_LABEL[name])
            .join(', ') || '–',
      },
      {
        heading: 'Sinyal',
        cell: ({ byConnectivity }) =>
          MARK_LABEL[MARKS.find((mark) => byConnectivity[mark].villages > 0) ?? 'unknown'],
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
    `Pengumuman terakhir: ${last === undefined ? 'belum ada' : `${shortened(last.title)} (${last.broadcastId}), ${formatWita(last.at)}`}`,
    '',
    ...(area.level === 'district' ? villageTable(report) : areaTables(report)),
    '',
    ...LEGEND,
  ]
}

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
