import { parseArgs } from 'node:util'
import type { Clock } from '../../clock.ts'
import { areaLabel, parentCode } from '../../domain/area.ts'
import { CONNECTIVITY_LABEL } from '../../domain/community.ts'
import { formatWita } from '../../domain/wita.ts'
import { readConnectivity } from '../../membership/connectivity-words.ts'
import { reportCsv } from '../../membership/coverage-csv.ts'
import { readCoverage } from '../../membership/coverage.ts'
import type { ConnectivitySetter } from '../../storage/connectivity.ts'
import type { Storage } from '../../storage/storage.ts'
import { readArea, readScope, VILLAGE } from '../area.ts'
import { UsageError } from '../usage.ts'
import { reportLines } from './print.ts'
import { tableLines } from './table.ts'

const USAGE = `Cara pakai:
  npm run kabar -- coverage [--regency NAMA] [--district NAMA] [--csv | --json]
  npm run kabar -- connectivity set "DESA atau kode" baik|lemah|"tanpa sinyal"|hapus
  npm run kabar -- connectivity list [--regency NAMA] [--district NAMA]

  --regency NAMA    satu kabupaten atau kota
  --district NAMA   satu kecamatan
  --csv, --json     untuk lembar kerja, untuk mesin`

interface CoverageCommandDeps {
  storage: Pick<Storage, 'coverage' | 'connectivity' | 'gazetteer'>
  clock: Clock
  print: (line: string) => void
}

const fail = (reason: string): never => {
  throw new UsageError(`${reason}\n\n${USAGE}`)
}

const REPORT_FORMATS = { csv: { type: 'boolean' }, json: { type: 'boolean' } } as const
const SCOPE = { regency: { type: 'string' }, district: { type: 'string' } } as const

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { ...SCOPE, ...REPORT_FORMATS } })
  } catch {
    return fail('Perintah itu tidak dikenal atau kurang lengkap.')
  }
}

type Options = ReturnType<typeof parse>['values']

/** `npm run kabar -- coverage …`. Rejects with `UsageError` or `AppError`. */
export async function printCoverage(args: string[], deps: CoverageCommandDeps): Promise<void> {
  const { storage, clock, print } = deps
  const { values, positionals } = parse(args)
  if (positionals.length > 0)
    fail(`"${positionals.join(' ')}" tidak dikenal. Nama wilayah ditulis sesudah --regency.`)
  if (values.csv === true && values.json === true) fail('Pilih salah satu: --csv atau --json.')
  const report = await readCoverage(storage, readScope(values, storage.gazetteer), clock.now())
  if (values.json === true) print(JSON.stringify(report, undefined, 2))
  else for (const line of values.csv === true ? reportCsv(report) : reportLines(report)) print(line)
}

async function setMark(
  [name = '', ...words]: string[],
  { storage, print }: CoverageCommandDeps,
): Promise<void> {
  const wanted = words.join(' ')
  const connectivity = readConnectivity(wanted)
  const isRemoval = wanted.trim().toLowerCase() === 'hapus'
  if (name === '' || (connectivity === undefined && !isRemoval)) {
    fail('Tulis desanya, lalu baik, lemah, "tanpa sinyal", atau hapus.')
  }
  const village = readArea(name, storage.gazetteer, VILLAGE)
  await storage.connectivity.set(village.code, connectivity, 'staff')
  const place = `${areaLabel(village)} (${village.code})`
  print(
    connectivity === undefined
      ? `Catatan sinyal ${place} dihapus.`
      : `Dicatat: sinyal di ${place} ${CONNECTIVITY_LABEL[connectivity]}.`,
  )
}

const SETTER_LABEL: Record<ConnectivitySetter, string> = { staff: 'petugas', kim_admin: 'admin KIM' }

async function listMarks(options: Options, { storage, print }: CoverageCommandDeps): Promise<void> {
  const { gazetteer, connectivity } = storage
  const scope = readScope(options, gazetteer)
  const marks = await connectivity.list(scope)
  const nameOf = (code: string | undefined) => {
    const area = gazetteer.get(code ?? '')
    return area === undefined ? (code ?? '') : areaLabel(area)
  }
  const lines = tableLines(
    [
      { heading: 'Kode', cell: ({ areaCode }) => areaCode },
      { heading: 'Desa/kelurahan', cell: ({ areaCode }) => nameOf(areaCode) },
      {
        heading: 'Kecamatan',
        cell: ({ areaCode }) => nameOf(parentCode(areaCode)).replace('Kecamatan ', ''),
      },
      { heading: 'Sinyal', cell: ({ connectivity: mark }) => CONNECTIVITY_LABEL[mark] },
      { heading: 'Oleh', cell: ({ setBy }) => SETTER_LABEL[setBy] },
      { heading: 'Waktu', cell: ({ setAt }) => formatWita(setAt) },
    ],
    marks,
  )
  if (marks.length > 0) for (const line of [...lines, '']) print(line)
  const all = gazetteer.villages(scope).length
  print(
    `${nameOf(scope)}: ${new Intl.NumberFormat('id-ID').format(marks.length)} dari ${new Intl.NumberFormat('id-ID').format(all)} desa dan kelurahan sudah ditandai.`,
  )
}

/** `npm run kabar -- connectivity set …`, `-- connectivity list …`. Rejects with `UsageError` or `AppError`. */
export async function carryOutConnectivity(args: string[], deps: CoverageCommandDeps): Promise<void> {
  const { values, positionals } = parse(args)
  const [command, ...rest] = positionals
  if (values.csv === true || values.json === true) fail('--csv dan --json hanya untuk coverage.')
  if (command === 'set') return setMark(rest, deps)
  if (command === 'list' && rest.length === 0) return listMarks(values, deps)
  return fail('Perintah itu tidak dikenal.')
}
