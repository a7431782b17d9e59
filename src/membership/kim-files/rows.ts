import { areaLabel, isWithin, type Area, type AreaCode } from '../../domain/area.ts'
import { CONNECTIVITIES, CONNECTIVITY_LABEL, type Connectivity } from '../../domain/community.ts'
import type { TopicList } from '../../domain/topic.ts'
import type { ImportedKim } from '../../storage/kim-import.ts'
import {
  areaProblem,
  nameProblem,
  privacyProblem,
  readStatus,
  readTopicNames,
  roleProblem,
  tidy,
} from '../kim-details.ts'
import type { Columns, Field } from './columns.ts'
import type { PlaceReader } from './places.ts'

/** What is wrong with a cell. */
export interface RowProblem {
  /** As the spreadsheet shows it, from 1. */
  row: number
  /** The heading of the column. */
  column: string
  /** The beginning of what stands there; missing when it is private. */
  value?: string
  /** Plain Indonesian. */
  reason: string
}

const LONGEST_SHOWN = 40
const LONGEST_CELL = 1_000

const CONNECTIVITY_WORDS: Record<Connectivity, string[]> = {
  good: ['good', 'bagus', 'kuat', 'lancar', '4g'],
  weak: ['weak', 'kurang', 'buruk', 'jelek', 'tidak stabil', '2g', '3g'],
  none: ['none', 'tidak ada', 'tidak ada sinyal', 'blank spot', 'blankspot', 'nihil'],
}

function readConnectivity(text: string): Connectivity | undefined {
  const written = text.toLowerCase()
  return CONNECTIVITIES.find(
    (one) => CONNECTIVITY_LABEL[one] === written || CONNECTIVITY_WORDS[one].includes(written),
  )
}

/** The export marks what a spreadsheet would take for a formula: see `export.ts`. */
const withoutMark = (text: string) => (/^'+[=+\-@]/.test(text) ? text.slice(1) : text)

const shortened = (text: string) =>
  text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1).trimEnd()}…`

/** Which column a problem with a field belongs to, when the table has none of its own. */
const STANDS_FOR: Partial<Record<Field, Field[]>> = {
  area: ['areaCode', 'village', 'district', 'regency'],
}

function headingOf(field: Field, { indexOf, headings }: Columns): string {
  const index = [field, ...(STANDS_FOR[field] ?? [])].flatMap((one) => indexOf[one] ?? [])[0]
  return index === undefined ? field : (headings[index] ?? field)
}

const PLACE_FIELDS: Field[] = ['areaCode', 'area', 'village', 'district', 'regency']

/** Collects what is wrong in one row. */
function createReport(row: number, columns: Columns) {
  const problems: RowProblem[] = []
  return {
    problems,
    add(field: Field, value: string, reason: string): void {
      const shown = value === '' ? {} : { value: shortened(value) }
      problems.push({ row, column: headingOf(field, columns), ...shown, reason })
    },
  }
}

/** Private data and endless text in any cell, known column or not. Never shows what stands there. */
function cellProblems(row: number, cells: string[], { headings }: Columns): RowProblem[] {
  return cells.flatMap((cell, index) => {
    const heading = headings[index] ?? ''
    const column = heading === '' ? `kolom ${index + 1}` : heading
    if (cell.length > LONGEST_CELL) return [{ row, column, reason: 'Isinya terlalu panjang.' }]
    const reason = privacyProblem(cell)
    return reason === undefined ? [] : [{ row, column, reason }]
  })
}

type RowReport = ReturnType<typeof createReport>

/** What may be left empty: then a KIM that is known keeps what it has. */
function readOptional(
  cellOf: (field: Field) => string,
  area: Area | undefined,
  report: RowReport,
  list: TopicList,
): Pick<ImportedKim, 'contactRole' | 'topics' | 'status' | 'connectivity'> {
  const [contactRole, topicText, statusText, signal] = (
    ['contactRole', 'topics', 'status', 'connectivity'] as const
  ).map(cellOf) as [string, string, string, string]
  const role = roleProblem(contactRole)
  if (role !== undefined) report.add('contactRole', contactRole, role)
  const { topics, unknown } = readTopicNames(topicText, list)
  if (unknown.length > 0) {
    const known = list
      .offered()
      .map(({ label }) => label.toLowerCase())
      .join(', ')
    report.add('topics', unknown.join(', '), `Topik tidak dikenal. Yang ada: ${known}; atau "semua".`)
  }
  const status = readStatus(statusText)
  if (status === undefined && statusText !== '') {
    report.add('status', statusText, 'Tulis terdaftar, terverifikasi, atau tidak aktif.')
  }
  const connectivity = readConnectivity(signal)
  if (connectivity === undefined && signal !== '') {
    report.add('connectivity', signal, 'Tulis baik, lemah, atau tanpa sinyal.')
  }
  const isVillage = area?.level === 'village' || area?.level === 'urban_village'
  if (connectivity !== undefined && area !== undefined && !isVillage) {
    report.add(
      'connectivity',
      signal,
      `Sinyal dicatat per desa atau kelurahan, bukan untuk ${areaLabel(area)}.`,
    )
  }
  return {
    ...(contactRole === '' ? {} : { contactRole }),
    ...(topicText === '' ? {} : { topics }),
    ...(status === undefined ? {} : { status }),
    ...(connectivity === undefined ? {} : { connectivity }),
  }
}

export interface RowDeps {
  columns: Columns
  readPlace: PlaceReader
  topics: TopicList
  scope: AreaCode
  /** For people: `Kabupaten Paser`. */
  scopeLabel: string
}

/** Reads one row: the KIM that it describes, or everything that is wrong with it. */
export function readRow(
  row: number,
  cells: string[],
  { columns, readPlace, topics, scope, scopeLabel }: RowDeps,
): { entry: ImportedKim } | { problems: RowProblem[] } {
  const unfit = cellProblems(row, cells, columns)
  if (unfit.length > 0) return { problems: unfit }
  const cellOf = (field: Field) => tidy(withoutMark((cells[columns.indexOf[field] ?? -1] ?? '').trim()))
  const report = createReport(row, columns)
  const name = cellOf('name')
  const wrongName = nameProblem(name)
  if (wrongName !== undefined) report.add('name', name, wrongName)
  const place = readPlace({
    areaCode: cellOf('areaCode'),
    area: cellOf('area'),
    village: cellOf('village'),
    district: cellOf('district'),
    regency: cellOf('regency'),
  })
  const area = 'area' in place ? place.area : undefined
  if (!('area' in place)) report.add(place.field, cellOf(place.field), place.reason)
  else {
    const wrongArea = isWithin(place.area.code, scope)
      ? areaProblem(place.area.code)
      : `${areaLabel(place.area)} di luar ${scopeLabel}.`
    // The cell that says most about the place.
    const field = PLACE_FIELDS.find((one) => cellOf(one) !== '') ?? 'area'
    if (wrongArea !== undefined) report.add(field, cellOf(field), wrongArea)
  }
  const optional = readOptional(cellOf, area, report, topics)
  if (report.problems.length > 0 || area === undefined) return { problems: report.problems }
  return { entry: { name, areaCode: area.code, ...optional } }
}
