import { describe, expect, it } from 'vitest'
import { createRouter } from '../../src/conversation/router.ts'
import type { IncomingMessage } from '../../src/domain/message.ts'
import { createQuizGame } from '../../src/literacy/quiz-game.ts'
import { renderFor } from '../../src/renderings.ts'
import { DAY_MS } from '../support/broadcast-builder.ts'
import { quote, simulatorChat, startConversation } from '../support/conversation.ts'
import { deliverQuiz, QUIZ_ID } from '../support/literacy.ts'
import { seededRandom } from '../support/seeded-random.ts'

const GROUP = simulatorChat('grup-1')

/** A group that has just got the quiz, with ways to answer it. */
async function startQuiz(options: Parameters<typeof startConversation>[0] = {}) {
  const conversation = await startConversation(options)
  const { storage, clock, inGroup, channel } = conversation
  const text = await deliverQuiz(storage, [GROUP], { at: clock.now() })
  /** What stands in the group, as WhatsApp shows it: the quiz first, then what the bot says. */
  const shown = () =>
    [text, ...channel.sent.map((message) => message.text)].map((one) =>
      renderFor('whatsapp', { text: one }).join('\n'),
    )
  const lastQuestion = () => shown().findLast((one) => /Pertanyaan \d dari 3/.test(one)) ?? ''
  const reply = (answer: string, senderId: string, more: Partial<IncomingMessage> = {}) =>
    inGroup(answer, { senderId, quoted: quote(lastQuestion(), true), ...more })
  const tap = (question: number, option: number, senderId: string) =>
    inGroup('', {
      senderId,
      choice: `q:${QUIZ_ID}:${question}:${option}`,
      quoted: { id: 'post', text: shown()[0] ?? '', fromBot: true },
    })
  return { ...conversation, text, shown, reply, tap }
}

/** A subscribed group that wants tips and quizzes. */
async function startSubscribed() {
  const conversation = await startConversation()
  const { storage, inGroup } = conversation
  await storage.chats.subscribe(GROUP, { title: 'KIM contoh', areaCodes: ['64.72'], topics: [] })
  const wants = async () => (await storage.chats.find(GROUP))?.hasLiteracy
  const asAdmin = (text: string, more: Partial<IncomingMessage> = {}) =>
    inGroup(text, { senderId: 'admin', ...more })
  return { ...conversation, wants, asAdmin }
}

describe('a quiz in a group', () => {
  it('is played to its end by replies, without names', async () => {
    const { reply, channel } = await startQuiz()
    const [noted] = await reply('1', 'ani')
    expect(noted?.text).toContain('Jawaban sudah tercatat')
    expect(noted?.text).not.toMatch(/salah|benar\b/i)
    expect(await reply('c', 'budi')).toEqual([])
    const [first] = await reply('tahan dulu', 'citra', { id: 'jawaban-citra' })
    expect(first).toMatchObject({
      replyTo: 'jawaban-citra',
      choices: [{ id: `q:${QUIZ_ID}:2:1` }, {}, {}, {}],
    })
    expect(first?.text).toContain('Jawaban nomor 1: **2. Tahan dulu dan cek sumbernya**')
    expect(first?.text).toContain('1 dari 3 jawaban benar.')
    expect(first?.text).toContain('**Pertanyaan 2 dari 3**')
    expect((await reply('3', 'ani'))[0]?.text).toContain('**Pertanyaan 3 dari 3**')
    const [last] = await reply('a', 'budi')
    expect(last?.text).toContain('Kuisnya selesai: **3 dari 5 jawaban benar**')
    expect(last?.choices).toBeUndefined()
    expect(channel.sent).toHaveLength(4)
    expect(channel.sent.map(({ text }) => text).join('\n')).not.toMatch(/ani|budi|citra/)
  })

  it('is played by taps, which answer in the group and change nothing in place', async () => {
    const { tap, channel } = await startQuiz()
    expect((await tap(1, 2, 'ani'))[0]).toMatchObject({ replyTo: 'post' })
    expect(await tap(1, 2, 'budi')).toEqual([])
    expect(await tap(3, 1, 'budi')).toEqual([])
    expect(await tap(2, 9, 'budi')).toEqual([])
    expect((await tap(2, 3, 'budi'))[0]?.text).toContain('Pertanyaan 3 dari 3')
    expect((await tap(3, 1, 'citra'))[0]?.text).toContain('3 dari 3 jawaban benar')
    expect(channel.edited).toEqual([])
  })

  it('counts the first answer of each person, and reveals after five people', async () => {
    const { reply } = await startQuiz()
    await reply('1', 'ani')
    for (const [person, option] of [
      ['ani', '2'],
      ['ani', '3'],
      ['budi', '1'],
      ['citra', '1'],
      ['dedi', '3'],
    ] as const) {
      expect(await reply(option, person)).toEqual([])
    }
    expect((await reply('3', 'eka'))[0]?.text).toContain('0 dari 5 jawaban benar.')
  })

  it('goes on when an admin says so, and not for anybody else', async () => {
    const { reply, channel } = await startQuiz()
    expect(await reply('lanjut', 'warga')).toEqual([])
    channel.adminFailure = new Error('no answer')
    expect(await reply('lanjut', 'admin')).toEqual([])
    channel.adminFailure = undefined
    expect((await reply('Lanjut!', 'admin'))[0]?.text).toContain('Belum ada yang menjawab.')
    await reply('lanjut', 'admin')
    const [last] = await reply('lanjut', 'admin')
    expect(last?.text).toContain('Kuisnya selesai. Sampai jumpa')
  })

  it('never takes a number for an answer that is no reply to it', async () => {
    const { inGroup, storage } = await startQuiz()
    expect(await inGroup('2', { senderId: 'ani' })).toEqual([])
    expect(await inGroup('2', { senderId: 'ani', quoted: quote('Posyandu besok', true) })).toEqual([])
    // Somebody quotes the words of the quiz, but the bot has not written them.
    const words = 'Kuis Literasi Digital · Desember 2026\nPertanyaan 1 dari 3'
    await inGroup('2', { senderId: 'ani', quoted: quote(words, false) })
    expect((await storage.literacy.resultOf(QUIZ_ID)).played).toBe(0)
  })

  it.each(['wah susah', 'hahaha', '1 atau 2 ya', '', 'terima kasih'])(
    'lets people talk about it: %j',
    async (talk) => {
      const { reply, storage } = await startQuiz()
      expect(await reply(talk, 'ani')).toEqual([])
      expect((await storage.literacy.resultOf(QUIZ_ID)).played).toBe(0)
    },
  )

  it('still checks what somebody asks under it', async () => {
    const { reply } = await startQuiz()
    expect((await reply('/bantuan', 'ani'))[0]?.text).toContain('/cek')
    expect(await reply('garam dapur hilang dari pasar', 'ani', { mentionsBot: true })).toHaveLength(1)
  })

  it('ends kindly after seven days, and says so once', async () => {
    const { reply, tap, clock } = await startQuiz()
    await reply('1', 'ani')
    clock.advance(7 * DAY_MS + 1)
    expect((await reply('2', 'budi'))[0]?.text).toMatch(/^Kuis ini sudah selesai/)
    expect(await reply('2', 'citra')).toEqual([])
    expect(await tap(1, 2, 'dedi')).toEqual([])
  })

  it('goes on after a restart where it was', async () => {
    const { reply, storage, clock, deps, channel } = await startQuiz()
    await reply('2', 'ani')
    const quizGame = createQuizGame({ storage, logger: deps.logger, hashPerson: deps.hash })
    const router = createRouter({ ...deps, quizGame })
    await channel.stop()
    await channel.start((event) => router.receive(event))
    clock.advance(DAY_MS)
    expect((await reply('3', 'ani'))[0]?.text).toContain('Pertanyaan 3 dari 3')
  })

  it('says again what a crash kept it from saying', async () => {
    const { reply, channel } = await startQuiz()
    channel.failures.push(new Error('the power went out'))
    expect(await reply('2', 'ani', { id: 'm-1' })).toEqual([])
    expect((await reply('2', 'ani', { id: 'm-1' }))[0]?.text).toContain('Pertanyaan 2 dari 3')
    expect(await reply('2', 'ani', { id: 'm-1' })).toEqual([])
  })

  it('does not know taps on quizzes that the group has not got', async () => {
    const { inGroup } = await startQuiz()
    for (const choice of [
      'q:kuis-2026-11:1:1',
      'q:posyandu:1:1',
      'q:',
      'q:kuis-2026-12:0:1',
      'q:kuis-2026-12:1',
    ]) {
      expect(await inGroup('', { choice })).toEqual([])
    }
    expect(await inGroup('', { choice: `q:${QUIZ_ID}:1:2`, chat: simulatorChat('lain') })).toEqual([])
  })

  it('keeps no name and no platform id of anybody', async () => {
    const lines: string[] = []
    const { reply } = await startQuiz({ logTo: lines })
    await reply('1', '6281100000009')
    await reply('lanjut', 'admin')
    expect(lines.join('')).not.toContain('6281100000009')
  })

  it.each([11, 12, 13])(
    'stays within four messages and never throws, whatever people do (seed %i)',
    async (seed) => {
      const lines: string[] = []
      const { inGroup, shown, channel } = await startQuiz({ logTo: lines })
      const random = seededRandom(seed)
      const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item
      const words = [
        '1',
        '2',
        '3',
        '9',
        'a',
        'lanjut',
        'sebarkan dulu',
        '',
        '👍',
        '<b>',
        '%00',
        'x'.repeat(100),
        '-1',
        'ya',
      ]
      for (let turn = 0; turn < 150; turn += 1) {
        const choice = pick([`q:${QUIZ_ID}:${pick([0, 1, 2, 3, 4])}:${pick([1, 2, 3, 4, 5])}`, 'q:x', 'q:::'])
        const senderId = pick(['ani', 'budi', 'citra', 'dedi', 'eka', 'admin'])
        await (random() < 0.4
          ? inGroup('', { senderId, choice })
          : inGroup(pick(words), { senderId, quoted: quote(pick(shown()), true) }))
      }
      expect(channel.sent.length).toBeLessThanOrEqual(4)
      const reveals = channel.sent.flatMap(({ text }) => /Jawaban nomor (\d)/.exec(text)?.[1] ?? [])
      expect(reveals).toEqual([...new Set(reveals)])
      expect(lines.filter((line) => /could not|Error/.test(line))).toEqual([])
    },
  )
})

describe('/literasi', () => {
  it('shows the state with two choices, which are tapped or replied', async () => {
    const { asAdmin, wants, channel } = await startSubscribed()
    const [asked] = await asAdmin('/literasi')
    expect(asked?.text).toContain('sekarang **menyala**')
    expect(asked?.choices?.map(({ id }) => id)).toEqual(['l:on', 'l:off'])
    const quoted = {
      id: asked?.externalId ?? '',
      text: renderFor('whatsapp', asked ?? { text: '' }).join(''),
      fromBot: true,
    }
    expect((await asAdmin('2', { quoted }))[0]?.text).toContain('tidak kami kirim')
    expect(await wants()).toBe(false)
    await asAdmin('', { choice: 'l:on', quoted })
    expect(channel.edited.at(-1)?.text).toContain('menerima tip tiap minggu')
    expect(await wants()).toBe(true)
  })

  it.each([
    ['/literasi mati', false],
    ['/literasi off', false],
    ['/litrasi matikan!', false],
    ['/literasi nyala', true],
  ])('does at once what %j says', async (text, expected) => {
    const { asAdmin, wants } = await startSubscribed()
    expect(await asAdmin(text)).toHaveLength(1)
    expect(await wants()).toBe(expected)
  })

  it.each(['/literasi', '/literasi mati'])('is for admins: %s', async (text) => {
    const { inGroup, wants } = await startSubscribed()
    expect((await inGroup(text))[0]?.text).toContain('hanya admin grup')
    // An hour passes before the group hears that again.
    expect(await inGroup(text)).toEqual([])
    expect(await wants()).toBe(true)
  })

  it('refuses an admin who was demoted between the question and the answer', async () => {
    const { asAdmin, wants, channel } = await startSubscribed()
    await asAdmin('/literasi')
    channel.admins.delete('admin')
    expect((await asAdmin('', { choice: 'l:off' }))[0]?.text).toContain('hanya admin grup')
    channel.adminFailure = new Error('no answer')
    expect((await asAdmin('', { choice: 'l:off' }))[0]?.text).toContain('belum bisa memastikan')
    expect(await wants()).toBe(true)
  })

  it('says what is missing in a group without a subscription', async () => {
    const { inGroup } = await startConversation()
    expect((await inGroup('/literasi', { senderId: 'admin' }))[0]?.text).toContain('belum berlangganan')
    expect((await inGroup('', { senderId: 'admin', choice: 'l:off' }))[0]?.text).toContain(
      'belum berlangganan',
    )
  })

  it.each(['l:', 'l:maybe', 'l:on:x'])(
    'stays silent after a choice that nobody offered: %s',
    async (choice) => {
      const { asAdmin, wants } = await startSubscribed()
      expect(await asAdmin('', { choice })).toEqual([])
      expect(await wants()).toBe(true)
    },
  )

  it.each(['literasi mati', 'kuis', 'literasi'])('is not meant by ordinary talk: %s', async (text) => {
    const { asAdmin, wants } = await startSubscribed()
    expect(await asAdmin(text)).toEqual([])
    expect(await wants()).toBe(true)
  })
})
