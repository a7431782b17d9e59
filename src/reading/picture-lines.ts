/** A line of letters as the reader found it. */
export interface Line {
  text: string
  /** 0 to 100. */
  confidence: number
  /** In pixels, from the upper left corner of the picture. */
  box: { left: number; top: number; right: number; bottom: number }
}

/** A line less sure than this is left out, 0 to 100. */
const LEAST_CONFIDENCE = 45
/** Lines nearer than this, in heights of a line, may belong to one paragraph. */
const NEAR = 1.15
/** Lines of one paragraph are about as high as each other. */
const HIGHER = 1.5
/** A block with fewer words than this, in smaller letters than the main one, is no claim. */
const FEW_WORDS = 4

/** A line that only an app writes. Letters may be misread: `Kek pesan`. */
const OF_THE_APP: readonly RegExp[] = [
  /^(?:[^\p{L}]*\d{1,2}[.:,]\d{2}\b.{0,6}(?:[45]g|lte|wifi|ag[rt]?)\b.*)$/iu,
  /^\W*(?:\d{1,2}[.:,]\d{2}|\d{1,3} ?%|\d+)\W*\w?\W*$/,
  /^\W*(?:online|mengetik\W*|(?:ke[rkt]ik|kek) pesan|balas|ikuti|postingan|anda|pesan)\W*$/i,
  /^\W*(?:hari ini|kemarin)(?: (?:pukul )?\d{1,2}[.:,]\d{2})?\W*$/i,
  /^\W*.{0,3}diteruskan(?: berkali\W?kali)?\W*$/i,
  /^\W*\d+ (?:anggota|peserta)\W*$/i,
  /^\W*terakhir dilihat\b.{0,30}$/i,
  /^\W*(?:suka|komentari?|bagikan)(?:\W+(?:suka|komentari?|bagikan))*\W*$/i,
  /\b\d[\d,.]* ?(?:rb|jt)? (?:komentar|kali dibagikan|tayangan|suka|posting ulang)\b/i,
  /^\W*posting balasan(?: anda)?\W*$/i,
  /^\W*(?:\d+ (?:jam|menit|hari|j|m)|kemarin pukul \d{1,2}[.:,]\d{2})\W*(?:publik)?\W*$/i,
  /^\W*@[\w. ]{2,30}\W*$/,
]

const isOfTheApp = (text: string) => OF_THE_APP.some((pattern) => pattern.test(text))

/** The time in the corner of a chat's bubble, with its ticks. `pukul 19.00` at the end of a sentence stays. */
const CORNER_TIME =
  /(?<!\b(?:pukul|jam|pkl|pk|tgl|dan|sampai|hingga|s\/d|rp)\.?)\s+\d{1,2}[.:,]\d{2}(?:\s?[^\p{L}\d\s]{1,2}|\s[vWw«»]{1,2})*$/iu

const heightOf = ({ box }: Line) => box.bottom - box.top
const wordsOf = (text: string) => text.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word)).length
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Do two lines, one below the other, belong to one paragraph? */
function belongTogether(above: Line, below: Line): boolean {
  const [high, low] = [heightOf(above), heightOf(below)].toSorted((a, b) => b - a)
  const gap = below.box.top - above.box.bottom
  const overlap = Math.min(above.box.right, below.box.right) - Math.max(above.box.left, below.box.left)
  return gap < NEAR * (low ?? 0) && (high ?? 0) < HIGHER * (low ?? 0) && overlap > 0
}

/** Lines that stand together, in the order of reading. */
function blocksOf(lines: Line[]): Line[][] {
  const blocks: Line[][] = []
  for (const line of lines) {
    const block = blocks.at(-1)
    const last = block?.at(-1)
    if (block !== undefined && last !== undefined && belongTogether(last, line)) block.push(line)
    else blocks.push([line])
  }
  return blocks
}

/** The lines of a paragraph as one: sentences are whole again. */
function textOf(block: Line[]): string {
  return block
    .map(({ text }) => text)
    .join(' ')
    .replaceAll(/(\p{L})- (?=\p{Ll}{3})/gu, '$1-')
}

export interface ReadText {
  /** A paragraph a line; empty when there are no letters. */
  text: string
  /** How sure the reader is of the main paragraph, 0 to 100. What it left out in there counts too. */
  confidence: number
}

/**
 * What a picture says, without what the app wrote around it: times, names of buttons, counts. A paragraph becomes one
 * line. Blocks of few words are left out when their letters are smaller than those of the longest block.
 */
export function assembleText(found: Line[]): ReadText {
  const lines = found
    .map((line) => ({ ...line, text: line.text.replaceAll(/\s+/g, ' ').trim() }))
    .filter(({ text }) => /\p{L}{2}/u.test(text) && !isOfTheApp(text))
    .map((line) => ({ ...line, text: line.text.replace(CORNER_TIME, '') }))
  const blocks = blocksOf(lines)
  const good = blocks
    .map((block) => block.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE))
    .filter((block) => block.length > 0)
  const main = good.toSorted((a, b) => textOf(b).length - textOf(a).length)[0]
  if (main === undefined) return { text: '', confidence: 0 }
  const height = median(main.map(heightOf))
  const kept = good.filter(
    (block) =>
      block === main ||
      wordsOf(textOf(block)) >= FEW_WORDS ||
      /\b20\d\d\b/.test(textOf(block)) ||
      median(block.map(heightOf)) > height * 1.2,
  )
  const whole = blocks.find((block) => block.includes(main[0] as Line)) ?? main
  const letters = whole.reduce((sum, { text }) => sum + text.length, 0)
  const confidence = whole.reduce((sum, line) => sum + line.confidence * line.text.length, 0) / letters
  return { text: kept.map(textOf).join('\n'), confidence }
}
