import { array, assert, constantFrom, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTelegramHtml, toTelegramParts } from '../../../src/channels/telegram/render.ts'
import { escapeMarkup } from '../../../src/domain/markup.ts'
import { parseHtml } from '../../support/telegram/html.ts'

function read(html: string): string {
  const parsed = parseHtml(html)
  if ('error' in parsed) throw new Error(`${parsed.error} in ${html}`)
  expect(parsed.notes).toEqual([])
  return parsed.text
}

const words = (text: string) => text.replace(/\s+/g, '')

describe('markup on Telegram', () => {
  it.each([
    ['**tebal** dan _miring_', '<b>tebal</b> dan <i>miring</i>'],
    ['***keduanya***', '<i><b>keduanya</b></i>'],
    ['~~dicoret~~ `a < b`', '<s>dicoret</s> <code>a &lt; b</code>'],
    ['# Judul **besar**\n\nIsi', '<b>Judul besar</b>\n\nIsi'],
    ['- satu\n- dua\n  - anak', '• satu\n• dua\n  • anak'],
    ['3. tiga\n4. empat', '3. tiga\n4. empat'],
    [
      '[BMKG](https://bmkg.go.id/?a=1&b="2")',
      '<a href="https://bmkg.go.id/?a=1&amp;b=&quot;2&quot;">BMKG</a>',
    ],
    ['**[BMKG](https://bmkg.go.id)**', '<b><a href="https://bmkg.go.id">BMKG</a></b>'],
    ['[https://bmkg.go.id](https://bmkg.go.id)', 'https://bmkg.go.id'],
    ['https://bmkg.go.id/a_b_c', 'https://bmkg.go.id/a_b_c'],
    ['**www.bmkg.go.id** atau surat@contoh.go.id', '<b>www.bmkg.go.id</b> atau surat@contoh.go.id'],
    ['[kantor](kantor.html)', 'kantor: kantor.html'],
    ['baris satu\nbaris dua', 'baris satu\nbaris dua'],
    ['> kutipan **tebal**\n> > dalam', '<blockquote>kutipan <b>tebal</b>\n\ndalam</blockquote>'],
    ['```\na\nb\n```', '<pre>a\nb</pre>'],
    ['a < b & c > d "e"', 'a &lt; b &amp; c &gt; d "e"'],
    ['<b>bukan</b> <script>x</script>', '&lt;b&gt;bukan&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;'],
  ])('writes %j as %j', (markdown, expected) => {
    expect(toTelegramHtml(markdown)).toBe(expected)
  })

  it('shows escaped text as it was written', () => {
    assert(
      property(string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
        const html = toTelegramHtml(`Pesan: ${escapeMarkup(text)}`)
        expect(words(read(html))).toBe(words(`Pesan: ${text}`))
      }),
    )
  })
})

describe('a text in parts', () => {
  it('closes and opens what is cut', () => {
    expect(toTelegramParts('**Satu dua. [tiga empat](https://a.id) lima**', 14)).toEqual([
      '<b>Satu dua.</b>',
      '<b><a href="https://a.id">tiga empat</a></b>',
      '<b>lima</b>',
    ])
  })

  it('has no part for blank text', () => {
    expect(toTelegramParts(' \n ')).toEqual([])
  })

  it('counts what people see, not the tags', () => {
    const text = '**a & b**\n'.repeat(800).trim()
    const parts = toTelegramParts(text)
    expect(parts).toHaveLength(2)
    expect(parts[0]?.length).toBeGreaterThan(4_096)
  })

  it('is always good HTML within the limit, and loses nothing', () => {
    const piece = constantFrom(
      '**tebal** ',
      '_miring **dan tebal**_ ',
      '[tautan & co](https://a.id/x?y=1&z=2) ',
      'kata <biasa> & saja. ',
      '`kode`',
      '\n\n',
      '\n- butir\n',
      '\n> kutipan\n',
      '\n# Judul\n',
      '😀',
      '**',
      '_',
      '&amp;',
    )
    assert(
      property(array(piece, { maxLength: 60 }), integer({ min: 12, max: 80 }), (pieces, limit) => {
        const markdown = pieces.join('')
        const texts = toTelegramParts(markdown, limit).map(read)
        expect(texts.every((text) => text.length <= limit && text.trim() !== '')).toBe(true)
        expect(words(texts.join(''))).toBe(words(read(toTelegramHtml(markdown))))
      }),
    )
  })
})
