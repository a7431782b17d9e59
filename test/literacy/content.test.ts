import { array, assert, jsonValue, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadContent, readContent, fingerprint } from '../../src/literacy/content.ts'
import { isQuizChoice, messageOf, readQuizChoice, readQuizMessage } from '../../src/literacy/wording.ts'
import { renderFor } from '../../src/renderings.ts'

/** Every host that the content may send people to. */
const KNOWN_HOSTS = [
  'bmkg.go.id',
  'cekbansos.kemensos.go.id',
  'sscasn.bkn.go.id',
  'bi.go.id',
  'cekbpom.pom.go.id',
  'pom.go.id',
  'peraturan.bpk.go.id',
  'faq.whatsapp.com',
  'cekrekening.id',
  'iasc.ojk.go.id',
  'ojk.go.id',
  'kpu.go.id',
  'bawaslu.go.id',
  'turnbackhoax.id',
  'cekfakta.com',
  'aduankonten.id',
  'lapor.go.id',
  'kaltimprov.go.id',
  'who.int',
]
/** Ends of official addresses, named to tell them from others. */
const OFFICIAL_ENDS = ['go.id', 'desa.id', 'sch.id', 'ac.id']

const { tips, quizzes } = await loadContent()
const dueAt = new Date('2026-12-02T08:00:00Z')
const lettersOf = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')

describe('the content that comes with the product', () => {
  it('lasts half a year of weeks and a year of months', () => {
    expect(tips.length).toBeGreaterThanOrEqual(26)
    expect(quizzes.length).toBeGreaterThanOrEqual(12)
    const questions = quizzes.flatMap((quiz) => quiz.questions)
    expect(new Set(questions.map(({ text }) => lettersOf(text))).size).toBe(questions.length)
  })

  it.each(tips.map((tip) => [tip.id, tip] as const))('has a tip that fits a phone: %s', (_id, item) => {
    const message = messageOf({ broadcastId: 'literasi-2026-w49', dueAt, kind: 'tip', item })
    expect(item.text.length).toBeLessThanOrEqual(600)
    expect(message.text).toMatch(/mematikannya dengan \/literasi\._\n\n_Kode: /)
    for (const channel of ['telegram', 'whatsapp', 'simulator'] as const) {
      expect(renderFor(channel, message)).toHaveLength(1)
      expect(renderFor(channel, message)[0]).not.toContain('**')
    }
  })

  it.each(quizzes.map((quiz) => [quiz.id, quiz] as const))(
    'has a quiz that can be played: %s',
    (_id, item) => {
      const broadcastId = 'kuis-2027-01'
      const message = messageOf({ broadcastId, dueAt, kind: 'quiz', item })
      expect(readQuizMessage(renderFor('whatsapp', message)[0] ?? '')).toEqual({ broadcastId, question: 1 })
      for (const { options, text, explanation } of item.questions) {
        expect(options.every((option) => option.length <= 40)).toBe(true)
        // Marks would look different on every platform, and options stand on buttons, where there are none.
        expect([text, explanation, ...options].join(' ')).not.toMatch(/[*_`[\]]/)
      }
      for (const [index, { id }] of (message.choices ?? []).entries()) {
        expect(Buffer.byteLength(id)).toBeLessThanOrEqual(64)
        expect(isQuizChoice(id)).toBe(true)
        expect(readQuizChoice(id)).toEqual({ broadcastId, question: 1, option: index + 1 })
      }
    },
  )

  it('does not let people guess the right option by its place', () => {
    const places = quizzes.flatMap(({ questions }) => questions.map(({ right }) => right))
    for (const place of [1, 2, 3]) {
      expect(places.filter((one) => one === place).length).toBeLessThan(places.length / 2)
      expect(places).toContain(place)
    }
  })

  it('sends people only to places that we know', () => {
    const everything = JSON.stringify([tips, quizzes])
    const named = everything.match(/\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:go\.id|com|id|int|org|net)\b/g) ?? []
    const hosts = new Set(named.map((host) => host.replace(/^www\./, '')))
    expect([...hosts].filter((host) => ![...KNOWN_HOSTS, ...OFFICIAL_ENDS].includes(host))).toEqual([])
  })
})

describe('reading content', () => {
  const good = { tips: JSON.stringify(tips.slice(0, 2)), quizzes: JSON.stringify(quizzes.slice(0, 2)) }
  const changed = (change: (quiz: Record<string, unknown>, question: Record<string, unknown>) => void) => {
    const copy = structuredClone(quizzes.slice(0, 2)) as unknown as Record<string, unknown>[]
    const [, quiz = {}] = copy
    change(quiz, (quiz['questions'] as Record<string, unknown>[])[2] ?? {})
    return { ...good, quizzes: JSON.stringify(copy) }
  }

  it('takes good content, and notices any change of it', () => {
    const content = readContent(good)
    expect(content.tips).toHaveLength(2)
    expect(fingerprint(content)).toBe(fingerprint(readContent(good)))
    expect(fingerprint(readContent(changed((_quiz, question) => (question['right'] = 3))))).not.toBe(
      fingerprint(content),
    )
  })

  it.each([
    ['no JSON', { ...good, tips: '[{' }, 'literacy-tips.json bukan JSON yang utuh.'],
    ['no list', { ...good, tips: '{}' }, 'literacy-tips.json: isinya: harus berupa daftar.'],
    ['nothing', { ...good, tips: '[]' }, 'literacy-tips.json: isinya: tidak boleh kosong.'],
    [
      'a right option that is not there',
      changed((_quiz, question) => (question['right'] = 5)),
      'literacy-quizzes.json: ke-2 › questions › ke-3 › right: menunjuk pilihan yang tidak ada.',
    ],
    [
      'a long option',
      changed((_quiz, question) => (question['options'] = ['a', 'b', 'x'.repeat(41)])),
      'ke-3 › options › ke-3: paling panjang 40 huruf',
    ],
    [
      'the same option twice',
      changed((_quiz, question) => (question['options'] = ['Ya', 'ya', 'Tidak'])),
      'options: tidak boleh berulang',
    ],
    [
      'two questions',
      changed((quiz) => (quiz['questions'] as unknown[]).pop()),
      'questions: harus 3 pertanyaan',
    ],
    ['a bad date', changed((quiz) => (quiz['date'] = '2026-02-30')), 'date: harus tanggal'],
    ['a link without https', changed((_q, one) => (one['source'] = 'http://x.id')), 'source: harus alamat'],
    ['an id twice', changed((quiz) => (quiz['id'] = quizzes[0]?.id)), 'sudah dipakai'],
    ['an unknown field', changed((quiz) => (quiz['judul'] = 'x')), 'ke-2: kolom judul tidak dikenal'],
  ])('names the place of %s', (_what, texts, sentence) => {
    expect(() => readContent(texts)).toThrow(sentence)
  })

  it('says in Indonesian what is wrong with any JSON', () => {
    assert(
      property(array(record({ id: jsonValue(), text: jsonValue(), questions: jsonValue() })), (items) => {
        const text = JSON.stringify(items)
        expect(() => readContent({ tips: text, quizzes: good.quizzes })).toThrow(/^literacy-tips.json: /)
        expect(() => readContent({ ...good, quizzes: text })).not.toThrow(
          /invalid|expected|too (?:small|big)|unrecognized/i,
        )
      }),
      { seed: 6, numRuns: 200 },
    )
  })
})
