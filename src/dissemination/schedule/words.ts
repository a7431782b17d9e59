/** What a word in a spoken schedule means. */
export type Word =
  | { type: 'day'; day: number }
  | { type: 'month'; month: number }
  /** 1 to 5, or -1 for the last. */
  | { type: 'ordinal'; ordinal: number }
  /** Pagi, siang, sore, malam. */
  | { type: 'part'; part: DayPart }
  | { type: 'key'; key: Key }

export type DayPart = 'morning' | 'noon' | 'afternoon' | 'night'

export type Key =
  | 'every'
  | 'filler'
  | 'and'
  | 'day'
  | 'daily'
  | 'working'
  | 'holiday'
  | 'red'
  | 'weekend'
  | 'start'
  | 'end'
  | 'date'
  | 'week'
  | 'month'
  | 'year'
  | 'clock'
  | 'until'
  | 'from'
  | 'except'
  | 'times'

const key = (name: Key): Word => ({ type: 'key', key: name })
const day = (number: number): Word => ({ type: 'day', day: number })
const month = (number: number): Word => ({ type: 'month', month: number })
const ordinal = (number: number): Word => ({ type: 'ordinal', ordinal: number })
const part = (name: DayPart): Word => ({ type: 'part', part: name })

/** Spellings of one thing, separated by spaces, and what they mean. The first is the usual one. */
const VOCABULARY: [string, Word][] = [
  ['senin senen', day(1)],
  ['selasa', day(2)],
  ['rabu rebo', day(3)],
  ['kamis kemis', day(4)],
  ['jumat jumaat', day(5)],
  ['sabtu saptu', day(6)],
  ['ahad', day(0)],
  ['januari jan', month(1)],
  ['februari pebruari feb', month(2)],
  ['maret mar', month(3)],
  ['april apr', month(4)],
  ['mei', month(5)],
  ['juni jun', month(6)],
  ['juli jul', month(7)],
  ['agustus agt ags', month(8)],
  ['september sept sep', month(9)],
  ['oktober okt', month(10)],
  ['november nopember nov', month(11)],
  ['desember des', month(12)],
  ['pertama kesatu', ordinal(1)],
  ['kedua', ordinal(2)],
  ['ketiga', ordinal(3)],
  ['keempat', ordinal(4)],
  ['kelima', ordinal(5)],
  ['terakhir', ordinal(-1)],
  ['pagi', part('morning')],
  ['siang', part('noon')],
  ['sore petang', part('afternoon')],
  ['malam', part('night')],
  ['setiap tiap saban', key('every')],
  ['pada di waktu wita secara rutin selalu sebanyak nasional tepat lalu', key('filler')],
  ['dan serta juga', key('and')],
  ['hari', key('day')],
  ['harian', key('daily')],
  ['kerja', key('working')],
  ['libur', key('holiday')],
  ['merah', key('red')],
  ['pekan', key('weekend')],
  ['awal', key('start')],
  ['akhir', key('end')],
  ['tanggal tgl', key('date')],
  ['minggu', key('week')],
  ['bulan bulannya', key('month')],
  ['tahun', key('year')],
  ['pukul jam pkl', key('clock')],
  ['sampai hingga', key('until')],
  ['mulai sejak', key('from')],
  ['kecuali selain', key('except')],
  ['kali', key('times')],
]

const MEANING = new Map(
  VOCABULARY.flatMap(([spellings, word]) =>
    spellings.split(' ').map((spelling) => [spelling, word] as const),
  ),
)

/** How many letters differ; two neighbours that changed places count once. Only looks as far as `most`. */
function distance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1]
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return last[right.length] ?? most + 1
}

/** Shorter words have too many neighbours: `mei` is one letter from `mai`, but also from `hei`. */
const SHORTEST_FORGIVEN = 4

/**
 * What a word means, in small letters. Forgives one wrong letter, two in a long word, as long as only one meaning is
 * that near. Undefined for a word that means nothing here.
 */
export function meaningOf(word: string): Word | undefined {
  const exact = MEANING.get(word)
  if (exact !== undefined || word.length < SHORTEST_FORGIVEN) return exact
  const most = word.length >= 8 ? 2 : 1
  let nearest = most + 1
  let found = new Set<Word>()
  for (const [spelling, meaning] of MEANING) {
    if (spelling.length < SHORTEST_FORGIVEN) continue
    const far = distance(word, spelling, most)
    if (far > most || far > nearest) continue
    if (far < nearest) found = new Set()
    nearest = far
    found.add(meaning)
  }
  const [only] = found
  return found.size === 1 ? only : undefined
}
