import { describe, expect, it } from 'vitest'
import { MAXIMUM_LINK_LENGTH, readLink } from '../../src/links/canonical.ts'

const canonical = (link: string) => readLink(link)?.canonical

/** Ways to share one page. All of a group have one canonical form: the first, with `https://`. */
const SAME: string[][] = [
  [
    'detik.com/berita/1',
    'https://www.detik.com/berita/1/',
    'http://m.detik.com/berita/1?utm_source=wa&utm_medium=social',
    'https://mobile.detik.com/berita/1#komentar',
    'HTTPS://WWW.DETIK.COM/berita/1?fbclid=x&gclid=y&igsh=z',
    'https://amp.detik.com/berita/1',
    'https://detik.com/amp/berita/1',
    'https://detik.com/berita/1/amp',
    'https://detik.com/berita/1?amp=1',
    'https://detik.com/berita/1?single=1',
    'https://detik.com./berita/1',
    'https://user:pass@detik.com:443/berita/1',
    'https://www.google.com/url?sa=t&q=https%3A%2F%2Fwww.detik.com%2Fberita%2F1&ved=2',
    'https://www.google.co.id/url?url=https://detik.com/berita/1',
    'https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.detik.com%2Fberita%2F1%3Ffbclid%3DIwAR&h=AT0',
    'https://l.instagram.com/?u=https%3A%2F%2Fdetik.com%2Fberita%2F1&e=x',
    'https://www.google.com/amp/s/www.detik.com/berita/1/amp',
    'https://www-detik-com.cdn.ampproject.org/c/s/www.detik.com/berita/1/amp',
    'https://t.me/share/url?url=https://detik.com/berita/1&text=baca',
    'https://www.facebook.com/sharer/sharer.php?u=https://detik.com/berita/1',
  ],
  ['kompas.com/read/2024/01/02/x', 'https://www.kompas.com/read/2024/01/02/x?page=all#page2'],
  ['a.com/x?a=1&b=2', 'https://a.com/x?b=2&a=1', 'https://a.com/x?b=2&utm_id=3&a=1'],
  ['a.com/~b/%2F', 'https://a.com/%7Eb/%2f'],
  ['a.com', 'https://www.a.com/', 'http://a.com', 'a.com/index.html'],
  ['a.com#!/berita/1', 'https://a.com/#!/berita/1'],
  ['xn--mnchen-3ya.de', 'https://münchen.de', 'MÜNCHEN.de'],
  ['a.com:8080/x', 'http://a.com:8080/x'],
  [
    'youtube.com/watch?v=dQw4w9WgXcQ',
    'https://youtu.be/dQw4w9WgXcQ?si=abc',
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&index=2&t=10s',
    'https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ',
    'https://youtube.com/shorts/dQw4w9WgXcQ?feature=share',
    'https://www.youtube.com/live/dQw4w9WgXcQ',
    'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ',
  ],
  [
    'facebook.com/100/posts/200',
    'https://m.facebook.com/story.php?story_fbid=200&id=100&mibextid=x',
    'https://www.facebook.com/permalink.php?story_fbid=200&id=100',
    'https://web.facebook.com/100/posts/200/?_rdc=1&_rdr',
    'https://id-id.facebook.com/100/posts/200?__cft__[0]=AZ',
  ],
  [
    'facebook.com/watch?v=123456',
    'https://www.facebook.com/watch/?v=123456',
    'https://www.facebook.com/nama/videos/123456/',
    'https://www.facebook.com/nama/videos/judul/123456/',
    'https://www.facebook.com/reel/123456?s=single',
    'https://fb.com/watch?v=123456',
  ],
  ['facebook.com/photo?fbid=123456', 'https://www.facebook.com/photo.php?fbid=123456&set=a.1&type=3'],
  [
    'instagram.com/p/CxYz12_-a',
    'https://www.instagram.com/p/CxYz12_-a/?igsh=abc',
    'https://instagram.com/reel/CxYz12_-a',
    'https://www.instagram.com/nama/reel/CxYz12_-a/',
    'https://www.instagram.com/tv/CxYz12_-a/?utm_source=ig_web_copy_link',
  ],
  [
    'tiktok.com/@/video/7212345678901234567',
    'https://www.tiktok.com/@nama/video/7212345678901234567?is_from_webapp=1&sender_device=pc',
    'https://m.tiktok.com/v/7212345678901234567.html?u_code=1',
    'https://www.tiktok.com/embed/v2/7212345678901234567',
  ],
  [
    'x.com/i/status/1234567890123456789',
    'https://twitter.com/nama/status/1234567890123456789?s=20&t=abc',
    'https://mobile.twitter.com/nama/status/1234567890123456789/photo/1',
    'https://x.com/i/web/status/1234567890123456789',
  ],
  ['t.me/saluran/12', 'https://t.me/s/saluran/12', 'https://telegram.me/saluran/12?single'],
  [
    'wa.me/6281200000000',
    'https://api.whatsapp.com/send?phone=+6281200000000&text=halo',
    'https://wa.me/6281200000000?text=x',
  ],
]

describe('readLink', () => {
  it.each(SAME.flatMap(([first = '', ...others]) => [first, ...others].map((link) => [link, first])))(
    'gives %s the form of %s',
    (link, first) => {
      expect(canonical(link)).toBe(`https://${first}`)
    },
  )

  it.each([
    ['https://a.com/x?id=1', 'https://a.com/x?id=2'],
    ['https://a.com/X', 'https://a.com/x'],
    ['https://www.co.id/x', 'https://co.id/x'],
    ['https://m.me/nama', 'https://me/nama'],
    ['https://wa.me/6281200000000', 'https://wa.me/6281200000001'],
    ['https://kaltim.tribunnews.com/x', 'https://tribunnews.com/x'],
    ['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'https://www.youtube.com/watch?v=dQw4w9WgXcR'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(canonical(one)).not.toBe(canonical(other))
  })

  it('opens the host as it was written, without trackers, credentials and fragment', () => {
    expect(readLink('https://tamu:rahasia@www.bkn.go.id/x?a=1&utm_source=wa#b')).toMatchObject({
      url: 'https://www.bkn.go.id/x?a=1',
      host: 'www.bkn.go.id',
      canonical: 'https://bkn.go.id/x?a=1',
    })
    expect(readLink('sscasn.bkn.go.id')?.url).toBe('http://sscasn.bkn.go.id/')
  })

  it.each([
    'https://bit.ly/abc',
    's.id/abc',
    'https://t.co/abc',
    'tinyurl.com/abc',
    'cutt.ly/abc',
    'shorturl.at/abc',
    'https://vt.tiktok.com/ZS1/',
    'https://www.tiktok.com/t/ZS1/',
    'https://fb.watch/abc/',
    'https://www.facebook.com/share/p/abc/',
    'https://www.instagram.com/share/reel/abc',
    'https://nama.page.link/abc',
    'https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.ly%2Fabc',
  ])('says that %s must be opened to know the page', (link) => {
    expect(readLink(link)?.needsResolving).toBe(true)
  })

  it.each([
    'https://s.id',
    'https://detik.com/s.id/abc',
    'https://bit.ly.jahat.click/abc',
    'https://facebook.com/shareef',
  ])('says that %s is a page itself', (link) => {
    expect(readLink(link)?.needsResolving).toBe(false)
  })

  it('shows the host that a browser would open behind a trap', () => {
    expect(readLink('https://kemensos.go.id@jahat.click/x')?.host).toBe('jahat.click')
    expect(readLink('http://2130706433/')?.host).toBe('127.0.0.1')
    expect(readLink('http://0x7f.1/')?.host).toBe('127.0.0.1')
    expect(readLink('https://kemensos.go.id\\@jahat.click')?.host).toBe('kemensos.go.id')
  })

  it('leaves a wrapper that leads to no web page as it is', () => {
    expect(canonical('https://www.google.com/url?q=javascript:alert(1)')).toContain('google.com/url')
  })

  it.each([
    '',
    ' ',
    'ftp://a.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://',
    'http://a b.com/',
    'https://[::1',
    `a.com/${'x'.repeat(MAXIMUM_LINK_LENGTH)}`,
  ])('takes %j for no link', (text) => {
    expect(readLink(text)).toBeUndefined()
  })
})
