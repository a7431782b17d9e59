import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskForEcho } from '../../../src/factcheck/scrubbing/mask-for-echo.ts'
import { leftOf, PARTS, readPlanted } from './texts.ts'

const LINK = '[tautan disamarkan]'

describe('masking a text before the bot shows it', () => {
  it.each([
    ['https://bansos-gratis.example.com/klaim?x=1', LINK],
    ['hxxps://jahat[.]example.com/a', LINK],
    ['jahat[dot]com/x', LINK],
    ['klik bit . ly/abc', `klik ${LINK}`],
    ['jahat dot com', LINK],
    ['jahat titik com ya', `${LINK} ya`],
    ['s.id/abc', LINK],
    ['wa.me/6281200001234', LINK],
    ['http://192.0.2.7/masuk', LINK],
    ['ｊａｈａｔ．ｃｏｍ/ambil', LINK],
    ['\u202ehttps://jahat.example.com', LINK],
    ['[klik](https://jahat.example.com)', `[klik](${LINK})`],
    ['berkas.zip/abc', LINK],
    ['hub 0812-0000-1234 atau @admin_fiktif', 'hub [nomor telepon] atau [akun disamarkan]'],
    ['transfer ke BRI 0000-01-012345-50-7', 'transfer ke BRI [nomor rekening]'],
    ['email warga@contoh.example', 'email [email]'],
    ['tekan *21*081200001234#', 'tekan *21*[nomor telepon]#'],
    ['ketik YA kirim ke 92828', 'ketik YA kirim ke [nomor telepon]'],
    ['Halo 1500567', 'Halo [nomor telepon]'],
  ])('shows %j as %j', (text, shown) => {
    expect(maskForEcho(text)).toBe(shown)
  })

  it.each([
    'cek https://kaltimprov.go.id/berita/1 dan turnbackhoax.id.',
    'kampus unmul.ac.id, www.tni.mil.id',
    'Bantuan Rp 600.000 cair 12-03-2025 jam 08.30 WITA, hubungi 112',
    'selesai.terima kasih ya... sampai jumpa',
  ])('leaves %j as it is', (text) => {
    expect(maskForEcho(text)).toBe(text)
  })

  it.each([
    'https://kaltimprov.go.id.jahat.example.com/a',
    'https://kaltimprov.go.id@jahat.example.com',
    'https://warga:sandi@kaltimprov.go.id/',
    'https://kаltimprov.go.id/',
    'https://go.id.example/',
    'kaltimprov-go.id',
    'https://x.go.id/alih?ke=http://jahat.example.com',
    'https://x.go.id//jahat.example.com',
    'https://x.go.id/%2f%2fjahat.example.com',
    'https://palsugo.id/',
  ])('is not taken in by %j', (text) => {
    expect(maskForEcho(text)).toMatch(/^\[[^\]]*\]$/)
  })

  it('takes the official hosts from outside', () => {
    expect(maskForEcho('https://resmi.example/a', ['resmi.example'])).toBe('https://resmi.example/a')
    expect(maskForEcho('https://turnbackhoax.id/a', [])).toBe(LINK)
  })

  it('masks all that scrubbing removes', () => {
    const left = PARTS.flatMap(readPlanted).flatMap((planted) => {
      const shown = maskForEcho(planted.text) ?? ''
      return planted.pieces.flatMap((piece) => leftOf(piece, planted, shown))
    })
    expect(left).toEqual([])
  })

  it('shows nothing of what it cannot check, and never throws', () => {
    expect(maskForEcho('a'.repeat(100_001))).toBeUndefined()
    expect(maskForEcho(undefined as unknown as string)).toBeUndefined()
    assert(
      property(string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(maskForEcho(text)).not.toMatch(/https?:\/\/|\u202e/)
      }),
    )
  })

  it.each(['a . com/', '@abcd ', 'a.', 'http://', '1500 500 ', '. com', 'a dot com '])(
    'takes time in proportion to the length of a paste of %j',
    (unit) => {
      const text = unit.repeat(Math.ceil(100_000 / unit.length)).slice(0, 100_000)
      const startedAt = process.cpuUsage().user
      maskForEcho(text)
      expect((process.cpuUsage().user - startedAt) / 1000).toBeLessThan(2_000)
    },
  )
})
