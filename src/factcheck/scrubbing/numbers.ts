import { Contexts, isCounted, type Context, type NearContext } from './contexts.ts'
import { readNumberRuns, type DigitGroup } from './number-runs.ts'
import { readDigits, readLandline, readMobile } from './phones.ts'
import type { PersonalData, PersonalDataKind, Span, Taken } from './spans.ts'

/** So many groups are one number of a kind. */
interface Reading {
  count: number
  kind: PersonalDataKind
}

/** What is looked at: the run, the place in it, and the words around that place. */
interface Place {
  text: string
  groups: DigitGroup[]
  from: number
  first: DigitGroup
  before: NearContext | undefined
  contexts: Contexts
}

const digitsOf = (groups: DigitGroup[]) => groups.map(({ digits }) => digits).join('')
const part = ({ groups, from }: Place, count: number) => groups.slice(from, from + count)

const YEAR = /^(?:19|20)\d\d$/
const DATE_IN_ONE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/

/** 500000: round figures are money or counts, not somebody's number. */
const isRound = (digits: string, zeros: number) => new RegExp(`^[1-9]\\d*0{${zeros}}$`).test(digits)

function isHarmless(groups: DigitGroup[]): boolean {
  const digits = digitsOf(groups)
  if (groups.every((group) => YEAR.test(group.digits))) return true
  return groups.length === 1 && (DATE_IN_ONE.test(digits) || isRound(digits, digits.length < 10 ? 3 : 6))
}

/** Luhn's check digit, which every payment card has. */
function isCard(digits: string): boolean {
  if (!/^[3-6]\d{12,18}$/.test(digits)) return false
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
  return sum % 10 === 0
}

/** Province, regency, district, day of birth (with 40 more for women), month, year, serial number. */
const isNik = (digits: string) =>
  /^(?:1[1-9]|2[1-9]|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[1-2]|9[1-7])\d{4}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}$/.test(
    digits,
  )

const anyGap = (gap: string) => !gap.includes('\n')

/** A number whose word stands before it. */
function readNamed(place: Place): Reading | undefined {
  const { text, groups, from, before } = place
  if (before === undefined) return undefined
  const read = (kind: PersonalDataKind, least: number, most: number) => {
    const count = readDigits(text, groups, from, { least, most, gap: anyGap })
    return count === 0 ? undefined : { count, kind }
  }
  if (before.context === 'nik') return read('nik', 16, 16) ?? read('nik', 15, 17)
  if (before.context === 'npwp') return read('npwp', 15, 16)
  return before.context === 'bpjs' ? read('bpjs', 11, 13) : undefined
}

function readMobileHere(place: Place): Reading | undefined {
  const { text, groups, from, before, first } = place
  const isExpected = before?.context === 'phone' || (first.digits.length >= 10 && before?.context !== 'thing')
  const count = readMobile(text, groups, from, isExpected)
  return count === 0 ? undefined : { count, kind: 'phone' }
}

/** NIK and cards in groups need no word. */
function readSixteen(place: Place): Reading | undefined {
  const { text, groups, from, before } = place
  const exact = (digits: number) => readDigits(text, groups, from, { least: digits, most: digits })
  const count = exact(16) || exact(15)
  if (count === 0) return undefined
  const parts = part(place, count)
  const digits = digitsOf(parts)
  const isByFours = parts.every((group) => group.digits.length === 4)
  const isListed = isByFours && parts.every((group) => YEAR.test(group.digits) || group.digits.endsWith('0'))
  if (count === 1 ? digits.length < 16 : isListed && !isNik(digits) && !isCard(digits)) return undefined
  if (before?.context === 'account' && digits.length === 16) return { count, kind: 'account' }
  if (isNik(digits) || (isByFours && !isCard(digits)) || (count === 1 && !isCard(digits)))
    return { count, kind: digits.length === 16 ? 'nik' : 'account' }
  return isCard(digits) ? { count, kind: 'account' } : undefined
}

const isOf = (context: Context, near: NearContext | undefined, distance: number) =>
  near?.context === context && near.distance <= distance

/** From the first group of an account to a word behind the last. */
const FURTHEST = 60

function readAccount(place: Place): Reading | undefined {
  const { text, groups, from, before, contexts } = place
  const isBefore = isOf('account', before, 40)
  if (!isBefore && contexts.after(place.first.end, FURTHEST)?.context !== 'account') return undefined
  const isNamed = before?.context === 'account' && /rek/.test(before.word) && before.distance <= 6
  const count = readDigits(text, groups, from, {
    least: isNamed ? 6 : 8,
    most: 20,
    isAccount: true,
  })
  const last = groups[from + count - 1]
  if (count === 0 || last === undefined) return undefined
  const isNear = isBefore || isOf('account', contexts.after(last.end), 14)
  if (!isNear || isHarmless(part(place, count)) || isCounted(text, last.end)) return undefined
  return { count, kind: 'account' }
}

/** Telephone numbers of other countries, +60 12 345 6789. */
function readForeign({ text, groups, from, first }: Place): Reading | undefined {
  if (!/\+[ (]{0,2}$/.test(text.slice(Math.max(0, first.start - 3), first.start))) return undefined
  const count = readDigits(text, groups, from, {
    least: 8,
    most: 15,
    gap: (gap) => /^[ .()/-]{0,3}$/.test(gap),
  })
  return count === 0 ? undefined : { count, kind: 'phone' }
}

function readLandlineHere({ text, groups, from }: Place): Reading | undefined {
  const count = readLandline(text, groups, from)
  return count === 0 ? undefined : { count, kind: 'phone' }
}

/** `telp 743235`: local numbers, known by the word before them. */
function readLocal(place: Place): Reading | undefined {
  const { text, groups, from, before } = place
  if (!isOf('phone', before, 22)) return undefined
  const count = readDigits(text, groups, from, { least: 6, most: 13 })
  const last = groups[from + count - 1]
  if (count === 0 || last === undefined || last.touches.after) return undefined
  if (isHarmless(part(place, count)) || isCounted(text, last.end)) return undefined
  const next = groups[from + count]
  // 5550123 4, where nothing follows that the 4 could count
  const isTail =
    next?.gap === ' ' &&
    next.digits.length <= 4 &&
    /^ ?(?:[.,;)\n]|$)/.test(text.slice(next.end, next.end + 2))
  return { count: isTail ? count + 1 : count, kind: 'phone' }
}

const NUMBER_WORD = /(?<![a-z])(?:no|nomor|nmr|nomer)(?:nya)?[ .:=]{0,4}$/i

/** No number has more parts: time stays linear. */
const MOST_GROUPS = 24

const isCounting = (digits: string) => '0123456789101112'.includes(digits) || '109876543210'.includes(digits)

/** Any other long number: fails closed. */
function readAnyLong(place: Place): Reading | undefined {
  const { text, first, before } = place
  let count = 1
  const isSpelled = first.written === 'spelled'
  while (count < MOST_GROUPS && goesWith(place, count, isSpelled)) count += 1
  const parts = part(place, count)
  const last = parts.at(-1)
  const digits = digitsOf(parts)
  if (last === undefined || first.touches.before || first.written === 'disguised') return undefined
  const isNumbered = NUMBER_WORD.test(text.slice(Math.max(0, first.start - 14), first.start))
  const least = isSpelled ? 7 : isNumbered ? 8 : 10
  if (digits.length < least || (isSpelled && isCounting(digits))) return undefined
  if (isOf('thing', before, 24) || isHarmless(parts) || isCounted(text, last.end)) return undefined
  return {
    count,
    kind: isSpelled || (digits.length <= 14 && /^(?:0|62)?8[1-9]/.test(digits)) ? 'phone' : 'account',
  }
}

function goesWith({ groups, from }: Place, count: number, isSpelled: boolean): boolean {
  const next = groups[from + count]
  const last = groups[from + count - 1]
  if (next === undefined || last === undefined) return false
  if (isSpelled) return next.written === 'spelled' && next.gap === ' '
  return /^[-.]$/.test(next.gap) && Math.min(last.digits.length, next.digits.length) >= 3
}

const READERS = [
  readNamed,
  readMobileHere,
  readSixteen,
  readAccount,
  readForeign,
  readLandlineHere,
  readLocal,
  readAnyLong,
]

/** A number takes its plus sign with it, and an opening bracket that closes within it. */
function spanOf(text: string, { start, end }: Span): Span {
  const prefix = /(?:\( ?)?(?:\+ ?|plus )?\(?$/i.exec(text.slice(Math.max(0, start - 8), start))?.[0] ?? ''
  const isInBrackets = prefix.startsWith('(') && text[end] === ')'
  return { start: start - prefix.length + (isInBrackets ? 1 : 0), end }
}

/** Runs with fewer digits hold nobody's number. */
const LEAST_DIGITS = 6

/** Every group begins at most so many readings, and each looks at a bounded number of groups: linear time. */
export function findNumbers(text: string, taken: Taken): PersonalData[] {
  const found: PersonalData[] = []
  const contexts = new Contexts(text)
  for (const groups of readNumberRuns(text, taken)) {
    const length = groups.reduce((sum, group) => sum + group.digits.length, 0)
    let from = length < LEAST_DIGITS ? groups.length : 0
    while (from < groups.length) {
      const reading = readAt({ text, groups, from, contexts })
      const first = groups[from]
      const last = groups[from + (reading?.count ?? 1) - 1]
      if (reading !== undefined && first !== undefined && last !== undefined)
        found.push({ ...spanOf(text, { start: first.start, end: last.end }), kind: reading.kind })
      from += reading?.count ?? 1
    }
  }
  return found
}

function readAt(at: Omit<Place, 'first' | 'before'>): Reading | undefined {
  const first = at.groups[at.from]
  if (first === undefined) return undefined
  const place: Place = { ...at, first, before: at.contexts.before(first.start) }
  for (const read of READERS) {
    const reading = read(place)
    if (reading !== undefined) return reading
  }
  return undefined
}
