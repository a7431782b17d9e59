import type { PersonalData, Taken } from './spans.ts'

const LOCAL = String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}`
const LABEL = String.raw`[\p{L}\p{N}-]{1,63}`
/** `akhiran @contoh.id` is no address: a space stands on both sides, or behind. */
const SIGN_AT = String.raw`(?<!(?:domain|akun|akhiran))(?: @ |@ ?)`
/** A name in two words, behind "email". */
const FIRST_WORD = String.raw`(?:(?<=(?:e-?mail|surel)(?:nya|ku|mu)?[ :]{1,3})(?!(?:ke|di|dari|yang|saya|dia|ini) )[\p{L}\p{N}._-]{1,30} )?`
const BRACKETED_AT = String.raw`[ \t]{0,2}[[({<][ \t]?(?:at|et|@)[ \t]?[\])}>][ \t]{0,2}`
const SPOKEN_AT = String.raw`[ \t]{1,2}(?:at|et)[ \t]{1,2}`
const DOT = String.raw`(?:[ \t]?\.[ \t]?|[ \t]{0,2}[[({<][ \t]?(?:dot|titik|\.)[ \t]?[\])}>][ \t]{0,2}|[ \t]{1,2}(?:dot|titik)[ \t]{1,2})`
const SPOKEN_DOT = String.raw`(?:[ \t]{0,2}[[({<][ \t]?(?:dot|titik|\.)[ \t]?[\])}>][ \t]{0,2}|[ \t]{1,2}(?:dot|titik)[ \t]{1,2})`
const ENDING = String.raw`(?:com|co|id|net|org|info|biz|xyz|me|io|my|sch|go|ac|edu|gov|example)(?![\p{L}\p{N}])`
const PROVIDER = String.raw`(?:gmail|g-?mail|gmial|yahoo|ymail|rocketmail|hotmail|outlook|icloud|live|proton(?:mail)?)`

const PATTERN = new RegExp(
  [
    // warga@contoh.example
    String.raw`${LOCAL}@${LABEL}(?:\.${LABEL}){1,4}`,
    // warga @ contoh . example, warga(at)contoh.example
    String.raw`(?:${FIRST_WORD}${LOCAL}(?: @ |${BRACKETED_AT})|${LOCAL}${SIGN_AT})${LABEL}(?:${DOT}${LABEL}){0,2}${DOT}${ENDING}`,
    // warga at gmail dot com, warga at contoh titik co titik id
    String.raw`${FIRST_WORD}${LOCAL}${SPOKEN_AT}(?:${PROVIDER}${DOT}|${LABEL}${SPOKEN_DOT}(?:${LABEL}${SPOKEN_DOT}){0,2})${ENDING}`,
    // warga@gmail
    String.raw`${LOCAL}(?:${SIGN_AT}|${BRACKETED_AT}|${SPOKEN_AT})${PROVIDER}(?![\p{L}\p{N}])`,
  ].join('|'),
  'giu',
)

/** E-mail addresses, also where the signs are spelled out. */
export function findEmails(text: string, taken: Taken): PersonalData[] {
  const found: PersonalData[] = []
  for (const { 0: address, index } of text.matchAll(PATTERN)) {
    const span = { start: index, end: index + address.length, kind: 'email' as const }
    if (!taken.has(span)) found.push(span)
  }
  return found
}
