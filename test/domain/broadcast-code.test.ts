import { describe, expect, it } from 'vitest'
import {
  broadcastCode,
  CODE_LINE_LENGTH,
  printedCode,
  readBroadcastCode,
  withCodeLine,
  withoutCodeLine,
} from '../../src/domain/broadcast-code.ts'

const IDS = Array.from({ length: 5_000 }, (_, number) => `siaran-${number}`)

describe('the code of an announcement', () => {
  it('stays the same for ever', () => {
    expect(broadcastCode('posyandu')).toBe(broadcastCode('posyandu'))
    // Printed in groups: another way to make codes would disown them.
    expect(['posyandu', 'gratispol-rumah', 'literasi-2026-w49'].map(broadcastCode)).toMatchInlineSnapshot(`
      [
        "864FXP",
        "6S5Z5Z",
        "48PN7R",
      ]
    `)
  })

  it('has six letters and digits that are not mistaken for each other, a digit and a letter among the first four', () => {
    for (const id of IDS) {
      expect(broadcastCode(id)).toMatch(/^[2-9A-HJKMNP-TV-Z]{6}$/)
      expect(broadcastCode(id)).toMatch(/^(?=.{0,3}\d)(?=.{0,3}[A-Z])/)
    }
    expect(new Set(IDS.map(broadcastCode)).size).toBeGreaterThan(IDS.length - 3)
  })

  it('is read in every way that people write it', () => {
    const spellings = [
      'K7Q4FX',
      'K7Q4-FX',
      'k7q4-fx',
      'k7q4 fx',
      ' K7Q4 – FX ',
      'K7Q4‑FX',
      'k 7 q 4 f x',
      'K-7-Q-4-F-X',
      'Kode: K7Q4-FX',
      'kode k7q4fx',
      'KODENYA K7Q4 FX',
      'kode siaran: K7Q4-FX.',
      '*K7Q4-FX*',
      '“K7Q4-FX”?',
      '#K7Q4FX',
      'Ｋ７Ｑ４ＦＸ',
      '_Kode: K7Q4-FX · cek keaslian: /cek K7Q4FX_',
      'Kode: K7Q4-FX · cek keaslian: /cek K7Q4FX',
      '/cek K7Q4FX',
    ]
    expect(spellings.map(readBroadcastCode)).toEqual(spellings.map(() => 'K7Q4FX'))
    for (const id of IDS.slice(0, 500)) {
      const code = broadcastCode(id)
      expect(readBroadcastCode(printedCode(code))).toBe(code)
      expect(readBroadcastCode(code.toLowerCase())).toBe(code)
    }
  })

  it('is also read when it was mistyped or made up: then nobody has it', () => {
    expect(readBroadcastCode('K7O4-IX')).toBe('K7O4IX')
    expect(readBroadcastCode('kode KALTIM2026')).toBe('KALTIM2026')
    expect(readBroadcastCode('Kode: DISKOMINFO-2026')).toBe('DISKOMINFO2026')
  })

  it('is nothing else: words, numbers and messages stay something to check', () => {
    const others = [
      '',
      'berkah',
      'kode',
      'kode otp',
      'kode rahasia dari bank',
      '123456',
      '2026',
      'gas 3 kg',
      '3 des 26',
      'bsu 600',
      'dana 25',
      'gempa5',
      'vaksin 2',
      'covid19',
      'KIM-64.02-7Q4F',
      'K7Q4-FX itu kode apa?',
      'apakah K7Q4-FX benar',
      'Kode: K7Q4-FX bansos cair, klik bit.ly/abc',
      'K7Q4-FX\nK7Q4-FX',
      'https://s.id/K7Q4FX',
      `K7Q4FX${' '.repeat(80)}`,
      '🙏🙏🙏',
    ]
    expect(others.filter((text) => readBroadcastCode(text) !== undefined)).toEqual([])
  })

  it('stands in a last line of its own, which comes off again', () => {
    const text = withCodeLine('posyandu', '**Posyandu**\n\nBawa buku KIA.')
    const code = broadcastCode('posyandu')
    expect(text).toBe(
      `**Posyandu**\n\nBawa buku KIA.\n\n_Kode: ${printedCode(code)} · cek keaslian: /cek ${code}_`,
    )
    expect(text.length).toBe('**Posyandu**\n\nBawa buku KIA.'.length + CODE_LINE_LENGTH)
    expect(withoutCodeLine('posyandu', { text })).toEqual({ text: '**Posyandu**\n\nBawa buku KIA.' })
    expect(withoutCodeLine('imunisasi', { text })).toEqual({ text })
    expect(withoutCodeLine('posyandu', { text: 'Lama.' })).toEqual({ text: 'Lama.' })
  })

  it('stands there once, also when staff copied the text with its code from a group', () => {
    const once = withCodeLine('posyandu', 'Bawa KTP.')
    expect(withCodeLine('posyandu', once)).toBe(once)
    expect(withCodeLine('posyandu', once.replaceAll('_', ''))).toBe(once)
    expect(withCodeLine('posyandu', withCodeLine('imunisasi', 'Bawa KTP.'))).toBe(once)
  })
})
