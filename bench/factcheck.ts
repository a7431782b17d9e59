/**
 * `npm run bench:factcheck [-- --quick]`: how well and how fast messages find their clarification.
 *
 * Quality needs the evaluation data beside the repository, and stands beside SQLite FTS5 and MiniSearch in the same run.
 * The shipped model learnt from that data, so each set is also judged by cross-validation: by models that never saw the
 * clarification asked for (`--quick` leaves that out; it takes minutes). Speed is measured with or without the data.
 */
import { decide } from '../src/factcheck/decide.ts'
import { createSearchIndex, type SearchDocument } from '../src/factcheck/search.ts'
import { createFts5, createMiniSearch, type Ranker } from './baselines.ts'
import { crossValidate } from './cross-validation.ts'
import {
  EVALUATION_FOLDER,
  readDocuments,
  readEvaluation,
  type EvaluationData,
  type EvaluationQuery,
} from './evaluation.ts'
import { formatRate, judge, percentile, type Outcome, type Quality } from './metrics.ts'
import { hash } from './training-data.ts'

const LARGE = 20_000
const TIMED_QUERIES = 600

function createOwn(documents: SearchDocument[]): (query: EvaluationQuery) => Outcome {
  const index = createSearchIndex(documents)
  return ({ text, without }) => {
    const result = index.search(text, { without: new Set(without) })
    return { ids: result.candidates.map(({ id }) => id), decision: decide(result).type }
  }
}

const fromRanker =
  (ranker: Ranker) =>
  ({ text, without }: EvaluationQuery): Outcome => ({
    ids: ranker(text, new Set(without)),
    decision: 'unknown',
  })

/** The sets as they are reported: hard paraphrases apart. */
function reportedSets(data: EvaluationData): [string, EvaluationQuery[]][] {
  return [...data.queries].flatMap(([name, queries]): [string, EvaluationQuery[]][] => {
    const hard = queries.filter(({ difficulty }) => difficulty === 'hard')
    if (hard.length === 0) return [[name, queries]]
    return [
      [name, queries.filter(({ difficulty }) => difficulty !== 'hard')],
      [`${name}, hard`, hard],
    ]
  })
}

function formatQuality(quality: Quality, isAnswerable: boolean, decides: boolean): string {
  const recall = [`R@1 ${formatRate(quality.recallAt1)}`, `R@3 ${formatRate(quality.recallAt3)}`]
  const decisions = isAnswerable
    ? [`right ${formatRate(quality.right)}`, `wrong ${formatRate(quality.wrong)}`]
    : [`false ${formatRate(quality.wrong)}`]
  const offered = `offered ${formatRate(quality.offered)}`
  return [...(isAnswerable ? recall : []), ...(decides ? [...decisions, offered] : [])].join('  ')
}

/** Answers for each query, by matcher. */
type Matchers = Map<string, (query: EvaluationQuery) => Outcome>

function buildMatchers({ full, bare }: EvaluationData): Matchers {
  const pair = (create: (documents: SearchDocument[]) => (query: EvaluationQuery) => Outcome) => {
    const matchers = { full: create(full), bare: create(bare) }
    return (query: EvaluationQuery) => matchers[query.index](query)
  }
  return new Map([
    ['Kabar KIM', pair(createOwn)],
    ['SQLite FTS5', pair((documents) => fromRanker(createFts5(documents)))],
    ['MiniSearch', pair((documents) => fromRanker(createMiniSearch(documents)))],
  ])
}

function printQuality(data: EvaluationData, isQuick: boolean): void {
  const matchers = buildMatchers(data)
  if (!isQuick) {
    const validated = crossValidate(data)
    const byQuery = new Map(
      [...data.queries].flatMap(([set, queries]) =>
        queries.map((query, place): [EvaluationQuery, Outcome | undefined] => [
          query,
          validated.get(set)?.[place],
        ]),
      ),
    )
    matchers.set('…cross-validated', (query) => byQuery.get(query) ?? { ids: [], decision: 'unknown' })
  }
  for (const [name, queries] of reportedSets(data)) {
    const isAnswerable = queries.some(({ expected }) => expected.length > 0)
    console.log(`\n${name}, ${queries.length} queries`)
    for (const [matcher, answer] of matchers) {
      const decides = !['SQLite FTS5', 'MiniSearch'].includes(matcher)
      if (!isAnswerable && !decides) continue
      const times: number[] = []
      const outcomes = queries.map((query) => {
        const startedAt = performance.now()
        const outcome = answer(query)
        times.push(performance.now() - startedAt)
        return outcome
      })
      const speed = matcher.startsWith('…') ? '' : `  ${percentile(times, 0.5).toFixed(1)} ms`
      console.log(
        `  ${matcher.padEnd(17)} ${formatQuality(judge(queries, outcomes), isAnswerable, decides)}${speed}`,
      )
    }
  }
}

const halves = (text: string): [string, string] => {
  const words = text.split(' ')
  const middle = Math.ceil(words.length / 2)
  return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
}

const join = (a = '', b = '') => `${halves(a)[0]} ${halves(b)[1]}`

/** A larger database by a fixed recipe: each new clarification joins the halves of two that exist. */
function enlarge(documents: SearchDocument[], size: number): SearchDocument[] {
  const pick = (seed: string) => documents[hash(seed) % documents.length]
  const made = Array.from({ length: Math.max(0, size - documents.length) }, (_, number) => {
    const left = pick(`left ${number}`)
    const right = pick(`right ${number}`)
    return {
      id: `made-${number}`,
      claimReviewed: join(left?.claimReviewed, right?.claimReviewed),
      circulatingTexts: [join(left?.circulatingTexts[0], right?.circulatingTexts[0])],
      explanation: join(left?.explanation, right?.explanation),
    }
  })
  return [...documents, ...made]
}

function printSpeed(documents: SearchDocument[], texts: string[]): void {
  const startedAt = performance.now()
  const index = createSearchIndex(documents)
  const buildMs = performance.now() - startedAt
  const times = texts.map((text) => {
    const askedAt = performance.now()
    decide(index.search(text))
    return performance.now() - askedAt
  })
  console.log(
    `  ${String(documents.length).padStart(6)} clarifications: median ${percentile(times, 0.5).toFixed(2)} ms, ` +
      `p99 ${percentile(times, 0.99).toFixed(1)} ms, built in ${(buildMs / 1000).toFixed(1)} s`,
  )
}

const data = readEvaluation()
if (data === undefined) console.log(`No evaluation data in ${EVALUATION_FOLDER}: only speed is measured.`)
else printQuality(data, process.argv.includes('--quick'))

const documents =
  data?.full ?? readDocuments(new URL('../prisma/seed/clarifications.jsonl', import.meta.url).pathname)
const asked = ['forwarded', 'ordinary', 'paraphrase'].flatMap((name) => data?.queries.get(name) ?? [])
const texts =
  asked.length > 0 ? asked.map(({ text }) => text) : documents.map(({ claimReviewed }) => claimReviewed)
const timed = texts.toSorted((a, b) => hash(a) - hash(b)).slice(0, TIMED_QUERIES)
console.log(`\nspeed, ${timed.length} messages`)
printSpeed(documents, timed)
printSpeed(enlarge(documents, LARGE), timed)
