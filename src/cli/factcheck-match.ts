/**
 * `npm run --silent factcheck:match -- --clarifications FILE.jsonl --queries FILE.jsonl`: the bot's own matching, on files.
 *
 * A clarification a line: `{ id, claimReviewed, circulatingTexts, explanation }`; a query a line: `{ id, text, without? }`,
 * where `without` names clarifications to leave out. Prints an answer a line, in the order of the queries:
 * `{ "id", "decision": "clarified" | "suggested" | "unknown", "candidates": [{ "id", "score" }] }`, best first, at most ten.
 * Bad usage ends with exit code 2 and a sentence on stderr.
 */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { decide } from '../factcheck/decide.ts'
import { createSearchIndex, type SearchDocument } from '../factcheck/search.ts'

const USAGE =
  'Usage: npm run --silent factcheck:match -- --clarifications FILE.jsonl --queries FILE.jsonl\n' +
  'Pemakaian: sebutkan berkas klarifikasi dan berkas pertanyaan, satu objek JSON per baris.'

const MAXIMUM_CANDIDATES = 10

const clarificationLine = z.object({
  id: z.string().min(1),
  claimReviewed: z.string(),
  circulatingTexts: z.array(z.union([z.string(), z.object({ text: z.string() })])).default([]),
  explanation: z.string().default(''),
})

const queryLine = z.object({
  id: z.string().min(1),
  text: z.string(),
  without: z.array(z.string()).optional(),
})

class UsageError extends Error {
  override readonly name = 'UsageError'
}

function parseLine<T>(schema: z.ZodType<T>, line: string, place: string): T {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new UsageError(`${place}: not JSON / bukan JSON`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new UsageError(`${place}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}

/** The objects of a file, one a line; empty lines are skipped. */
async function* readObjects<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      number += 1
      if (line.trim() !== '') yield parseLine(schema, line.replace(/^\uFEFF/, ''), `${file}:${number}`)
    }
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error && 'code' in error)) throw error
    throw new UsageError(`Cannot read / tidak dapat membaca ${file} (${String(error.code)})`)
  }
}

function readArguments(): { clarifications: string; queries: string } {
  const options = { clarifications: { type: 'string' }, queries: { type: 'string' } } as const
  try {
    const { clarifications, queries } = parseArgs({ options }).values
    if (clarifications !== undefined && queries !== undefined) return { clarifications, queries }
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : ''}\n${USAGE}`)
  }
  throw new UsageError(USAGE)
}

async function match(): Promise<void> {
  const files = readArguments()
  const documents: SearchDocument[] = []
  for await (const line of readObjects(files.clarifications, clarificationLine)) {
    const circulatingTexts = line.circulatingTexts.map((text) =>
      typeof text === 'string' ? text : text.text,
    )
    documents.push({ ...line, circulatingTexts })
  }
  const index = createSearchIndex(documents)
  for await (const query of readObjects(files.queries, queryLine)) {
    const result = index.search(query.text, { limit: MAXIMUM_CANDIDATES, without: new Set(query.without) })
    const candidates = result.candidates.map(({ id, score }) => ({ id, score: Number(score.toFixed(4)) }))
    console.log(JSON.stringify({ id: query.id, decision: decide(result).type, candidates }))
  }
}

try {
  await match()
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
