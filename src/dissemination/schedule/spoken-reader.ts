import { meaningOf, type DayPart, type Key, type Word } from './words.ts'

/** Why a schedule in words is not understood: one Indonesian sentence. */
export class SpokenError extends Error {
  override readonly name = 'SpokenError'
}

type Token =
  | { type: 'iso'; text: string; year: number; month: number; day: number }
  | { type: 'time'; text: string; hour: number; minute: number }
  | { type: 'number'; text: string; value: number }
  | { type: 'word'; text: string; word: Word }
  | { type: 'comma'; text: string }
  | { type: 'dash'; text: string }

const PIECE = /\d{4}-\d{2}-\d{2}|\d{1,2}[.:]\d{2}(?!\d)|\d+|[a-z]+|[,;]|-|\S/gi
const OTHER_ZONES = /\b(?:wib|wit)\b/i
const TOO_CLEVER = /\b(?:(?:dua|2|tiga|3|empat|4)\s+minggu|minggu\s+sekali|tiap\s+jam|tiap\s+menit)\b/i

/** Spellings that break at the wrong place: `s.d.`, `Jum'at`, `ke-2`, `tiap-tiap`. */
function smoothed(text: string): string {
  return text
    .replaceAll(/['’`]/g, '')
    .replaceAll(/\bs\s*[./]?\s*d\b\.?/gi, ' sampai ')
    .replaceAll(/\bsampai\s+dengan\b/gi, ' sampai ')
    .replaceAll(/\b(tiap)-tiap\b/gi, '$1')
    .replaceAll(/\bhari\s+(?=ahad\b)/gi, '')
    .replaceAll(/\bke-?\s?([1-5])\b/gi, (_, digit: string) => ORDINAL_WORDS[Number(digit) - 1] ?? '')
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/\b(\d+)\s?x\b/gi, '$1 kali')
    .replaceAll(/[()"]/g, ' ')
    .replaceAll(/\.(?=\s|$)/g, ' ')
}

const ORDINAL_WORDS = ['pertama', 'kedua', 'ketiga', 'keempat', 'kelima']

function tokenOf(text: string): Token {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (iso !== null) {
    return { type: 'iso', text, year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }
  }
  const time = /^(\d{1,2})[.:](\d{2})$/.exec(text)
  if (time !== null) return { type: 'time', text, hour: Number(time[1]), minute: Number(time[2]) }
  if (/^\d+$/.test(text)) return { type: 'number', text, value: Number(text) }
  if (/^[,;]$/.test(text)) return { type: 'comma', text }
  if (text === '-') return { type: 'dash', text }
  const word = meaningOf(text.toLowerCase())
  if (word === undefined) throw new SpokenError(`Kata "${text}" tidak dikenal di sini.`)
  return { type: 'word', text, word }
}

const isKey = (token: Token | undefined, key?: Key): boolean =>
  token?.type === 'word' && token.word.type === 'key' && (key === undefined || token.word.key === key)

const dayOf = (token: Token | undefined): number | undefined => {
  if (token?.type === 'word' && token.word.type === 'day') return token.word.day
  return isKey(token, 'week') ? 0 : undefined
}

/** Reads a schedule in words from left to right. What takes something moves on; `is…` only looks. */
export function createReader(text: string) {
  if (OTHER_ZONES.test(text)) throw new SpokenError('Semua jam adalah WITA. Ubah dulu jamnya ke WITA.')
  if (TOO_CLEVER.test(text)) {
    throw new SpokenError(
      'Selang seperti itu belum bisa. Pilih hari atau tanggalnya, misalnya Senin pertama dan ketiga tiap bulan 08.00.',
    )
  }
  const tokens = (smoothed(text).match(PIECE) ?? []).map(tokenOf)
  let position = 0
  const at = (offset = 0): Token | undefined => tokens[position + offset]
  /** Commas say nothing by themselves. */
  const skipCommas = () => {
    while (at()?.type === 'comma') position += 1
  }
  const jointLength = () => {
    let length = 0
    while (at(length)?.type === 'comma' || isKey(at(length), 'and')) length += 1
    return length
  }
  const takeWord = <Kind extends Word['type']>(kind: Kind): Extract<Word, { type: Kind }> | undefined => {
    const token = at()
    if (token?.type !== 'word' || token.word.type !== kind) return undefined
    position += 1
    return token.word as Extract<Word, { type: Kind }>
  }
  const take = <Type extends Token['type']>(type: Type): Extract<Token, { type: Type }> | undefined => {
    const token = at()
    if (token?.type !== type) return undefined
    position += 1
    return token as Extract<Token, { type: Type }>
  }

  return {
    isAtEnd() {
      skipCommas()
      return at() === undefined
    },
    isTimeNext: () => at()?.type === 'time',
    isNumberNext: () => at()?.type === 'number' || at()?.type === 'iso',
    isDayNext: () => at()?.type === 'word' && (at() as { word: Word }).word.type === 'day',
    isKeyNext: (key: Key) => isKey(at(), key),
    isCapitalNext: () => /^[A-Z]/.test(at()?.text ?? ''),
    /** A date in figures, or a number with a month behind it. */
    isDateNext() {
      const [first, second] = [at(), at(1)]
      return first?.type === 'iso' || (second?.type === 'word' && second.word.type === 'month')
    },
    /** "dan 16.00", ", pukul 16". */
    isNextTimeInList() {
      const length = jointLength()
      if (length === 0) return false
      const isWithClock = isKey(at(length), 'clock')
      const [next, behind] = [at(length + (isWithClock ? 1 : 0)), at(length + 1)]
      return next?.type === 'time' || (next?.type === 'number' && (isWithClock || behind === undefined))
    },
    /** Takes the joint when another number follows: "1 dan 15". */
    isNextNumberInList() {
      const length = jointLength()
      const [next, behind] = [at(length), at(length + 1)]
      const isOther = next?.type !== 'number' || isKey(behind, 'times')
      if (length === 0 || isOther) return false
      position += length
      return true
    },
    isNextException() {
      const length = jointLength()
      const next = at(length)
      const isException =
        next?.type === 'iso' ||
        next?.type === 'number' ||
        isKey(next, 'holiday') ||
        (isKey(next, 'date') && at(length + 1) !== undefined) ||
        (isKey(next, 'day') && isKey(at(length + 1), 'holiday'))
      if (length === 0 || !isException || isKey(at(length + 1), 'times')) return false
      position += length
      return true
    },
    skipJoint() {
      position += jointLength()
    },
    /** Takes this key word when it comes next. */
    key(key: Key): boolean {
      if (!isKey(at(), key)) return false
      position += 1
      return true
    },
    anyKey: (): Key | undefined => takeWord('key')?.key,
    back() {
      position -= 1
    },
    day: (): number | undefined => takeWord('day')?.day,
    month: (): number | undefined => takeWord('month')?.month,
    part: (): DayPart | undefined => takeWord('part')?.part,
    ordinal: (): number | undefined => takeWord('ordinal')?.ordinal,
    nextOrdinalInList(): number | undefined {
      const length = jointLength()
      const next = at(length)
      if (next?.type !== 'word' || next.word.type !== 'ordinal') return undefined
      position += length + 1
      return next.word.ordinal
    },
    /** "sampai Jumat", "- Jumat": the last day of a stretch. */
    rangeEnd(): number | undefined {
      const isRange = at()?.type === 'dash' || isKey(at(), 'until')
      const skipped = isRange && isKey(at(1), 'day') ? 2 : 1
      const last = isRange ? dayOf(at(skipped)) : undefined
      if (last !== undefined) position += skipped + 1
      return last
    },
    time() {
      return take('time')
    },
    number: (): number | undefined => take('number')?.value,
    isoDate() {
      return take('iso')
    },
    /** Goes back when `read` gives undefined. */
    attempt<Result>(read: () => Result | undefined): Result | undefined {
      const start = position
      const result = read()
      if (result === undefined) position = start
      return result
    },
    unknown(advice: string): SpokenError {
      const token = at() ?? tokens[position - 1]
      return new SpokenError(`Bagian "${token?.text ?? ''}" tidak pada tempatnya. ${advice}`)
    },
  }
}

export type Reader = ReturnType<typeof createReader>
