import { describe, expect, it } from 'vitest'
import { Sieve } from '../../src/factcheck/sieve.ts'

const distinct = (sieve: Sieve, values: number[]) => [
  ...sieve.distinct(Int32Array.from(values), 0, values.length),
]

describe('a sieve', () => {
  it('lets each number through once, in the order in which they come', () => {
    expect(distinct(new Sieve(), [5, -1, 5, 0, -1, 0, 7])).toEqual([5, -1, 0, 7])
  })

  it('forgets one run before the next, and grows when it must', () => {
    const sieve = new Sieve()
    const many = Array.from({ length: 5000 }, (_, place) => place * 3)
    expect(distinct(sieve, [0, 3, 6])).toEqual([0, 3, 6])
    expect(distinct(sieve, [...many, ...many])).toEqual(many)
    expect(distinct(sieve, [6, 3, 6])).toEqual([6, 3])
  })

  it('lets each through once however runs grow', () => {
    const sieve = new Sieve()
    for (const size of [400, 513, 3000, 5000, 300, 9000]) {
      const many = Array.from({ length: size }, (_, place) => place * 7)
      expect(distinct(sieve, [...many, ...many.slice(0, 50)])).toEqual(many)
    }
  })

  it('looks at the range it is given only', () => {
    expect([...new Sieve().distinct(Int32Array.of(1, 2, 2, 3, 4), 1, 4)]).toEqual([2, 3])
  })
})
