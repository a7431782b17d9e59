import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { AttachmentType } from '../../../src/domain/message.ts'
import { pdfOf } from '../../support/pdf.ts'
import { conversation, startSide } from '../../support/residents.ts'
import { PLATFORMS, type Platform } from '../../support/town.ts'
import { HOAX } from './hoax.ts'

const picture = (name: string) => readFile(new URL(`../../fixtures/reading/${name}`, import.meta.url))
const FIRM = /PENIPUAN[\s\S]*Otorita IKN[\s\S]*Sumber: /
const WORDS_PLEASE = /[Kk]etik atau salin isi pesannya/

async function startSending(platform: Platform) {
  const { resident } = await startSide(platform)
  return conversation((await resident('Ani')).inPrivate)
}

describe.each(PLATFORMS)('a resident on %s', (platform) => {
  it('shows a picture of a known hoax and gets the answer, with and without a remark', async () => {
    const { shows, pending } = await startSending(platform)
    const bytes = await picture('known-hoax.png')
    expect(await shows({ type: 'image', bytes }, { forwarded: true })).toMatch(FIRM)
    expect(await shows({ type: 'image', bytes, caption: 'ini benar gak min?' })).toMatch(FIRM)
    // The same sent as a file, so that the platform does not compress it.
    expect(await shows({ type: 'document', bytes })).toMatch(FIRM)
    expect(pending()).toBe(0)
  }, 60_000)

  it('shows a picture whose caption is the hoax, and one that cannot be read', async () => {
    const { shows, pending } = await startSending(platform)
    const noLetters = await picture('no-letters.jpg')
    expect(await shows({ type: 'image', bytes: noLetters, caption: HOAX })).toMatch(FIRM)
    const broken = (await picture('known-hoax.png')).subarray(0, 40)
    const answer = await shows({ type: 'image', bytes: broken })
    expect(answer).toMatch(/^Gambarnya tidak bisa dibuka/)
    expect(answer).toMatch(WORDS_PLEASE)
    expect(await shows({ type: 'image', bytes: broken, caption: HOAX })).toMatch(FIRM)
    expect(pending()).toBe(0)
  }, 60_000)

  it('sends a document with the hoax in it, and ones that cannot be read', async () => {
    const { shows, pending } = await startSending(platform)
    expect(await shows({ type: 'document', bytes: pdfOf(HOAX) }, { forwarded: true })).toMatch(FIRM)
    expect(await shows({ type: 'document', bytes: new TextEncoder().encode(HOAX) })).toMatch(FIRM)
    const broken = new TextEncoder().encode('%PDF-1.7\n1 0 obj garbage')
    expect(await shows({ type: 'document', bytes: broken })).toMatch(/^Dokumennya tidak bisa dibuka/)
    const program = new Uint8Array([0x4d, 0x5a, 0, 0, 1, 2, 3])
    expect(await shows({ type: 'document', bytes: program })).toMatch(/APK[\s\S]*jangan dipasang/)
    expect(pending()).toBe(0)
  }, 60_000)

  it('sends what cannot be checked, and hears kindly what to send instead', async () => {
    const { shows, pending } = await startSending(platform)
    const said: [AttachmentType, RegExp][] = [
      ['video', /belum bisa memeriksa isi video[\s\S]*tangkapan layar/],
      ['audio', /belum bisa mendengarkan rekaman/],
      ['sticker', /Stikernya bagus/],
      ['contact', /Kontaknya tidak perlu dikirim, dan tidak kami simpan/],
      ['location', /Lokasinya tidak perlu dikirim, dan tidak kami simpan/],
    ]
    for (const [type, words] of said) {
      const answer = await shows({ type })
      expect(answer).toMatch(words)
      expect(answer).toMatch(WORDS_PLEASE)
    }
    // Words beside a video are what is checked.
    expect(await shows({ type: 'video', caption: HOAX }, { forwarded: true })).toMatch(FIRM)
    expect(pending()).toBe(0)
  }, 60_000)
})
