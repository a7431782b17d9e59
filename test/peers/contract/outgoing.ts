import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished } from 'vitest'
import { escapeMarkup } from '../../../src/domain/markup.ts'
import type { OutgoingMessage } from '../../../src/domain/message.ts'
import {
  failureOf,
  heard,
  heardIn,
  SAMPLE,
  seen,
  seenAs,
  send,
  until,
  type Bench,
  type Place,
} from './bench.ts'
import { sentence, type Chapter } from './sentence.ts'

const UNTRUSTED = [
  '# Bukan **judul**, bukan <b>tebal</b> & bukan [tautan](https://jahat.example) `kode`',
  '- bukan_daftar_ini ~~atau~~ *itu*, 1. > kutipan \\ &amp; | <script>alert(1)</script>',
].join('\n')
const SPECIAL = '👨‍👩‍👧‍👦 🇮🇩 1️⃣ \u200Fمرحبا\u200E — “kutip”\nbaris dua\n\nbaris empat é\u0301 \u{1F9D1}\u{1F3FD}'
const CHOICES = [
  { id: 'wilayah:64.72', label: 'Samarinda' },
  { id: 'wilayah:64.71', label: 'Balikpapan' },
]

/** Sentences without line breaks, about `length` characters, each one different. */
function story(length: number): string {
  const sentences: string[] = []
  for (let size = 0; size < length; size += sentences.at(-1)?.length ?? 0) {
    sentences.push(`Warga nomor ${sentences.length} membawa payung ke balai desa. `)
  }
  return sentences.join('').trim()
}

const wordsOf = (texts: string[]) => texts.join(' ').split(/\s+/)

async function makePicture(): Promise<{ path: string; bytes: Uint8Array }> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const raw = { width: 64, height: 48, channels: 3 } as const
  const bytes = await sharp(randomBytes(64 * 48 * 3), { raw })
    .jpeg()
    .toBuffer()
  const path = join(folder, 'poster.jpg')
  await writeFile(path, bytes)
  return { path, bytes }
}

const editing = ({ channel }: Bench, { address }: Place, id: string, message: OutgoingMessage) =>
  channel.edit?.(address, id, message)
const deleting = ({ channel }: Bench, { address }: Place, id: string) => channel.delete?.(address, id)
const visibleIn = (bench: Bench, place: Place) => bench.seen(place).filter(({ deleted }) => !deleted)

function describeTexts(chapter: Chapter): void {
  const { textLimit } = chapter.platform

  sentence(
    chapter,
    'renders bold, italic, links and lists its own way, in private and in groups',
    async (bench) => {
      for (const place of [bench.home, await bench.newGroup('KIM Loa Kulu')]) {
        const id = await send(bench, place, { text: SAMPLE })
        expect((await seenAs(bench, place, id)).source).toBe(chapter.platform.sample)
      }
    },
  )

  sentence(chapter, 'shows what a person wrote as it was written', async (bench) => {
    const id = await send(bench, bench.home, { text: escapeMarkup(UNTRUSTED) })
    expect((await seenAs(bench, bench.home, id)).text).toBe(UNTRUSTED)
  })

  sentence(chapter, 'keeps emoji, marks of direction and line ends', async (bench) => {
    const id = await send(bench, bench.home, { text: SPECIAL })
    expect((await seenAs(bench, bench.home, id)).text).toBe(SPECIAL)
  })

  sentence(
    chapter,
    'posts a text of exactly the greatest length as one message, and a longer one as two',
    async (bench) => {
      const group = await bench.newGroup('KIM Panjang')
      const longest = `${'kata '.repeat(textLimit / 5 - 1)}ujung`.padEnd(textLimit, '.')
      await send(bench, group, { text: longest })
      await send(bench, group, { text: `${longest}.` })
      const shown = await seen(bench, group, 3)
      expect(shown.map(({ text }) => text.length)).toEqual([
        textLimit,
        expect.any(Number),
        expect.any(Number),
      ])
      expect(shown[0]?.text).toBe(longest)
    },
    'limit of a text',
  )

  sentence(chapter, 'loses nothing of a long text, and gives the id of its first part', async (bench) => {
    for (const length of [5_000, 17_000]) {
      const group = await bench.newGroup('KIM Panjang')
      const text = story(length)
      const id = await send(bench, group, { text })
      const parts = await seen(bench, group, Math.ceil(text.length / textLimit))
      expect(parts[0]?.id).toBe(id)
      expect(wordsOf(parts.map((part) => part.text))).toEqual(wordsOf([text]))
      for (const part of parts) {
        expect(part.text.length).toBeLessThanOrEqual(textLimit)
        expect(part.text).toMatch(/^Warga nomor \d.*balai desa\.$/s)
      }
    }
  })

  sentence(chapter, 'posts the same message once or twice under one id, as it promises', async (bench) => {
    const group = await bench.newGroup('KIM Sekali')
    const id = bench.channel.newMessageId()
    for (const _ of [1, 2]) await bench.channel.send(group.address, { text: 'Posyandu buka' }, { id })
    const last = await send(bench, group, { text: 'penutup' })
    await seenAs(bench, group, last)
    const times = bench.seen(group).filter(({ text }) => text === 'Posyandu buka').length
    expect(times).toBe(bench.channel.dropsRepeatedIds ? 1 : 2)
  })

  sentence(chapter, 'refuses a message without words or with a picture that is not there', async (bench) => {
    const nowhere = { type: 'image', path: '/tidak/ada/poster.jpg' } as const
    for (const message of [{ text: ' \n' }, { text: 'Poster', attachment: nowhere }]) {
      const error = await failureOf(send(bench, bench.home, message))
      expect(error).toMatchObject({ code: 'rejected', retryable: false, uncertain: false })
    }
  })
}

function describePictures(chapter: Chapter): void {
  sentence(chapter, 'brings a picture with its caption, byte for byte', async (bench) => {
    const { path, bytes } = await makePicture()
    const group = await bench.newGroup('KIM Poster')
    for (const text of ['Poster imunisasi', '']) {
      const id = await send(bench, group, { text, attachment: { type: 'image', path } })
      const shown = await seenAs(bench, group, id)
      expect(shown.text).toBe(text)
      expect(Buffer.from((await shown.picture?.()) ?? [])).toEqual(bytes)
    }
  })

  sentence(chapter, 'brings a picture and all of a text that is too long for a caption', async (bench) => {
    const { path, bytes } = await makePicture()
    const group = await bench.newGroup('KIM Poster')
    const text = story(3_000)
    const id = await send(bench, group, { text, choices: CHOICES, attachment: { type: 'image', path } })
    await until(() => bench.seen(group).at(-1)?.choices.length === CHOICES.length)
    const [first, ...rest] = bench.seen(group)
    expect(first?.id).toBe(id)
    expect(Buffer.from((await first?.picture?.()) ?? [])).toEqual(bytes)
    const said = wordsOf([first?.text ?? '', ...rest.map((part) => part.text)]).filter((word) => word !== '')
    expect(said.slice(0, wordsOf([text]).length)).toEqual(wordsOf([text]))
  })
}

function describeChoices(chapter: Chapter): void {
  const isTapped = chapter.platform.lacks.tapping === undefined

  sentence(chapter, 'offers choices, and hears which one was picked', async (bench) => {
    const group = await bench.newGroup('KIM Pilihan')
    for (const [who, place] of [
      ['resident', bench.home],
      ['admin', group],
    ] as const) {
      const id = await send(bench, place, { text: 'Wilayah mana?', choices: CHOICES })
      const shown = await seenAs(bench, place, id)
      expect(shown.choices).toEqual(['Samarinda', 'Balikpapan'])
      const count = heardIn(bench, place).length
      await bench.picks(who, place, shown, 1)
      await until(() => heardIn(bench, place).length > count)
      const picked = heardIn(bench, place).at(-1)
      expect(picked).toMatchObject(isTapped ? { choice: 'wilayah:64.71', text: '' } : { text: '2' })
      expect(picked?.quoted).toMatchObject({ id, fromBot: true })
    }
  })

  sentence(
    chapter,
    'refuses a choice id of more than 64 bytes, and takes one of 64',
    async (bench) => {
      const offer = (id: string) =>
        send(bench, bench.home, { text: 'Setuju?', choices: [{ id, label: 'Ya' }] })
      expect(await failureOf(offer('é'.repeat(33)))).toMatchObject({ code: 'rejected', retryable: false })
      expect(await failureOf(offer(''))).toMatchObject({ code: 'rejected', retryable: false })
      await seenAs(bench, bench.home, await offer('é'.repeat(32)))
    },
    'limit of choice ids',
  )
}

function describeReplies(chapter: Chapter): void {
  sentence(chapter, 'answers the very message that it answers', async (bench) => {
    const group = await bench.newGroup('KIM Balasan')
    await bench.says('admin', group, { text: '/cek satu' })
    const asked = await bench.says('member', group, { text: '/cek dua' })
    const { id: replyTo } = await heard(bench, group, '/cek dua')
    expect(replyTo).toBe(asked)
    const id = await send(bench, group, { text: 'Ini jawabannya', replyTo })
    expect((await seenAs(bench, group, id)).replyTo).toBe(asked)
  })

  sentence(chapter, 'goes out as well when the answered message is unknown', async (bench) => {
    const id = await send(bench, bench.home, { text: 'Ini jawabannya', replyTo: '99999999' })
    expect(await seenAs(bench, bench.home, id)).not.toHaveProperty('replyTo')
  })
}

function describeChanges(chapter: Chapter): void {
  sentence(chapter, 'changes a message before the eyes of people', async (bench) => {
    const group = await bench.newGroup('KIM Ralat')
    const id = await send(bench, group, { text: 'Wilayah mana?', choices: CHOICES })
    await seenAs(bench, group, id)
    await editing(bench, group, id, { text: 'Terima kasih, **Samarinda**.' })
    await until(() => bench.seen(group)[0]?.edited === true)
    expect(bench.seen(group)).toMatchObject([{ id, choices: [] }])
    expect(bench.seen(group)[0]?.text.replaceAll('*', '')).toBe('Terima kasih, Samarinda.')
  })

  sentence(
    chapter,
    'changes the caption of a picture, and keeps the picture',
    async (bench) => {
      const { path } = await makePicture()
      const group = await bench.newGroup('KIM Ralat')
      const id = await send(bench, group, { text: 'Lama', attachment: { type: 'image', path } })
      await editing(bench, group, id, { text: 'Baru' })
      await until(() => bench.seen(group)[0]?.text === 'Baru')
      expect(bench.seen(group)[0]?.picture).toBeDefined()
    },
    'editing a caption',
  )

  sentence(chapter, 'does not change what it did not write, or into nothing', async (bench) => {
    const group = await bench.newGroup('KIM Ralat')
    await bench.says('member', group, { text: '/cek ini' })
    const foreign = (await heard(bench, group, '/cek ini')).id
    const own = await send(bench, group, { text: 'Halo' })
    for (const id of [foreign, '99999999']) {
      const error = await failureOf(editing(bench, group, id, { text: 'Lain' }))
      expect(error).toMatchObject({ code: 'rejected', retryable: false })
    }
    expect(await failureOf(editing(bench, group, own, { text: ' ' }))).toMatchObject({ code: 'rejected' })
    const { textLimit } = chapter.platform
    if (!Number.isFinite(textLimit)) return
    const tooLong = { text: story(textLimit + 100) }
    expect(await failureOf(editing(bench, group, own, tooLong))).toMatchObject({ code: 'rejected' })
  })

  sentence(
    chapter,
    'deletes a message for everyone, and does not mind when it is gone already',
    async (bench) => {
      const group = await bench.newGroup('KIM Hapus')
      const id = await send(bench, group, { text: 'Salah kirim' })
      const kept = await send(bench, group, { text: 'Tetap ada' })
      await seenAs(bench, group, kept)
      await deleting(bench, group, id)
      await until(() => visibleIn(bench, group).length === 1)
      expect(visibleIn(bench, group)).toMatchObject([{ id: kept }])
      await deleting(bench, group, id)
      await deleting(bench, group, '99999999')
      expect(visibleIn(bench, group)).toMatchObject([{ id: kept }])
    },
  )

  sentence(chapter, 'does not delete what a person wrote', async (bench) => {
    const group = await bench.newGroup('KIM Hapus')
    const foreign = await bench.says('member', group, { text: '/cek ini' })
    await heard(bench, group, '/cek ini')
    const error = await failureOf(deleting(bench, group, foreign))
    expect(error).toMatchObject({ code: 'rejected', retryable: false })
  })
}

/** What the bot writes, and how people see it. */
export function describeOutgoing(chapter: Chapter): void {
  describeTexts(chapter)
  describePictures(chapter)
  describeChoices(chapter)
  describeReplies(chapter)
  describeChanges(chapter)
}
