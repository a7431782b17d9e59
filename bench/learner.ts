import { FEATURES } from '../src/factcheck/features.ts'
import type { Model } from '../src/factcheck/model.ts'
import { hash, type Example } from './training-data.ts'

export interface LearnOptions {
  hidden: number
  epochs: number
  rate: number
  /** Pull of all weights towards 0. */
  decay: number
}

export const DEFAULT_OPTIONS: LearnOptions = { hidden: 12, epochs: 24, rate: 0.004, decay: 0.002 }

const WIDTH = FEATURES.length
const BATCH = 32

/** Weights in one array: bias, linear, then for each hidden unit bias, weights and out. */
const sizeOf = (hidden: number) => 1 + WIDTH + hidden * (WIDTH + 2)

function standardOf(examples: Example[]): { mean: number[]; scale: number[] } {
  const sum = new Float64Array(WIDTH)
  const squares = new Float64Array(WIDTH)
  let count = 0
  for (const { rows } of examples) {
    for (let at = 0; at < rows.length; at += WIDTH) {
      count += 1
      for (let index = 0; index < WIDTH; index += 1) {
        const value = rows[at + index] ?? 0
        sum[index] = (sum[index] ?? 0) + value
        squares[index] = (squares[index] ?? 0) + value * value
      }
    }
  }
  const mean = Array.from(sum, (value) => value / count)
  const scale = Array.from(
    squares,
    (value, index) => Math.sqrt(value / count - (mean[index] ?? 0) ** 2) + 1e-3,
  )
  return { mean, scale }
}

function standardized(example: Example, { mean, scale }: { mean: number[]; scale: number[] }): Float32Array {
  return example.rows.map((value, at) => (value - (mean[at % WIDTH] ?? 0)) / (scale[at % WIDTH] ?? 1))
}

/** The value of one row; leaves the activations in `acts`. */
function forward(
  weights: Float64Array,
  hidden: number,
  rows: Float32Array,
  at: number,
  acts: Float64Array,
): number {
  let sum = weights[0] ?? 0
  for (let index = 0; index < WIDTH; index += 1) sum += (weights[1 + index] ?? 0) * (rows[at + index] ?? 0)
  for (let unit = 0; unit < hidden; unit += 1) {
    const base = 1 + WIDTH + unit * (WIDTH + 2)
    let activation = weights[base] ?? 0
    for (let index = 0; index < WIDTH; index += 1) {
      activation += (weights[base + 1 + index] ?? 0) * (rows[at + index] ?? 0)
    }
    const act = Math.tanh(activation)
    acts[unit] = act
    sum += (weights[base + 1 + WIDTH] ?? 0) * act
  }
  return sum
}

interface Net {
  weights: Float64Array
  gradient: Float64Array
  hidden: number
}

/** Adds `error` × the slope of one row to the gradient. */
function backward(net: Net, rows: Float32Array, at: number, error: number, acts: Float64Array): void {
  const { weights, gradient, hidden } = net
  forward(weights, hidden, rows, at, acts)
  const bump = (index: number, value: number) => {
    gradient[index] = (gradient[index] ?? 0) + value
  }
  bump(0, error)
  for (let index = 0; index < WIDTH; index += 1) bump(1 + index, error * (rows[at + index] ?? 0))
  for (let unit = 0; unit < hidden; unit += 1) {
    const base = 1 + WIDTH + unit * (WIDTH + 2)
    const act = acts[unit] ?? 0
    const slope = error * (weights[base + 1 + WIDTH] ?? 0) * (1 - act * act)
    bump(base + 1 + WIDTH, error * act)
    bump(base, slope)
    for (let index = 0; index < WIDTH; index += 1) bump(base + 1 + index, slope * (rows[at + index] ?? 0))
  }
}

/** One query: the best row of each clarification competes with "none"; the gradient raises the expected ones. */
function learnExample(net: Net, example: Example, rows: Float32Array, acts: Float64Array): void {
  const best = new Map<string, { value: number; at: number }>()
  for (const [position, id] of example.ids.entries()) {
    const value = forward(net.weights, net.hidden, rows, position * WIDTH, acts)
    const known = best.get(id)
    if (known === undefined || known.value < value) best.set(id, { value, at: position * WIDTH })
  }
  const expected = new Set(example.query.expected.filter((id) => best.has(id)))
  // The answer was not among the candidates: nothing can be learnt about it.
  if (expected.size === 0 && example.query.expected.length > 0) return
  const highest = Math.max(0, ...[...best.values()].map(({ value }) => value))
  let total = Math.exp(-highest)
  let right = 0
  for (const [id, { value }] of best) {
    const mass = Math.exp(value - highest)
    total += mass
    if (expected.has(id)) right += mass
  }
  for (const [id, { value, at }] of best) {
    const mass = Math.exp(value - highest)
    const target = expected.has(id) ? mass / right : 0
    const error = example.weight * (mass / total - target)
    if (Math.abs(error) > 1e-5) backward(net, rows, at, error, acts)
  }
}

/** A step of Adam. */
function createStepper(size: number, decay: number) {
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  let steps = 0
  return ({ weights, gradient }: Net, rate: number) => {
    steps += 1
    for (let index = 0; index < size; index += 1) {
      const slope = (gradient[index] ?? 0) / BATCH
      first[index] = 0.9 * (first[index] ?? 0) + 0.1 * slope
      second[index] = 0.999 * (second[index] ?? 0) + 0.001 * slope * slope
      const step = (first[index] ?? 0) / (1 - 0.9 ** steps)
      const spread = Math.sqrt((second[index] ?? 0) / (1 - 0.999 ** steps)) + 1e-8
      const weight = weights[index] ?? 0
      weights[index] = weight - rate * (step / spread + (index === 0 ? 0 : decay * weight))
    }
    gradient.fill(0)
  }
}

const round = (value: number | undefined) => Number((value ?? 0).toPrecision(5))

function toModel(
  weights: Float64Array,
  hidden: number,
  standard: { mean: number[]; scale: number[] },
): Model {
  const slice = (start: number) => Array.from(weights.subarray(start, start + WIDTH), round)
  return {
    features: [...FEATURES],
    mean: standard.mean.map(round),
    scale: standard.scale.map(round),
    bias: round(weights[0]),
    linear: slice(1),
    hidden: Array.from({ length: hidden }, (_, unit) => {
      const base = 1 + WIDTH + unit * (WIDTH + 2)
      return { bias: round(weights[base]), weights: slice(base + 1), out: round(weights[base + 1 + WIDTH]) }
    }),
  }
}

/** Learns a model by gradient descent. The same examples give the same model. */
export function learn(examples: Example[], options: LearnOptions = DEFAULT_OPTIONS): Model {
  const { hidden, epochs, rate, decay } = options
  const used = examples.filter(({ weight, ids }) => weight > 0 && ids.length > 0)
  const standard = standardOf(used)
  const size = sizeOf(hidden)
  const weights = Float64Array.from(
    { length: size },
    (_, index) => (hash(`start ${index}`) / 2 ** 32 - 0.5) * 0.3,
  )
  const net: Net = { weights, gradient: new Float64Array(size), hidden }
  const step = createStepper(size, decay)
  const acts = new Float64Array(hidden)
  const inputs = used.map((example) => ({ example, rows: standardized(example, standard) }))
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = inputs
      .map((input, position) => ({ input, key: hash(`${epoch}/${position}`) }))
      .toSorted((a, b) => a.key - b.key)
    const currentRate = rate * (1 - epoch / epochs) + rate / 50
    for (const [position, { input }] of order.entries()) {
      learnExample(net, input.example, input.rows, acts)
      if (position % BATCH === BATCH - 1) step(net, currentRate)
    }
  }
  return toModel(weights, hidden, standard)
}
