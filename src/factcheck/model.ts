import { FEATURES, type Features } from './features.ts'
import weights from './model.json' with { type: 'json' }

/**
 * A small network: features → hidden units (tanh) → one number, plus a straight line from the features.
 * The number is the log-odds of "this clarification answers the message" against "none does".
 */
export interface Model {
  features: string[]
  mean: number[]
  scale: number[]
  bias: number
  linear: number[]
  hidden: { bias: number; weights: number[]; out: number }[]
}

/** Weights learnt by `bench/train-factcheck.ts`. */
export const trainedModel: Model = weights

/** The values of features in the order of `FEATURES`. */
export const toVector = (features: Features): number[] => FEATURES.map((name) => features[name])

/** Log-odds that the candidate answers the message. */
export function logOdds(model: Model, vector: number[]): number {
  const input = vector.map((value, index) => (value - (model.mean[index] ?? 0)) / (model.scale[index] ?? 1))
  let sum = model.bias
  for (const [index, value] of input.entries()) sum += value * (model.linear[index] ?? 0)
  for (const unit of model.hidden) {
    let activation = unit.bias
    for (const [index, value] of input.entries()) activation += value * (unit.weights[index] ?? 0)
    sum += unit.out * Math.tanh(activation)
  }
  return sum
}
