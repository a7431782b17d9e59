import { FEATURES } from '../src/factcheck/features.ts'
import type { Model } from '../src/factcheck/model.ts'
import { hash } from './hash.ts'
import type { Example } from './training-data.ts'

interface NetOptions {
  /** Hidden units. */
  hidden: number
  epochs: number
  /** Pull of all weights towards 0. */
  decay: number
}

/** Nets of several sizes, each from another start, are averaged: a calmer judge than any of them. */
const NETS: NetOptions[] = [
  { hidden: 10, epochs: 18, decay: 0.006 },
  { hidden: 10, epochs: 18, decay: 0.006 },
  { hidden: 20, epochs: 26, decay: 0.006 },
  { hidden: 6, epochs: 18, decay: 0.004 },
]
const RATE = 0.004

const WIDTH = FEATURES.length
const BATCH = 32

/** Weights in one array: bias, linear, then for each hidden unit bias, weights and out. */
const sizeOf = (hidden: number) => 1 + WIDTH + hidden * (WIDTH + 2)

interface Standard {
  mean: number[]
  scale: number[]
}

function standardOf(examples: Example[]): Standard {
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

function standardized(example: Example, { mean, scale }: Standard): Float32Array {
  return example.rows.map((value, at) => (value - (mean[at % WIDTH] ?? 0)) / (scale[at % WIDTH] ?? 1))
}

interface Net {
  weights: Float64Array
  gradient: Float64Array
  hidden: number
  /** What the hidden units said about the latest row. */
  acts: Float64Array
}

/** An example, standardized. */
interface Input {
  rows: Float32Array
  /** For each row the number of its clarification. */
  owners: Int32Array
  /** For each clarification: is it expected? */
  isExpected: boolean[]
  weight: number
}

const dot = (weights: Float64Array, start: number, rows: Float32Array, at: number) => {
  let sum = 0
  for (let index = 0; index < WIDTH; index += 1)
    sum += (weights[start + index] as number) * (rows[at + index] as number)
  return sum
}

/** The value of one row. */
function forward({ weights, hidden, acts }: Net, rows: Float32Array, at: number): number {
  let sum = (weights[0] ?? 0) + dot(weights, 1, rows, at)
  for (let unit = 0; unit < hidden; unit += 1) {
    const base = 1 + WIDTH + unit * (WIDTH + 2)
    const act = Math.tanh((weights[base] ?? 0) + dot(weights, base + 1, rows, at))
    acts[unit] = act
    sum += (weights[base + 1 + WIDTH] ?? 0) * act
  }
  return sum
}

/** Adds `error` × the slope of one row to the gradient. */
function backward(net: Net, rows: Float32Array, at: number, error: number): void {
  const { weights, gradient, hidden, acts } = net
  forward(net, rows, at)
  const add = (start: number, slope: number) => {
    gradient[start] = (gradient[start] ?? 0) + slope
    for (let index = 0; index < WIDTH; index += 1) {
      const place = start + 1 + index
      gradient[place] = (gradient[place] as number) + slope * (rows[at + index] as number)
    }
  }
  add(0, error)
  for (let unit = 0; unit < hidden; unit += 1) {
    const base = 1 + WIDTH + unit * (WIDTH + 2)
    const out = base + 1 + WIDTH
    const act = acts[unit] ?? 0
    add(base, error * (weights[out] ?? 0) * (1 - act * act))
    gradient[out] = (gradient[out] ?? 0) + error * act
  }
}

function toInput(example: Example, standard: Standard): Input | undefined {
  const ids = [...new Set(example.ids)]
  const numbers = new Map(ids.map((id, number) => [id, number]))
  const isExpected = ids.map((id) => example.query.expected.includes(id))
  // The answer was not among the candidates: nothing can be learnt about it.
  if (example.query.expected.length > 0 && !isExpected.includes(true)) return undefined
  return {
    rows: standardized(example, standard),
    owners: Int32Array.from(example.ids, (id) => numbers.get(id) ?? 0),
    isExpected,
    weight: example.weight,
  }
}

/** Smaller errors are not worth a step back. */
const NEGLIGIBLE = 2e-4

/** One query: the best row of each clarification competes with "none"; the gradient raises the expected ones. */
function learnExample(net: Net, { rows, owners, isExpected, weight }: Input): void {
  const values = new Float64Array(isExpected.length).fill(-Infinity)
  const places = new Int32Array(isExpected.length)
  for (const [position, owner] of owners.entries()) {
    const value = forward(net, rows, position * WIDTH)
    if (value <= (values[owner] ?? 0)) continue
    values[owner] = value
    places[owner] = position * WIDTH
  }
  const highest = Math.max(0, ...values)
  const masses = values.map((value) => Math.exp(value - highest))
  const total = masses.reduce((sum, mass) => sum + mass, Math.exp(-highest))
  const right = masses.reduce((sum, mass, owner) => sum + (isExpected[owner] === true ? mass : 0), 0)
  for (const [owner, mass] of masses.entries()) {
    const target = isExpected[owner] === true ? mass / right : 0
    const error = weight * (mass / total - target)
    if (Math.abs(error) > NEGLIGIBLE) backward(net, rows, places[owner] ?? 0, error)
  }
}

/** After so many epochs rows that are hopeless are left out, for time's sake. */
const PRUNED_AFTER = 2
/** Log-odds below which a row that is not expected is hopeless. */
const HOPELESS = -6

/** Without the rows of which the net is sure by now. */
function withoutHopeless(net: Net, input: Input): Input {
  const kept = [...input.owners.keys()].filter(
    (position) =>
      input.isExpected[input.owners[position] ?? 0] === true ||
      forward(net, input.rows, position * WIDTH) > HOPELESS,
  )
  const rows = new Float32Array(kept.length * WIDTH)
  for (const [place, position] of kept.entries()) {
    rows.set(input.rows.subarray(position * WIDTH, (position + 1) * WIDTH), place * WIDTH)
  }
  return { ...input, rows, owners: Int32Array.from(kept, (position) => input.owners[position] ?? 0) }
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

/** Several nets as one: their mean is a net with the hidden units of all. */
function toModel(nets: Net[], standard: Standard): Model {
  const mean = (index: number) =>
    round(nets.reduce((sum, { weights }) => sum + (weights[index] ?? 0), 0) / nets.length)
  return {
    features: [...FEATURES],
    mean: standard.mean.map(round),
    scale: standard.scale.map(round),
    bias: mean(0),
    linear: FEATURES.map((_, index) => mean(1 + index)),
    hidden: nets.flatMap(({ weights, hidden }) =>
      Array.from({ length: hidden }, (_, unit) => {
        const base = 1 + WIDTH + unit * (WIDTH + 2)
        return {
          bias: round(weights[base]),
          weights: Array.from(weights.subarray(base + 1, base + 1 + WIDTH), round),
          out: round((weights[base + 1 + WIDTH] ?? 0) / nets.length),
        }
      }),
    ),
  }
}

function learnNet(inputs: Input[], seed: number, { hidden, epochs, decay }: NetOptions): Net {
  const size = sizeOf(hidden)
  const weights = Float64Array.from(
    { length: size },
    (_, index) => (hash(`start ${seed}/${index}`) / 2 ** 32 - 0.5) * 0.3,
  )
  const net: Net = { weights, gradient: new Float64Array(size), hidden, acts: new Float64Array(hidden) }
  const step = createStepper(size, decay)
  let current = inputs
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    if (epoch === PRUNED_AFTER) current = inputs.map((input) => withoutHopeless(net, input))
    const order = current
      .map((input, position) => ({ input, key: hash(`${seed}/${epoch}/${position}`) }))
      .toSorted((a, b) => a.key - b.key)
    const currentRate = RATE * (1 - epoch / epochs) + RATE / 50
    for (const [position, { input }] of order.entries()) {
      learnExample(net, input)
      if (position % BATCH === BATCH - 1) step(net, currentRate)
    }
  }
  return net
}

/** Learns a model by gradient descent. The same examples give the same model. */
export function learn(examples: Example[]): Model {
  const used = examples.filter(({ weight, ids }) => weight > 0 && ids.length > 0)
  const standard = standardOf(used)
  const inputs = used.flatMap((example) => toInput(example, standard) ?? [])
  const nets = NETS.map((options, seed) => learnNet(inputs, seed, options))
  return toModel(nets, standard)
}
