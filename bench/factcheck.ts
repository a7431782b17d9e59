/**
 * `npm run bench:factcheck [-- --quick]`: how well and how fast messages find their clarification.
 *
 * Quality needs the evaluation data beside the repository, and stands beside SQLite FTS5 and MiniSearch in the same run.
 * The shipped model learnt from that data, so each set is also judged by cross-validation: by models that never saw the
 * clarification asked for (`--quick` leaves that out; it takes minutes). Speed is measured with or without the data.
 */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { decide } from '../src/factcheck/decide.ts'
import { createSearchIndex, type SearchDocument } from '../src/factcheck/search.ts'
import { createFts5, createMiniSearch, type Ranker } from './baselines.ts'
import { crossValidate } from './cross-validation.ts'
import { EVALUATION_FOLDER, readEvaluation, type EvaluationData, type EvaluationQuery } from './evaluation.ts'
import { formatRate, judge, percentile, type Outcome, type Quality } from './metrics.ts'
import type { SpeedReport, Timing } from './speed.ts'

/** Larger databases than the one at hand are made by the recipe of `enlarge`. */
const SIZES = [3_000, 20_000, 100_000]

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

const formatTiming = ({ median, p99, cpu }: Timing) =>
  `median ${median.toFixed(2)} ms, p99 ${p99.toFixed(1)} ms, CPU ${cpu.toFixed(2)} ms`

/** Measures one size in a process of its own. */
function printSpeed(size: number): void {
  const script = fileURLToPath(new URL('speed.ts', import.meta.url))
  const parameters = ['--expose-gc', '--import', 'tsx', script, String(size), '--peer']
  const report = JSON.parse(execFileSync(process.execPath, parameters, { encoding: 'utf8' })) as SpeedReport
  console.log(`\n${report.size} clarifications (load of the machine ${report.load.toFixed(1)})`)
  console.log(`  message      ${formatTiming(report.messages)}`)
  if (report.peer !== undefined) console.log(`  …SQLite FTS5 ${formatTiming(report.peer)}`)
  console.log(`  long chain   ${formatTiming(report.chains)}`)
  console.log(`  publish      ${formatTiming(report.publish)}, found by the next question`)
  const { wallMs, cpuMs } = report.build
  console.log(`  build        ${(wallMs / 1000).toFixed(1)} s, CPU ${(cpuMs / 1000).toFixed(1)} s`)
  console.log(`  memory       ${report.residentMb.toFixed(0)} MB resident, the whole process`)
}

const data = readEvaluation()
if (data === undefined) console.log(`No evaluation data in ${EVALUATION_FOLDER}: only speed is measured.`)
else printQuality(data, process.argv.includes('--quick'))

for (const size of process.argv.includes('--quick') ? SIZES.slice(0, 2) : SIZES) printSpeed(size)
