import { cutText } from './normalize.ts'

/** A text up to this many UTF-16 units is one message; a longer one may be a chain of messages. */
const SINGLE_LENGTH = 280
/** Parts grow to this length before the next one starts. */
const PART_LENGTH = 420
/** Longer texts, in UTF-16 units, are taken for chains. */
const CHAIN_LENGTH = 1600
/** Is a text so long that it may be a chain of messages which have nothing to do with each other? */
export const isChain = (text: string) => text.trim().length > CHAIN_LENGTH
/** In a chain, a line up to this length may be one message. */
const LINE_LENGTH = 1500
/** No more parts than this are looked at one by one. */
const MAXIMUM_PARTS = 48

/** A stretch of a message that may hold a claim. */
export interface Passage {
  text: string
  /** The places among all passages, from the first to before the last, of the parts that it joins; none for a part. */
  joins?: { from: number; to: number }
}

/** Cuts a long line at the ends of sentences; a sentence without an end is cut at a space. */
function cutLine(line: string): string[] {
  const parts: string[] = []
  let rest = line
  while (rest.length > PART_LENGTH && parts.length < MAXIMUM_PARTS) {
    const window = rest.slice(0, PART_LENGTH)
    const end = Math.max(window.lastIndexOf('. '), window.lastIndexOf('! '), window.lastIndexOf('? '))
    const space = window.lastIndexOf(' ')
    const at = end > PART_LENGTH / 3 ? end + 1 : space > 0 ? space : PART_LENGTH
    parts.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
  }
  return [...parts, rest]
}

/** Joins neighbours, so many at a time. */
function joinNeighbours(parts: string[], size: number): string[] {
  if (size <= 1) return parts
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, group) =>
    parts.slice(group * size, (group + 1) * size).join('\n'),
  )
}

/** Short neighbours together. */
function pairsOf(parts: string[]): Passage[] {
  return parts.slice(0, -1).flatMap((part, from) => {
    const text = `${part}\n${parts[from + 1] ?? ''}`
    return text.length <= PART_LENGTH ? [{ text, joins: { from, to: from + 2 } }] : []
  })
}

/** The long lines of a chain uncut, each with the parts that it was cut into, of which `size` were joined to one. */
function longLinesOf(lines: { line: string; parts: string[] }[], size: number): Passage[] {
  let before = 0
  return lines.flatMap(({ line, parts }) => {
    const joins = { from: Math.floor(before / size), to: Math.ceil((before + parts.length) / size) }
    before += parts.length
    return line.length > PART_LENGTH && line.length <= LINE_LENGTH ? [{ text: line, joins }] : []
  })
}

/**
 * The parts of a message that may each hold a claim: its lines and sentences, then short neighbours together, and the
 * long lines of a chain uncut.
 * Empty for a short message, which is looked at as a whole. At most 142 passages.
 */
export function splitPassages(text: string): Passage[] {
  const seen = cutText(text).trim()
  if (seen.length <= SINGLE_LENGTH) return []
  const lines = seen
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ line, parts: cutLine(line) }))
  const pieces = lines.flatMap(({ parts }) => parts)
  // A long list of short lines is looked at to its end, some lines at a time.
  const size = Math.ceil(pieces.length / MAXIMUM_PARTS)
  const parts = joinNeighbours(pieces, size)
  if (parts.length === 1) return []
  return [
    ...parts.map((part) => ({ text: part })),
    ...pairsOf(parts),
    ...(isChain(seen) ? longLinesOf(lines, size) : []),
  ]
}
