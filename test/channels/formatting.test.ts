import { array, assert, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMarkup, splitText, toPlainText, toWhatsApp } from '../../src/channels/formatting.ts'
import { escapeMarkup } from '../../src/domain/markup.ts'

describe('markup on WhatsApp', () => {
  it.each([
    ['**tebal** dan _miring_', '*tebal* dan _miring_'],
    ['***keduanya***', '_*keduanya*_'],
    ['~~dicoret~~ `kode`', '~dicoret~ `kode`'],
    ['# Judul **besar**\n\nIsi', '*Judul besar*\n\nIsi'],
    ['- satu\n- dua\n  - anak', '• satu\n• dua\n  • anak'],
    ['3. tiga\n4. empat', '3. tiga\n4. empat'],
    ['[BMKG](https://bmkg.go.id/a)', 'BMKG: https://bmkg.go.id/a'],
    ['[https://bmkg.go.id](https://bmkg.go.id)', 'https://bmkg.go.id'],
    ['https://bmkg.go.id/a_b_c', 'https://bmkg.go.id/a_b_c'],
    ['www.bmkg.go.id atau surat@contoh.go.id', 'www.bmkg.go.id atau surat@contoh.go.id'],
    ['baris satu\nbaris dua', 'baris satu\nbaris dua'],
    ['**dua\nbaris**', '*dua*\n*baris*'],
    ['> kutipan\n> lagi', '> kutipan\n> lagi'],
    ['a < b & c > d', 'a < b & c > d'],
  ])('writes %j as %j', (markdown, expected) => {
    expect(toWhatsApp(markdown)).toBe(expected)
  })

  it('shows HTML, indented text and link definitions as they were written', () => {
    expect(toWhatsApp('<b>halo</b> <script>x</script>')).toBe('<b>halo</b> <script>x</script>')
    expect(toWhatsApp('<div>\n**halo**\n</div>')).toBe('<div>\n*halo*\n</div>')
    expect(toWhatsApp('    menjorok')).toBe('menjorok')
    expect(toWhatsApp('[catatan]: penting')).toBe('[catatan]: penting')
  })
})

describe('parseMarkup', () => {
  it('gives a small tree', () => {
    expect(parseMarkup('Halo **[situs](https://a.id)**\nlagi\n\n1. x')).toEqual([
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Halo ' },
          {
            type: 'bold',
            content: [{ type: 'link', url: 'https://a.id', content: [{ type: 'text', text: 'situs' }] }],
          },
          { type: 'break' },
          { type: 'text', text: 'lagi' },
        ],
      },
      {
        type: 'list',
        ordered: true,
        start: 1,
        items: [[{ type: 'paragraph', content: [{ type: 'text', text: 'x' }] }]],
      },
    ])
  })
})

describe('escapeMarkup', () => {
  it.each([
    '*bukan tebal* _bukan miring_',
    '# bukan judul',
    '- bukan daftar\n1. juga bukan',
    'Judul\n===',
    'https://contoh.id/a_b_c?x=1&y=2',
    '[klik](https://jahat.id)',
    'a@b.id <b>x</b> &amp; \\ `kode`',
  ])('keeps %j as it was written', (text) => {
    expect(toPlainText(escapeMarkup(text))).toBe(text)
    expect(toPlainText(`Pesan: ${escapeMarkup(text)}`)).toBe(`Pesan: ${text}`)
  })

  it('keeps any printable text', () => {
    const line = string({ minLength: 1, maxLength: 40 }).map((text) => text.replace(/\s+/g, ' ').trim())
    assert(
      property(array(line.filter(Boolean), { minLength: 1, maxLength: 4 }), (lines) => {
        const text = lines.join('\n')
        expect(toPlainText(escapeMarkup(text))).toBe(text)
      }),
    )
  })
})

/** A surrogate without its other half. */
const HALF_PAIR = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

describe('splitText', () => {
  it('leaves a short text whole and a blank one out', () => {
    expect(splitText(' halo ', 10)).toEqual(['halo'])
    expect(splitText(' \n', 10)).toEqual([])
  })

  it('prefers a paragraph, then a line, a sentence and a word', () => {
    expect(splitText('Satu dua.\n\nTiga empat lima enam.', 24)).toEqual([
      'Satu dua.',
      'Tiga empat lima enam.',
    ])
    expect(splitText('Satu dua.\nTiga empat lima enam.', 24)).toEqual(['Satu dua.', 'Tiga empat lima enam.'])
    expect(splitText('Satu dua. Tiga empat lima', 18)).toEqual(['Satu dua.', 'Tiga empat lima'])
    expect(splitText('satu dua tiga empat', 12)).toEqual(['satu dua', 'tiga empat'])
  })

  it('never loses a letter, passes the limit or cuts a surrogate pair', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 300 }), integer({ min: 2, max: 50 }), (text, limit) => {
        const parts = splitText(text, limit)
        expect(parts.every((part) => part.length <= limit && !HALF_PAIR.test(part))).toBe(true)
        expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      }),
    )
  })
})
