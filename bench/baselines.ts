import Database from 'better-sqlite3'
import MiniSearch from 'minisearch'
import { normalize } from '../src/factcheck/normalize.ts'
import type { SearchDocument } from '../src/factcheck/search.ts'

/** Ids for a text, best first. */
export type Ranker = (text: string, without: ReadonlySet<string>) => string[]

const LIMIT = 10
/** More words than this make a query of SQLite too long to be sensible. */
const MAXIMUM_WORDS = 400

/** What both engines get: the same spelled-out words that the product's own matching sees. */
const wordsOf = (text: string) => normalize(text).words

/** SQLite FTS5 with bm25: the words of the text joined with OR. */
export function createFts5(documents: SearchDocument[]): Ranker {
  const database = new Database(':memory:')
  database.exec('create virtual table docs using fts5(id unindexed, claim, texts, explanation)')
  const insert = database.prepare('insert into docs values (?, ?, ?, ?)')
  database.transaction(() => {
    for (const { id, claimReviewed, circulatingTexts, explanation } of documents) {
      const fields = [claimReviewed, circulatingTexts.join('\n'), explanation]
      insert.run(id, ...fields.map((field) => wordsOf(field).join(' ')))
    }
  })()
  const select = database
    .prepare<[string, number], string>(
      'select id from docs where docs match ? order by bm25(docs, 0, 2, 1, 1) limit ?',
    )
    .pluck()
  return (text, without) => {
    const words = [...new Set(wordsOf(text))].slice(0, MAXIMUM_WORDS)
    if (words.length === 0) return []
    const match = words.map((word) => `"${word.replaceAll('"', '')}"`).join(' OR ')
    return select.all(match, LIMIT + without.size).filter((id) => !without.has(id))
  }
}

/** MiniSearch, with words of one typing error and beginnings of words, as its guide suggests. */
export function createMiniSearch(documents: SearchDocument[]): Ranker {
  const engine = new MiniSearch<{ id: string; claim: string; texts: string; explanation: string }>({
    fields: ['claim', 'texts', 'explanation'],
    tokenize: wordsOf,
    processTerm: (term) => term,
    searchOptions: { boost: { claim: 2 }, combineWith: 'OR', prefix: (term) => term.length > 5, fuzzy: 0.1 },
  })
  engine.addAll(
    documents.map(({ id, claimReviewed, circulatingTexts, explanation }) => ({
      id,
      claim: claimReviewed,
      texts: circulatingTexts.join('\n'),
      explanation,
    })),
  )
  return (text, without) =>
    engine
      .search(text, { filter: ({ id }) => !without.has(String(id)) })
      .slice(0, LIMIT)
      .map(({ id }) => String(id))
}
