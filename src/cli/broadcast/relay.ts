import { ACKNOWLEDGEMENT_METHOD_LABEL, ACKNOWLEDGEMENT_METHODS } from '../../domain/acknowledgement.ts'
import { areaLabel, type Area } from '../../domain/area.ts'
import { relayInWords, waysInWords } from '../../relay/in-words.ts'
import type { RelayReport } from '../../relay/report.ts'

const thousands = new Intl.NumberFormat('id-ID')

const INDENT: Record<Area['level'], number> = {
  province: 0,
  regency: 0,
  city: 0,
  district: 2,
  village: 4,
  urban_village: 4,
}

const COLUMNS = [
  ['Ditanya', 'asked'],
  ['Menjawab', 'answered'],
  ['Diingatkan', 'reminded'],
  ['Orang', 'people'],
] as const

/** A table of the areas, each below the area around it. */
export function relayLines({ broadcastId, total, areas }: RelayReport): string[] {
  const words = relayInWords(total)
  if (words === undefined) {
    return [`Siaran "${broadcastId}" belum menanyai grup mana pun apakah kabarnya sudah disampaikan.`]
  }
  const named = areas.map((row) => ({
    ...row,
    name: ' '.repeat(INDENT[row.area.level]) + areaLabel(row.area),
  }))
  const width = Math.max(7, ...named.map(({ name }) => name.length))
  const cells = (name: string, values: string[], ways: string) =>
    `${name.padEnd(width)}  ${values.map((value, index) => value.padStart(COLUMNS[index]?.[0].length ?? 0)).join('  ')}  ${ways}`.trimEnd()
  return [
    `${broadcastId}: disampaikan oleh ${words}, ${thousands.format(total.reminded)} grup diingatkan`,
    '',
    cells(
      'Wilayah',
      COLUMNS.map(([label]) => label),
      'Cara',
    ),
    ...named.map((row) =>
      cells(
        row.name,
        COLUMNS.map(([, key]) => thousands.format(row[key])),
        waysInWords(row),
      ),
    ),
  ]
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** For spreadsheets: one row for each area, every number in a column of its own. */
export function relayCsv({ areas }: RelayReport): string[] {
  const ways = ACKNOWLEDGEMENT_METHODS.map((method) =>
    ACKNOWLEDGEMENT_METHOD_LABEL[method].toLowerCase().replaceAll(' ', '_'),
  )
  return [
    ['kode', 'wilayah', 'ditanya', 'menjawab', 'diingatkan', 'orang', ...ways].join(','),
    ...areas.map((row) =>
      [
        row.area.code,
        quoted(areaLabel(row.area)),
        ...COLUMNS.map(([, key]) => row[key]),
        ...ACKNOWLEDGEMENT_METHODS.map((method) => row.methods[method]),
      ].join(','),
    ),
  ]
}
