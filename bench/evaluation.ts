import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { SearchDocument } from '../src/factcheck/search.ts'

/** Real hoaxes and messages, kept outside the repository; see `bench/factcheck.ts`. */
export const EVALUATION_FOLDER = new URL('../../shared/factcheck-eval/', import.meta.url).pathname

export interface EvaluationQuery {
  id: string
  text: string
  expected: string[]
  index: 'full' | 'bare'
  without?: string[]
  difficulty?: string
  /** The clarification that a made-up query is about, when it must not be the answer. */
  group?: string | undefined
}

export interface EvaluationData {
  full: SearchDocument[]
  bare: SearchDocument[]
  /** By the name of the file: `paraphrase`, `forwarded`, … */
  queries: Map<string, EvaluationQuery[]>
}

/** The objects of a file with one JSON object a line. */
export function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}

type RawDocument = Omit<SearchDocument, 'circulatingTexts'> & {
  circulatingTexts: (string | { text: string })[]
}

/** Clarifications of a file in the format of the product's import. */
export function readDocuments(file: string): SearchDocument[] {
  return readLines<RawDocument>(file).map((document) => ({
    ...document,
    circulatingTexts: document.circulatingTexts.map((text) => (typeof text === 'string' ? text : text.text)),
  }))
}

/** The evaluation data, or undefined where the folder is absent. */
export function readEvaluation(folder = EVALUATION_FOLDER): EvaluationData | undefined {
  if (!existsSync(`${folder}/clarifications.full.jsonl`)) return undefined
  const queries = new Map<string, EvaluationQuery[]>()
  for (const file of readdirSync(folder).toSorted()) {
    const name = /^queries\.(\w+)\.jsonl$/.exec(file)?.[1]
    if (name !== undefined) queries.set(name, readLines<EvaluationQuery>(`${folder}/${file}`))
  }
  return {
    full: readDocuments(`${folder}/clarifications.full.jsonl`),
    bare: readDocuments(`${folder}/clarifications.bare.jsonl`),
    queries,
  }
}
