import { expect, it } from 'vitest'
import { weigh } from '../../src/factcheck/pictured.ts'

const a = { clarificationId: 'a', score: 0.9 }
const b = { clarificationId: 'b', score: 0.3 }
const SURE = { pictured: undefined, isUnsure: false }

it('never answers firmly because of a picture alone', () => {
  expect(weigh({ type: 'unknown' }, { ...SURE, pictured: 'a' })).toEqual({
    type: 'suggested',
    candidates: [{ clarificationId: 'a', score: 0 }],
  })
})

it('keeps a firm answer that comes from the text, whatever the picture is known for', () => {
  expect(weigh({ type: 'clarified', match: a }, { ...SURE, pictured: 'b' })).toEqual({
    type: 'clarified',
    match: a,
  })
})

it('suggests what it would have answered, when the letters were hard to read', () => {
  expect(weigh({ type: 'clarified', match: a }, { ...SURE, isUnsure: true })).toEqual({
    type: 'suggested',
    candidates: [a],
  })
  expect(weigh({ type: 'unknown' }, { ...SURE, isUnsure: true })).toEqual({ type: 'unknown' })
})

it('brings what the picture is known for to the top of the suggestions', () => {
  const suggested = { type: 'suggested', candidates: [a, b] } as const
  expect(weigh({ ...suggested, candidates: [a, b] }, { ...SURE, pictured: 'b' })).toEqual({
    type: 'suggested',
    candidates: [b, a],
  })
})
