import { FEATURES, type FeatureName, type Features } from './features.ts'
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

const PLACES: ReadonlyMap<string, number> = new Map(FEATURES.map((name, place) => [name, place]))

/** The values of features in the order of `FEATURES`; written to `vector`, when one is given. */
export const toVector = (features: Features, vector = new Float64Array(FEATURES.length)): Float64Array => {
  let next = 0
  // Features that stand in that order, as `measure` gives them, are read without looking up each name.
  for (const name in features) {
    const place = name === FEATURES[next] ? next : (PLACES.get(name) ?? -1)
    vector[place] = features[name as FeatureName]
    next = place + 1
  }
  return vector
}

/** So many hidden units are worked out side by side: additions that do not wait for each other are faster. */
const SIDE_BY_SIDE = 4

/** A model as it is worked out. Units that are missing in the last four weigh nothing. */
interface Machine {
  mean: Float64Array
  scale: Float64Array
  linear: Float64Array
  /** For four units, one feature after the other, four weights each; then for the next four. */
  weights: Float64Array
  biases: Float64Array
  outs: Float64Array
  /** The values of the features, made comparable. */
  input: Float64Array
}

const machines = new WeakMap<Model, Machine>()

function machineOf(model: Model): Machine {
  const known = machines.get(model)
  if (known !== undefined) return known
  const { hidden, mean, scale, linear } = model
  const units = Math.ceil(hidden.length / SIDE_BY_SIDE) * SIDE_BY_SIDE
  const machine = {
    mean: Float64Array.from(mean),
    scale: Float64Array.from(scale),
    linear: Float64Array.from(linear),
    weights: new Float64Array(units * mean.length),
    biases: new Float64Array(units),
    outs: new Float64Array(units),
    input: new Float64Array(mean.length),
  }
  for (const [unit, { bias, weights, out }] of hidden.entries()) {
    const lane = unit % SIDE_BY_SIDE
    for (const [feature, weight] of weights.entries()) {
      machine.weights[(unit - lane) * mean.length + feature * SIDE_BY_SIDE + lane] = weight
    }
    machine.biases[unit] = bias
    machine.outs[unit] = out
  }
  machines.set(model, machine)
  return machine
}

/** Log-odds that the candidate answers the message. A model must not be changed once it was asked. */
export function logOdds(model: Model, vector: ArrayLike<number>): number {
  const { mean, scale, linear, input, weights, biases, outs } = machineOf(model)
  const size = input.length
  let sum = model.bias
  for (let feature = 0; feature < size; feature += 1) {
    const value = ((vector[feature] ?? 0) - (mean[feature] ?? 0)) / (scale[feature] ?? 1)
    input[feature] = value
    sum += value * (linear[feature] ?? 0)
  }
  let at = 0
  for (let unit = 0; unit < biases.length; unit += SIDE_BY_SIDE) {
    let first = biases[unit] ?? 0
    let second = biases[unit + 1] ?? 0
    let third = biases[unit + 2] ?? 0
    let fourth = biases[unit + 3] ?? 0
    for (let feature = 0; feature < size; feature += 1) {
      const value = input[feature] ?? 0
      first += value * (weights[at] ?? 0)
      second += value * (weights[at + 1] ?? 0)
      third += value * (weights[at + 2] ?? 0)
      fourth += value * (weights[at + 3] ?? 0)
      at += SIDE_BY_SIDE
    }
    sum += (outs[unit] ?? 0) * Math.tanh(first) + (outs[unit + 1] ?? 0) * Math.tanh(second)
    sum += (outs[unit + 2] ?? 0) * Math.tanh(third) + (outs[unit + 3] ?? 0) * Math.tanh(fourth)
  }
  return sum
}
