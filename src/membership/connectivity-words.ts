import type { Connectivity } from '../domain/community.ts'

/** What people call each mark, in the letters that `plain` leaves. */
const PHRASES: Record<Connectivity, string[]> = {
  good: [
    'baik',
    'bagus',
    'lancar',
    'kuat',
    'stabil',
    'kencang',
    'cepat',
    'normal',
    'aman',
    'mantap',
    'penuh',
  ],
  weak: [
    'lemah',
    'lemot',
    'lambat',
    'lelet',
    'pelan',
    'jelek',
    'buruk',
    'kurang',
    'susah',
    'sulit',
    'putus putus',
    'putus nyambung',
    'kadang kadang',
    'kadang ada kadang tidak',
    'hilang timbul',
    'timbul tenggelam',
    'hilang hilang',
    'naik turun',
  ],
  none: [
    'tidak ada',
    'tanpa',
    'belum ada',
    'hilang',
    'kosong',
    'nihil',
    'mati',
    'blank',
    'blank spot',
    'titik buta',
  ],
}

/** `1` to `3`: the places of the choices under the question. */
export const CONNECTIVITY_ORDER: readonly Connectivity[] = ['good', 'weak', 'none']

/** Words that say nothing about how good it is. */
const FILLERS =
  /\b(?:sinyal\w*|signal\w*|jaringan\w*|internet|hp|di|sini|desa|kampung|kami|itu|ini|sangat|sekali|banget|bgt|agak|cukup|sering|masih|sudah|lagi|sedang|saja|sih|ya|pak|bu|sama|total|bot)\b/g
const NOT = /\b(?:tidak|tdk|tak|gak|ga|nggak|ngga|enggak|engga|kagak|no|tiada)\b/g

/** Lower case, one spelling of "not", no fillers: `Gak  ADA sinyal!!` → `tidak ada`. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9\s-]/g, '')
    .replaceAll('-', ' ')
    .replaceAll(/\b(\w{3,})2\b/g, '$1 $1')
    .replaceAll(/([a-z])\1{2,}/g, '$1')
    .replaceAll(NOT, 'tidak')
    .replaceAll(FILLERS, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** True when one letter more, less or other, or two neighbours swapped, makes one word the other. */
function isNearly(word: string, other: string): boolean {
  if (Math.abs(word.length - other.length) > 1) return false
  let start = 0
  while (start < word.length && word[start] === other[start]) start += 1
  const [left, right] = [word.slice(start), other.slice(start)]
  const isSwapped = left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2)
  return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1) || isSwapped
}

const KNOWN = CONNECTIVITY_ORDER.flatMap((connectivity) =>
  PHRASES[connectivity].map((phrase) => ({ connectivity, phrase })),
)
/** `tidak baik`, `kurang lancar`, `belum stabil`. */
const NOT_GOOD = /^(?:tidak|kurang|belum|tidak begitu|tidak terlalu) (\w+)$/
const MAXIMUM_LENGTH = 60

const isGood = (word: string) =>
  KNOWN.some(({ connectivity, phrase }) => connectivity === 'good' && phrase === word)

/**
 * How well messages get there, in people's words: `baik`, `lemot`, `putus-putus`, `ga ada`, `blank spot`. Forgives one
 * wrong letter in a word of five or more. Undefined when it is something else, or could be read as two.
 */
export function readConnectivity(text: string): Connectivity | undefined {
  if (text.length > MAXIMUM_LENGTH) return undefined
  const words = plain(text)
  const exact = KNOWN.find(({ phrase }) => phrase === words)
  if (exact !== undefined) return exact.connectivity
  // "Tanpa sinyal" and "tidak" lose their last word above.
  if (words === 'tidak') return 'none'
  const denied = NOT_GOOD.exec(words)?.[1]
  if (denied !== undefined && isGood(denied)) return 'weak'
  const near = words.length < 5 ? [] : KNOWN.filter(({ phrase }) => isNearly(words, phrase))
  const meanings = [...new Set(near.map(({ connectivity }) => connectivity))]
  return meanings.length === 1 ? meanings[0] : undefined
}
