/**
 * `npx tsx bench/train-factcheck.ts`: learns `src/factcheck/model.json` from the evaluation data beside the repository.
 * The same data give the same file. Prints what it learnt from; `npm run bench:factcheck` says how good it is.
 */
import { writeFileSync } from 'node:fs'
import { EVALUATION_FOLDER, readEvaluation } from './evaluation.ts'
import { learn } from './learner.ts'
import { collectExamples } from './training-data.ts'

const data = readEvaluation()
if (data === undefined) {
  console.error(`No evaluation data in ${EVALUATION_FOLDER}: the model stays as it is.`)
  process.exit(1)
}
const examples = collectExamples(data)
const rows = examples.reduce((sum, { ids }) => sum + ids.length, 0)
console.log(`${examples.length} queries, ${rows} measured candidates`)
const model = learn(examples)
const about = {
  script: 'bench/train-factcheck.ts',
  date: '2026-11-25',
  data: `the development part of the fact-check evaluation data (${data.full.length} clarifications and their queries) and queries made from it by bench/training-data.ts`,
  queries: examples.length,
}
const file = new URL('../src/factcheck/model.json', import.meta.url)
writeFileSync(file, `${JSON.stringify({ about, ...model }, undefined, 2)}\n`)
console.log(
  `written: src/factcheck/model.json (${model.features.length} features, ${model.hidden.length} hidden units)`,
)
