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

/** Weights learnt by `bench/train-factcheck.ts`; the file says from what and when. */
export const trainedModel: Model = weights

/** The values of features in the order of `FEATURES`; written to `vector`, when one is given. */
export const toVector = (features: Features, vector = new Float64Array(FEATURES.length)): Float64Array => {
  for (let index = 0; index < vector.length; index += 1) {
    const name = FEATURES[index]
    if (name !== undefined) vector[index] = features[name]
  }
  return vector
}

/** What `logOdds` works in, kept between calls. */
let input = new Float64Array(FEATURES.length)

/** Log-odds that the candidate answers the message. */
export function logOdds(model: Model, vector: ArrayLike<number>): number {
  const { mean, scale, linear } = model
  const size = vector.length
  if (size > input.length) input = new Float64Array(size)
  let sum = model.bias
  for (let index = 0; index < size; index += 1) {
    const value = ((vector[index] ?? 0) - (mean[index] ?? 0)) / (scale[index] ?? 1)
    input[index] = value
    sum += value * (linear[index] ?? 0)
  }
  for (const { bias, weights: unitWeights, out } of model.hidden) {
    let activation = bias
    for (let index = 0; index < size; index += 1) {
      activation += (input[index] ?? 0) * (unitWeights[index] ?? 0)
    }
    sum += out * Math.tanh(activation)
  }
  return sum
}
