import { isCounted } from './contexts.ts'
import type { DigitGroup } from './number-runs.ts'

/** Digits behind the country code or the 0 of a mobile number, from the 8 on: nine to thirteen. */
const LEAST_CORE = 9
const MOST_CORE = 13
const LONGEST_GROUP = 5
/** Parts of accounts are longer: 0000-01-001948-50-7. */
const LONGEST_ACCOUNT_GROUP = 10
/** How many digits accounts of the great banks have. */
const ACCOUNT_LENGTHS = [10, 13, 15, 16]

const coreOf = (digits: string) => /^(?:0{0,2}62(?=0?8))?0?(8[1-9]?\d*)$/.exec(digits)?.[1]

const hasLetters = (gap: string) => /[a-z]/i.test(gap)

/** A gap that stands within one number, with nothing said about what it is. */
export const isPlainGap = (gap: string) => /^[ .()/_*-]{0,4}$/.test(gap)

/** Groups that are looked at as one number. */
interface Candidate {
  text: string
  groups: DigitGroup[]
  from: number
  isAccount?: boolean
}

/** Does group `next` carry on a number that already has enough digits? */
function goesOn({ text, groups, from, isAccount = false }: Candidate, next: number): boolean {
  const group = groups[next]
  if (group === undefined || group.touches.after) return false
  // One part in each line; behind `3. ` a list goes on.
  if (group.gap.includes('\n') && !/^(?:\n|$)/.test(text.slice(group.end, group.end + 1))) return false
  const size = group.digits.length
  if (size > (isAccount ? LONGEST_ACCOUNT_GROUP : LONGEST_GROUP)) return false
  if (/^(?:0|62)8[1-9]\d/.test(group.digits)) return false
  if (group.gap === '' || /^[-.]$/.test(group.gap)) return true
  const earlier = groups.slice(from, next)
  if (earlier.length < 2 || isCounted(text, group.end)) return false
  if (!earlier.some((one) => one.gap === group.gap)) return false
  const length = earlier.reduce((sum, one) => sum + one.digits.length, 0)
  const shortest = Math.min(...earlier.slice(1).map((one) => one.digits.length))
  if (isAccount) return size > 1 || shortest === 1 || ACCOUNT_LENGTHS.includes(length + 1)
  return size >= shortest || (length <= 10 && size >= 2)
}

/** Does a longer number than fits go on behind group `next - 1`? */
export const isGluedOn = (groups: DigitGroup[], next: number) =>
  /^[-.]?$/.test(groups[next]?.gap ?? 'none') && groups[next]?.touches.before !== true

/** `08` and `62` alone may begin anything: more of the number must look like one. */
function startsMobile(groups: DigitGroup[], from: number): boolean {
  const [first, second, third] = groups.slice(from, from + 3)
  if (first === undefined) return false
  if (/^0*62$/.test(first.digits)) {
    const isInPairs = third !== undefined && third.digits.length <= 2
    return second !== undefined && (isInPairs ? /^0?8|^0$/ : /^0?8\d|^0$/).test(second.digits)
  }
  if (/^0*6$/.test(first.digits)) return first.written === 'spelled' || third?.digits.length === 1
  if (first.digits !== '0') return /^0?8|^0*628/.test(first.digits)
  const isDecimal = /^[.,]$/.test(second?.gap ?? '') && third?.gap !== second?.gap
  return second !== undefined && second.digits.startsWith('8') && !isDecimal
}

/** `812-0000-1234` needs nothing around it to be known. */
const isGroupedLikeMobile = (groups: DigitGroup[], from: number) =>
  /^8\d\d-\d{3,4}-\d{3,5}$/.test(
    groups
      .slice(from, from + 3)
      .map(({ digits, gap }, place) => (place === 0 ? digits : gap + digits))
      .join(''),
  )

/**
 * How many groups from `from` on are an Indonesian mobile number (08…, 628…, 8… when the words around say so);
 * 0 for none.
 */
export function readMobile(text: string, groups: DigitGroup[], from: number, isExpected: boolean): number {
  if (!startsMobile(groups, from)) return 0
  const isWithoutZero = groups[from]?.digits.startsWith('8') === true
  if (isWithoutZero && !isExpected && !isGroupedLikeMobile(groups, from)) return 0
  let digits = ''
  let core = ''
  let next = from
  for (; next < groups.length && core.length < LEAST_CORE; next += 1) {
    const group = groups[next]
    if (group === undefined || (next > from && isWithoutZero && hasLetters(group.gap))) return 0
    digits += group.digits
    const soFar = coreOf(digits)
    if (soFar === undefined && !/^0{0,2}(?:62?0?)?$/.test(digits)) return 0
    core = soFar ?? ''
  }
  if (core.length < LEAST_CORE || core.length > MOST_CORE) return 0
  while (goesOn({ text, groups, from }, next)) {
    const length = core.length + (groups[next]?.digits.length ?? 0)
    if (length > MOST_CORE - 1) break
    core += groups[next]?.digits ?? ''
    next += 1
  }
  return isGluedOn(groups, next) ? 0 : next - from
}

/** Groups from `from` on that have between `least` and `most` digits together, with plain gaps; 0 for none. */
export function readDigits(
  text: string,
  groups: DigitGroup[],
  from: number,
  {
    least,
    most,
    gap = isPlainGap,
    isAccount = false,
  }: { least: number; most: number; gap?: (gap: string) => boolean; isAccount?: boolean },
): number {
  let length = 0
  let next = from
  for (; next < groups.length && length < least; next += 1) {
    const group = groups[next]
    if (group === undefined || (next > from && !gap(group.gap))) break
    length += group.digits.length
  }
  if (length < least || length > most) return 0
  while (
    goesOn({ text, groups, from, isAccount }, next) &&
    length + (groups[next]?.digits.length ?? 0) <= most
  ) {
    length += groups[next]?.digits.length ?? 0
    next += 1
  }
  return next - from
}

/** A landline number with its area code, (0541) 743235; 0 for none. */
export function readLandline(text: string, groups: DigitGroup[], from: number): number {
  const first = groups[from]
  if (first === undefined || !/^0[2-9]\d/.test(first.digits) || first.touches.before) return 0
  if (from > 0 && /^[./,-]?$/.test(first.gap)) return 0
  const { length } = first.digits
  if (length > 4 && length < 9) return 0
  // 7 032 163
  if (from > 0 && first.gap === ' ' && length === 3 && groups[from + 1]?.digits.length === 3) return 0
  const count = readDigits(text, groups, from, { least: 8, most: 12 })
  if (groups.slice(from + 1, from + count).some((group) => group.digits.length < 2)) return 0
  return isGluedOn(groups, from + count) ? 0 : count
}
