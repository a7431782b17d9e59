import type { PersonalData, Span, Taken } from './spans.ts'

const ENDINGS =
  'com|id|net|org|info|me|ly|gl|xyz|site|online|my|club|top|link|live|shop|co|io|gov|edu|tv|cc|app|dev|store|web|biz|asia|fun|vip|icu|ru|cn|us|uk|be|to|gg|page|click|cloud|tk|ml|ga|cf|gq|example'
/** Signs that end a link: what stands behind them may be a number of its own. */
const PATH = String.raw`[^\s<>"',;|]`
/** A dot, or what people write so that a link is not one. */
const DOT = String.raw`(?:\.| ?[[({](?:dot|titik|\.)[\])}] ?)`
const LINK = new RegExp(
  [
    String.raw`(?<![a-z\d])(?:https?|hxxps?|ftp|whatsapp|tg|intent):\/\/${PATH}{1,2000}`,
    String.raw`(?<![a-z\d@.-])www\.${PATH}{1,2000}`,
    String.raw`(?<![a-z\d@.-])(?:[a-z\d_-]{1,63}${DOT}){1,6}(?:${ENDINGS})(?![a-z\d-])(?::\d{1,5})?(?:[/?#]${PATH}{0,2000})?`,
  ].join('|'),
  'gi',
)

/** The links of a text, with or without `https://`. */
export const findLinks = (text: string): Span[] =>
  [...text.matchAll(LINK)].map(({ 0: link, index }) => ({ start: index, end: index + link.length }))

const MOBILE = String.raw`(?<!\d)(?:\+|%2b)?(?:62[-. ]?|0)8[1-9]\d{1,2}[-.]?\d{3,4}[-.]?\d{2,5}(?!\d)`
const PRIVATE_PART = new RegExp(
  [
    String.raw`(?<phone>${MOBILE})`,
    String.raw`(?<=[?&](?:phone|hp|no_?hp|tel|telp|telepon|wa|nomor|no)=)(?<number>(?:\+|%2b)?\d[\d.-]{5,20})`,
    String.raw`(?<=[?&](?:nik|ktp|kk|no_?kk|no_?ktp)=)(?<nik>\d[\d.-]{5,22})`,
    String.raw`(?<=[?&](?:rek|norek|no_?rek|rekening|account)=)(?<account>\d[\d.-]{5,22})`,
    // wa.me/message/CODE leads to one person
    String.raw`(?<=wa\.me\/(?:message|qr)\/)(?<code>[a-z\d]{6,40})`,
  ].join('|'),
  'gi',
)

const KINDS = { phone: 'phone', number: 'phone', nik: 'nik', account: 'account', code: 'phone' } as const

/** Numbers of posts are longer or shorter than those of telephones. */
function isLikely({ groups }: RegExpExecArray): boolean {
  const digits = groups?.['phone']?.replace(/^%2b/i, '').replaceAll(/\D/g, '')
  return digits === undefined || (digits.length >= 10 && digits.length <= 13)
}

/** Numbers of people in links; all else in a link stays, and its place is taken. */
export function findInLinks(text: string, taken: Taken): PersonalData[] {
  const found: PersonalData[] = []
  for (const link of findLinks(text)) {
    for (const match of text.slice(link.start, link.end).matchAll(PRIVATE_PART)) {
      if (!isLikely(match)) continue
      const name = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? 'phone'
      const start = link.start + match.index
      found.push({ start, end: start + match[0].length, kind: KINDS[name as keyof typeof KINDS] })
    }
    taken.add(link)
  }
  return found
}
