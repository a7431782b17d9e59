import { ABOUT, HOUSEHOLDS, OTHER_UNITS, PEOPLE } from './words.ts'

/** More than any village gathering: a slip of the finger, or a telephone number. */
export const MOST_PEOPLE = 20_000

/**
 * How many people somebody says that they reached: a number; or why what they wrote is none. `households`: families
 * were counted; `vague`: "banyak", "ratusan".
 */
export type PeopleReading = { count: number } | { problem: 'too_many' | 'none' | 'households' | 'vague' }

const UNITS: Record<string, number> = {
  satu: 1,
  dua: 2,
  tiga: 3,
  empat: 4,
  lima: 5,
  enam: 6,
  tujuh: 7,
  delapan: 8,
  sembilan: 9,
}
const WHOLE: Record<string, number> = { sepuluh: 10, sebelas: 11, seratus: 100, seribu: 1_000 }
const TIMES: Record<string, number> = {
  belas: 0,
  puluh: 10,
  ratus: 100,
  ribu: 1_000,
  rb: 1_000,
  juta: 1_000_000,
  jt: 1_000_000,
}
const VAGUE = new Set(['puluhan', 'belasan', 'ratusan', 'ribuan', 'banyak', 'bnyk', 'ramai', 'rame'])

/** `puluhan` after a number word means the same as `puluh`: "lima puluhan". */
const stem = (word: string) => word.replace(/^(belas|puluh|ratus|ribu|seratus|seribu|sepuluh)an$/, '$1')

function digits(token: string): number | undefined {
  const match = /^(\d+)(?:([~_])(\d+))?/.exec(token)
  if (match === null) return undefined
  const [, first = '', sign, second = ''] = match
  if (sign === '_') return Number(`${first}.${second}`)
  // Of "50 to 60" the middle.
  return sign === '~' ? Math.floor((Number(first) + Number(second)) / 2) : Number(first)
}

/** The number that begins at a token, and how many tokens it takes; undefined when none does. */
export function numberAt(tokens: string[], at: number): { value: number; length: number } | undefined {
  const first = tokens[at] ?? ''
  let [total, current, length] = [0, digits(first), 1]
  current ??= WHOLE[stem(first)] ?? UNITS[first]
  if (current === undefined) return undefined
  const mayAdd = (more: number) =>
    digits(first) === undefined &&
    current !== undefined &&
    current % 10 === 0 &&
    (more < current || current === 0)
  for (; at + length < tokens.length; length += 1) {
    const word = stem(tokens[at + length] ?? '')
    const times = TIMES[word]
    const more = UNITS[word] ?? WHOLE[word]
    if (word === 'belas') current += 10
    else if (times !== undefined && times >= 1_000) {
      total += current * times
      current = 0
    } else if (times !== undefined) {
      // "dua ratus lima puluh": the last part is what is multiplied.
      const last: number = current >= 100 ? current % 10 : current
      current += last * (times - 1)
    } else if (more !== undefined && mayAdd(more)) current += more
    else break
  }
  return { value: Math.round(total + current), length }
}

/** A number in a text, with what it counts as far as its neighbours say. */
export interface Count {
  at: number
  length: number
  value: number
  counts: 'people' | 'households' | 'other' | 'unknown'
  isTotal: boolean
}

/** Every number of a text. */
export function countsIn(tokens: string[]): Count[] {
  const counts: Count[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const number = numberAt(tokens, at)
    if (number === undefined) continue
    let next = at + number.length
    while (['an', 'lebih', 'lbh', 'kepala', 'lebihan'].includes(tokens[next] ?? '')) next += 1
    const unit = tokens[next] ?? ''
    const before = tokens.slice(Math.max(0, at - 3), at)
    const isAbout = before.some((word) => ABOUT.has(word))
    const kind = HOUSEHOLDS.has(unit)
      ? 'households'
      : PEOPLE.has(unit)
        ? 'people'
        : OTHER_UNITS.has(unit)
          ? 'other'
          : isAbout && number.value >= 5
            ? 'people'
            : 'unknown'
    const isTotal = before.some((word) => /^(?:total|jumlah)/.test(word))
    counts.push({ at, ...number, counts: kind, isTotal })
    at += number.length - 1
  }
  return counts
}

/** What the counts of a text say. `isAlone`: nothing else is in it, so that a number without a unit counts people. */
export function readPeople(tokens: string[], isAlone: (count: Count) => boolean): PeopleReading | undefined {
  const all = countsIn(tokens)
  const people = all.filter(
    (count) => count.counts === 'people' || (count.counts === 'unknown' && isAlone(count)),
  )
  const best = people.find(({ isTotal }) => isTotal) ?? people.toSorted((a, b) => b.value - a.value)[0]
  if (best !== undefined) {
    if (best.value > MOST_PEOPLE) return { problem: 'too_many' }
    return best.value < 1 ? { problem: 'none' } : { count: best.value }
  }
  if (all.some(({ counts }) => counts === 'households')) return { problem: 'households' }
  return tokens.some((token) => VAGUE.has(token)) ? { problem: 'vague' } : undefined
}

export const isVague = (token: string): boolean => VAGUE.has(token)
