/** What stands in the place of personal data. */
const MASK = {
  phone: '[nomor telepon]',
  nik: '[NIK]',
  account: '[nomor rekening]',
  email: '[email]',
  plate: '[nomor kendaraan]',
} as const

const SEPARATOR = '[ \\u00a0\\t.()\\-–]'
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g

/** Every repetition below is bounded, or alternates between characters that exclude each other: time stays linear. */
const KEPT = {
  amount: String.raw`(?<![a-z])(?:rp|idr|usd)[ .]{0,2}\d[\d.,]*|\$ ?\d[\d.,]*`,
  dateTime: String.raw`(?<![\d.])\d{1,2}[.:]\d{2} {1,2}\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?![\d])`,
  date: String.raw`(?<![\d.])(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)`,
  years: String.raw`(?<![\d.])(?:(?:19|20)\d{2}[ ,/–-]{1,3}){1,20}(?:19|20)\d{2}(?![ .-]?\d)`,
}
const EMAIL = String.raw`[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4}`
const PHONE = [
  // Mobile: 0812…, 62812…, +62 812…, (0812) …
  String.raw`(?<![\d])\(?(?:\+ ?|00)?(?:62|0)${SEPARATOR}{0,3}8(?:${SEPARATOR}{0,2}\d){7,11}(?!\d)`,
  // With a country code: +60 …, +62 541 …
  String.raw`\+${SEPARATOR}?\d(?:${SEPARATOR}{0,2}\d){7,14}(?!\d)`,
  // Landline with an area code of three or four digits: (0541) 123456, 021-123-4567
  String.raw`(?<![\d.,])\(?0[2-9]\d{1,2}\)?[ .-]{0,3}\d{3,4}[ .-]?\d{2,4}(?:[ .-]?\d{2,4})?(?!\d)`,
]
const NIK = String.raw`(?<!\d)\d(?:[ \u00a0.-]?\d){15}(?!\d)`
/** Stops before a telephone number that stands right behind it. */
const NUMBER = String.raw`(?<!\d)\d(?:(?:[ \u00a0.-](?!(?:0|62)8\d{6}))?\d){7,}`
/** Registration areas of Indonesian vehicles (National Police regulation 7/2021); KT is East Kalimantan. */
const PLATE = [
  String.raw`(?<![a-z\d])k[tu][ -]?\d{1,4}[ -]?[a-z]{1,3}(?![a-z\d])`,
  String.raw`(?<![a-z\d])(?:[abdefghklmnprstwz]|a[abdeg]|b[abdeghklmnp]|d[abcdeghklmnprstw]|e[abd]|kb|kh|p[ab])[ -]?\d{2,4}[ -]?[a-z]{2,3}(?![a-z\d])`,
]

const PATTERN = new RegExp(
  [
    `(?<kept>${Object.values(KEPT).join('|')})`,
    `(?<email>${EMAIL})`,
    `(?<phone>${PHONE.join('|')})`,
    `(?<plate>${PLATE.join('|')})`,
    `(?<nik>${NIK})`,
    `(?<number>${NUMBER})`,
  ].join('|'),
  'giu',
)

const BANK_WORD =
  /(?<![a-z])(?:no|nomor|nmr|norek|rek|rekening|kartu|atm|debit|kredit|va|virtual account|bank|bca|bri|bni|btn|bsi|bpd|mandiri|kaltimtara|bankaltimtara|danamon|cimb|permata|jago|seabank|dana|ovo|gopay|transfer|tf|a\.?n)(?![a-z])/i
const PHONE_WORD =
  /(?<![a-z])(?:telp?|telepon|telpon|tlpn?|hub(?:ungi)?|wa|whatsapp|hp|handphone|sms|call|kontak|cp)(?![a-z])[^\d]{0,20}$/i
const THOUSANDS = /^\d{1,3}(?:\.\d{3})+$/
const COUNTED = /^ ?(?:rupiah|orang|jiwa|dosis|ton|kg|liter|unit|ribu|juta|miliar|triliun)\b/i

function isNearBankWord(text: string, start: number, end: number): boolean {
  return (
    BANK_WORD.test(text.slice(Math.max(0, start - 40), start)) || BANK_WORD.test(text.slice(end, end + 20))
  )
}

/** A run of digits that is nothing better known: an account, or an amount to be left alone. */
function scrubNumber(number: string, text: string, start: number): string {
  const end = start + number.length
  const digits = number.replaceAll(/\D/g, '').length
  const isPhone = digits <= 13 && PHONE_WORD.test(text.slice(Math.max(0, start - 40), start))
  if (isPhone && !THOUSANDS.test(number)) return MASK.phone
  if (isNearBankWord(text, start, end)) return MASK.account
  if (digits < 10 || COUNTED.test(text.slice(end, end + 12)) || THOUSANDS.test(number)) return number
  const groups = number.split(/\D/)
  return groups.slice(0, -1).every((group) => group.length >= 3) ? MASK.account : number
}

/** All-capitals or written like a plate (`KT 1234 AB`): in running lower-case text these letters are words. */
function isPlate(plate: string): boolean {
  return /^k[tu]/i.test(plate) || plate === plate.toUpperCase()
}

interface Groups {
  kept?: string
  email?: string
  phone?: string
  plate?: string
  nik?: string
  number?: string
}

/**
 * Cuts personal data out of a text: telephone numbers, NIK and KK, account and card numbers, e-mail addresses and
 * vehicle plates become a word in square brackets. Amounts, dates, years, times and percentages stay.
 */
export function scrub(text: string): string {
  // Letters and digits in disguise (𝟎𝟖𝟏𝟐, ０８１２) become ordinary ones first.
  const plain = text.normalize('NFKC').replaceAll(INVISIBLE, '')
  return plain.replaceAll(PATTERN, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Groups
    const start = Number(rest.at(-3))
    if (groups.email !== undefined) return MASK.email
    if (groups.phone !== undefined) return MASK.phone
    if (groups.plate !== undefined) return isPlate(match) ? MASK.plate : match
    if (groups.nik !== undefined) {
      return isNearBankWord(plain, start, start + match.length) && !isNearIdentityWord(plain, start)
        ? MASK.account
        : MASK.nik
    }
    return groups.number === undefined ? match : scrubNumber(match, plain, start)
  })
}

function isNearIdentityWord(text: string, start: number): boolean {
  return /(?<![a-z])(?:nik|kk|ktp|kartu keluarga)(?![a-z])/i.test(text.slice(Math.max(0, start - 40), start))
}
