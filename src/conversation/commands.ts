import { readConnectivity } from '../membership/connectivity-words.ts'

export type CommandName =
  | 'start'
  | 'help'
  | 'about'
  | 'privacy'
  | 'check'
  | 'subscribe'
  | 'areas'
  | 'topics'
  | 'hours'
  | 'register'
  | 'status'
  | 'signal'
  | 'history'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'forget'
  | 'live'
  | 'news'
  | 'no_news'
  | 'dialogue_word'

export interface Command {
  name: CommandName
  /** What follows the command; for a dialogue word the word itself. */
  argument: string
}

/** Each command with the ways people write it, misspellings included. Spaces are left out. */
const SPELLINGS: Record<Exclude<CommandName, 'dialogue_word'>, string> = {
  start: 'start mulai',
  help: 'help bantuan bantu batuan menu petunjuk carapakai',
  about: 'about tentang tentangbot tentangkami tntang',
  privacy: 'privasi privacy privasy',
  check: 'cek check chek ceck cekfakta cekhoaks cekhoax periksa',
  subscribe:
    'langganan langanan langgan langgana langgannan langgganan berlangganan berlanganan subscribe subscribed daftar langgananan',
  areas: 'wilayah wilaya wilayh willayah ubahwilayah gantiwilayah tambahwilayah area areas region',
  topics: 'topik topic topics topiks ubahtopik gantitopik',
  hours: 'jam jamterima ubahjam gantijam waktu hours',
  register: 'sapaan ubahsapaan gantisapaan bahasa register',
  signal: 'sinyal signal sinyall sinnyal sinyl sinal sinyel tandasinyal',
  status: 'status setatus statuslangganan cekstatus',
  history: 'riwayat riwayt riwyat riwayatkabar history kabarterakhir',
  pause: 'jeda jedah pause istirahat tunda jedakabar mute',
  resume: 'lanjut lanjutkan lanjutin resume unpause unmute mulailagi',
  forget: 'hapus hapusdata hapusdatasaya hapussaya lupakan lupakansaya forget deleteme deletedata',
  live: 'daerah kecamatan kecamatansaya daerahsaya tempattinggal',
  news: 'kabari kabarisaya',
  no_news: 'tidakusah tidakusahdikabari takusah jangankabari tidakperludikabari',
  stop: 'berhenti berenti brhenti stop unsubscribe unsub berhentilangganan berhentiberlangganan berhentilanganan stoplangganan',
}

const COMMANDS = new Map(
  Object.entries(SPELLINGS).flatMap(([name, spellings]) =>
    spellings.split(' ').map((spelling): [string, CommandName] => [spelling, name as CommandName]),
  ),
)

/** Words of a dialogue that may also be written as a command: bots in private groups see those. */
const DIALOGUE_WORDS = new Set([
  'batal',
  'cancel',
  'kembali',
  'back',
  'lewati',
  'skip',
  'semua',
  'selesai',
  'lainnya',
  'simpan',
  'ya',
  'tidak',
])

/** What a text that starts with `/` is. `unknown`: a command, but not one of ours. */
export function readSlashCommand(text: string): Command | 'unknown' | undefined {
  const match = /^\/([a-z][a-z_]{0,31})(@\S+)?(?:\s+([\s\S]*))?$/i.exec(text.trim())
  if (match === null) return undefined
  const [, word = '', otherBot, argument = ''] = match
  // Our own name is already cut from the text: this one belongs to another bot.
  if (otherBot !== undefined) return 'unknown'
  const key = word.toLowerCase().replaceAll('_', '')
  if (DIALOGUE_WORDS.has(key)) return { name: 'dialogue_word', argument: key }
  const name = COMMANDS.get(key)
  return name === undefined ? 'unknown' : { name, argument: argument.trim() }
}

/**
 * Commands that are written without `/` together with what they are about, and how many words that may have. Only by
 * words that begin no ordinary message: "daftar bansos lewat tautan ini" is something to check.
 */
const WITH_ARGUMENT: [RegExp, CommandName, number][] = [
  [/^(?:ber)?lan[a-z]+an$|^subscribe$/, 'subscribe', 5],
  [/^(?:jeda|pause)$/, 'pause', 3],
]

/** A command written without `/`: the whole text, or one like `langganan` with a name after it. */
export function readBareCommand(text: string): Command | undefined {
  const words = text
    .trim()
    .replace(/[.!?]+$/, '')
    .split(/\s+/)
  const whole = words.length <= 3 ? COMMANDS.get(words.join('').toLowerCase()) : undefined
  if (whole !== undefined) return { name: whole, argument: '' }
  const [first = '', ...rest] = words
  const name = COMMANDS.get(first.toLowerCase())
  // "Sinyal 5G bikin sakit?" is a question.
  const isSignal = name === 'signal' && readConnectivity(rest.join(' ')) !== undefined
  const isMeant = WITH_ARGUMENT.some(
    ([pattern, meant, most]) => meant === name && pattern.test(first.toLowerCase()) && rest.length <= most,
  )
  return name !== undefined && (isMeant || isSignal) ? { name, argument: rest.join(' ') } : undefined
}

const LITERACY = new Set('literasi litrasi leterasi literasy literacy literasidigital kuis quiz'.split(' '))

/**
 * What follows `/literasi`, a command of groups only; empty when nothing does. Undefined for another text. Without
 * `/` only when the bot is addressed.
 */
export function readLiteracyCommand(text: string, isAddressed: boolean): string | undefined {
  const match = /^(\/?)([a-z_]{1,32})(?:\s+([a-z]+))?[.!?]*$/i.exec(text.trim())
  const [, slash = '', word = '', argument = ''] = match ?? []
  const isMeant = slash !== '' || isAddressed
  return isMeant && LITERACY.has(word.toLowerCase().replaceAll('_', '')) ? argument : undefined
}
