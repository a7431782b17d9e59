import { parseArgs } from 'node:util'
import type { TopicList } from '../../domain/topic.ts'
import { readStatus, readTopicNames } from '../../membership/kim-details.ts'
import type { KimDetails, KimStatus } from '../../domain/kim.ts'
import { UsageError } from '../usage.ts'

export const KIM_USAGE = `Cara pakai: npm run kabar -- kim PERINTAH [pilihan]

  list                      semua KIM (--status, --cari TEKS)
  groups                    grup publik yang belum diverifikasi
  show KIM                  rincian: grup, kode, riwayat
  add --nama NAMA --wilayah WILAYAH
                            menambah KIM (--peran, --topik, --status)
  edit KIM                  mengubah (--nama, --wilayah, --peran, --topik, --status)
  status KIM registered|verified|dormant
                            terdaftar, terverifikasi, atau tidak aktif
  remove KIM                menghapus KIM yang belum pernah punya grup
  code KIM                  kode baru untuk grupnya, ditampilkan sekali
  revoke KIM                mencabut semua kodenya
  verify GRUP KIM           memasukkan grup publik ke sebuah KIM; GRUP seperti telegram:-100123 atau ID dari groups
  import BERKAS             membaca .csv atau .xlsx; kolom nama, wilayah, peran_kontak, topik, status, sinyal
  export [BERKAS]           menulis semua KIM sebagai CSV (atau --json)

  KIM ditulis dengan ID, awal ID, atau namanya.

  --by NAMA         siapa yang melakukannya (juga --oleh); wajib untuk semua yang mengubah sesuatu
  --regency NAMA    hanya kabupaten atau kota ini (juga --kabupaten)
  --json            keluaran untuk mesin`

/** How many words follow each command: at least, at most. */
const WORDS = {
  list: [0, 0],
  groups: [0, 0],
  show: [1, 1],
  add: [0, 0],
  edit: [1, 1],
  status: [2, 2],
  remove: [1, 1],
  code: [1, 1],
  revoke: [1, 1],
  verify: [2, 2],
  import: [1, 1],
  export: [0, 1],
} as const satisfies Record<string, readonly [number, number]>

export type KimCommand = keyof typeof WORDS
const READING: ReadonlySet<KimCommand> = new Set(['list', 'groups', 'show', 'export'])

/** A command line, read. */
export interface KimRequest {
  command: KimCommand
  /** What stands behind the command. */
  words: string[]
  by: string
  isJson: boolean
  /** The regency or city that is looked after, as it was written. */
  regency?: string
  /** Part of a name, with `list`. */
  q?: string
  /** As it was written. */
  area?: string
  /** With `list` the status to look for, with `status` the new one. */
  details: Partial<Omit<KimDetails, 'areaCode' | 'topics'>>
  /** Names of topics, as they were written. */
  topicWords?: string
}

const fail = (reason: string): never => {
  throw new UsageError(`${reason}\n\n${KIM_USAGE}`)
}

const text = { type: 'string' } as const

function parse(args: string[]) {
  const options = {
    nama: text,
    wilayah: text,
    peran: text,
    topik: text,
    status: text,
    cari: text,
    by: text,
    oleh: text,
    regency: text,
    kabupaten: text,
    json: { type: 'boolean' },
  } as const
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch {
    return fail('Ada pilihan yang tidak dikenal atau kurang isinya.')
  }
}

function isCommand(name: string | undefined): name is KimCommand {
  return name !== undefined && Object.hasOwn(WORDS, name)
}

function statusIn(written: string | undefined): KimStatus | undefined {
  if (written === undefined) return undefined
  return readStatus(written) ?? fail('Status hanya registered, verified, atau dormant.')
}

/** The topics that a request names, if it names any. Throws `UsageError` for one that does not exist. */
export function topicsOf(
  { topicWords }: Pick<KimRequest, 'topicWords'>,
  list: TopicList,
): Partial<Pick<KimDetails, 'topics'>> {
  if (topicWords === undefined) return {}
  const { topics, unknown } = readTopicNames(topicWords, list)
  return unknown.length === 0 ? { topics } : fail(`Topik tidak dikenal: ${unknown.join(', ')}.`)
}

/** Reads what stands behind `kim`. Throws `UsageError` with one sentence and how it should be. */
export function readKimArguments(args: string[]): KimRequest {
  const { values, positionals } = parse(args)
  const [command, ...words] = positionals
  if (!isCommand(command)) return fail('Perintah itu tidak dikenal.')
  const [least, most] = WORDS[command]
  if (words.length < least) return fail('Ada yang kurang sesudah perintahnya.')
  if (words.length > most)
    return fail(`Terlalu banyak: "${words.slice(most).join(' ')}". Apit teks dengan tanda petik.`)
  const by = (values.by ?? values.oleh ?? '').trim()
  if (!READING.has(command) && by === '') return fail('Tulis siapa yang melakukannya: --by NAMA.')
  const { nama, wilayah, peran, topik, cari } = values
  const regency = values.regency ?? values.kabupaten
  if (command === 'add' && (nama === undefined || wilayah === undefined)) {
    return fail('Tulis --nama NAMA dan --wilayah WILAYAH.')
  }
  const status = statusIn(command === 'status' ? words[1] : values.status)
  const details = {
    ...(nama === undefined ? {} : { name: nama }),
    ...(peran === undefined ? {} : { contactRole: peran }),
    ...(status === undefined ? {} : { status }),
  }
  if (
    command === 'edit' &&
    wilayah === undefined &&
    topik === undefined &&
    Object.keys(details).length === 0
  ) {
    return fail('Tulis apa yang diubah: --nama, --wilayah, --peran, --topik, atau --status.')
  }
  return {
    command,
    words,
    by,
    isJson: values.json === true,
    ...(regency === undefined ? {} : { regency }),
    ...(cari === undefined ? {} : { q: cari }),
    ...(wilayah === undefined ? {} : { area: wilayah }),
    details,
    ...(topik === undefined ? {} : { topicWords: topik }),
  }
}
