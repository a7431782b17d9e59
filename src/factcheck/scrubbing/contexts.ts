/**
 * Words that tell what a number beside them is. Each is searched for in a window of fixed length, so that a text of
 * any length takes linear time.
 */

const BEFORE = 48
const AFTER = 26

/** What a number is by the words around it. */
export type Context = 'phone' | 'nik' | 'account' | 'npwp' | 'bpjs' | 'thing'

const word = (words: string) => String.raw`(?<![a-z])(?:${words})(?:nya|ku|mu)?(?![a-z])`

const WORDS: Record<Context, string> = {
  phone: word(
    String.raw`no ?hp|no ?wa|telp?|tel?f|tele?pon|telephone|tlpn?|hub|hubungi|hubungin|wa|whats?app|hp|handphone|nope|ponsel|sms|call|kontak|contact|cp|chat|fax|faks|ditelp?on|nelpon`,
  ),
  nik: word(String.raw`nik|no ?kk|kk|e-?ktp|no ?ktp|ktp|kartu keluarga|induk kependudukan`),
  account: word(
    String.raw`no ?rek|rek|rekening|kartu|atm|debit|debet|kredit|cc|visa|mastercard|amex|va|briva|virtual account|bank|bca|bri|bni|btn|bsi|bpd|mandiri|kaltimtara|bankaltimtara|danamon|cimb|niaga|permata|mega|muamalat|jago|seabank|neobank|ocbc|panin|linkaja|dana|ovo|gopay|go-pay|shopeepay|spay|transfer|tf|setor|a\.? ?n\.?|a/n`,
  ),
  npwp: word('npwp'),
  bpjs: word(String.raw`bpjs|bpjstk|jkn|kis|jamsostek`),
  thing: word(
    String.raw`bpom|pom|md|ml|tr|na|barcode|isbn|issn|resi|sni|izin edar|surat|perda|uu|sk|putusan|batch|seri|voucher|versi|undian|sertifikat|paten|patent|imei`,
  ),
}

const CONTEXT = new RegExp(
  Object.entries(WORDS)
    .map(([context, words]) => `(?<${context}>${words})`)
    .join('|'),
  'gi',
)

function contextOf(match: RegExpExecArray | undefined): Context | undefined {
  const found = Object.entries(match?.groups ?? {}).find(([, words]) => words !== undefined)
  return found?.[0] as Context | undefined
}

/** A context with its word, and how many units lie between that and the number. */
export interface NearContext {
  context: Context
  word: string
  distance: number
}

/** The last telling word before a place. */
export function contextBefore(text: string, start: number): NearContext | undefined {
  const window = text.slice(Math.max(0, start - BEFORE), start)
  const last = [...window.matchAll(CONTEXT)].at(-1)
  const context = contextOf(last)
  if (last === undefined || context === undefined) return undefined
  return { context, word: last[0].toLowerCase(), distance: window.length - last.index - last[0].length }
}

/** The first telling word behind a place, in the same line. */
export function contextAfter(text: string, end: number): NearContext | undefined {
  const [window = ''] = text.slice(end, end + AFTER).split('\n')
  const [first] = window.matchAll(CONTEXT)
  const context = contextOf(first)
  if (first === undefined || context === undefined) return undefined
  return { context, word: first[0].toLowerCase(), distance: first.index }
}

const COUNTED =
  /^ {0,2}(?:rupiah|rp|idr|orang|org|jiwa|kk|dosis|ton|kg|gram|liter|unit|ribu|rb|juta|jt|miliar|milyar|triliun|suara|pemilih|barel|hz|ha|km|meter|persen|%|perak|dolar|usd|views?|like|followers?|tahun|kali)(?![a-z])/i

/** Does a number count what the word behind it names? */
export const isCounted = (text: string, end: number) => COUNTED.test(text.slice(end, end + 14))
