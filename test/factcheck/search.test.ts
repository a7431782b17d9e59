import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/factcheck/decide.ts'
import { createSearchIndex } from '../../src/factcheck/search.ts'
import { MADE_UP_CLARIFICATIONS, ORDINARY_MESSAGES } from './made-up-clarifications.ts'

const index = createSearchIndex(MADE_UP_CLARIFICATIONS)

const answerTo = (text: string) => decide(index.search(text))
const bestOf = (text: string) => index.search(text).candidates[0]?.id
const firmAnswerTo = (text: string) => {
  const answer = answerTo(text)
  return answer.type === 'clarified' ? answer.match.clarificationId : answer.type
}

describe('finding the clarification of a message', () => {
  it.each(
    MADE_UP_CLARIFICATIONS.flatMap(({ id, circulatingTexts }) => circulatingTexts.map((text) => [id, text])),
  )('answers the very text of %s firmly', (id, text) => {
    expect(firmAnswerTo(text)).toBe(id)
  })

  it('answers a text with typos, abbreviations, capitals and emoji', () => {
    expect(
      firmAnswerTo(
        '🔥*TERUSKAN*🔥 IRIS BWANG MERAH TRS TEMPEL DI TELAPAK KAKI SBLM TIDUR, DEMAM BERDARAHH SMBUH DLM SEMALAM',
      ),
    ).toBe('bawang-demam')
  })

  it('finds the claim in other words', () => {
    expect(
      bestOf(
        'katanya tempel irisan bawang merah di kaki bisa bikin DBD sembuh, demam berdarah langsung hilang',
      ),
    ).toBe('bawang-demam')
  })

  it('finds the claim in the middle of a long chain', () => {
    const chain = Array.from(
      { length: 30 },
      (_, place) => ORDINARY_MESSAGES[place % ORDINARY_MESSAGES.length],
    )
    chain.splice(
      17,
      0,
      'Info jembatan mahakam sudah retak parah, mulai besok ditutup selamanya, cari jalan lain',
    )
    expect(bestOf(chain.join('\n'))).toBe('jembatan-retak')
    expect(answerTo(chain.join('\n')).type).not.toBe('unknown')
  })

  it('answers a message with thousands of empty lines around it as without them', () => {
    const text = ORDINARY_MESSAGES[0] ?? ''
    const claim = MADE_UP_CLARIFICATIONS[0]?.circulatingTexts[0] ?? ''
    for (const message of [text, claim]) {
      const empty = '\n'.repeat(3000)
      expect(answerTo(`${empty}${message}${empty}`)).toEqual(answerTo(message))
    }
  })

  it('finds the claim at the end of a very long list of short lines', () => {
    const lines = Array.from({ length: 200 }, (_, place) => `${place}. warga nomor ${place}`)
    lines.push('PLN memberi listrik gratis tiga bulan bagi yang mengisi formulir')
    expect(bestOf(lines.join('\n'))).toBe('subsidi-listrik')
  })

  it.each(ORDINARY_MESSAGES)('does not answer an ordinary message: %s', (text) => {
    expect(answerTo(text)).toEqual({ type: 'unknown' })
  })

  it('never answers firmly for another bank, another year or another place', () => {
    const bank =
      'LOWONGAN KERJA 2026 Bank Permata membuka posisi teller, admin dan satpam untuk seluruh cabang. Pendidikan minimal SMA. Daftar lewat tautan di bio.'
    expect(answerTo(bank).type).not.toBe('clarified')
    const year = 'Waspada! Ahli meramalkan gempa 8,9 magnitudo mengguncang Kutai Barat tahun 2031.'
    expect(answerTo(year).type).not.toBe('clarified')
    const place = 'Waspada! Ahli meramalkan gempa 8,9 magnitudo mengguncang Surabaya tahun 2025.'
    expect(answerTo(place).type).not.toBe('clarified')
  })

  it('never answers firmly when another year stands elsewhere in the message', () => {
    const message = [
      'Waspada! Ahli meramalkan gempa 8,9 magnitudo mengguncang Kutai Barat.',
      'Pesan ini dari grup sebelah, tolong diteruskan ke keluarga dan tetangga supaya semua siap siaga, jangan sampai ada korban jiwa seperti yang sudah-sudah. Siapkan tas darurat, air minum, senter dan surat penting, lalu catat nomor telepon puskesmas terdekat.',
      'Perkiraan terjadi pada tahun 2031.',
    ].join('\n')
    expect(answerTo(message).type).not.toBe('clarified')
  })

  it('answers a text that holds a denial itself, as texts quoted by a checker do', () => {
    const quoted = {
      id: 'dana-pupuk',
      claimReviewed: 'Pemerintah membagikan dana pupuk lima juta rupiah kepada petani Paser',
      circulatingTexts: [
        'Dana pupuk lima juta rupiah cair untuk petani Paser, kata mereka kabar ini hoax padahal benar, daftar ke admin sekarang',
      ],
      explanation: 'Tidak ada program seperti itu.',
    }
    const own = createSearchIndex([...MADE_UP_CLARIFICATIONS, quoted])
    const passedOn =
      'Fwd: Dana pupuk lima juta rupiah cair utk petani Paser, kata mereka kabar ini hoax padahal benar, daftar ke admin skrg'
    expect(decide(own.search(passedOn))).toMatchObject({ type: 'clarified' })
  })

  it('knows a correction that is passed on from the hoax, and from a question', () => {
    expect(answerTo('[SALAH] Jembatan Mahakam retak dan akan ditutup selamanya')).toMatchObject({
      type: 'clarified',
      isDenied: true,
    })
    expect(firmAnswerTo('Apakah benar jembatan mahakam retak parah dan ditutup selamanya?')).toBe(
      'jembatan-retak',
    )
  })

  it('does not deny what a clarification affirms', () => {
    const affirmed = MADE_UP_CLARIFICATIONS.map((document) => ({ ...document, verdict: 'true' as const }))
    const own = createSearchIndex(affirmed)
    expect(decide(own.search('[SALAH] Jembatan Mahakam retak dan akan ditutup selamanya')).type).toBe(
      'suggested',
    )
  })

  it('only suggests when the day or the amount is another one', () => {
    const own = createSearchIndex([
      ...MADE_UP_CLARIFICATIONS,
      {
        id: 'padam',
        claimReviewed: 'PLN memadamkan listrik seluruh Kutai Barat pada 22 Juni',
        circulatingTexts: [
          'Siap-siap, PLN memadamkan listrik seluruh Kutai Barat pada 22 Juni, denda Rp 50.000',
        ],
        explanation: 'PLN tidak merencanakan pemadaman menyeluruh.',
      },
    ])
    const ask = (text: string) => decide(own.search(text)).type
    expect(ask('Siap2 PLN memadamkan listrik seluruh Kutai Barat pada 22 juni, denda 50rb')).toBe('clarified')
    expect(ask('Siap2 PLN memadamkan listrik seluruh Kutai Barat pada 7 agustus')).toBe('suggested')
    expect(ask('Siap2 PLN memadamkan listrik seluruh Kutai Barat, denda Rp 2 juta')).toBe('suggested')
  })

  it('finds a claim that is written in two languages by either of them', () => {
    const cacing = {
      id: 'cacing',
      claimReviewed: 'Cacing hidup di dalam sarden kaleng | Living worms in canned sardines',
      circulatingTexts: [],
      explanation: 'Cacing tidak bertahan hidup saat makanan dikalengkan.',
    }
    const own = createSearchIndex([...MADE_UP_CLARIFICATIONS, cacing])
    for (const text of [
      'Parah, ada cacing hidup di dalam sarden kaleng!',
      'Living worms in canned sardines',
    ]) {
      expect(decide(own.search(text))).toMatchObject({ type: 'clarified' })
    }
  })

  it('gives probabilities that sum to at most one, best first', () => {
    const scores = index.search('gempa besar di kutai barat').candidates.map(({ score }) => score)
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeLessThanOrEqual(1.000_001)
    expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  })

  it('leaves out the clarifications that are named', () => {
    const text = MADE_UP_CLARIFICATIONS[0]?.circulatingTexts[0] ?? ''
    const { candidates } = index.search(text, { without: new Set(['bawang-demam']) })
    expect(candidates.map(({ id }) => id)).not.toContain('bawang-demam')
  })

  it('gives no more candidates than asked for', () => {
    expect(index.search('listrik gempa jembatan bawang lowongan', { limit: 2 }).candidates).toHaveLength(2)
  })
})

describe('an index that changes', () => {
  const rumour = {
    id: 'pasar-pagi',
    claimReviewed: 'Pasar Pagi Samarinda terbakar habis tadi malam',
    circulatingTexts: [],
    explanation: 'Petugas pemadam memastikan tidak ada kebakaran di Pasar Pagi.',
  }
  const question = 'astaga pasar pagi samarinda terbakar habis tadi malam'

  it('finds a new clarification at the next search, and forgets a removed one', () => {
    const changing = createSearchIndex(MADE_UP_CLARIFICATIONS)
    expect(decide(changing.search(question)).type).toBe('unknown')
    changing.upsert(rumour)
    expect(decide(changing.search(question))).toMatchObject({
      type: 'clarified',
      match: { clarificationId: 'pasar-pagi' },
    })
    changing.remove('pasar-pagi')
    changing.remove('never-there')
    expect(changing.search(question).candidates.map(({ id }) => id)).not.toContain('pasar-pagi')
    expect(changing.size).toBe(MADE_UP_CLARIFICATIONS.length)
  })

  it('answers by the new words of an edited clarification, not by the old ones', () => {
    const changing = createSearchIndex([...MADE_UP_CLARIFICATIONS, rumour])
    const flood = 'Bendungan Benanga jebol dan merendam seribu rumah'
    changing.upsert({ ...rumour, claimReviewed: flood, explanation: 'Bendungan Benanga tidak jebol.' })
    expect(decide(changing.search(question)).type).toBe('unknown')
    expect(changing.search(flood).candidates[0]?.id).toBe('pasar-pagi')
  })

  it('gives the same answers after many edits as a new index', () => {
    const changing = createSearchIndex(MADE_UP_CLARIFICATIONS)
    for (let round = 0; round < 20; round += 1) {
      for (const document of MADE_UP_CLARIFICATIONS) changing.upsert(document)
    }
    for (const text of [question, ...ORDINARY_MESSAGES, 'gempa 8,9 di kutai barat']) {
      const [edited, fresh] = [changing, index].map((each) => each.search(text).candidates)
      expect(edited?.map(({ id }) => id).toSorted()).toEqual(fresh?.map(({ id }) => id).toSorted())
      expect(edited?.[0]?.score ?? 0).toBeCloseTo(fresh?.[0]?.score ?? 0, 6)
    }
  })

  it('answers "unknown" from an empty database', () => {
    expect(decide(createSearchIndex([]).search(question))).toEqual({ type: 'unknown' })
  })
})

describe('any input', () => {
  it('never throws', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(['clarified', 'suggested', 'unknown']).toContain(answerTo(text).type)
      }),
      { numRuns: 60 },
    )
  })

  it('never throws on hostile pieces put together, and answers the same text the same way', () => {
    const piece = constantFrom(
      'gempa ',
      '\uD83D',
      '\u202E',
      '\u200D',
      '\u0301',
      '\0',
      'http://a-',
      '1.000,',
      '😀',
      '\n',
      'Σ',
      '\u00A0',
    )
    const texts = array(oneof(piece, string({ unit: 'grapheme', maxLength: 6 })), { maxLength: 120 })
    assert(
      property(texts, (pieces) => {
        const text = pieces.join('')
        const result = index.search(text)
        expect(index.search(text)).toEqual(result)
        for (const { score } of result.candidates) expect(score).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 100, seed: 20_261_123 },
    )
  })

  it.each([
    ['nothing', ''],
    ['spaces', ' \n\t '],
    ['half a surrogate pair', 'gempa \uD83D kutai'],
    ['direction marks', '\u202Eiatuk apmeg\u202C \u2066x\u2069'],
    ['one letter, endlessly', 'a'.repeat(10_000_000)],
    ['dots and letters', 'a.'.repeat(100_000)],
    ['hyphens', `http://${'a-'.repeat(50_000)}`],
    ['digits', '1,'.repeat(100_000)],
    ['stacked accents', `g${'\u0301'.repeat(50_000)}empa`],
    ['a ten-megabyte paste', 'gempa kutai barat. '.repeat(550_000)],
    ['short lines', 'gempa\n'.repeat(20_000)],
  ])('is read in bounded time: %s', (_, text) => {
    const startedAt = performance.now()
    expect(() => answerTo(text)).not.toThrow()
    expect(performance.now() - startedAt).toBeLessThan(3000)
  })
})
