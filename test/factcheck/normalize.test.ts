import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, foldLetters, MAXIMUM_TEXT_LENGTH, normalize } from '../../src/factcheck/normalize.ts'
import { stem } from '../../src/factcheck/stem.ts'

const wordsOf = (text: string) => normalize(text).words
const termsOf = (text: string) => normalize(text).terms

describe('reading a message', () => {
  it('spells out chat abbreviations and drops words that say nothing', () => {
    expect(wordsOf('Tlg sebarkan, rmh sakit yg penuh bgt krn virus')).toEqual([
      'rumah',
      'sakit',
      'penuh',
      'virus',
    ])
  })

  it('reads capitals, bold letters and letters of other alphabets as plain ones', () => {
    expect(wordsOf('𝗩𝗔𝗞𝗦𝗜𝗡')).toEqual(wordsOf('vaksin'))
    expect(wordsOf('vаksin')).toEqual(wordsOf('vaksin'))
    expect(foldLetters('Ｋａｌｔｉｍ')).toBe('kaltim')
  })

  it('sees through letters replaced by figures, stretched words and invisible marks', () => {
    expect(wordsOf('v4ks1n tekn!si jut4')).toEqual(['vaksin', 'teknisi', 'juta'])
    expect(wordsOf('bahayaaaa')).toEqual(['bahaya'])
    expect(wordsOf('vak\u200Bsin \u202Epalsu')).toEqual(['vaksin', 'palsu'])
  })

  it('drops emoji', () => {
    expect(wordsOf('🔥🔥gempa🙏')).toEqual(['gempa'])
  })

  it('keeps amounts as one fact, however they are written', () => {
    for (const amount of ['200rb', '200 ribu', '200.000', 'Rp200.000,-', '200 rb']) {
      expect(termsOf(amount)).toContain('#n200000')
    }
    expect(termsOf('1,5 juta')).toEqual(['#n1500000'])
    expect(termsOf('tahun 2026')).toContain('#y2026')
    expect(termsOf('0812-3456-7890 dan +6281234567890')).toContain('#p081234567890')
  })

  it('reads a day and its month as one fact', () => {
    for (const day of ['7 Mei', '7 mei 2026', 'tgl 7 MEI']) expect(termsOf(day)).toContain('#d7-5')
    expect(termsOf('22 Agt')).toContain('#d22-8')
    expect(termsOf('45 Mei')).toContain('#n45')
  })

  it('lets spoken forms meet written ones', () => {
    expect(stem('ngandung')).toBe(stem('mengandung'))
    expect(stem('nyebarin')).toBe(stem('menyebarkan'))
    expect(wordsOf('ngeliat ortu pake hp')).toEqual(wordsOf('lihat orang tua pakai handphone'))
  })

  it('reads an address as one fact and as the words in it', () => {
    const terms = termsOf('klik https://www.kuota-gratis.example.com/daftar')
    expect(terms).toContain('#ukuota-gratis.example.com')
    expect(terms).toContain('kuota')
  })

  it('does not take a missing space for an address', () => {
    expect(wordsOf('selesai.panen')).toEqual(['selesai', 'panen'])
  })

  it('lets the forms of one verb meet', () => {
    expect(new Set(['menyebarkan', 'disebarkan', 'sebaran'].map(stem))).toEqual(new Set(['sebar']))
    expect(stem('memperbaiki')).toBe(stem('diperbaiki'))
    expect(stem('magnetik')).toBe(stem('magnet'))
    expect(stem('autisme')).toBe(stem('autis'))
  })

  it('cuts a very long text and keeps both ends', () => {
    const cut = cutText(`awal ${'x'.repeat(100_000)} akhir`)
    expect(cut.length).toBeLessThanOrEqual(MAXIMUM_TEXT_LENGTH + 1)
    expect(cut.startsWith('awal')).toBe(true)
    expect(cut.endsWith('akhir')).toBe(true)
  })

  it('takes any string, with one key for each word', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { words, terms } = normalize(text)
        expect(words).toHaveLength(terms.length)
      }),
    )
  })
})
