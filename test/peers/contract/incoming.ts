import { expect } from 'vitest'
import type { AttachmentType } from '../../../src/domain/message.ts'
import { failureOf, heard, heardAs, heardIn, newsOf, seenAs, send, until } from './bench.ts'
import { sentence, type Chapter } from './sentence.ts'

const WITH_BYTES: AttachmentType[] = ['image', 'video', 'audio', 'document', 'sticker']
const WITHOUT_BYTES: AttachmentType[] = ['contact', 'location']
const BYTES = Buffer.from(
  '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/2Q==',
  'base64',
)
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

function describeWords(chapter: Chapter): void {
  sentence(chapter, 'arrives from a private chat with its words, its sender and its time', async (bench) => {
    const text = 'Apakah ini benar? 🙏\nBaris dua \u200Fمرحبا'
    const id = await bench.says('resident', bench.home, { text })
    const { sentAt, senderId, ...message } = await heard(bench, bench.home, text)
    expect(message).toEqual({
      id,
      chat: bench.home.address,
      chatType: 'private',
      chatTitle: bench.home.title,
      text,
      attachments: [],
      forwarded: false,
      mentionsBot: false,
    })
    expect(senderId).not.toBe('')
    expect(Math.abs(sentAt.getTime() - Date.now())).toBeLessThan(15 * 60_000)
  })

  sentence(chapter, 'arrives from a group with the title of the group', async (bench) => {
    const group = await bench.newGroup('KIM Loa Kulu')
    await bench.says('member', group, { text: '/cek vaksin' })
    expect(await heard(bench, group, '/cek vaksin')).toMatchObject({
      chat: group.address,
      chatType: 'group',
      chatTitle: 'KIM Loa Kulu',
      mentionsBot: false,
    })
  })

  sentence(chapter, 'is known as forwarded, with its own words', async (bench) => {
    await bench.says('resident', bench.home, { text: 'Sebarkan segera!!', forwarded: true })
    expect(await heard(bench, bench.home, 'Sebarkan segera!!')).toMatchObject({ forwarded: true })
  })

  sentence(chapter, 'comes without the name of the bot when it is mentioned', async (bench) => {
    const group = await bench.newGroup('KIM Sapaan')
    await bench.says('member', group, { text: 'benarkah ini?', mentionsBot: true })
    expect(await heard(bench, group, 'benarkah ini?')).toMatchObject({ mentionsBot: true })
  })

  sentence(chapter, 'quotes what it answers, and knows who wrote that', async (bench) => {
    const group = await bench.newGroup('KIM Balasan')
    const rumour = await bench.says('member', group, { text: '/cek air beracun' })
    const own = await send(bench, group, { text: '**Tidak** benar' })
    const shown = await seenAs(bench, group, own)
    await bench.says('admin', group, { text: '/cek ini', replyTo: rumour })
    await bench.says('admin', group, { text: '/cek lagi', replyTo: own })
    const answered = await heard(bench, group, '/cek ini')
    expect(answered.quoted).toEqual({ id: rumour, text: '/cek air beracun', fromBot: false })
    const thanked = await heard(bench, group, '/cek lagi')
    expect(thanked.quoted).toEqual({ id: own, text: shown.text, fromBot: true })
  })

  sentence(
    chapter,
    'has the same sender in private and in a group',
    async (bench) => {
      const group = await bench.newGroup('KIM Orang')
      await bench.says('resident', bench.home, { text: 'ini saya' })
      await bench.says('member', group, { text: '/cek ini saya' })
      await bench.says('admin', group, { text: '/cek bukan saya' })
      const { senderId } = await heard(bench, bench.home, 'ini saya')
      expect((await heard(bench, group, '/cek ini saya')).senderId).toBe(senderId)
      expect((await heard(bench, group, '/cek bukan saya')).senderId).not.toBe(senderId)
    },
    'one person in two places',
  )
}

function describeThings(chapter: Chapter): void {
  sentence(
    chapter,
    'brings a file of every kind, byte for byte when it is asked for',
    async (bench) => {
      for (const type of WITH_BYTES) {
        const bytes = Buffer.concat([BYTES, Buffer.from(type)])
        const id = await bench.shows('resident', bench.home, { type, bytes })
        const [attachment, ...more] = (await heardAs(bench, bench.home, id)).attachments
        expect([attachment?.type, ...more]).toEqual([type])
        expect(Buffer.from((await attachment?.download?.()) ?? [])).toEqual(bytes)
      }
    },
    'attachments from people',
  )

  sentence(
    chapter,
    'names a contact and a place, which have nothing to fetch',
    async (bench) => {
      for (const type of WITHOUT_BYTES) {
        const id = await bench.shows('resident', bench.home, { type, bytes: BYTES })
        expect((await heardAs(bench, bench.home, id)).attachments).toEqual([{ type }])
      }
    },
    'attachments from people',
  )

  sentence(
    chapter,
    'has the caption of a picture, a video or a document as its text',
    async (bench) => {
      for (const type of ['image', 'video', 'document'] as const) {
        await bench.shows('resident', bench.home, { type, bytes: BYTES, caption: `cek ${type}` })
        expect((await heard(bench, bench.home, `cek ${type}`)).attachments).toMatchObject([{ type }])
      }
    },
    'attachments from people',
  )
}

function describeSilence(chapter: Chapter): void {
  sentence(chapter, 'is never one of the bot itself', async (bench) => {
    const group = await bench.newGroup('KIM Gema')
    for (const place of [group, bench.home]) {
      await seenAs(bench, place, await send(bench, place, { text: '/cek dari bot' }))
    }
    await bench.says('member', group, { text: '/cek dari warga' })
    await heard(bench, group, '/cek dari warga')
    expect(heardIn(bench, group)).toHaveLength(1)
    expect(heardIn(bench, bench.home).map(({ text }) => text)).not.toContain('/cek dari bot')
  })

  sentence(
    chapter,
    'is never one of another bot',
    async (bench) => {
      const group = await bench.newGroup('KIM Bot')
      await bench.otherBotSays(group, '/cek dari bot lain')
      await bench.says('member', group, { text: '/cek dari warga' })
      await heard(bench, group, '/cek dari warga')
      expect(heardIn(bench, group)).toHaveLength(1)
    },
    'other bots',
  )

  sentence(
    chapter,
    'is told once, even when the platform brings it ten times more',
    async (bench) => {
      const group = await bench.newGroup('KIM Ulang')
      const id = await bench.says('member', group, { text: '/cek berulang' })
      await heard(bench, group, '/cek berulang')
      for (const _ of numbers(10)) await bench.repeats(group, id)
      await bench.says('member', group, { text: '/cek penutup' })
      await heard(bench, group, '/cek penutup')
      expect(heardIn(bench, group).map(({ text }) => text)).toEqual(['/cek berulang', '/cek penutup'])
    },
    'repeating a message',
  )
}

function describeOrder(chapter: Chapter): void {
  sentence(
    chapter,
    'keeps its place among 50 from one chat, even when the product is slow',
    async (bench) => {
      const group = await bench.newGroup('KIM Ramai')
      const dealtWith: string[] = []
      bench.onEvent = async (event) => {
        // Each one takes longer than the next: only waiting for each other keeps them in order.
        const turns = 50 - dealtWith.length
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
        if (event.type === 'message') dealtWith.push(event.message.text)
      }
      const said = numbers(50).map((number) => `/cek nomor ${number}`)
      for (const text of said) await bench.says('member', group, { text })
      await until(() => dealtWith.length >= said.length)
      expect(dealtWith).toEqual(said)
    },
  )

  sentence(
    chapter,
    'does not wait for other chats: ten of them are heard while one is stuck',
    async (bench) => {
      const stuck = await bench.newGroup('KIM Macet')
      const others = await Promise.all(numbers(10).map((number) => bench.newGroup(`KIM ${number}`)))
      const dealtWith: string[] = []
      const release: (() => void)[] = []
      bench.onEvent = async (event) => {
        if (event.type !== 'message') return
        const { chatId } = event.message.chat
        if (chatId === stuck.address.chatId) await new Promise<void>((done) => release.push(done))
        dealtWith.push(chatId)
      }
      await bench.says('member', stuck, { text: '/cek macet' })
      for (const group of others) await bench.says('member', group, { text: '/cek lancar' })
      const chatIds = others.map(({ address }) => address.chatId)
      // Telegram is read in batches: those that are not done hold the next batch back for eight seconds at the most.
      await until(() => dealtWith.length === others.length, bench)
      expect(dealtWith.toSorted()).toEqual(chatIds.toSorted())
      for (const go of release) go()
      await until(() => dealtWith.includes(stuck.address.chatId))
    },
  )

  sentence(chapter, 'is not held up by one on which the product fails', async (bench) => {
    const group = await bench.newGroup('KIM Rusak')
    let failures = 0
    const patience = Math.min(chapter.platform.triesOfFailing, 3)
    const dealtWith: string[] = []
    bench.onEvent = async (event) => {
      if (event.type !== 'message') return
      const isBad = event.message.text === '/cek rusak' && failures < patience
      if (isBad) failures += 1
      if (isBad) throw new Error('the product stumbled')
      dealtWith.push(event.message.text)
    }
    for (const text of ['/cek rusak', '/cek baik', '/cek akhir']) await bench.says('member', group, { text })
    await until(() => dealtWith.includes('/cek akhir') && failures === patience, bench)
    expect(dealtWith.filter((text) => text !== '/cek rusak')).toEqual(['/cek baik', '/cek akhir'])
  })
}

function describeAdmins(chapter: Chapter): void {
  sentence(chapter, 'comes from an admin, or not: the platform is asked', async (bench) => {
    const group = await bench.newGroup('KIM Pengurus')
    await bench.says('admin', group, { text: '/cek pengurus' })
    await bench.says('member', group, { text: '/cek anggota' })
    const admin = (await heard(bench, group, '/cek pengurus')).senderId
    const member = (await heard(bench, group, '/cek anggota')).senderId
    const asked = [admin, member, bench.strangerId, 'bukan-siapa-siapa']
    const said = await Promise.all(asked.map((id) => bench.channel.isAdmin(group.address, id)))
    expect(said).toEqual([true, false, false, false])
    expect(await bench.channel.isAdmin(bench.home.address, admin)).toBe(false)
  })

  sentence(
    chapter,
    'comes from no admin any more when that one was demoted before',
    async (bench) => {
      const group = await bench.newGroup('KIM Pengurus')
      const answers: [string, boolean][] = []
      bench.onEvent = async (event) => {
        if (event.type !== 'message') return
        const { chat, senderId, text } = event.message
        answers.push([text, await bench.channel.isAdmin(chat, senderId)])
      }
      bench.promotes(group, 'member')
      await bench.says('member', group, { text: '/cek diangkat' })
      await until(() => answers.length === 1)
      bench.demotes(group, 'member')
      await bench.says('member', group, { text: '/cek diturunkan' })
      await until(() => answers.length === 2)
      expect(answers).toEqual([
        ['/cek diangkat', true],
        ['/cek diturunkan', false],
      ])
    },
    'demotion',
  )

  sentence(chapter, 'has an unknown sender when the platform cannot be asked', async (bench) => {
    const group = await bench.newGroup('KIM Pengurus')
    await bench.says('admin', group, { text: '/cek pengurus' })
    const { senderId } = await heard(bench, group, '/cek pengurus')
    const asked = () => failureOf(bench.channel.isAdmin(group.address, senderId))
    await bench.removesBot(group)
    await until(() => newsOf(bench, group).some(({ type }) => type === 'bot_removed'))
    expect(await asked()).toMatchObject({ code: 'unreachable', uncertain: false })
    await bench.channel.stop()
    expect(await asked()).toMatchObject({ code: 'disconnected', uncertain: false })
    await bench.start()
  })
}

/** What people write, and how the bot hears it. */
export function describeIncoming(chapter: Chapter): void {
  describeWords(chapter)
  describeThings(chapter)
  describeSilence(chapter)
  describeOrder(chapter)
  describeAdmins(chapter)
}
