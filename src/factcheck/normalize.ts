import { STOP_WORDS } from './lexicon.ts'
import { CHAT_SPELLINGS, CONCEPTS, LOOKALIKE_LETTERS, MONTHS, NUMBER_UNITS } from './spellings.ts'
import { hashLetter, PartCache } from './part-cache.ts'
import { stem } from './stem.ts'

/** Longer inputs keep this many UTF-16 units: two thirds from the head, one third from the tail. */
export const MAXIMUM_TEXT_LENGTH = 20_000
/** A piece without spaces longer than this is cut: no word is that long, and each step stays bounded. */
const MAXIMUM_CHUNK_LENGTH = 200

/** A meaningful word of a text. One object may stand for many places in many texts. */
export interface Word {
  /** Spelled out, in lower case; for comparing letters. */
  readonly text: string
  /** Its key: see `NormalizedText.terms`. */
  readonly term: string
  /** The number that a vocabulary last gave to the key, kept here because looking it up takes longer than all else. */
  number: number
  /** The vocabulary's own number; 0 for none. */
  numberedBy: number
}

/** A text in comparable form. */
export interface NormalizedText {
  /** Meaningful words in order: spelled out, lower case, without stop words; for comparing letters. */
  words: string[]
  /** One key for each of `words`: roots, and marked tokens `#n200000`, `#y2024`, `#d17-8` (17 August), `#p0812…`, `#u…` for facts. */
  terms: string[]
}

/** The part of a text that is looked at. Never splits a pair of surrogates in a way that later steps mind. */
export function cutText(text: string, maximum: number = MAXIMUM_TEXT_LENGTH): string {
  if (text.length <= maximum) return text
  const head = Math.floor((maximum * 2) / 3)
  return `${text.slice(0, head)}\n${text.slice(text.length - (maximum - head))}`
}

const isPlainText = (text: string) => /^[\0-\x7F]*$/.test(text)

/** Lower case, one alphabet, no accents, no invisible characters. Line breaks stay. */
export function foldLetters(text: string): string {
  if (isPlainText(text)) return text.toLowerCase()
  const plain = text
    .replaceAll(/\p{Surrogate}/gu, ' ')
    // Before taking letters apart too: thousands of accents on one letter would have to be put in order.
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
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

/** Where everybody publishes, and short links: the address says nothing about the claim. */
const PLATFORM =
  /(?:^|\.)(?:facebook|fb|instagram|twitter|x|youtube|youtu|tiktok|t|bit|goo|dlvr|lnkd|wa|whatsapp|telegram|tinyurl|ow|s|pinterest|threads|line)\.(?:com|me|be|co|ly|gl|it|in|id|net)$/

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
  if (PLATFORM.test(host)) return []
  const path = chunk.slice(match[0].length, match[0].length + 80).replace(/\?.*$/s, '')
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

/** What a word or a run of digits adds to a text. */
interface Token {
  words: Word[]
  /** A run of digits: what it adds depends on the word after it. */
  digits: string | undefined
  /** The factor, when the word may be a unit: `ribu`. */
  unit: number | undefined
  /** 1 to 12, when the word is a month. */
  month: number | undefined
}

function add(to: Word[], text: string, term: string): void {
  to.push({ text, term, number: -1, numberedBy: 0 })
}

function addNumber(to: Word[], digits: string, unit: number | undefined): void {
  const term = numberToken(digits, unit)
  // A lone digit marks a doubled word (`anak2`) or a list.
  if (term.length > 3) add(to, term.slice(2), term)
}

function readToken(token: string): Token {
  const isNumber = /^\d/.test(token)
  const words: Word[] = []
  if (isNumber) addNumber(words, token, undefined)
  else if (token.startsWith('#')) add(words, token.slice(2), token)
  else {
    for (const word of spelledOut(token)) {
      const concept = CONCEPTS.get(word) ?? word
      if (word.length > 1 && !STOP_WORDS.has(concept) && !STOP_WORDS.has(word))
        add(words, concept, stem(concept))
    }
  }
  return {
    words,
    digits: isNumber ? token : undefined,
    unit: NUMBER_UNITS.get(token),
    month: MONTHS.get(token),
  }
}

/** The tokens of a piece of text without ASCII spaces; letters may fold to spaces. */
function readChunk(chunk: string): Token[] {
  // Most pieces: the steps below would find this one word after much searching.
  const letters = /^([a-z]{1,100})[.,?:;)"]{0,3}$/i.exec(chunk)?.[1]
  if (letters !== undefined) return [readToken(letters.toLowerCase())]
  return foldLetters(chunk)
    .split(/\s+/)
    .flatMap((part) => {
      const short = part.slice(0, MAXIMUM_CHUNK_LENGTH)
      return (addressTokens(short) ?? pieces(short)).map(readToken)
    })
}

/** What a piece adds: most often one word, or nothing, whatever stands beside it. */
export type Piece = Word | Token[]

/** Most pieces of a text were seen before: what they add is worked out once. */
export const knownPieces = new PartCache<Piece>(1 << 17)

const SPACE = 32

/** The UTF-16 units of the text that is being read: of a string each one would take longer to get at. */
const units = new Uint16Array(MAXIMUM_TEXT_LENGTH + 2)
const unitBytes = Buffer.from(units.buffer)

/** The place of a piece in `knownPieces`. */
function placeOf(text: string, start: number, end: number, hash: number): number {
  const known = knownPieces.find(units, start, end, hash)
  if (known >= 0) return known
  const written = text.slice(start, end)
  const tokens = readChunk(written)
  const [only] = tokens
  const isPlain = [only?.digits, only?.unit, only?.month].every((value) => value === undefined)
  const word = tokens.length === 1 && isPlain && only?.words.length === 1 ? only.words[0] : undefined
  const spelled = word !== undefined && written.toLowerCase().startsWith(word.text) ? word.text.length : 0
  return knownPieces.add(units, start, end, hash, word ?? tokens, isPlainText(written) ? spelled : 0)
}

const LAST_DAY = 31

/** Puts words together from pieces; a number waits for the token after it. */
export abstract class PieceReader {
  #waiting: Token | undefined

  /** A piece that is next, by its place in `knownPieces`, which is good until the one after it. */
  abstract visit(place: number): void

  /** A word that is next. */
  protected abstract add(word: Word): void

  protected take(piece: Piece): void {
    if (Array.isArray(piece)) for (const token of piece) this.#takeOne(token)
    else {
      this.settle(undefined)
      this.add(piece)
    }
  }

  #takeOne(token: Token): void {
    if (this.#waiting !== undefined) {
      const isUnit = token.unit !== undefined
      const day = Number(this.#waiting.digits)
      if (token.month !== undefined && day >= 1 && day <= LAST_DAY) this.#addDate(day, token.month)
      else this.settle(token.unit)
      if (isUnit) return
    }
    if (token.digits !== undefined) this.#waiting = token
    else this.#addAll(token.words)
  }

  #addDate(day: number, month: number): void {
    this.#waiting = undefined
    const words: Word[] = []
    add(words, String(day), `#d${day}-${month}`)
    this.#addAll(words)
  }

  #addAll(words: Word[]): void {
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index]
      if (word !== undefined) this.add(word)
    }
  }

  /** Adds the number that waits, times the unit behind it. */
  settle(unit: number | undefined): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    this.#waiting = undefined
    const words: Word[] = []
    if (unit !== undefined) addNumber(words, waiting.digits ?? '', unit)
    this.#addAll(unit === undefined ? waiting.words : words)
  }
}

const isSpace = (code: number) => code <= 32 && (code === 32 || (code >= 9 && code <= 13))

/** Shows a reader all pieces of a text. The work is bounded by `MAXIMUM_TEXT_LENGTH`. */
export function readPieces(text: string, reader: PieceReader): void {
  const seen = cutText(text)
  unitBytes.write(seen, 'utf16le')
  const { length } = seen
  units[length] = SPACE
  let start = 0
  let hash = 0
  for (let index = 0; index <= length; index += 1) {
    const code = units[index] ?? 0
    if (!isSpace(code)) {
      hash = hashLetter(hash, code)
      continue
    }
    if (index > start) reader.visit(placeOf(seen, start, index, hash))
    start = index + 1
    hash = 0
  }
  reader.settle(undefined)
}

class WordList extends PieceReader {
  readonly words: Word[] = []

  override visit(place: number): void {
    const piece = knownPieces.valueAt(place)
    if (piece !== undefined) this.take(piece)
  }

  protected override add(word: Word): void {
    this.words.push(word)
  }
}

/** The meaningful words of a text in order. */
export function readWords(text: string): Word[] {
  const list = new WordList()
  readPieces(text, list)
  return list.words
}

/** Reads a text as words and facts. Any string is welcome. */
export function normalize(text: string): NormalizedText {
  const words = readWords(text)
  return { words: words.map(({ text }) => text), terms: words.map(({ term }) => term) }
}
