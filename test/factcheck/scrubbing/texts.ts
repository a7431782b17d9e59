import { readFileSync } from 'node:fs'

export const PARTS = ['development', 'held-out', 'second-held-out'] as const
/** The held-out ones were written before the scrubbing was tuned, the second after a first round. */
export type Part = (typeof PARTS)[number]

/** A text with made-up personal data in it. */
export interface PlantedText {
  /** The heading that it stands under: the first kind of data that it holds. */
  kind: string
  text: string
  /** What must go, as written. */
  pieces: string[]
  /** The text without its pieces; each left a `⟦⟧`. */
  carrier: string
}

interface Line {
  heading: string
  line: string
}

/** One text a line under `## headings`; `\n` and `\u200b` stand for what a line cannot show. */
function readLines(name: string): Line[] {
  const lines: Line[] = []
  let heading = ''
  for (const line of readFileSync(new URL(`${name}.txt`, import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('## ')) heading = line.slice(3).replace(/,.*/, '')
    else if (line.trim() !== '') {
      const spelled = line.replaceAll(/\\n|\\u([\da-f]{4})/g, (_, code?: string) =>
        code === undefined ? '\n' : String.fromCharCode(Number.parseInt(code, 16)),
      )
      lines.push({ heading, line: spelled })
    }
  }
  return lines
}

const PIECE = /⟦([^⟧]*)⟧/g

/** Texts with personal data, each piece between ⟦ and ⟧ in the file. All numbers are such that nobody has them. */
export const readPlanted = (part: Part): PlantedText[] =>
  readLines(`planted.${part}`).map(({ heading, line }) => ({
    kind: heading,
    text: line.replaceAll(PIECE, '$1'),
    pieces: [...line.matchAll(PIECE)].map((match) => match[1] ?? ''),
    carrier: line.replaceAll(PIECE, '⟦⟧'),
  }))

/** Texts full of numbers that are nobody's. */
export const readClean = (part: Part): string[] => readLines(`clean.${part}`).map(({ line }) => line)

const count = (text: string, part: string) => text.split(part).length - 1
const digitsOf = (text: string) => text.normalize('NFKC').replaceAll(/[^\p{Nd}]/gu, '')

/** The words and digit groups that a piece is made of. Of a link only the digits are personal. */
function partsOf(piece: string): string[] {
  const parts = piece.split(/[^\p{L}\p{M}\p{N}\p{Cf}]+/u).filter((part) => part.length > 2)
  return /:\/\/|\.me\b|me\]?\/|tel:/.test(piece) ? parts.filter((part) => /\d{3}/.test(part)) : parts
}

/** What is left of a piece in the scrubbed text: a part of it that the rest of the text does not hold as often. */
export function leftOf(piece: string, { carrier }: PlantedText, scrubbed: string): string[] {
  const left = [piece, ...partsOf(piece)].filter((part) => count(scrubbed, part) > count(carrier, part))
  if (left.length > 0) return left
  const tooMany = digitsOf(scrubbed).length > digitsOf(carrier).length
  return tooMany && digitsOf(piece) !== '' ? [`digits: ${scrubbed}`] : []
}
