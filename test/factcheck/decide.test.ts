import { describe, expect, it } from 'vitest'
import { CAREFUL_POLICY, decide } from '../../src/factcheck/decide.ts'
import { FEATURES, type Features } from '../../src/factcheck/features.ts'
import type { SearchCandidate } from '../../src/factcheck/search.ts'

const NO_FEATURES = {
  ...(Object.fromEntries(FEATURES.map((name) => [name, 0])) as Features),
  queryLength: 0.4,
}

const candidate = (id: string, score: number, features: Partial<Features> = {}): SearchCandidate => ({
  id,
  score,
  logOdds: 0,
  features: { ...NO_FEATURES, ...features },
})

describe('deciding what to say', () => {
  it('says nothing is known when nothing was found', () => {
    expect(decide({ candidates: [] })).toEqual({ type: 'unknown' })
    expect(decide({ candidates: [candidate('a', 0.01)] })).toEqual({ type: 'unknown' })
  })

  it('answers firmly when one clarification is very probable', () => {
    expect(decide({ candidates: [candidate('a', 0.96), candidate('b', 0.01)] })).toEqual({
      type: 'clarified',
      match: { clarificationId: 'a', score: 0.96 },
    })
  })

  it('only suggests when two are close, and leaves out those that are not', () => {
    const candidates = [candidate('a', 0.5), candidate('b', 0.4), candidate('c', 0.001)]
    const answer = decide({ candidates })
    expect(
      answer.type === 'suggested' && answer.candidates.map(({ clarificationId }) => clarificationId),
    ).toEqual(['a', 'b'])
  })

  it('suggests three at most', () => {
    const answer = decide({ candidates: ['a', 'b', 'c', 'd'].map((id) => candidate(id, 0.2)) })
    expect(answer.type === 'suggested' && answer.candidates).toHaveLength(3)
  })

  it('only suggests when the bank, the place or the year contradicts', () => {
    expect(decide({ candidates: [candidate('a', 0.99, { namesDiffer: 1 })] }).type).toBe('suggested')
    expect(decide({ candidates: [candidate('a', 0.99, { claimYearsDiffer: 1 })] }).type).toBe('suggested')
  })

  it('answers firmly for the very same text, whatever it names', () => {
    expect(decide({ candidates: [candidate('a', 0.99, { namesDiffer: 1, sameText: 1 })] }).type).toBe(
      'clarified',
    )
  })

  it('only suggests when the amount, the day or the magnitude contradicts', () => {
    expect(decide({ candidates: [candidate('a', 0.99, { figuresDiffer: 1 })] }).type).toBe('suggested')
  })

  it('says of a correction that is passed on that it denies the claim', () => {
    expect(decide({ candidates: [candidate('a', 0.99, { debunk: 1 })] })).toMatchObject({
      type: 'clarified',
      isDenied: true,
    })
    expect(decide({ candidates: [candidate('a', 0.99, { debunk: 1, sameText: 1 })] })).not.toHaveProperty(
      'isDenied',
    )
  })

  it('only suggests when a message denies what the clarification affirms, or something in a chain', () => {
    const denied = candidate('a', 0.99, { debunk: 1 })
    expect(decide({ candidates: [{ ...denied, isAffirmed: true }] }).type).toBe('suggested')
    expect(decide({ candidates: [denied], isChain: true }).type).toBe('suggested')
  })

  it('offers a text of the same wording however improbable it is, the most alike first', () => {
    const alike = { textDice: 0.6, textPairs: 0.5 }
    const candidates = [
      candidate('other', 0.02),
      candidate('alike', 0.01, alike),
      candidate('twin', 0.01, { ...alike, textDice: 0.8 }),
    ]
    expect(decide({ candidates })).toEqual({
      type: 'suggested',
      candidates: [
        { clarificationId: 'twin', score: 0.01 },
        { clarificationId: 'alike', score: 0.01 },
      ],
      isPattern: true,
    })
    expect(decide({ candidates, isChain: true })).toEqual({ type: 'unknown' })
  })

  it('only suggests for two words of chat', () => {
    const queryLength = Math.log1p(2) / 7
    expect(decide({ candidates: [candidate('a', 0.99, { queryLength })] }).type).toBe('suggested')
  })

  it('follows another policy', () => {
    const policy = { ...CAREFUL_POLICY, firm: 0.99 }
    expect(decide({ candidates: [candidate('a', 0.97)] }, policy).type).toBe('suggested')
  })
})
