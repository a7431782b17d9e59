import { describe, expect, it } from 'vitest'
import { readPage } from '../../src/links/page-content.ts'

const MEGABYTE = 1024 * 1024
const sentence = 'Pemerintah Kota Samarinda menjelaskan jadwal pendaftaran kepada warga. '

describe('readPage', () => {
  it('reads an article as newsrooms write it', async () => {
    const page = await readPage(`<!doctype html><html><head>
      <title>Seragam gratis dibagikan - Kabar Etam</title>
      <meta property="og:title" content="Seragam gratis dibagikan &amp; merata">
      <meta name="description" content="Ringkasan   singkat">
      <meta property="og:site_name" content="Kabar Etam">
      <meta property="article:published_time" content="2026-03-05T08:30:00+08:00">
      <style>p { color: red }</style><script>var x = "<p>bukan isi</p>"</script></head>
      <body><nav>Beranda Politik</nav><header>Iklan</header>
      <article><h1>Seragam gratis</h1><p>${sentence.repeat(5)}</p><p>Kata&nbsp;akhir</p>
      <aside>Baca juga</aside><script>track()</script></article><footer>Hak cipta</footer></body></html>`)
    expect(page).toMatchObject({
      title: 'Seragam gratis dibagikan & merata',
      tabTitle: 'Seragam gratis dibagikan - Kabar Etam',
      description: 'Ringkasan singkat',
      siteName: 'Kabar Etam',
      publishedAt: new Date('2026-03-05T00:30:00Z'),
      hasPasswordField: false,
    })
    expect(page.text).toBe(`Seragam gratis ${sentence.repeat(5)}Kata akhir`)
  })

  it.each([
    ['<meta itemprop="datePublished" content="2026-03-05">', '2026-03-04T17:00:00Z'],
    ['<meta name="content_PublishDate" content="2026-03-05 10:00:00">', '2026-03-05T03:00:00Z'],
    [
      '<script type="application/ld+json">{"datePublished": "2026-03-05T10:00:00+0700"}</script>',
      '2026-03-05T03:00:00Z',
    ],
    ['<time datetime="2026-03-05T10:00:00.000Z">5 Maret</time>', '2026-03-05T10:00:00Z'],
  ])('finds the date in %s', async (html, date) => {
    expect((await readPage(html)).publishedAt).toEqual(new Date(date))
  })

  it.each(['kemarin', '0001-01-01', '9999-99-99', '2026-13-45T99:99:99Z', ''])(
    'takes %j for no date',
    async (date) => {
      const page = await readPage(`<meta property="article:published_time" content="${date}">`)
      expect(page.publishedAt).toBeUndefined()
    },
  )

  it('prefers what stands in the article, and takes the body when there is none', async () => {
    const body = `<div>Menu besar</div><div class="detail__body-text">${sentence.repeat(5)}</div><div>Komentar</div>`
    expect((await readPage(body)).text).toBe(sentence.repeat(5).trim())
    expect((await readPage('<div>Pendek</div><div>sekali</div>')).text).toBe('Pendek sekali')
  })

  it('leaves out what is hidden', async () => {
    const html =
      '<p hidden>a</p><p style="display: none">b</p><p aria-hidden="true">c</p><noscript>d</noscript><p>e</p>'
    expect((await readPage(html)).text).toBe('e')
  })

  it('has one line without control characters and changes of direction', async () => {
    expect((await readPage('<title>Judul\u0000\n\u202ejahat\u202c \ud800</title>')).title).toBe('Judul jahat')
  })

  it.each([
    ['unclosed tags', '<title>Judul<body><p>Isi <b>tebal <i>miring <p>dua', /^Judul/],
    ['tags in the wrong order', '<b><p>Isi</b></p></article></div><title>Judul</title>', /^Judul$/],
    ['attributes without end', `<title>Judul</title><p class="${'x'.repeat(5000)}`, /^Judul$/],
    ['a comment without end', '<title>Judul</title><!-- <p>', /^Judul$/],
    ['null bytes', '<ti\0tle>x</title><title>Ju\0dul</title>', /^Ju/],
  ])('reads a page with %s', async (_, html, title) => {
    expect((await readPage(html)).title).toMatch(title)
  })

  it.each([
    ['a huge title', `<title>${'judul '.repeat(MEGABYTE / 3)}</title>`],
    ['a title of one word', `<title>${'j'.repeat(2 * MEGABYTE)}</title>`],
    ['a huge description', `<meta name="description" content="${'x'.repeat(2 * MEGABYTE)}">`],
    ['deep nesting', '<div>'.repeat(MEGABYTE / 2)],
    ['deep nesting that is closed by others', `${'<b>'.repeat(MEGABYTE / 3)}${'</i>'.repeat(MEGABYTE / 3)}`],
    ['deep nesting inside of a picture', `<svg>${'<g>'.repeat(MEGABYTE / 3)}${'</a>'.repeat(MEGABYTE / 3)}`],
    ['many forms', '<form>'.repeat(MEGABYTE / 3)],
    ['many attributes', `<p ${Array.from({ length: 200_000 }, (_, at) => `a${at}=1`).join(' ')}>`],
    ['many metas', '<meta name="a" content="b">'.repeat(100_000)],
    ['many entities', '&amp;'.repeat(MEGABYTE / 2)],
    ['many broken entities', '&ampampamp'.repeat(MEGABYTE / 4)],
    ['many open brackets', '<'.repeat(2 * MEGABYTE)],
    ['many comments', '<!---->'.repeat(MEGABYTE / 4)],
    ['only spaces', ' '.repeat(3 * MEGABYTE)],
    [
      'a script of data',
      `<script type="application/ld+json">${'"datePublished"   :'.repeat(150_000)}</script>`,
    ],
  ])('takes little time and gives little for %s', async (_, html) => {
    const startedAt = performance.now()
    const page = await readPage(html)
    expect(performance.now() - startedAt).toBeLessThan(3000)
    expect(page.title.length).toBeLessThanOrEqual(300)
    expect(page.description.length).toBeLessThanOrEqual(500)
    expect(page.text.length).toBeLessThanOrEqual(2000)
  })
})
