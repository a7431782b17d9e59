/** How far from a number a word may stand that tells what it is. */
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

/** A context with its word, and how many units lie between that and the number. */
export interface NearContext {
  context: Context
  word: string
  distance: number
}

/** The telling words of a text. They are searched for once; each question then takes a few steps. */
export class Contexts {
  readonly #text: string
  readonly #found: { context: Context; word: string; start: number; end: number }[] = []

  constructor(text: string) {
    this.#text = text
    for (const { 0: word, index, groups } of text.matchAll(CONTEXT)) {
      const context = Object.entries(groups ?? {}).find(([, words]) => words !== undefined)?.[0] as Context
      this.#found.push({ context, word: word.toLowerCase(), start: index, end: index + word.length })
    }
  }

  /** How many telling words end before a place or at it. */
  #countBefore(place: number): number {
    let low = 0
    let high = this.#found.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#found[middle]?.end ?? 0) <= place) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The last telling word before a place. */
  before(start: number): NearContext | undefined {
    const last = this.#found[this.#countBefore(start) - 1]
    if (last === undefined || start - last.start > BEFORE) return undefined
    return { context: last.context, word: last.word, distance: start - last.end }
  }

  /** The first telling word behind a place, within reach and in the same line. */
  after(end: number, reach = AFTER): NearContext | undefined {
    const next = this.#found[this.#countBefore(end)]
    if (next === undefined || next.end - end > reach || next.start < end) return undefined
    if (this.#text.slice(end, next.start).includes('\n')) return undefined
    return { context: next.context, word: next.word, distance: next.start - end }
  }
}

const COUNTED =
  /^ {0,2}(?:rupiah|rp|idr|orang|org|jiwa|kk|dosis|ton|kg|gram|liter|unit|ribu|rb|juta|jt|miliar|milyar|triliun|suara|pemilih|barel|hz|ha|km|meter|persen|%|perak|dolar|usd|views?|like|followers?|tahun|kali)(?![a-z])/i

/** Does a number count what the word behind it names? */
export const isCounted = (text: string, end: number) => COUNTED.test(text.slice(end, end + 14))
