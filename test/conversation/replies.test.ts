import { describe, expect, it } from 'vitest'
import { toPlainText } from '../../src/channels/formatting.ts'
import { VERDICTS } from '../../src/domain/clarification.ts'
import * as factcheck from '../../src/conversation/replies/factcheck.ts'
import * as general from '../../src/conversation/replies/general.ts'
import { membership } from '../../src/conversation/replies/membership.ts'
import { firstSentences, oneLine } from '../../src/conversation/replies/wording.ts'
import { CLARIFICATIONS, clarification } from '../support/clarifications.ts'

const HALF_EMOJI = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/

const clarified = (overrides: Parameters<typeof clarification>[0] = {}) =>
  factcheck.clarified({ ...clarification(overrides), version: 1 })

describe('the answer to a known claim', () => {
  it('reads well on a phone', () => {
    expect(toPlainText(clarified().text)).toBe(
      [
        '❌ HOAKS\n“Garam dapur akan hilang dari pasar mulai bulan depan”',
        'Stok garam cukup sampai akhir tahun. Dinas Perdagangan sudah memeriksa gudang dan pasar.',
        'Sumber: Cek Fakta Contoh: https://cekfakta.example.id/garam, 12 Maret 2024',
        'Teruskan jawaban ini ke grup tempat pesannya beredar, supaya yang lain ikut tahu.',
      ].join('\n\n'),
    )
  })

  it('begins with a sign and a label for each verdict', () => {
    const labels = VERDICTS.map((verdict) => toPlainText(clarified({ verdict }).text).split('\n')[0])
    expect(labels).toEqual([
      '❌ HOAKS',
      '⚠️ MENYESATKAN',
      '🚫 PENIPUAN',
      '😄 SATIRE',
      '❔ BELUM TERBUKTI',
      '✅ BENAR',
    ])
  })

  it('shows database text as written, never as markup', () => {
    const nasty = '**tebal** [klik](https://jahat.example) _x_ # judul\n1. daftar'
    const { text } = clarified({ claimReviewed: nasty, explanation: nasty })
    expect(text).not.toMatch(/(?<!\\)\[klik/)
    expect(toPlainText(text)).toContain('“**tebal** [klik](https://jahat.example) _x_ # judul 1. daftar”')
  })

  it('keeps a link whole, whatever is in it', () => {
    const { text } = clarified({ sources: [{ url: 'https://example.id/a_(b)_c?x=1', publisher: 'A*B_' }] })
    expect(toPlainText(text)).toContain('A*B_: https://example.id/a_%28b%29_c?x=1, 12 Maret 2024')
  })

  it('shortens a long explanation after a sentence', () => {
    const long = 'Ini kalimat yang cukup panjang untuk diuji. '.repeat(60)
    const shown = toPlainText(clarified({ explanation: long, claimReviewed: 'klaim '.repeat(200) }).text)
    expect(shown.length).toBeLessThan(1_200)
    expect(shown).toContain('untuk diuji.\n\nSumber')
  })
})

const differing = (kind: string, message: string[], other: string[]) =>
  toPlainText(factcheck.suggested([], 'none', { difference: { kind, message, clarification: other } }).text)

describe('what is offered as similar', () => {
  it('says in one sentence what differs', () => {
    expect(differing('bank', ['permata'], ['bca'])).toBe(
      'Belum ada klarifikasi yang persis sama dengan pesan itu. Mirip, tetapi berbeda: klarifikasinya tentang bank BCA, sedangkan pesan ini menyebut bank Permata. Mungkin yang {sapaan} maksud salah satu dari ini?',
    )
    expect(differing('year', ['2031'], ['2025'])).toContain(
      'klarifikasinya tentang tahun 2025, sedangkan pesan ini menyebut tahun 2031.',
    )
    expect(differing('bank', [], ['bca'])).toContain(
      'tentang bank BCA, sedangkan pesan ini tidak menyebutnya.',
    )
    expect(toPlainText(factcheck.suggested([], 'none').text)).not.toContain('berbeda')
  })
})

describe('a message that denies the claim itself', () => {
  it('is not called a hoax: the verdict is said to be about the claim', () => {
    const [content] = CLARIFICATIONS
    if (content === undefined) throw new Error('no clarification')
    const text = toPlainText(factcheck.clarified({ ...content, version: 1 }, { isDenied: true }).text)
    expect(text.split('\n')[0]).toMatch(/^🔎 Kabar yang dibahas pesan ini sudah kami periksa\./)
    expect(text).toContain('sejalan dengan hasil kami')
    expect(text).toContain(content.claimReviewed)
  })
})

describe('a known scam with another name', () => {
  it('is named as a pattern', () => {
    const [content] = CLARIFICATIONS
    if (content === undefined) throw new Error('no clarification')
    const offered = [
      { choiceId: 'cf:1', clarification: { ...content, verdict: 'scam' as const, version: 1 } },
    ]
    const difference = { kind: 'bank', message: ['permata'], clarification: ['bca'] }
    expect(toPlainText(factcheck.suggested(offered, 'none', { difference }).text)).toContain(
      'polanya sama dengan penipuan yang sudah kami periksa: klarifikasinya tentang bank BCA',
    )
    expect(toPlainText(factcheck.suggested(offered, 'none', { isPattern: true }).text)).toContain(
      'polanya sama dengan penipuan yang sudah kami periksa.',
    )
    expect(toPlainText(factcheck.suggested([], 'none', { isPattern: true }).text)).toContain(
      'Polanya sama dengan pesan yang sudah kami periksa.',
    )
  })
})

describe('cutting', () => {
  it('never breaks an emoji or exceeds the limit', () => {
    for (let limit = 10; limit < 40; limit += 1) {
      const cut = oneLine('😀'.repeat(60), limit)
      expect(cut.length).toBeLessThanOrEqual(limit)
      expect(cut).not.toMatch(HALF_EMOJI)
      expect(firstSentences('😀'.repeat(60), limit)).not.toMatch(HALF_EMOJI)
    }
  })
})

describe('what resembles a message', () => {
  it('is offered by claim, with a way to say none of these', () => {
    const offered = CLARIFICATIONS.slice(0, 3).map((content) => ({
      choiceId: `cf:${content.id}`,
      clarification: { ...content, version: 1 },
    }))
    const { text, choices } = factcheck.suggested(offered, 'cf:none')
    expect(text).toContain('Belum ada klarifikasi yang persis sama')
    expect(choices?.map(({ label }) => label)).toEqual([
      'Garam dapur akan hilang dari pasar mulai bulan depan',
      'Pemerintah membagikan kuota internet gratis 75 GB lewat tautan',
      'Buaya raksasa muncul di bawah jembatan pada malam pergantian tahun',
      'Bukan salah satu dari ini',
    ])
  })
})

describe('every fixed sentence', () => {
  it('is short, warm Indonesian without shouting', () => {
    const messages = [
      ...Object.values(general).flatMap((say) =>
        say.length === 0 ? [(say as typeof general.welcome)()] : [],
      ),
      factcheck.unknown(),
      factcheck.noneOfThese(),
      factcheck.tooMany(),
      factcheck.tooShort(),
      factcheck.noLongerThere(),
      factcheck.howToCheckInGroup(),
      ...(
        [
          'resumed',
          'not_paused',
          'confirm_stop',
          'stopped',
          'kept',
          'not_subscribed',
          'cancelled',
          'expired',
          'admins_only',
          'admin_unknown',
          'busy',
        ] as const
      ).map((type) => membership({ type }, { area: () => undefined, topic: (id) => id })),
    ]
    expect(messages.length).toBeGreaterThan(15)
    for (const message of messages) {
      expect(message?.text).toBeTruthy()
      expect(message?.text.length).toBeLessThan(600)
      expect(message?.text).not.toMatch(/!/)
    }
  })
})
