/**
 * `npm run --silent factcheck:explain -- [--clarifications FILE.jsonl] [--json] "text"`: why the bot answers as it does.
 *
 * Reads the published clarifications from the database, or those of a file in the format of the import. Without a text it
 * reads standard input. Stores nothing. Bad usage ends with exit code 2 and a sentence on stderr.
 */
import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadConfig } from '../config.ts'
import { AppError } from '../domain/error.ts'
import { CAREFUL_POLICY, decide } from '../factcheck/decide.ts'
import type { Objection } from '../factcheck/explain.ts'
import { explainFully } from '../factcheck/explain-fully.ts'
import { createSearchIndex, type SearchDocument } from '../factcheck/search.ts'
import { openStorage } from '../storage/storage.ts'

const USAGE =
  'Cara pakai: npm run --silent factcheck:explain -- [--clarifications BERKAS.jsonl] [--json] "teks"\n' +
  'Usage: the text to explain, in quotes or on standard input.'

const SHOWN_WORDS = 15
const SHOWN_FEATURES = 8
const SHOWN_PASSAGE = 90

const OBJECTIONS: Record<Objection, string> = {
  not_sure: `peluangnya di bawah ${CAREFUL_POLICY.firm} (not sure enough)`,
  close_rival: `ada calon lain yang hampir sama kuat, kurang dari ${CAREFUL_POLICY.lead} kali lipat (close rival)`,
  names_differ: 'nama bank, perusahaan atau tempatnya lain (names differ)',
  name_missing: 'nama bank atau perusahaan dalam klarifikasi tidak disebut (name missing)',
  years_differ: 'tahunnya lain (years differ)',
  figures_differ: 'jumlah, tanggal atau kekuatan gempanya lain (figures differ)',
  correction: 'pesan itu sendiri membantah kabarnya (a correction that is passed on)',
  too_short: 'terlalu pendek untuk dijawab pasti (too short)',
}

const DECISIONS = {
  clarified: 'dijawab pasti (clarified)',
  suggested: 'ditawarkan sebagai mirip (suggested)',
  unknown: 'belum ada klarifikasi (unknown)',
  ignored: 'diabaikan (ignored)',
}

const documentLine = z.object({
  id: z.string().min(1),
  claimReviewed: z.string(),
  circulatingTexts: z
    .array(
      z
        .union([z.string(), z.object({ text: z.string() })])
        .transform((value) => (typeof value === 'string' ? value : value.text)),
    )
    .default([]),
  explanation: z.string().default(''),
})

async function readFileLines(file: string): Promise<SearchDocument[]> {
  const content = await readFile(file, 'utf8').catch(() => undefined)
  if (content === undefined) throw new AppError('invalid', `Berkas ${file} tidak dapat dibaca.`)
  return content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [documentLine.parse(JSON.parse(line))]
    } catch {
      throw new AppError('invalid', `${file}:${index + 1}: bukan klarifikasi yang utuh.`)
    }
  })
}

async function readPublished(): Promise<SearchDocument[]> {
  const storage = await openStorage(loadConfig().databaseUrl, () => new Date())
  try {
    return await storage.clarifications.listPublished()
  } finally {
    await storage.close()
  }
}

function explain(text: string, documents: SearchDocument[]) {
  const byId = new Map(documents.map((document) => [document.id, document]))
  const result = createSearchIndex(documents).search(text)
  return { decision: decide(result).type, ...explainFully(text, result, (id) => byId.get(id)) }
}

type Explained = ReturnType<typeof explain>

const shorten = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > SHOWN_PASSAGE ? `${line.slice(0, SHOWN_PASSAGE)}…` : line
}

function describeCandidate(candidate: Explained['candidates'][number], place: number): string[] {
  const { id, probability, claim, words, passage, differences, features } = candidate
  return [
    '',
    `${place + 1}. ${id}   peluang (probability) ${probability}`,
    `   klaim (claim): ${shorten(claim)}`,
    `   kata yang sama (matched words): ${words.slice(0, SHOWN_WORDS).join(', ') || '-'}`,
    ...(passage === undefined ? [] : [`   bagian yang paling cocok (passage): “${shorten(passage)}”`]),
    ...differences.map(
      ({ kind, message, clarification }) =>
        `   berbeda (differs): ${kind}: pesan ${message.join(', ')}; klarifikasi ${clarification.join(', ')}`,
    ),
    '   ukuran: nilai, pengaruh (features: value, effect on the log-odds)',
    ...features
      .slice(0, SHOWN_FEATURES)
      .map(
        ({ feature, value, effect }) =>
          `     ${feature.padEnd(18)} ${value.toFixed(3).padStart(7)}  ${effect > 0 ? '+' : ''}${effect.toFixed(2)}`,
      ),
  ]
}

function describe({ decision, normalForm, passages, candidates, objections }: Explained): string {
  return [
    `keputusan (decision): ${DECISIONS[decision]}`,
    ...objections.map((objection) => `  tidak dijawab pasti karena (objection): ${OBJECTIONS[objection]}`),
    '',
    `bentuk dasar (normal form): ${normalForm.words.join(' ') || '-'}`,
    `kunci (terms): ${normalForm.terms.join(' ') || '-'}`,
    passages.length === 0
      ? 'bagian (passages): dibaca utuh (read as a whole)'
      : `bagian (passages): ${passages.length}`,
    ...passages.map((passage) => `  “${shorten(passage)}”`),
    ...candidates.flatMap(describeCandidate),
  ].join('\n')
}

function readArguments() {
  const options = { clarifications: { type: 'string' }, json: { type: 'boolean' } } as const
  try {
    return parseArgs({ options, allowPositionals: true })
  } catch {
    return undefined
  }
}

async function main(): Promise<number> {
  const given = readArguments()
  const text =
    given?.positionals.length === 0 && !process.stdin.isTTY
      ? await readAll(process.stdin)
      : given?.positionals.join(' ')
  if (given === undefined || text === undefined || text.trim() === '') {
    console.error(USAGE)
    return 2
  }
  const { clarifications, json } = given.values
  const documents = clarifications === undefined ? await readPublished() : await readFileLines(clarifications)
  const explained = explain(text, documents)
  console.log(json === true ? JSON.stringify(explained, undefined, 2) : describe(explained))
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof AppError ? error.message : error)
  process.exitCode = error instanceof AppError ? 2 : 1
}
