/** True when `left` becomes `right` by one letter that is wrong, missing, too many, or swapped with its neighbour. */
export function isNear(left: string, right: string): boolean {
  if (left === right) return true
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (long.length - short.length > 1) return false
  let start = 0
  while (start < short.length && short[start] === long[start]) start += 1
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1)
  const isWrong = short.slice(start + 1) === long.slice(start + 1)
  const isSwapped =
    short[start] === long[start + 1] &&
    short[start + 1] === long[start] &&
    short.slice(start + 2) === long.slice(start + 2)
  return isWrong || isSwapped
}

const UNITS = '(?:orang|orng|org|warga|jamaah|jemaah|jiwa|ibu|bapak|anggota|peserta|kk|rumah|keluarga)'

/** Numbers that count nobody: times, dates, house and telephone numbers. */
const NO_COUNTS: RegExp[] = [
  /(?:\+?62|\b0)8[\d\s-]{7,14}\d/g,
  /\b(?:jam|jm|pukul|pkl)\s*\d{1,2}(?:[.:]\d{2})?(?!\d)/g,
  /\b\d{1,2}[.:]\d{2}\s*(?:wita|wib|wit)\b/g,
  /\b\d{1,2}[/-]\d{1,2}[/-]\d{2,4}\b/g,
  /\b(?:tanggal|tgl)\.?\s*\d{1,2}(?!\d)/g,
  /\b\d{1,2}\s*(?:januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)(?:\s*\d{4})?/g,
  /\b\d+\s*%/g,
  new RegExp(
    `\\b(?:rt|rw|gang|gg|blok|dusun|km|no|nomor|lorong|jalur)\\.?\\s*\\d{1,3}(?!\\d)(?:\\s*(?:,|dan|&|-|–|/|s/d|sd|sampai)\\s*(?:rt|rw)?\\.?\\s*\\d{1,3}(?!\\d)(?!\\s*${UNITS}))*`,
    'g',
  ),
]

/**
 * A text in small letters, with what people shorten written out: `kira2` → `kira kira`, `1.500` → `1500`,
 * `50-60` → `50~60`, `80an` → `80 an`. Sentence marks stay.
 */
function written(text: string): string {
  let plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’`‘]/g, '')
  for (const pattern of NO_COUNTS)
    plain = plain.replace(pattern, (match) => ' '.repeat(Math.min(match.length, 2)))
  return plain
    .replaceAll(/[±≈~]/g, ' sekitar ')
    .replaceAll(/(\d)\.(?=\d{3}(?!\d))/g, '$1')
    .replaceAll(/(\d)[.,](\d)(?=\s*(?:ribu|rb)\b)/g, '$1_$2')
    .replaceAll(/(\d)\s*(?:-|–|—|s\/d|sd|sampai|hingga)\s*(\d)/g, '$1~$2')
    .replaceAll(/(\p{L}{3,})2(?!\d)/gu, '$1 $1')
    .replaceAll(/(\d)-?(?=\p{L})/gu, '$1 ')
    .replaceAll(/(\p{L})(?=\d)/gu, '$1 ')
    .replaceAll(/(\p{L})\1{2,}/gu, '$1')
}

const TOKEN = /\d+(?:[~_]\d+)*|\p{L}+|[,.;:!?\n()]/gu

/** The words, numbers and sentence marks of a text, in order. Numbers as `120`, `50~60` for a range, `1_5` for 1.5. */
export function tokensOf(text: string): string[] {
  return written(text).match(TOKEN) ?? []
}
