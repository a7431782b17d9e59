import { createHash } from 'node:crypto'
import { KIM_CODE_ALPHABET } from './kim-code.ts'
import type { OutgoingMessage } from './message.ts'

const LENGTH = 6
/** `K7Q4-FX`: so many stand before the dash. */
const HEAD = 4
/** A digit and a letter stand before the dash: so neither a word, a year nor a one-time password is taken for a code. */
const MIXED_HEAD = /^(?=.{0,3}\d)(?=.{0,3}[A-Z])/

function drawCode(seed: string): string {
  let number = createHash('sha256').update(seed).digest().readBigUInt64BE()
  let code = ''
  for (let place = 0; place < LENGTH; place += 1) {
    code += KIM_CODE_ALPHABET[Number(number % BigInt(KIM_CODE_ALPHABET.length))] ?? ''
    number /= BigInt(KIM_CODE_ALPHABET.length)
  }
  return code
}

/**
 * What an announcement is asked for by: six digits and capitals, for the same id always the same. Public: it proves
 * nothing without the text that the bot shows for it.
 */
export function broadcastCode(id: string): string {
  for (let round = 0; ; round += 1) {
    const code = drawCode(round === 0 ? id : `${id}#${round}`)
    if (MIXED_HEAD.test(code)) return code
  }
}

/** As it is printed: `K7Q4-FX`. */
export const printedCode = (code: string): string => `${code.slice(0, HEAD)}-${code.slice(HEAD)}`

/** Longer texts are messages, however the code in them is spelled. */
const LONGEST = 60
/** What people copy along with a code. */
const INTRODUCTION = /^(?:\/?cek\s+)?(?:(?:kode|code)(?:nya)?(?:\s+(?:siaran|pengumuman))?\b\s*[:=]?\s*)?/
const INVITATION = /\s*·?\s*cek keaslian:.*$/s
const OUTER_MARKS = /^[\s_*~`"'“”‘’()[\]#.:]+|[\s_*~`"'“”‘’()[\].,:;!?]+$/gu
const DASH = String.raw`[\p{Pd}_.·\s]{0,3}`
/** In one piece, parted once, or letter by letter. Other spaces make words of it: "gas 3 kg". */
const SPELLED = new RegExp(`^(?:([A-Z\\d]{4})${DASH}([A-Z\\d]{2})|([A-Z\\d](?:[\\s-][A-Z\\d]){5}))$`, 'u')

/**
 * The code that a text is, without its dash: `k7q4 fx`, `Kode: K7Q4-FX`. Also one that no announcement has, because it
 * was mistyped or made up. Undefined when the text is anything else: only a text that is nothing but a code is one.
 */
export function readBroadcastCode(text: string): string | undefined {
  if (text.length > LONGEST) return undefined
  const plain = text.normalize('NFKC').toLowerCase().replace(INVITATION, '').replaceAll(OUTER_MARKS, '')
  const introduction = INTRODUCTION.exec(plain)?.[0] ?? ''
  const rest = plain.slice(introduction.length).replaceAll(OUTER_MARKS, '').toUpperCase()
  const [, head = '', tail = '', single = ''] = SPELLED.exec(rest) ?? []
  const code = `${head}${tail}${single.replaceAll(/[\s-]/g, '')}`
  if (MIXED_HEAD.test(code)) return code
  // Named a code and no message: a made-up one, such as "KODE RESMI2026".
  const isNamed = /\b(?:kode|code)/.test(introduction)
  return isNamed && /^(?=.*\d)[A-Z\d-]{4,16}$/.test(rest) ? rest.replaceAll('-', '') : undefined
}

const codeLine = (code: string) => `_Kode: ${printedCode(code)} · cek keaslian: /cek ${code}_`

/** So many letters the line with the code adds to an announcement, with the empty line before it. */
export const CODE_LINE_LENGTH = 2 + codeLine('K7Q4FX').length
/** The line as people copy it from a group, with whatever marks are left of it. */
const COPIED_LINE = /\s*[_*]*Kode: \S+ · cek keaslian: \/cek \w+?[_*]*\s*$/

/** The text of an announcement with its code below; a code that was copied along with the text gives way. */
export function withCodeLine(id: string, text: string): string {
  return `${text.replace(COPIED_LINE, '')}\n\n${codeLine(broadcastCode(id))}`
}

/** What an announcement says, with or without its code: announcements of before had none. */
export function withoutCodeLine(id: string, message: OutgoingMessage): OutgoingMessage {
  const ending = `\n\n${codeLine(broadcastCode(id))}`
  const { text } = message
  return text.endsWith(ending) ? { ...message, text: text.slice(0, -ending.length) } : message
}
