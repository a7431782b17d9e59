import { readFile } from 'node:fs/promises'
import { strToU8, zipSync } from 'fflate'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { createLogger } from '../../src/logger.ts'
import { readDocument } from '../../src/reading/document-text.ts'
import { kindOfFile } from '../../src/reading/file-kind.ts'
import { differingBits, SAME_PICTURE_BITS } from '../../src/domain/picture-hash.ts'
import { hashPicture } from '../../src/reading/picture-hash.ts'
import { createPictureReader } from '../../src/reading/picture-text.ts'

const fixture = (name: string) => readFile(new URL(`../fixtures/reading/${name}`, import.meta.url))
const reader = createPictureReader({ logger: createLogger('silent') })
afterAll(() => reader.stop())

describe('the letters in a picture', () => {
  it('are read from a dark screenshot and from a small, blurred one', async () => {
    for (const name of ['dark-chat.png', 'small-chat.jpg']) {
      const result = await reader.read(await fixture(name))
      expect(result).toMatchObject({ type: 'text' })
      const text = result.type === 'text' ? result.text : ''
      expect(text).toMatch(/Jembatan Mahulu ditutup\s+total mulai besok/)
    }
  }, 60_000)

  it('are none in a picture without letters', async () => {
    expect(await reader.read(await fixture('no-letters.jpg'))).toEqual({ type: 'empty' })
  }, 60_000)

  it.each([
    ['garbage', new TextEncoder().encode('not a picture at all')],
    ['nothing', new Uint8Array()],
    ['a picture that was cut off', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])],
  ])(
    'are not looked for in %s, and the next picture is read',
    async (_name, bytes) => {
      expect(await reader.read(bytes)).toEqual({ type: 'failed', because: 'broken' })
      expect((await reader.read(await fixture('dark-chat.png'))).type).toBe('text')
    },
    60_000,
  )
})

describe('two pictures', () => {
  it('are known as one after scaling, compressing and a small change, and as two otherwise', async () => {
    const original = await fixture('dark-chat.png')
    const versions = [
      sharp(original).resize(200).jpeg({ quality: 40 }),
      sharp(original).modulate({ brightness: 1.15 }).webp({ quality: 50 }),
      sharp(original).extend({ bottom: 12, background: '#000' }).png(),
    ]
    const hash = (await hashPicture(original)) ?? ''
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    for (const version of versions) {
      const other = (await hashPicture(await version.toBuffer())) ?? ''
      expect(differingBits(hash, other)).toBeLessThanOrEqual(SAME_PICTURE_BITS)
    }
    const stranger = (await hashPicture(await fixture('no-letters.jpg'))) ?? ''
    expect(differingBits(hash, stranger)).toBeGreaterThan(SAME_PICTURE_BITS)
    expect(await hashPicture(new Uint8Array([1, 2, 3]))).toBeUndefined()
  })
})

const docx = (xml: string) => zipSync({ 'word/document.xml': strToU8(xml) })

describe('a document', () => {
  it('gives its text: PDF, Word, plain', async () => {
    expect(await readDocument(await fixture('letter.pdf'))).toMatchObject({
      type: 'text',
      text: expect.stringMatching(/Pendaftaran bantuan usaha mikro dibuka sampai 30\s+November/),
    })
    const word = docx(
      '<w:document><w:p><w:r><w:t>Air &amp; listrik</w:t></w:r></w:p><w:p><w:r><w:t>padam</w:t></w:r></w:p></w:document>',
    )
    expect(await readDocument(word)).toEqual({ type: 'text', text: 'Air & listrik\npadam' })
    const plain = new TextEncoder().encode('Info: posyandu pindah ke balai desa.')
    expect(await readDocument(plain)).toEqual({ type: 'text', text: 'Info: posyandu pindah ke balai desa.' })
  }, 30_000)

  it.each([
    ['a broken PDF', new TextEncoder().encode('%PDF-1.7\n1 0 obj garbage'), 'broken'],
    ['a zip that is no Word file', zipSync({ 'a.txt': strToU8('x') }), 'broken'],
    ['a program', new Uint8Array([0x4d, 0x5a, 0, 0, 1, 2, 3]), 'unknown_kind'],
    ['nothing', new Uint8Array(), 'unknown_kind'],
    ['more than 20 MB', new Uint8Array(20_000_001), 'too_large'],
  ])(
    'is refused when it is %s',
    async (_name, bytes, because) => {
      expect(await readDocument(bytes)).toEqual({ type: 'failed', because })
    },
    30_000,
  )

  it('does not unfold a bomb', async () => {
    const bomb = docx('a'.repeat(30_000_000))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await readDocument(bomb)).toEqual({ type: 'failed', because: 'broken' })
  }, 30_000)
})

it.each([
  [[0xff, 0xd8, 0xff, 0xe0], 'picture'],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'pdf'],
  [[0x50, 0x4b, 3, 4], 'docx'],
  [[0x68, 0x61, 0x6c, 0x6f], 'text'],
  [[0, 1, 2], 'unknown'],
])('knows what a file is by its first bytes', (bytes, kind) => {
  expect(kindOfFile(new Uint8Array(bytes))).toBe(kind)
})
