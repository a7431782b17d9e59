import { describe, expect, it } from 'vitest'
import { conversation, startSide } from '../../support/residents.ts'
import { PLATFORMS } from '../../support/town.ts'
import { HOAX, STRANGE } from './hoax.ts'

describe.each(PLATFORMS)('a resident on %s', (platform) => {
  it('writes, forwards and comments, and gets one answer to it', async () => {
    const { resident } = await startSide(platform)
    const ani = conversation((await resident('Ani')).inPrivate)
    const answer = await ani.says(HOAX)
    expect(answer.text).toMatch(/PENIPUAN[\s\S]*Otorita IKN[\s\S]*Sumber: /)
    expect(answer.choices).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Teruskan jawaban ini/),
        expect.stringMatching(/membantu/),
      ]),
    )
    expect((await ani.picks('👍')).text).toContain('Syukurlah')
    const again = await ani.says(HOAX, { forwarded: true })
    expect(again.choices).toEqual(['Teruskan jawaban ini'])
    const passedOn = await ani.picks('Teruskan')
    expect(passedOn.text).toMatch(
      /PENIPUAN[\s\S]*Selengkapnya: https:\/\/kabar\.example\/klarifikasi\/lowongan[\s\S]*Kabar KIM/,
    )

    // A remark and what it is about are one message, in either order.
    await ani.writes('ini benar gak min?')
    expect((await ani.says(HOAX, { forwarded: true })).text).toContain('PENIPUAN')
    expect((await ani.says('apa ini?')).text).toContain('Pesan yang mana')
    expect(ani.pending()).toBe(0)

    const unknown = await ani.says(STRANGE)
    expect(unknown.text).toMatch(/belum punya klarifikasi[\s\S]*tiga jam[\s\S]*kami kabari di sini/)
    const id = await ani.writes(STRANGE)
    await ani.next()
    expect((await ani.says('benarkah?', { replyTo: id })).text).toMatch(/belum punya klarifikasi/)
  }, 60_000)

  it('is answered like a human to what is nothing to check', async () => {
    const { resident, app } = await startSide(platform)
    const budi = conversation((await resident('Budi')).inPrivate)
    const said: [string, RegExp][] = [
      ['Assalamualaikum min', /^Halo/],
      ['apa kabar', /^Halo/],
      ['makasih banyak 🙏', /^Sama-sama/],
      ['garam', /terlalu pendek/],
      ['siapa ini?', /Kabar KIM/],
      ['dasar bot goblok', /^Maaf kalau ada yang mengecewakan/],
      ['hello, is this true?', /bahasa Indonesia/],
      ['你好，这是真的吗', /bahasa Indonesia/],
      ['/apaya', /belum kami kenal/],
      ['/cek', /Pesan yang mana/],
    ]
    for (const [text, words] of said) expect((await budi.says(text)).text).toMatch(words)
    expect(budi.pending()).toBe(0)
    expect(app.databaseUrl).toContain('file:')
  }, 60_000)
})
