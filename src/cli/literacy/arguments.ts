import { parseArgs } from 'node:util'
import { parseSlot, type WeeklySlot } from '../../literacy/calendar.ts'
import { UsageError } from '../usage.ts'

/** What staff ask of the literacy programme. */
export type LiteracyRequest = { isJson: boolean } & (
  | { command: 'on'; by: string; approvedBy: string; tip?: WeeklySlot; quiz?: WeeklySlot }
  | { command: 'off'; by: string }
  | { command: 'status' | 'preview' | 'report' }
)

const USAGE = `Cara pakai: npm run kabar -- literacy PERINTAH [pilihan]

  on --oleh NAMA --disetujui-oleh NAMA_LAIN [--tip "Rabu 16.00"] [--kuis "Sabtu 16.00"]
             menyalakan tip mingguan dan kuis bulanan (kuis: hari itu yang pertama dalam bulan)
  off --oleh NAMA
             mematikannya; yang sudah disiapkan dan belum dikirim dibatalkan
  status     menyala atau mati, siapa yang menyetujui, dan kapan berikutnya
  preview    isi tip dan kuis berikutnya, dan berapa grup yang menerimanya
  report     hasil tiap kuis

  --by, --approved-by   sama dengan --oleh, --disetujui-oleh
  --json                keluaran untuk mesin`

const fail = (reason: string): never => {
  throw new UsageError(`${reason}\n\n${USAGE}`)
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        oleh: { type: 'string' },
        by: { type: 'string' },
        'disetujui-oleh': { type: 'string' },
        'approved-by': { type: 'string' },
        tip: { type: 'string' },
        kuis: { type: 'string' },
        json: { type: 'boolean' },
      },
    })
  } catch {
    return fail('Ada pilihan yang tidak dikenal atau kurang isinya.')
  }
}

function readSlot(name: string, text: string | undefined): WeeklySlot | undefined {
  if (text === undefined) return undefined
  return parseSlot(text) ?? fail(`Sesudah --${name} tulis hari dan jam WITA, misalnya "Rabu 16.00".`)
}

/** Reads what follows `literacy`. Throws `UsageError` with one sentence and how it should be. */
export function readLiteracyArguments(args: string[]): LiteracyRequest {
  const { values, positionals } = parse(args)
  const [command, ...more] = positionals
  if (more.length > 0) return fail(`Terlalu banyak: "${more.join(' ')}". Apit teks dengan tanda petik.`)
  const isJson = values.json === true
  const by = (values.oleh ?? values.by ?? '').trim()
  const approvedBy = (values['disetujui-oleh'] ?? values['approved-by'] ?? '').trim()
  const tip = readSlot('tip', values.tip)
  const quiz = readSlot('kuis', values.kuis)
  if (command === 'status' || command === 'preview' || command === 'report') return { command, isJson }
  if (command !== 'on' && command !== 'off') return fail('Perintah itu tidak dikenal.')
  if (by === '') return fail('Tulis siapa yang melakukannya: --oleh NAMA.')
  if (command === 'off') return { command, by, isJson }
  if (approvedBy === '') return fail('Tulis siapa yang menyetujui: --disetujui-oleh NAMA_LAIN.')
  return {
    command,
    by,
    approvedBy,
    isJson,
    ...(tip === undefined ? {} : { tip }),
    ...(quiz === undefined ? {} : { quiz }),
  }
}
