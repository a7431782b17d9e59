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

/** A model as it is worked out, with room to do so. */
interface Machine {
  /** By feature, one behind the other: the weight of that feature in each hidden unit. */
  weights: Float64Array
  biases: Float64Array
  activations: Float64Array
}

const machines = new WeakMap<Model, Machine>()

function machineOf(model: Model): Machine {
  const known = machines.get(model)
  if (known !== undefined) return known
  const { hidden, mean } = model
  const machine = {
    weights: Float64Array.from(
      mean.flatMap((_, feature) => hidden.map(({ weights }) => weights[feature] ?? 0)),
    ),
    biases: Float64Array.from(hidden, ({ bias }) => bias),
    activations: new Float64Array(hidden.length),
  }
  machines.set(model, machine)
  return machine
}

/** Log-odds that the candidate answers the message. A model must not be changed once it was asked. */
export function logOdds(model: Model, vector: ArrayLike<number>): number {
  const { mean, scale, linear, hidden } = model
  const { weights, biases, activations } = machineOf(model)
  const units = activations.length
  activations.set(biases)
  let sum = model.bias
  let next = 0
  // Feature by feature, not unit by unit: additions that do not wait for each other are faster.
  for (let feature = 0; feature < vector.length; feature += 1) {
    const value = ((vector[feature] ?? 0) - (mean[feature] ?? 0)) / (scale[feature] ?? 1)
    sum += value * (linear[feature] ?? 0)
    for (let unit = 0; unit < units; unit += 1) {
      activations[unit] = (activations[unit] ?? 0) + value * (weights[next + unit] ?? 0)
    }
    next += units
  }
  for (let unit = 0; unit < units; unit += 1)
    sum += (hidden[unit]?.out ?? 0) * Math.tanh(activations[unit] ?? 0)
  return sum
}
