/**
 * `npm run fuzz:factcheck [-- COUNT]`: 100,000 random and hostile texts against 3,000 clarifications.
 * None may throw or take more than 100 ms. Prints a table; ends with exit code 1 otherwise.
 *
 * The clarifications are the seeded ones, enlarged by the recipe of `enlarge.ts`. The texts come from a fixed seed.
 * A text counts as slow when it took over 100 ms by the clock and by CPU time: a busy machine is no fault of a text.
 */
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { decide } from '../src/factcheck/decide.ts'
import { explainInShort } from '../src/factcheck/explain.ts'
import { scrub } from '../src/factcheck/scrubbing/scrub.ts'
import { createSearchIndex } from '../src/factcheck/search.ts'
import { enlarge } from './enlarge.ts'
import { readDocuments } from './evaluation.ts'
import { percentile } from './metrics.ts'

const COUNT = Number(process.argv[2] ?? 100_000)
const DATABASE_SIZE = 3_000
const LIMIT_MS = 100
/** Every so many texts one is ten megabytes long. */
const HUGE_EVERY = 1_000
const HUGE_LENGTH = 10_000_000

/** Marsaglia's xorshift32: the same texts in every run. */
function createRandom(seed: number) {
  let state = seed
  return (below: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const random = createRandom(20_261_123)
const pick = <T>(values: readonly [T, ...T[]]): T => values[random(values.length)] ?? values[0]
const times = (count: number, make: () => string) => Array.from({ length: count }, make).join('')
const anyOf = (from: number, to: number) => String.fromCodePoint(from + random(to - from))

const seedFile = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))
const documents = enlarge(readDocuments(seedFile), DATABASE_SIZE)
const known = documents.flatMap(({ claimReviewed, explanation }) => [claimReviewed, explanation])
const knownText = () => known[random(known.length)] ?? ''
const knownWord = () => pick(['gempa', 'bantuan', 'pemerintah', ...knownText().split(' ').slice(0, 40)])

const TRAPS = [
  'a.',
  'a-',
  '1,',
  '1.',
  'http://',
  'www.',
  'a@',
  '0812-',
  '(((',
  '[[',
  '*_~',
  '\\',
  'aA1!',
  '.com/',
  'a.b.c.',
  'rp 1.',
  '+62 ',
  '2024-',
  '\'"',
  '# ',
] as const

/** Kinds of texts; each gives a new one at each call. */
const KINDS: Record<string, () => string> = {
  'known text, cut': () => knownText().slice(random(50), 50 + random(4000)),
  'known words, shuffled': () => times(1 + random(300), () => `${knownWord()} `),
  'letters of any script': () => times(random(600), () => anyOf(0x20, 0xd7_ff)),
  'any code unit': () => times(random(600), () => String.fromCharCode(random(0x1_00_00))),
  'lone surrogates': () => times(random(800), () => String.fromCharCode(0xd8_00 + random(0x8_00))),
  'direction marks': () =>
    times(random(300), () => pick(['\u202e', '\u200f', '\u2066', '\u2069', knownWord()])),
  'zero-width': () =>
    times(random(400), () => `${pick(['\u200d', '\u200b', '\ufeff', '\u2060'])}${knownWord()}`),
  emoji: () => times(random(800), () => anyOf(0x1_f3_00, 0x1_fa_ff)),
  'emoji, joined': () => times(random(400), () => `${anyOf(0x1_f4_66, 0x1_f4_80)}\u200d`),
  digits: () => times(random(4000), () => String(random(10))),
  'digits and marks': () => times(random(3000), () => pick(['0', '8', '1', '.', ',', '-', ' ', '(', '+'])),
  'one word, repeated': () => `${knownWord()} `.repeat(random(2000)),
  'one letter, repeated': () => anyOf(0x21, 0x2_00).repeat(random(20_000)),
  'control characters': () => times(random(800), () => anyOf(0, 0x20)),
  'stacked accents': () =>
    times(20, () => `${knownWord()}${times(random(900), () => anyOf(0x3_00, 0x3_6f))}`),
  'short lines': () => times(random(1500), () => `${knownWord().slice(0, 6)}\n`),
  'expression trap': () => pick(TRAPS).repeat(random(6000)) + pick(['', '!', 'x', ' ', '\n']),
  'expression traps, mixed': () => times(random(1500), () => pick(TRAPS)),
  'long chain': () => times(2 + random(8), () => `${knownText()}\n`).slice(0, 20_000),
  mixed: () =>
    times(random(12), () =>
      pick([knownText().slice(0, 400), '\u202e', '😀'.repeat(random(30)), '9'.repeat(random(40)), '\n\n']),
    ),
}

function makeText(number: number): [string, string] {
  const kinds = Object.entries(KINDS)
  const [kind, make] = kinds[number % kinds.length] ?? ['mixed', knownText]
  if (number % HUGE_EVERY !== HUGE_EVERY - 1) return [kind, make()]
  const piece = kinds[random(kinds.length)]?.[1]() ?? ''
  return ['ten megabytes', `${piece}x`.repeat(Math.ceil(HUGE_LENGTH / (piece.length + 1)))]
}

interface Tally {
  times: number[]
  threw: number
  slow: number
}

const index = createSearchIndex(documents)

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What a question goes through, without the database. */
function ask(text: string): void {
  const result = index.search(text)
  decide(result)
  explainInShort(text, result, documents[0])
  scrub(text.slice(0, 6_000))
}

const tallies = new Map<string, Tally>()
for (const text of known.slice(0, 500)) ask(text)
for (let number = 0; number < COUNT; number += 1) {
  const [kind, text] = makeText(number)
  const tally = tallies.get(kind) ?? { times: [], threw: 0, slow: 0 }
  tallies.set(kind, tally)
  const startedCpu = cpuMs()
  const startedAt = performance.now()
  try {
    ask(text)
  } catch (error) {
    tally.threw += 1
    console.error(`${kind}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
  }
  const wallMs = performance.now() - startedAt
  tally.times.push(wallMs)
  if (wallMs > LIMIT_MS && cpuMs() - startedCpu > LIMIT_MS) tally.slow += 1
}

let faults = 0
console.log('kind                       texts   median ms      p99      max  threw  slow')
for (const [kind, { times: taken, threw, slow }] of tallies) {
  faults += threw + slow
  const cells = [percentile(taken, 0.5), percentile(taken, 0.99), percentile(taken, 1)]
  const columns = cells.map((value) => value.toFixed(2).padStart(9)).join('')
  console.log(
    `${kind.padEnd(24)} ${String(taken.length).padStart(7)}   ${columns}  ${String(threw).padStart(5)} ${String(slow).padStart(5)}`,
  )
}
console.log(
  `${COUNT} texts, ${index.size} clarifications, load ${(loadavg()[0] ?? 0).toFixed(1)}: ${faults} faults`,
)
process.exitCode = faults > 0 ? 1 : 0
