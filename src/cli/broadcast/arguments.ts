import { CHANNEL_NAMES, type ChannelName } from '../../domain/message.ts'
import { readOptions, UsageError } from '../usage.ts'

export const COMMANDS = [
  'list',
  'show',
  'preview',
  'test',
  'submit',
  'return',
  'approve',
  'pause',
  'resume',
  'cancel',
  'retry',
  'correct',
  'recall',
  'acknowledgements',
] as const
export type CommandName = (typeof COMMANDS)[number]

/** A command line, read. */
export interface Request {
  command: CommandName
  /** Empty with `list` only. */
  id: string
  by: string
  reason?: string
  isJson: boolean
  /** For spreadsheets; only with `acknowledgements`. */
  isCsv: boolean
  /** Keep showing how far it is. */
  isFollowing: boolean
  isEmergency: boolean
  /** What becomes of messages of which nobody knows whether they went out. */
  uncertain?: 'sent' | 'again'
  /** The corrected text, or the file that holds it. */
  body?: string
  bodyFile?: string
  /** The chat for a trial. */
  to?: { channel: ChannelName; chatId: string }
}

export const USAGE = `Cara pakai: npm run kabar -- broadcast PERINTAH [ID] [pilihan]

  list                      semua siaran dan keadaannya
  show ID [--ikuti]         rincian; --ikuti menampilkan kemajuan sampai selesai
  preview ID                jangkauan, tampilan tiap platform, ukuran, dan perkiraan waktu
  test ID --ke telegram:ID_CHAT
                            uji coba ke chat sendiri
  submit ID                 mengajukan draf untuk disetujui
  approve ID [--darurat]    menyetujui; --darurat tanpa orang kedua (dengan --alasan)
  return ID                 mengembalikan ke penulis (dengan --alasan)
  pause, resume, cancel ID  menjeda, melanjutkan, membatalkan (pause dan cancel dengan --alasan)
  retry ID [--ragu ulang|terkirim]
                            mengirim ulang yang gagal; --ragu memutuskan yang belum pasti
  correct ID --isi TEKS     meralat yang sudah dikirim (atau --berkas BERKAS; dengan --alasan)
  recall ID                 menarik yang sudah dikirim (dengan --alasan)
  acknowledgements ID [--csv]
                            sudah disampaikan ke warga atau belum, per wilayah

  --oleh NAMA     siapa yang melakukannya; wajib untuk semua yang mengubah sesuatu
  --alasan TEKS   mengapa
  --json          keluaran untuk mesin`

const READING: ReadonlySet<CommandName> = new Set(['list', 'show', 'preview', 'acknowledgements'])

const fail = (reason: string): never => {
  throw new UsageError(`${reason}\n\n${USAGE}`)
}

const OPTIONS = {
  oleh: { type: 'string' },
  alasan: { type: 'string' },
  isi: { type: 'string' },
  berkas: { type: 'string' },
  ragu: { type: 'string' },
  ke: { type: 'string' },
  darurat: { type: 'boolean' },
  ikuti: { type: 'boolean' },
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
} as const

function readChat(text: string): { channel: ChannelName; chatId: string } {
  const [name, ...rest] = text.split(':')
  const channel = CHANNEL_NAMES.find((one) => one === name)
  const chatId = rest.join(':')
  if (channel === undefined || chatId === '') {
    return fail(`Tujuan "${text}" tidak dikenal. Tulis seperti telegram:123456 atau whatsapp:6281200000000.`)
  }
  // On WhatsApp people know their number, not their address.
  const isNumber = channel === 'whatsapp' && /^\d+$/.test(chatId)
  return { channel, chatId: isNumber ? `${chatId}@s.whatsapp.net` : chatId }
}

/** Reads a command line. Throws `UsageError` with one sentence and how it should be. */
export function readArguments(args: string[]): Request {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE)
  const [noun, name, id = '', ...more] = positionals
  const command = COMMANDS.find((one) => one === name)
  if (noun !== 'broadcast' || command === undefined) return fail('Perintah itu tidak dikenal.')
  if (more.length > 0) return fail(`Terlalu banyak: "${more.join(' ')}". Apit teks dengan tanda petik.`)
  if (command === 'list' ? id !== '' : id === '') return fail('Tulis satu ID siaran sesudah perintahnya.')
  const { oleh = '', alasan, isi, berkas, ragu, ke } = values
  if (!READING.has(command) && oleh.trim() === '') return fail('Tulis siapa yang melakukannya: --oleh NAMA.')
  if (command === 'correct' && (isi === undefined) === (berkas === undefined)) {
    return fail('Tulis isi yang benar dengan --isi TEKS atau --berkas BERKAS, salah satu saja.')
  }
  if (values.csv === true && (command !== 'acknowledgements' || values.json === true)) {
    return fail('Pilihan --csv hanya untuk acknowledgements, dan tidak bersama --json.')
  }
  if (command === 'test' && ke === undefined) return fail('Tulis chat tujuan: --ke telegram:ID_CHAT.')
  if (ragu !== undefined && ragu !== 'ulang' && ragu !== 'terkirim') {
    return fail('Sesudah --ragu tulis ulang atau terkirim.')
  }
  return {
    command,
    id,
    by: oleh,
    isJson: values.json === true,
    isCsv: values.csv === true,
    isFollowing: values.ikuti === true,
    isEmergency: values.darurat === true,
    ...(alasan === undefined ? {} : { reason: alasan }),
    ...(ragu === undefined ? {} : { uncertain: ragu === 'ulang' ? 'again' : 'sent' }),
    ...(isi === undefined ? {} : { body: isi }),
    ...(berkas === undefined ? {} : { bodyFile: berkas }),
    ...(ke === undefined ? {} : { to: readChat(ke) }),
  }
}
