import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalize } from '../../src/factcheck/normalize.ts'
import { findLinks, MAXIMUM_LINKS } from '../../src/links/find-links.ts'

const written = (text: string) => findLinks(text).map((link) => link.written)

describe('findLinks', () => {
  it.each([
    ['Cek https://www.detik.com/berita, ya!', ['https://www.detik.com/berita']],
    ['daftar di sscasn.bkn.go.id.', ['sscasn.bkn.go.id']],
    [
      '(lihat https://id.wikipedia.org/wiki/Paser_(kabupaten))',
      ['https://id.wikipedia.org/wiki/Paser_(kabupaten)'],
    ],
    ['(https://a.com/x) dan [https://b.com/y]', ['https://a.com/x', 'https://b.com/y']],
    ['[klik di sini](https://cek-bansos.click/a?b=1) segera', ['https://cek-bansos.click/a?b=1']],
    [
      '[https://kemensos.go.id](https://cek-bansos.click)',
      ['https://kemensos.go.id', 'https://cek-bansos.click'],
    ],
    ['<https://a.com/x>', ['https://a.com/x']],
    ['<a href="https://a.com/x">x</a>', ['https://a.com/x']],
    ['“bit.ly/abc” atau ‘s.id/def’', ['bit.ly/abc', 's.id/def']],
    ["'https://a.com/x'", ['https://a.com/x']],
    ['*https://a.com/x* _https://b.com/y_ ~c.com~', ['https://a.com/x', 'https://b.com/y', 'c.com']],
    ['https://instagram.com/nama_', ['https://instagram.com/nama_']],
    ['daftar:https://s.id/abc', ['https://s.id/abc']],
    ['https://a.com/xhttps://b.com/y', ['https://a.com/x', 'https://b.com/y']],
    [
      'https://web.archive.org/web/2024/https://kompas.com/x',
      ['https://web.archive.org/web/2024/https://kompas.com/x'],
    ],
    ['detik.com,kompas.com/x', ['detik.com', 'kompas.com/x']],
    ['https://detik.com,kompas.com', ['https://detik.com', 'kompas.com']],
    ['baca detik.com-nya', ['detik.com']],
    ['HTTPS://A.COM/X', ['HTTPS://A.COM/X']],
    ['http:/a.com/x', ['http:/a.com/x']],
    ['https://а-ком.рф/путь', ['https://а-ком.рф/путь']],
    ['кemensos.com', ['кemensos.com']],
    ['kemensos。go。id', ['kemensos。go。id']],
    ['https://kominfo.go.id@jahat.click/x', ['https://kominfo.go.id@jahat.click/x']],
    ['http://2130706433/ http://[::1]/x', ['http://2130706433/', 'http://[::1]/x']],
    ['a.com:8080/x', ['a.com:8080/x']],
    ['contoh.desa.example/berita', ['contoh.desa.example/berita']],
  ])('finds in %j', (text, expected) => {
    expect(written(text)).toEqual(expected)
  })

  it.each([
    'Selesai.terima kasih',
    'pukul 12.30/orang, Rp200.000.000',
    'kirim ke warga@kemensos.go.id atau a.b@gmail.com',
    'dan/atau, e.g. a.b.c',
    'javascript:alert(1) file:///etc/passwd ftp://a.b/c',
    'https:// dan http://',
    '...',
    '',
  ])('finds none in %j', (text) => {
    expect(written(text)).toEqual([])
  })

  it.each([
    'Klik kemensos-bansos.site sekarang',
    'Info di https://m.kominfo.go.id/content/1 dan www.kompas.com/x',
    'selesai.terima kasih bapak.ibu',
    'cek klaim.bantuan-umkm.my.id/daftar',
    'Daftar di prakerja.top gratis',
  ])('agrees with the matcher about %j', (text) => {
    const hosts = findLinks(text).map(({ host }) => host.replace(/^www\./, ''))
    const known = normalize(text).terms.filter((term) => term.startsWith('#u'))
    expect(hosts).toEqual(known.map((term) => term.slice(2)))
  })

  it('stops after very many links', () => {
    expect(findLinks('a.com/x '.repeat(5000))).toHaveLength(MAXIMUM_LINKS)
  })

  it.each([
    ['letters', 'a'.repeat(100_000)],
    ['labels', 'a.'.repeat(50_000)],
    ['schemes', 'https://'.repeat(12_500)],
    ['closing brackets', `https://a.com/${')'.repeat(2000)} `.repeat(50)],
    ['opening brackets', `(https://a.com/${'('.repeat(2000)} `.repeat(50)],
    ['trackers', `https://a.com/?${'utm_a=1&'.repeat(240)} `.repeat(50)],
    ['escapes', `https://a.com/${'%7e'.repeat(600)} `.repeat(50)],
    ['wrappers', `${'https://google.com/url?q='.repeat(80)} `.repeat(50)],
    ['accents', 'a\u0301'.repeat(50_000)],
    ['names', 'aaa.bbb '.repeat(12_500)],
  ])('takes little time for %s', (_, text) => {
    const startedAt = performance.now()
    findLinks(text)
    expect(performance.now() - startedAt).toBeLessThan(1000)
  })

  it('never throws, and what it finds stands in the text', () => {
    const pieces = fc.constantFrom(
      'https://',
      'a.com',
      '.',
      '/',
      '(',
      ')',
      '@',
      '?u=',
      '%',
      '\u200b',
      'é',
      ' ',
      '[',
      '://',
      '#!',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        for (const link of findLinks(text)) expect(text).toContain(link.written)
      }),
      { numRuns: 2000 },
    )
  })
})
