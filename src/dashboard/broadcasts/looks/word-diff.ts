/** A stretch of two texts: in both, only in the new one, or only in the old one. */
export interface Stretch {
  type: 'same' | 'added' | 'removed'
  text: string
}

/** Longer texts than this, in words and spaces, are compared as a whole: the table would not fit. */
const MOST_CELLS = 9_000_000

const wordsOf = (text: string) => text.split(/(\s+)/).filter((word) => word !== '')

/** How many words the rests of both texts have in common, from each pair of places on. */
function commonLengths(before: string[], after: string[]): Uint16Array[] {
  const rows = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  for (let row = before.length - 1; row >= 0; row -= 1) {
    const [own, below] = [rows[row], rows[row + 1]]
    if (own === undefined || below === undefined) continue
    for (let column = after.length - 1; column >= 0; column -= 1) {
      own[column] =
        before[row] === after[column]
          ? (below[column + 1] ?? 0) + 1
          : Math.max(below[column] ?? 0, own[column + 1] ?? 0)
    }
  }
  return rows
}

function* walk(before: string[], after: string[]): Generator<Stretch> {
  const lengths = commonLengths(before, after)
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [old, fresh] = [before[row], after[column]]
    const isRemoved =
      fresh === undefined || (lengths[row + 1]?.[column] ?? -1) >= (lengths[row]?.[column + 1] ?? 0)
    if (old !== undefined && old === fresh) {
      yield { type: 'same', text: old }
      row += 1
      column += 1
    } else if (old !== undefined && isRemoved) {
      yield { type: 'removed', text: old }
      row += 1
    } else {
      yield { type: 'added', text: fresh ?? '' }
      column += 1
    }
  }
}

function commonStart(before: string[], after: string[]): number {
  const end = Math.min(before.length, after.length)
  let count = 0
  while (count < end && before[count] === after[count]) count += 1
  return count
}

/** What changed from one text to another, word by word, in the order of reading. Pure. */
export function wordDiff(before: string, after: string): Stretch[] {
  const [old, fresh] = [wordsOf(before), wordsOf(after)]
  const start = commonStart(old, fresh)
  const end = commonStart(old.slice(start).toReversed(), fresh.slice(start).toReversed())
  const middles = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)] as const
  const changed =
    middles[0].length * middles[1].length > MOST_CELLS
      ? [
          { type: 'removed' as const, text: middles[0].join('') },
          { type: 'added' as const, text: middles[1].join('') },
        ]
      : [...walk(...middles)]
  const joined: Stretch[] = []
  for (const stretch of [
    ...fresh.slice(0, start).map((text) => ({ type: 'same' as const, text })),
    ...changed,
    ...fresh.slice(fresh.length - end).map((text) => ({ type: 'same' as const, text })),
  ]) {
    const last = joined.at(-1)
    if (last?.type === stretch.type) last.text += stretch.text
    else if (stretch.text !== '') joined.push({ ...stretch })
  }
  return joined
}
