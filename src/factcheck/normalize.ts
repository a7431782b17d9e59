import { CHAT_SPELLINGS, CONCEPTS, LOOKALIKE_LETTERS, NUMBER_UNITS, STOP_WORDS } from './lexicon.ts'
import { stem } from './stem.ts'

/** Longer inputs keep this many UTF-16 units: two thirds from the head, one third from the tail. */
export const MAXIMUM_TEXT_LENGTH = 20_000
/** A piece without spaces longer than this is cut: no word is that long, and each step stays bounded. */
const MAXIMUM_CHUNK_LENGTH = 200

/** A text in comparable form. */
export interface NormalizedText {
  /** Meaningful words in order: spelled out, lower case, without stop words; for comparing letters. */
  words: string[]
  /** One key for each of `words`: roots, and marked tokens `#n200000`, `#y2024`, `#p0812…`, `#u…` for facts. */
  terms: string[]
}

/** The part of a text that is looked at. Never splits a pair of surrogates in a way that later steps mind. */
export function cutText(text: string, maximum: number = MAXIMUM_TEXT_LENGTH): string {
  if (text.length <= maximum) return text
  const head = Math.floor((maximum * 2) / 3)
  return `${text.slice(0, head)}\n${text.slice(text.length - (maximum - head))}`
}

/** Lower case, one alphabet, no accents, no invisible characters. Line breaks stay. */
export function foldLetters(text: string): string {
  const plain = text
    .replaceAll(/\p{Surrogate}/gu, ' ')
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
  return plain.replaceAll(/[^\p{ASCII}]/gu, (letter) => LOOKALIKE_LETTERS.get(letter) ?? letter)
}

const LEET_DIGITS: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '!': 'i',
  '@': 'a',
  $: 's',
}

/** `v4ks1n` → `vaksin`, `tekn!si` → `teknisi`; `g20`, `200rb` and `covid19` stay. */
function withoutLeet(chunk: string): string {
  if (!/[a-z][013457!@$]/.test(chunk) || /\d\d/.test(chunk) || (chunk.includes('@') && chunk.includes('.')))
    return chunk
  return chunk
    .replaceAll(/(?<=[a-z])[013457!@$](?=[a-z])/g, (mark) => LEET_DIGITS[mark] ?? mark)
    .replaceAll(/(?<=[a-z]{3})[013457](?![a-z\d])/g, (mark) => LEET_DIGITS[mark] ?? mark)
}

const HOST = /^(?:https?:?\/{0,2})?(?:www\.)?((?:[a-z0-9-]{1,60}\.){1,5}[a-z]{2,12})(?=[/?#:]|$)/

/** Words of an address: the host as one fact and its parts as words. Undefined when it is no address. */
function addressTokens(chunk: string): string[] | undefined {
  const match = HOST.exec(chunk)
  const host = match?.[1]
  if (match === null || host === undefined) return undefined
  const isBare = !/^(?:http|www)/.test(chunk)
  // `selesai.terima` is a missing space, not an address.
  if (
    isBare &&
    !/\.(?:com|co|id|net|org|info|xyz|site|online|me|ly|gov|my|club|top|link|live|shop)$/.test(host)
  )
    return undefined
  const path = chunk.slice(match[0].length, match[0].length + 80)
  const parts = `${host} ${path}`.split(/[^a-z]+/).filter((part) => part.length > 3)
  return [`#u${host}`, ...parts]
}

/** `200.000` → 200000, `3,5` → 3.5. */
function numberValue(digits: string): number {
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(digits)) return Number(digits.replaceAll(/[.,]/g, ''))
  return Number.parseFloat(digits.replace(',', '.'))
}

/** The fact behind a run of digits; `unit` is the factor of the word after it. */
function numberToken(digits: string, unit: number | undefined): string {
  const plain = digits.replaceAll(/[.,]/g, '')
  if (unit !== undefined) return `#n${Math.round(numberValue(digits) * unit)}`
  if (/^(?:19|20)\d\d$/.test(digits)) return `#y${digits}`
  if (plain.length >= 9) return `#p${plain.replace(/^62/, '0')}`
  return `#n${numberValue(digits)}`
}

/** The words and digit runs of one piece of text between spaces. */
function pieces(chunk: string): string[] {
  return withoutLeet(chunk).match(/\d+(?:[.,]\d+)*|\p{L}+/gu) ?? []
}

/** `baaanget` → `banget`: no Indonesian word holds a letter three times in a row. */
const withoutStretching = (word: string) => word.replaceAll(/(\p{L})\1{2,}/gu, '$1')

function spelledOut(word: string): string[] {
  const plain = withoutStretching(word)
  const written = CHAT_SPELLINGS.get(plain) ?? plain
  return written.includes(' ') ? written.split(' ') : [written]
}

/** Reads a text as words and facts. Any string is welcome; the work is bounded by `MAXIMUM_TEXT_LENGTH`. */
export function normalize(text: string): NormalizedText {
  const words: string[] = []
  const terms: string[] = []
  const add = (word: string, term: string) => {
    words.push(word)
    terms.push(term)
  }
  const tokens = foldLetters(cutText(text))
    .split(/\s+/)
    .flatMap((chunk) => {
      const short = chunk.slice(0, MAXIMUM_CHUNK_LENGTH)
      return addressTokens(short) ?? pieces(short)
    })
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? ''
    if (token.startsWith('#')) {
      add(token.slice(2), token)
    } else if (/^\d/.test(token)) {
      const unit = NUMBER_UNITS.get(tokens[index + 1] ?? '')
      if (unit !== undefined) index += 1
      const term = numberToken(token, unit)
      // A lone digit marks a doubled word (`anak2`) or a list.
      if (term.length > 3) add(term.slice(2), term)
    } else {
      for (const word of spelledOut(token)) {
        const concept = CONCEPTS.get(word) ?? word
        if (word.length > 1 && !STOP_WORDS.has(concept) && !STOP_WORDS.has(word)) add(concept, stem(concept))
      }
    }
  }
  return { words, terms }
}
