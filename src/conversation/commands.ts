import { readConnectivity } from '../membership/connectivity-words.ts'

export type CommandName =
  | 'start'
  | 'help'
  | 'about'
  | 'privacy'
  | 'check'
  | 'subscribe'
  | 'status'
  | 'stop'
  | 'signal'
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
  about: 'tentang about tentangbot',
  privacy: 'privasi privacy privasy',
  check: 'cek check chek ceck cekfakta cekhoaks cekhoax periksa',
  subscribe:
    'langganan langanan langgan langgana langgannan langgganan berlangganan berlanganan subscribe subscribed daftar langgananan',
  status: 'status statuslangganan',
  signal: 'sinyal signal sinyall sinnyal sinyl sinal sinyel tandasinyal',
  stop: 'berhenti berenti brhenti stop unsubscribe unsub berhentilangganan berhentiberlangganan berhentilanganan stoplangganan',
}

const COMMANDS = new Map(
  Object.entries(SPELLINGS).flatMap(([name, spellings]) =>
    spellings.split(' ').map((spelling): [string, CommandName] => [spelling, name as CommandName]),
  ),
)

/** Words of a dialogue that may also be written as a command: bots in private groups see those. */
const DIALOGUE_WORDS = new Set(['batal', 'kembali', 'lewati', 'semua', 'selesai', 'lainnya', 'ya', 'tidak'])

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

/** A command written without `/`: the whole text, `langganan` with a name or `sinyal` with how it is after it. */
export function readBareCommand(text: string): Command | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/[.!?]+$/, '')
    .split(/\s+/)
  const whole = words.length <= 3 ? COMMANDS.get(words.join('')) : undefined
  if (whole !== undefined) return { name: whole, argument: '' }
  const [first = '', ...rest] = words
  const isSubscribe = COMMANDS.get(first) === 'subscribe' && rest.length <= 5
  if (isSubscribe) return { name: 'subscribe', argument: rest.join(' ') }
  // "Sinyal 5G bikin sakit?" is a question.
  const isSignal = COMMANDS.get(first) === 'signal' && readConnectivity(rest.join(' ')) !== undefined
  return isSignal ? { name: 'signal', argument: rest.join(' ') } : undefined
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
