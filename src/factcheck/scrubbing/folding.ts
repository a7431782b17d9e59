import { LOOKALIKE_LETTERS } from '../spellings.ts'

/** A text with its letters and digits in disguise made plain (𝟎𝟖, ０８, 0️⃣8️⃣, zero-width marks), to search in. */
export interface FoldedText {
  text: string
  /** A part of `text` → the part of the original that it was made of. */
  toOriginal(start: number, end: number): [start: number, end: number]
}

/** Digits in circles that Unicode does not take for digits: ❶ ➀ ➊ ⓵ (one to ten) and their zeros. */
const CIRCLED_FROM = [0x27_76, 0x27_80, 0x27_8a, 0x24_f5]
const OTHER_SIGNS: ReadonlyMap<string, string> = new Map([
  ['⓿', '0'],
  ['🄋', '0'],
  ['🄌', '0'],
  ['🔟', '10'],
  ['ー', '-'],
  ['−', '-'],
  ['。', '.'],
  ['｡', '.'],
  ['·', '.'],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
  ['\u0085', '\n'],
])

/** The digit behind a decimal digit of any script. Each script has its ten in a row, from a place that ends in 0 or 6. */
function digitOf(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const last = code & 15
  const isFromZero = /\p{Nd}/u.test(String.fromCodePoint(code - last))
  return String(isFromZero ? last : last - 6)
}

/** One character made plain; empty when nothing is to be seen of it. */
function foldOne(letter: string): string {
  if (/[\p{M}\p{Cf}\u115f\u1160\u3164\uffa0]/u.test(letter)) return ''
  const sign = OTHER_SIGNS.get(letter)
  if (sign !== undefined) return sign
  const code = letter.codePointAt(0) ?? 0
  for (const from of CIRCLED_FROM) if (code >= from && code < from + 10) return String(code - from + 1)
  if (/\p{Zs}/u.test(letter)) return ' '
  if (/\p{Pd}/u.test(letter)) return '-'
  const plain = letter.normalize('NFKC')
  if (/^[\0-\u007f]+$/.test(plain)) return plain
  if (/\p{Nd}/u.test(plain)) return digitOf(plain)
  const lower = plain.toLowerCase()
  const alike = LOOKALIKE_LETTERS.get(lower)
  if (alike === undefined) return plain
  return lower === plain ? alike : alike.toUpperCase()
}

/** Takes time in proportion to the length. Never throws. */
export function fold(text: string): FoldedText {
  const starts: number[] = []
  const ends: number[] = []
  const pieces: string[] = []
  let index = 0
  for (const letter of text) {
    const end = index + letter.length
    const plain = letter < '\u0080' ? letter : foldOne(letter)
    // What is invisible goes away together with what stands before it: the rest of a keycap 0️⃣.
    if (plain === '' && ends.length > 0) ends[ends.length - 1] = end
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(index)
      ends.push(end)
    }
    pieces.push(plain)
    index = end
  }
  return {
    text: pieces.join(''),
    toOriginal: (start, end) => [starts[start] ?? 0, ends[end - 1] ?? 0],
  }
}
