import type { Taken } from './spans.ts'

/** A group of digits as people write it: `0812`, `O8l2`, `delapan`. */
export interface DigitGroup {
  start: number
  end: number
  digits: string
  /** `plain` digits; with letters for some of them; a word. */
  written: 'plain' | 'disguised' | 'spelled'
  /** What stands between this group and the one before, in the same run; empty for the first. */
  gap: string
  /** A letter stands directly before or behind. */
  touches: { before: boolean; after: boolean }
}

const DIGIT_WORDS: ReadonlyMap<string, string> = new Map([
  ['nol', '0'],
  ['kosong', '0'],
  ['satu', '1'],
  ['dua', '2'],
  ['tiga', '3'],
  ['empat', '4'],
  ['lima', '5'],
  ['enam', '6'],
  ['tujuh', '7'],
  ['delapan', '8'],
  ['sembilan', '9'],
  ['sebelas', '11'],
  ['sepuluh', '10'],
])

const DISGUISED_DIGITS: Readonly<Record<string, string>> = {
  o: '0',
  i: '1',
  l: '1',
  z: '2',
  s: '5',
  b: '8',
}

/** Words that people put between the parts of one number. */
const CONNECTORS = new Set(
  'trus terus trs lanjut lanjutannya lanjutnya lalu kemudian abis habis itu setelah dan sama baru sambung sambungannya strip setrip spasi titik garis koma terakhir terakhirnya belakang belakangnya depan depannya tengah tengahnya ekor ekornya ujung ujungnya buntutnya next then plus'.split(
    ' ',
  ),
)
const MAXIMUM_CONNECTORS = 3
/** A longer gap of signs and connectors parts two numbers. */
const MAXIMUM_GAP = 24

const CHUNK = /[a-z\d]+/gi

/** `belas` after a digit: `dua belas` is 12, so the digit before it becomes 1 and itself stands behind. */
function spelledDigits(word: string, last: DigitGroup | undefined): string | undefined {
  const digit = DIGIT_WORDS.get(word)
  if (digit !== undefined) return digit
  if (last?.written !== 'spelled' || last.digits.length !== 1) return undefined
  if (word === 'belas') {
    const unit = last.digits
    last.digits = '1'
    return unit
  }
  // `dua puluh satu` is 21, `dua puluh` 20: the digit before it stands alone.
  return word === 'puluh' ? '' : undefined
}

/** `08I2` → `0812`; undefined when it is a word. Only zeros may be all letters: `OOOO`. */
function undisguise(chunk: string): string | undefined {
  const lower = chunk.toLowerCase()
  if (!/^[\doilzsb]+$/.test(lower) || !(/\d/.test(lower) || /^o{1,8}$/.test(lower))) return undefined
  return lower.replaceAll(/[a-z]/g, (letter) => DISGUISED_DIGITS[letter] ?? letter)
}

/** Puts groups together to runs. */
class RunBuilder {
  readonly runs: DigitGroup[][] = []
  #run: DigitGroup[] = []
  #connectors = 0
  readonly #text: string
  readonly #taken: Taken

  constructor(text: string, taken: Taken) {
    this.#text = text
    this.#taken = taken
  }

  end(): void {
    if (this.#run.length > 0) this.runs.push(this.#run)
    this.#run = []
    this.#connectors = 0
  }

  addWord(word: string, start: number): void {
    const digits = spelledDigits(word, this.#run.at(-1))
    if (digits !== undefined) this.#add({ start, end: start + word.length, digits, written: 'spelled' })
    else if (CONNECTORS.has(word) && this.#run.length > 0 && this.#connectors < MAXIMUM_CONNECTORS)
      this.#connectors += 1
    else this.end()
  }

  addChunk(chunk: string, start: number): void {
    const whole = undisguise(chunk)
    if (whole !== undefined) {
      const written = /^\d+$/.test(chunk) ? 'plain' : 'disguised'
      this.#add({ start, end: start + chunk.length, digits: whole, written })
      return
    }
    for (const part of chunk.matchAll(/\d+|[a-z]+/gi)) {
      const at = start + part.index
      if (/^\d/.test(part[0]))
        this.#add({ start: at, end: at + part[0].length, digits: part[0], written: 'plain' })
      else this.addWord(part[0].toLowerCase(), at)
    }
  }

  #add(group: Omit<DigitGroup, 'gap' | 'touches'>): void {
    if (this.#taken.has(group)) {
      this.end()
      return
    }
    const last = this.#run.at(-1)
    const isTogether =
      last !== undefined &&
      group.start - last.end <= MAXIMUM_GAP &&
      !this.#taken.has({ start: last.end, end: group.start })
    if (!isTogether) this.end()
    const isLetter = (index: number) => /^[a-z]$/i.test(this.#text[index] ?? '')
    this.#run.push({
      ...group,
      gap: last === undefined || !isTogether ? '' : this.#text.slice(last.end, group.start),
      touches: { before: isLetter(group.start - 1), after: isLetter(group.end) },
    })
    this.#connectors = 0
  }
}

/** All runs of digit groups with nothing between them that parts numbers for sure. Linear time. */
export function readNumberRuns(text: string, taken: Taken): DigitGroup[][] {
  const builder = new RunBuilder(text, taken)
  for (const { 0: chunk, index } of text.matchAll(CHUNK)) {
    if (/^[a-z]+$/i.test(chunk) && !/^o+$/i.test(chunk)) builder.addWord(chunk.toLowerCase(), index)
    else builder.addChunk(chunk, index)
  }
  builder.end()
  return builder.runs
}
