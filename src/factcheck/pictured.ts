import type { Answer, Match } from '../domain/inquiry.ts'

const SUGGESTIONS = 3

/** Where an answer came from, besides what a person typed. */
export interface Provenance {
  /** The clarification that the picture circulates with. */
  pictured: string | undefined
  /** The text was read from a picture, and may be wrong. */
  isUnsure: boolean
}

/**
 * What pictures change about an answer. A picture alone never answers firmly: the same photograph goes around with other
 * claims. It brings its clarification to the top of the suggestions; a firm answer needs the text to agree. Pure.
 */
export function weigh(answer: Answer, { pictured, isUnsure }: Provenance): Answer {
  if (answer.type === 'clarified' && !isUnsure) return answer
  const found: Match[] =
    answer.type === 'clarified' ? [answer.match] : answer.type === 'suggested' ? answer.candidates : []
  const others = found.filter(({ clarificationId }) => clarificationId !== pictured)
  const first = found.find(({ clarificationId }) => clarificationId === pictured)
  const own = pictured === undefined ? [] : [first ?? { clarificationId: pictured, score: 0 }]
  const candidates = [...own, ...others].slice(0, SUGGESTIONS)
  if (candidates.length === 0) return answer
  const isPattern = answer.type === 'suggested' && answer.isPattern === true && own.length === 0
  return { type: 'suggested', candidates, ...(isPattern ? { isPattern } : {}) }
}
