import { describe, expect, it } from 'vitest'
import { kimCodeOf, looksLikeKimCode, readKimCode } from '../../src/domain/kim-code.ts'

describe('the code of a KIM', () => {
  it.each([
    'KIM-64.02-7Q4F',
    'kim-64.02-7q4f',
    '  Kim 64.02 7q4f ',
    'KIM64027Q4F',
    'kim–64,02–7Q4F.',
    'K I M - 6 4 . 0 2 - 7 Q 4 F',
    'KIM-64.O2-7Q4F',
    'ＫＩＭ－６４．０２－７Ｑ４Ｆ',
    '*KIM-64.02-7Q4F*',
  ])('is read from %j', (typed) => {
    expect(readKimCode(typed)).toBe('KIM-64.02-7Q4F')
    expect(looksLikeKimCode(typed)).toBe(true)
  })

  it.each([
    '',
    'KIM',
    'KIM Loa Kulu',
    'KIM-64.02',
    'KIM-64.02-7Q4',
    'KIM-64.02-7Q4F9',
    'KIM-64.02-0OIL',
    '64.02-7Q4F',
    'KIM-64.02-7Q4F'.padEnd(41),
    'ini kode kami KIM-64.02-7Q4F',
    '💥'.repeat(1_000),
  ])('is not read from %j', (typed) => {
    expect(readKimCode(typed)).toBeUndefined()
  })

  it.each(['KIM-64.02-7Q', 'kim 6402', 'KIM-64.02-0OIL', 'kim-6 4'])('may be meant by %j', (typed) => {
    expect(looksLikeKimCode(typed)).toBe(true)
  })

  it.each(['KIM Loa Kulu', 'kim oi', 'KIM 2 Mei', '64.02', 'Kutai Kartanegara', ''])(
    'is not meant by %j',
    (typed) => {
      expect(looksLikeKimCode(typed)).toBe(false)
    },
  )

  it('names the regency or city that the KIM is in', () => {
    expect(kimCodeOf('64.02.01.1001', '7Q4F')).toBe('KIM-64.02-7Q4F')
    expect(kimCodeOf('64.71', '7Q4F')).toBe('KIM-64.71-7Q4F')
  })
})
