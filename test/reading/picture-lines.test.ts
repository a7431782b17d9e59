import { describe, expect, it } from 'vitest'
import { assembleText, type Line } from '../../src/reading/picture-lines.ts'

/** Lines one below the other, 20 pixels high; an empty one is a gap. */
function page(texts: string[], { confidence = 95, height = 20 } = {}): Line[] {
  return texts.flatMap((text, index) => {
    const top = index * height * 1.4
    const box = { left: 10, top, right: 10 + text.length * 9, bottom: top + height }
    return text === '' ? [] : [{ text, confidence, box }]
  })
}

const CLAIM = [
  'Jembatan Mahulu ditutup total',
  'mulai besok pagi sampai tiga bulan',
  'karena tiangnya retak parah',
]

describe('what a picture says', () => {
  it('is a paragraph a line, so that sentences are whole', () => {
    const { text } = assembleText(page([...CLAIM, '', '', 'Warga diminta lewat jalan yang lain dulu ya.']))
    expect(text.split('\n')).toEqual([CLAIM.join(' '), 'Warga diminta lewat jalan yang lain dulu ya.'])
  })

  it.each([
    '07.45 4G+ 75%',
    'online',
    'Ketik pesan',
    'Kek pesan',
    'HARI INI',
    'Hari ini 09.14',
    '↪ Diteruskan berkali-kali',
    '5 Diteruskan berkali-kali',
    '128 anggota',
    'Suka Komentari Bagikan',
    '1,2 rb komentar · 347 kali dibagikan',
    '2 jam · Publik',
    'Posting balasan Anda',
    '@kabar viral id',
    'terakhir dilihat hari ini pukul 08.12',
  ])('leaves out what the app wrote: %s', (line) => {
    expect(assembleText(page([line, '', '', ...CLAIM])).text).toBe(CLAIM.join(' '))
    expect(assembleText(page([...CLAIM, '', '', line])).text).toBe(CLAIM.join(' '))
  })

  it('leaves out the time in the corner of a bubble, and keeps a time that is part of a sentence', () => {
    expect(assembleText(page(['Jembatan ditutup total mulai besok 14.51 ✓✓'])).text).toBe(
      'Jembatan ditutup total mulai besok',
    )
    const whole = 'Jembatan ditutup total mulai pukul 14.51'
    expect(assembleText(page([whole])).text).toBe(whole)
  })

  it.each([
    'Suka duka warga saat banjir melanda kampung',
    'Hari ini jembatan ditutup total oleh petugas',
    'Diteruskan ke semua grup agar tidak ada korban',
    'Kemarin 20 orang dirawat di rumah sakit',
  ])('keeps a sentence that only begins like it: %s', (line) => {
    expect(assembleText(page([line])).text).toBe(line)
  })

  it('keeps a headline of few words in large letters, and a year in small ones', () => {
    const headline = page(['AWAS PENIPUAN'], { height: 44 })
    const body = page(['', '', '', '', '', ...CLAIM])
    const foot = page([...Array.from({ length: 16 }, () => ''), 'Sabtu, 21 November 2026'], { height: 13 })
    const lower = foot.map((line) => ({ ...line, box: { ...line.box, top: 400, bottom: 413 } }))
    const { text } = assembleText([...headline, ...body, ...lower])
    expect(text.split('\n')).toEqual(['AWAS PENIPUAN', CLAIM.join(' '), 'Sabtu, 21 November 2026'])
  })

  it('is less sure when a line in the middle could not be read: it may hold the "tidak"', () => {
    const lines = page(CLAIM)
    const sure = assembleText(lines)
    const unsure = assembleText(lines.map((line, at) => (at === 1 ? { ...line, confidence: 10 } : line)))
    expect(unsure.text).not.toContain('tiga bulan')
    expect(sure.confidence).toBe(95)
    expect(unsure.confidence).toBeLessThan(70)
  })

  it('is nothing where there are no letters', () => {
    expect(assembleText([])).toEqual({ text: '', confidence: 0 })
    expect(assembleText(page(['12.45', '~~ ||', '7']))).toEqual({ text: '', confidence: 0 })
  })
})
