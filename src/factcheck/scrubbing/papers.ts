import type { PersonalData, PersonalDataKind, Taken } from './spans.ts'

const MONTH_NAME = String.raw`(?:jan|feb|peb|mar|apr|mei|jun|jul|agu|agt|agust|ags|sep|okt|nov|nop|des)[a-z]{0,6}`
const BIRTHDAY = String.raw`(?:\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2} ?[-/ ]? ?${MONTH_NAME}(?: ?[-/, ] ?(?:19|20)?\d{2}(?!\d))?)`
const WORD = String.raw`[a-z.']{2,20}[ ,/:-]{1,3}`
const PLACE = String.raw`(?:di (?:${WORD}){1,3}pada (?:(?:tgl|tanggal)[ .:]{1,2})?|(?:${WORD}){0,3})`

/** The date, with the place before it, stands in the group `data`; so does each other number. */
const PATTERNS: [PersonalDataKind, RegExp][] = [
  [
    'birth',
    new RegExp(
      String.raw`(?<![a-z])(?:ttl|t\.t\.l\.?|tempa?t?[ ,/&.]{0,3}(?:dan )?(?:tgl|tanggal)?[ .]{0,2}lahir)(?:nya)?[ :=.]{0,4}(?<data>${PLACE}${BIRTHDAY})`,
      'gid',
    ),
  ],
  [
    'birth',
    new RegExp(
      String.raw`(?<![a-z])(?<!hari )(?:lahir|kelahiran|dob|ultah)(?:nya|an)?[ :=,]{1,4}${PLACE}(?<data>${BIRTHDAY})(?!\d)`,
      'gid',
    ),
  ],
  [
    'passport',
    /(?<![a-z])(?:paspor|passport|pasport)(?:nya)?[^\n\d]{0,24}?(?<data>(?<![a-z\d])[a-z]{1,2}[ -]?\d{6,7}(?![a-z\d]))/dgi,
  ],
  [
    'passport',
    /(?<data>(?<![a-z\d])[a-z]{1,2}[ -]?\d{6,7})(?![a-z\d])[^\n\d]{0,14}(?:paspor|passport|pasport)/dgi,
  ],
  ['npwp', /(?<data>(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}(?!\d))/dg],
]

/** Birthdays, passports, and tax numbers in their official form. */
export function findPapers(text: string, taken: Taken): PersonalData[] {
  const found: PersonalData[] = []
  for (const [kind, pattern] of PATTERNS) {
    for (const { indices } of text.matchAll(pattern)) {
      const [start, end] = indices?.groups?.['data'] ?? [0, 0]
      const span = { start, end, kind }
      if (taken.has(span)) continue
      taken.add(span)
      found.push(span)
    }
  }
  return found
}
