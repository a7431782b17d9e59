import { decide } from '../src/factcheck/decide.ts'
import { FEATURES, type Features } from '../src/factcheck/features.ts'
import { isChain } from '../src/factcheck/passages.ts'
import { rank } from '../src/factcheck/search.ts'
import type { EvaluationData } from './evaluation.ts'
import { learn } from './learner.ts'
import type { Outcome } from './metrics.ts'
import { hash } from './hash.ts'
import { collectExamples, type Example } from './training-data.ts'

const FOLDS = 4
const LIMIT = 10

function featuresOf({ rows }: Example, position: number): Features {
  const start = position * FEATURES.length
  return Object.fromEntries(FEATURES.map((name, index) => [name, rows[start + index] ?? 0])) as Features
}

const foldOf = ({ group }: Example) => hash(group) % FOLDS

/**
 * Answers to every query by models that never saw its clarification: the clarifications are split in four,
 * and each quarter is answered by a model that learnt from the other three. By set, in the order of the queries.
 */
export function crossValidate(data: EvaluationData): Map<string, Outcome[]> {
  const examples = collectExamples(data)
  const outcomes = new Map<string, Outcome>()
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const model = learn(examples.filter((example) => foldOf(example) !== fold))
    for (const example of examples.filter((each) => foldOf(each) === fold)) {
      const measurements = example.ids.map((id, position) => ({
        id,
        features: featuresOf(example, position),
      }))
      const candidates = rank(measurements, model, LIMIT)
      const ids = candidates.map(({ id }) => id)
      outcomes.set(`${example.set}/${example.query.id}`, {
        ids,
        decision: decide({ candidates, isChain: isChain(example.query.text) }).type,
      })
    }
  }
  const nothing: Outcome = { ids: [], decision: 'unknown' }
  return new Map(
    [...data.queries].map(([set, queries]) => [
      set,
      queries.map(({ id }) => outcomes.get(`${set}/${id}`) ?? nothing),
    ]),
  )
}
