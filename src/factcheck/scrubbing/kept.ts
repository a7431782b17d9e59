import type { Span, Taken } from './spans.ts'

const TIME = String.raw`(?:[01]?\d|2[0-4])[.:][0-5]\d(?:[.:][0-5]\d)?`
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`
const MONTH = String.raw`(?:0?[1-9]|1[0-2])`
const YEAR = String.raw`(?:19|20)\d{2}`
/** No digit in front, and no number that goes on. */
const FROM = String.raw`(?<!\d)(?<!\d[.,:/-])`
const TO = String.raw`(?!\d)(?![.,:/-]\d)`

/** Figures that are nobody's: they stay. Every repetition is bounded, so time stays linear. */
const KEPT = [
  // Money: Rp 600.000, $ 20, USD 3,000,000
  String.raw`(?<![a-z])(?:rp|idr|usd)[ .:]{0,3}\d{1,3}(?:[.,]\d{1,3}){1,8}(?!\d)`,
  String.raw`(?<![a-z])(?:rp|idr|usd)[ .:]{0,3}[1-9]\d{0,15}(?!\d)`,
  String.raw`\$ ?\d{1,3}(?:[.,]\d{1,3}){0,8}(?!\d)`,
  // Counts with thousands: 3.766.039 and 204,807,222
  String.raw`(?<![\d+])(?<!\d[.,/-])(?<!62[ )-]{1,2}(?=8))(?!62\.8\d\d\.\d{3}\.\d)[1-9]\d{0,2}(?:(?:\.\d{3}){1,6}(?:,\d{1,8})?|(?:,\d{3}){1,6}(?:\.\d{1,8})?)(?!\d)(?![./-]\d)`,
  // Decimals and coordinates: 96,21437589, -0.502106
  String.raw`(?<!\d)(?<!\d[.,/-])(?<!62[ )-]{1,2}(?=8))(?!62[.,]8)(?:0|[1-9]\d{0,2})[.,]\d{1,15}(?!\d)(?![.,-]\d)`,
  // Dates, with a time before or behind
  String.raw`${FROM}${DAY} ?[-/.] ?${MONTH} ?[-/.] ?(?:${YEAR}|\d{2})(?:[ ,]{1,2}${TIME})?${TO}`,
  String.raw`${FROM}${DAY}-[a-z]{3}-\d{2,4}${TO}`,
  String.raw`${FROM}${DAY} ${MONTH} ${YEAR}${TO}(?! \d{3})`,
  String.raw`${FROM}${YEAR}[-/.]${MONTH}[-/.]${DAY}(?:[ t]{1,2}${TIME})?${TO}`,
  // Times and their ranges
  String.raw`${FROM}${TIME}(?: ?(?:-|s\/d|s\.d\.?|sd|sampai) ?${TIME})?${TO}(?![ -]\d{3,4}[ .-]\d{3,4}(?!\d))`,
  // Years one after the other
  String.raw`(?<![\d.])(?:${YEAR}[ ,/-]{1,3}){1,20}${YEAR}(?! ?[.-]?\d)`,
]

/** Hotlines of institutions, and codes to dial. */
const HOTLINES = [
  String.raw`(?<!\d)(?<!\d[- ]{1,3})(?:021[ -]?)?1[ -]?[45]00[ -]{0,3}(?:\d{3}|\d ?\d\d|\d\d ?\d)(?!\d)`,
  String.raw`(?<!\d)0[ -]?80[0479][ -]?\d[ -]?\d{3}[ -]?\d{3}(?!\d)`,
  String.raw`(?<!\d)080[0479][ -]\d{3}[ -]\d{4}(?!\d)`,
  String.raw`\*\d{1,4}(?:\*\d{1,6}){0,6}#`,
]

const PATTERN = new RegExp([...KEPT, ...HOTLINES].join('|'), 'gi')
const HOTLINE = new RegExp(
  [...HOTLINES, String.raw`(?<=(?:kirim|sms|balas) ke )\d{4,6}(?!\d)`].join('|'),
  'gi',
)
/** An account may be written with dots like an amount: 900.000.123. */
const ACCOUNT_WORD = /(?<![a-z])(?:no ?rek|rek|norek|rekening)(?:nya)?[ .:=]{0,3}$/i
/** Twelve digits of pairs are a telephone number, whatever a part of them looks like. */
const MOBILE_IN_PAIRS = /^08([^a-z\d\n]{1,3})\d\d(?:\1\d\d){3,4}(?!\d)/i

/** Amounts, dates, times, decimals and hotlines. Takes their places. */
export function keepHarmlessFigures(text: string, taken: Taken): void {
  for (const { 0: figure, index } of text.matchAll(PATTERN)) {
    const span: Span = { start: index, end: index + figure.length }
    if (taken.has(span) || MOBILE_IN_PAIRS.test(text.slice(index, index + 30))) continue
    if (ACCOUNT_WORD.test(text.slice(Math.max(0, index - 16), index)) && /^\d[\d.]{6,}$/.test(figure))
      continue
    taken.add(span)
  }
}

/** Numbers of institutions, and codes to dial or to send a message to. They are nobody's, but a scam may invent one. */
export const findHotlines = (text: string): Span[] =>
  [...text.matchAll(HOTLINE)].map(({ 0: number, index }) => ({ start: index, end: index + number.length }))
