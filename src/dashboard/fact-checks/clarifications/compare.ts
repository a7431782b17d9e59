import { VERDICT_WORD } from '../../../claims/labels.ts'
import type { AreaCode } from '../../../domain/area.ts'
import type { ClarificationContent } from '../../../domain/clarification.ts'
import { shortDay } from '../../../http/time.ts'

/** A piece of a text that stayed, went or came. */
export interface DiffPart {
  type: 'same' | 'gone' | 'new'
  text: string
}

/** A field in which two versions differ. */
export interface FieldChange {
  label: string
  parts: DiffPart[]
}

/** Comparing longer texts word by word would take too long; they are shown one after the other. */
const MOST_COMPARISONS = 1_000_000

/** Lengths of the longest common run of words from each place to the ends. */
function commonLengths(left: string[], right: string[]): Uint16Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1))
  for (let i = left.length - 1; i >= 0; i -= 1) {
    const [row, below] = [table[i], table[i + 1]]
    if (row === undefined || below === undefined) continue
    for (let j = right.length - 1; j >= 0; j -= 1) {
      row[j] = left[i] === right[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}

function joined(parts: DiffPart[]): DiffPart[] {
  const result: DiffPart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last?.type === part.type) last.text += part.text
    else result.push({ ...part })
  }
  return result.filter(({ text }) => text !== '')
}

/** How a text became another, word by word. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [left, right] = [before, after].map((text) => text.split(/(?<=\s)(?=\S)/)) as [string[], string[]]
  if (left.length * right.length > MOST_COMPARISONS) {
    return joined([
      { type: 'gone', text: before },
      { type: 'new', text: after },
    ])
  }
  const table = commonLengths(left, right)
  const parts: DiffPart[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [gone, come] = [left[i], right[j]]
    if (gone !== undefined && gone === come) {
      parts.push({ type: 'same', text: gone })
      i += 1
      j += 1
    } else if (
      come === undefined ||
      (gone !== undefined && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      parts.push({ type: 'gone', text: gone ?? '' })
      i += 1
    } else {
      parts.push({ type: 'new', text: come })
      j += 1
    }
  }
  return joined(parts)
}

const readings = (content: ClarificationContent, nameOf: (code: AreaCode) => string): [string, string][] => {
  const { sources, circulatingTexts, areaCodes, pictureHashes = [] } = content
  return [
    ['Klaim', content.claimReviewed],
    ['Putusan', VERDICT_WORD[content.verdict]],
    ['Penjelasan', content.explanation],
    ['Sumber', sources.map(({ publisher, url }) => `${publisher}, ${url}`).join('\n')],
    ['Pesan yang beredar', circulatingTexts.join('\n\n')],
    ['Wilayah', areaCodes.length === 0 ? 'di mana saja' : areaCodes.map(nameOf).join(', ')],
    ['Tanggal sumber', shortDay(content.publishedAt)],
    ['Gambar yang beredar', pictureHashes.map((hash) => hash.slice(0, 12)).join(' ')],
  ]
}

/** The fields in which two versions differ. */
export function changesBetween(
  before: ClarificationContent,
  after: ClarificationContent,
  nameOf: (code: AreaCode) => string,
): FieldChange[] {
  const now = readings(after, nameOf)
  return readings(before, nameOf).flatMap(([label, was], place) => {
    const is = now[place]?.[1] ?? ''
    return was === is ? [] : [{ label, parts: wordDiff(was, is) }]
  })
}
