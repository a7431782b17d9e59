import type { Answer } from '../src/domain/inquiry.ts'
import type { EvaluationQuery } from './evaluation.ts'

/** What a matcher said about one query. `ids` best first. */
export interface Outcome {
  ids: string[]
  decision: Answer['type']
}

/** A share with its 95 % Wilson interval. */
export interface Rate {
  rate: number
  low: number
  high: number
}

export function wilson(hits: number, total: number): Rate {
  if (total === 0) return { rate: 0, low: 0, high: 0 }
  const z = 1.96
  const rate = hits / total
  const centre = rate + (z * z) / (2 * total)
  const half = z * Math.sqrt((rate * (1 - rate)) / total + (z * z) / (4 * total * total))
  const scale = 1 + (z * z) / total
  return { rate, low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) }
}

const short = (value: number) => value.toFixed(3).replace(/^0/, '')

/** `.976 [.964–.984]` */
export function formatRate({ rate, low, high }: Rate): string {
  return `${short(rate)} [${short(low)}–${short(high)}]`
}

/** Where the right answer stands among `ids`; -1 when it is missing. */
const placeOf = ({ expected }: EvaluationQuery, { ids }: Outcome) =>
  ids.findIndex((id) => expected.includes(id))

export interface Quality {
  total: number
  recallAt1: Rate
  recallAt3: Rate
  /** Firm and right. */
  right: Rate
  /** Firm and wrong. */
  wrong: Rate
  /** Suggestions. */
  offered: Rate
}

/** Judges a set of queries as `score.mjs` of the evaluation folder does. */
export function judge(queries: EvaluationQuery[], outcomes: Outcome[]): Quality {
  const places = queries.map((query, index) =>
    placeOf(query, outcomes[index] ?? { ids: [], decision: 'unknown' }),
  )
  const firm = outcomes.map(({ decision }) => decision === 'clarified')
  const count = (test: (place: number, index: number) => boolean) => places.filter(test).length
  const share = (hits: number) => wilson(hits, queries.length)
  return {
    total: queries.length,
    recallAt1: share(count((place) => place === 0)),
    recallAt3: share(count((place) => place >= 0 && place < 3)),
    right: share(count((place, index) => firm[index] === true && place === 0)),
    wrong: share(count((place, index) => firm[index] === true && place !== 0)),
    offered: share(outcomes.filter(({ decision }) => decision === 'suggested').length),
  }
}

/** The value below which `share` of the sorted values lie. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
