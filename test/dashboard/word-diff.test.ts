import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordDiff } from '../../src/dashboard/broadcasts/looks/word-diff.ts'

const joined = (stretches: ReturnType<typeof wordDiff>, ...types: string[]) =>
  stretches
    .filter(({ type }) => types.includes(type))
    .map(({ text }) => text)
    .join('')

describe('the difference of two texts', () => {
  it('names the words that changed', () => {
    expect(wordDiff('Posyandu buka Senin pukul 08.00.', 'Posyandu buka Selasa pukul 08.00, gratis.')).toEqual(
      [
        { type: 'same', text: 'Posyandu buka ' },
        { type: 'removed', text: 'Senin' },
        { type: 'added', text: 'Selasa' },
        { type: 'same', text: ' pukul ' },
        { type: 'removed', text: '08.00.' },
        { type: 'added', text: '08.00, gratis.' },
      ],
    )
  })

  it('has nothing to say about the same text, and all of a new one', () => {
    expect(wordDiff('Sama saja.', 'Sama saja.')).toEqual([{ type: 'same', text: 'Sama saja.' }])
    expect(wordDiff('', 'Baru.')).toEqual([{ type: 'added', text: 'Baru.' }])
    expect(wordDiff('', '')).toEqual([])
  })

  it('holds all of both texts, whatever they are', () => {
    const text = array(constantFrom('a', 'b', 'c', ' ', '\n', 'dd'), { maxLength: 40 })
    assert(
      property(text, text, (left, right) => {
        const [before, after] = [left.join(''), right.join('')]
        const stretches = wordDiff(before, after)
        expect(joined(stretches, 'same', 'removed')).toBe(before)
        expect(joined(stretches, 'same', 'added')).toBe(after)
      }),
    )
  })

  it('compares texts of many thousands of words as a whole where they differ', () => {
    const before = `awal ${'satu '.repeat(4_000)}akhir`
    const after = `awal ${'dua '.repeat(4_000)}akhir`
    const stretches = wordDiff(before, after)
    expect(stretches.map(({ type }) => type)).toEqual(['same', 'removed', 'added', 'same'])
    expect(joined(stretches, 'same', 'added')).toBe(after)
  })
})
