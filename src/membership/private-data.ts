/** What must not get into the registry: it knows groups and roles, never people. */
export type PrivateData = 'phone' | 'nik' | 'email'

export const PRIVATE_DATA_LABEL: Record<PrivateData, string> = {
  phone: 'nomor telepon atau deretan angka pribadi',
  nik: 'NIK atau nomor KK',
  email: 'alamat email',
}

const INVISIBLE = /[\u200b-\u200f\u2060\ufeff\u00ad]/g
/** Numbers that say nothing about a person: area codes, dates with times, decimals such as coordinates. */
const HARMLESS = [
  /(?<!\d)64\d{4}[12]\d{3}(?!\d)/g,
  /(?<![\d.])64[.,]\d{2}(?:\.\d{2}(?:\.\d{4})?)?(?![\d.])/g,
  /(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:[T ]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?Z?)?(?!\d)/g,
  /(?<![\d.])(?!62\.8)(?:\d|[1-9]\d|1[0-7]\d)\.\d{4,}(?![\d.])/g,
]
const EMAIL = /[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4}/i
/** As spreadsheets write a long number: `8.12346E+11`. */
const SHORTENED_NUMBER = /\d(?:[.,]\d+)?E\+?(?:0?[89]|1\d)\b/i
/** Digits with at most three other signs between one and the next. */
const DIGITS = /\d(?:[\s.()\-–+]{0,3}\d){7,}/g
const NIK_LENGTH = 16
const SHORTEST_PHONE = 9

/** The first private thing in a text; undefined when there is none. Rather once too often than once too rarely. */
export function privateDataIn(text: string): PrivateData | undefined {
  const plain = text.normalize('NFKC').replaceAll(INVISIBLE, '')
  if (EMAIL.test(plain)) return 'email'
  if (SHORTENED_NUMBER.test(plain)) return 'phone'
  const rest = HARMLESS.reduce((left, pattern) => left.replaceAll(pattern, ' / '), plain)
  const lengths = [...rest.matchAll(DIGITS)].map(([run]) => run.replaceAll(/\D/g, '').length)
  if (lengths.some((length) => length >= NIK_LENGTH)) return 'nik'
  return lengths.some((length) => length >= SHORTEST_PHONE) ? 'phone' : undefined
}
