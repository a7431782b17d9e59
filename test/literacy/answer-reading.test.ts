import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer, wantsToGoOn } from '../../src/literacy/answer-reading.ts'
import { loadContent } from '../../src/literacy/content.ts'

const OPTIONS = ['Sebarkan dulu', 'Tahan dulu dan cek sumbernya', 'Bisa, dengan aplikasi', 'Belum bisa']

describe('an answer', () => {
  it.each([
    ['2', 2],
    ['2.', 2],
    ['(2)', 2],
    ['2️⃣', 2],
    ['B', 2],
    ['b)', 2],
    ['jawabannya b', 2],
    ['nomor 2 kak', 2],
    ['dua', 2],
    ['yang kedua', 2],
    ['2 b', 2],
    ['2. tahan dulu', 2],
    ['tahan dulu dan cek sumbernya', 2],
    ['TAHAN DULU', 2],
    ['cek sumbernya dong', 2],
    ['belum bisa', 4],
    ['sebarkan', 1],
    ['4', 4],
    ['D', 4],
  ])('%j names option %i', (text, option) => {
    expect(readAnswer(text, OPTIONS)).toBe(option)
  })

  it.each([
    '',
    '   ',
    '0',
    '5',
    'e',
    '12',
    '1 2',
    '1 atau 2',
    'bukan 2',
    'jangan sebarkan dulu',
    'dulu',
    'bisa',
    'wah susah',
    'kak',
    '2 sebarkan',
    'constructor',
    '__proto__',
    `2 ${'x'.repeat(100)}`,
    '👍',
  ])('%j names none', (text) => {
    expect(readAnswer(text, OPTIONS)).toBeUndefined()
  })

  it('is understood by number, letter and full words for every question that there is', async () => {
    const { quizzes } = await loadContent()
    for (const { options } of quizzes.flatMap(({ questions }) => questions)) {
      for (const [index, option] of options.entries()) {
        const answers = [String(index + 1), 'abcd'.charAt(index), option, `${index + 1}. ${option}`]
        expect(answers.map((text) => readAnswer(text, options))).toEqual(Array(4).fill(index + 1))
      }
    }
  })

  it('is never out of range, whatever people type', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 90 }), (text) => {
        const option = readAnswer(text, OPTIONS)
        expect(option === undefined || (option >= 1 && option <= 4)).toBe(true)
      }),
      { seed: 6, numRuns: 2_000 },
    )
  })
})

it.each(['lanjut', 'Lanjut!', 'next', 'lanjutkan'])('%j goes on', (text) => {
  expect(wantsToGoOn(text)).toBe(true)
})

it.each(['lanjut besok saja', 'jangan lanjut', '', 'lanjut?'])('%j does not go on', (text) => {
  expect(wantsToGoOn(text)).toBe(false)
})
