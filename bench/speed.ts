/**
 * Speed and memory of the matching at one size, as one JSON line: `npx tsx bench/speed.ts SIZE [--peer]`.
 * `bench/factcheck.ts` runs it in a process of its own for each size, so that the memory is that of one index.
 * Besides what a clock on the wall says, CPU time is given: on a busy machine only that can be compared.
 */
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { decide } from '../src/factcheck/decide.ts'
import { createSearchIndex, type SearchDocument } from '../src/factcheck/search.ts'
import { createFts5 } from './baselines.ts'
import { enlarge } from './enlarge.ts'
import { readDocuments, readEvaluation } from './evaluation.ts'
import { hash } from './hash.ts'
import { percentile } from './metrics.ts'

const TIMED_QUERIES = 600
const TIMED_CHAINS = 60
const PUBLISHED = 20
const CHAIN_LENGTH = 5000

/** Milliseconds of all threads of the process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export interface Timing {
  median: number
  p99: number
  /** CPU time of one, on average. */
  cpu: number
}

export interface SpeedReport {
  size: number
  build: { wallMs: number; cpuMs: number }
  /** Of the whole process: Node and tsx, the evaluation data, and the index. */
  residentMb: number
  messages: Timing
  chains: Timing
  /** From handing over a new clarification to the answer that finds it. */
  publish: Timing
  peer?: Timing
  load: number
}

function time<T>(values: T[], run: (value: T) => void): Timing {
  const startedAt = cpuMs()
  const times = values.map((value) => {
    const askedAt = performance.now()
    run(value)
    return performance.now() - askedAt
  })
  const cpu = (cpuMs() - startedAt) / Math.max(1, values.length)
  return { median: percentile(times, 0.5), p99: percentile(times, 0.99), cpu }
}

function readMaterial(): { documents: SearchDocument[]; messages: string[]; chains: string[] } {
  const data = readEvaluation()
  const seed = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))
  const documents = data?.full ?? readDocuments(seed)
  const asked = ['forwarded', 'ordinary', 'paraphrase'].flatMap((name) => data?.queries.get(name) ?? [])
  const texts =
    asked.length > 0 ? asked.map(({ text }) => text) : documents.map(({ explanation }) => explanation)
  const messages = texts.toSorted((a, b) => hash(a) - hash(b)).slice(0, TIMED_QUERIES)
  const padded = data?.queries.get('padded')?.map(({ text }) => text)
  const chains = padded ?? messages.map((_, at) => messages.slice(at).join('\n').slice(0, CHAIN_LENGTH))
  return { documents, messages, chains: chains.slice(0, TIMED_CHAINS) }
}

/** Gives the documents of a list away, as rows come out of a database: nobody but the index keeps what it needs of them. */
function* giveAway(documents: SearchDocument[]): Generator<SearchDocument> {
  documents.reverse()
  for (let next = documents.pop(); next !== undefined; next = documents.pop()) yield next
}

function measureSpeed(size: number, withPeer: boolean): SpeedReport {
  const { documents: known, messages, chains } = readMaterial()
  const documents = enlarge(known, size)
  const toPublish = documents.slice(0, PUBLISHED)
  const startedAt = performance.now()
  const startedCpu = cpuMs()
  const index = createSearchIndex(giveAway(documents))
  const build = { wallMs: performance.now() - startedAt, cpuMs: cpuMs() - startedCpu }
  const ask = (text: string) => void decide(index.search(text))
  // As in service: the first minutes are over.
  for (const text of messages) ask(text)
  const report = {
    size: index.size,
    build,
    messages: time(messages, ask),
    chains: time(chains, ask),
    publish: time(toPublish, (document) => {
      const id = `published-${document.id}`
      index.upsert({ ...document, id })
      const found = index.search(document.claimReviewed, { limit: 50 }).candidates
      if (!found.some((candidate) => candidate.id === id)) throw new Error(`${id} was not found`)
      index.remove(id)
    }),
  }
  // Where Node was told to let us: what is left of building would be counted as needed.
  for (let round = 0; round < 3; round += 1) globalThis.gc?.()
  const residentMb = process.memoryUsage().rss / 1e6
  const fts = withPeer ? createFts5(enlarge(known, size)) : undefined
  const none: ReadonlySet<string> = new Set()
  if (fts !== undefined) for (const text of messages) fts(text, none)
  const peer = fts === undefined ? undefined : time(messages, (text) => void fts(text, none))
  return { ...report, residentMb, load: loadavg()[0] ?? 0, ...(peer === undefined ? {} : { peer }) }
}

const size = Number(process.argv[2])
if (!(size > 0)) {
  console.error('Usage: npx tsx bench/speed.ts SIZE [--peer]')
  process.exit(2)
}
console.log(JSON.stringify(measureSpeed(size, process.argv.includes('--peer'))))
