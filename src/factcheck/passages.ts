import { cutText } from './normalize.ts'

/** A text up to this many UTF-16 units is one message; a longer one may be a chain of messages. */
const SINGLE_LENGTH = 280
/** Parts grow to this length before the next one starts. */
const PART_LENGTH = 420
/** Longer texts, in UTF-16 units, are taken for chains of messages that have nothing to do with each other. */
const CHAIN_LENGTH = 1600
export const isChain = (text: string) => text.length > CHAIN_LENGTH
/** In a chain, a line up to this length may be one message. */
const LINE_LENGTH = 1500
/** No more parts than this are looked at one by one. */
const MAXIMUM_PARTS = 64

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

/** Joins neighbours until few enough are left: a long list of short lines is looked at to its end. */
function joinNeighbours(parts: string[]): string[] {
  const size = Math.ceil(parts.length / MAXIMUM_PARTS)
  if (size <= 1) return parts
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, group) =>
    parts.slice(group * size, (group + 1) * size).join('\n'),
  )
}

/**
 * The parts of a message that may each hold a claim: its lines and sentences, short neighbours together, and the
 * long lines of a chain uncut.
 * Empty for a short message, which is looked at as a whole. At most 192 parts.
 */
export function splitPassages(text: string): string[] {
  const seen = cutText(text).trim()
  if (seen.length <= SINGLE_LENGTH) return []
  const lines = seen
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const parts = joinNeighbours(lines.flatMap(cutLine))
  if (parts.length === 1) return []
  const joined: string[] = []
  for (let index = 0; index + 1 < parts.length; index += 1) {
    const pair = `${parts[index] ?? ''}\n${parts[index + 1] ?? ''}`
    if (pair.length <= PART_LENGTH) joined.push(pair)
  }
  const ofChain = isChain(seen)
  const long = lines.filter(({ length }) => ofChain && length > PART_LENGTH && length <= LINE_LENGTH)
  return [...parts, ...joined, ...long]
}
