import { describe, expect, it } from 'vitest'
import { acknowledgementChoiceId } from '../../src/domain/acknowledgement.ts'
import type { IncomingMessage } from '../../src/domain/message.ts'
import { announceTo, LOA_KULU_KOTA, subscribeAt } from '../support/announced.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/broadcast-builder.ts'
import { hashForTest, SALT_MESSAGE, simulatorChat, startConversation } from '../support/conversation.ts'
import { seededRandom } from '../support/seeded-random.ts'

const GROUP = simulatorChat('grup-1')

const textOf = (sent: { text: string }[]) => sent.map(({ text }) => text)
const by = (senderId: string): Partial<IncomingMessage> => ({ senderId })

/** A group that got an announcement which asks whether it was passed on. */
async function setUp(wantsAcknowledgement = true) {
  const conversation = await startConversation()
  const { storage, clock } = conversation
  await subscribeAt(storage, GROUP)
  const announced = await announceTo(storage, {
    at: clock.now(),
    ...(wantsAcknowledgement ? {} : { wantsAcknowledgement: undefined as never }),
  })
  const { id, externalId } = announced.in.get('grup-1') ?? { id: '', externalId: '' }
  const quoted = { id: externalId, text: 'Posyandu\n\nSudah disampaikan ke warga?', fromBot: true }
  return {
    ...conversation,
    id,
    announced,
    /** Replies to the announcement. */
    reply: async (text: string, senderId = 'ani') =>
      textOf(await conversation.inGroup(text, { ...by(senderId), quoted })),
    /** Replies to the last message of the bot. */
    answer: async (text: string, senderId = 'ani') => {
      const last = conversation.channel.sent.at(-1)
      const to = { id: last?.externalId ?? '', text: last?.text ?? '', fromBot: true }
      return textOf(await conversation.inGroup(text, { ...by(senderId), quoted: to }))
    },
    /** Writes into the group, to nobody. */
    write: async (text: string, senderId = 'ani') => textOf(await conversation.inGroup(text, by(senderId))),
    tap: async (step: string, senderId = 'ani', deliveryId = id) => {
      const before = conversation.channel.edited.length
      const sent = await conversation.inGroup('', {
        ...by(senderId),
        choice: acknowledgementChoiceId(deliveryId, step),
        quoted: step === '' ? quoted : { id: 'question', text: '', fromBot: true },
      })
      return { sent, edited: conversation.channel.edited.slice(before) }
    },
    said: (senderId = 'ani') => storage.acknowledgements.find(id, hashForTest('simulator', senderId)),
  }
}

describe('a tap on "Sudah disampaikan"', () => {
  it('counts at once, asks how and how many in one message, and thanks', async () => {
    const { tap, said } = await setUp()
    const first = await tap('')
    expect(first.sent).toMatchObject([
      {
        text: expect.stringMatching(/^Terima kasih 🙏 Disampaikan dengan cara apa\?/),
        replyTo: 'posyandu@grup-1',
      },
    ])
    expect(first.sent[0]?.choices?.map(({ label }) => label)).toEqual([
      'Dibacakan',
      'Ditempel',
      'Dari rumah ke rumah',
      'Pengeras suara',
      'Lanjut ▶',
    ])
    expect(first.sent[0]?.choices?.every((choice) => Buffer.byteLength(choice.id) <= 64)).toBe(true)
    expect(await said()).toMatchObject({ methods: [], asking: 'methods', areaCode: LOA_KULU_KOTA })

    expect((await tap('m:1')).edited[0]?.choices?.map(({ label }) => label)).toContain('✅ Ditempel')
    expect(await said()).toMatchObject({ methods: ['posted'] })
    await tap('m:0')
    await tap('m:1')
    expect(await said()).toMatchObject({ methods: ['read_aloud'] })

    const people = await tap('n')
    expect(people.edited[0]?.text).toMatch(/berapa orang/)
    expect(people.edited[0]?.choices?.map(({ label }) => label)).toEqual([
      '< 25 orang',
      '25–50 orang',
      '50–100 orang',
      '> 100 orang',
      'Lewati',
    ])
    const last = await tap('p:1')
    expect(last.edited[0]).toMatchObject({
      text: 'Terima kasih, sudah kami catat: dibacakan, sekitar 37 orang 🙏',
    })
    expect(last.edited[0]?.choices).toBeUndefined()
    expect(await said()).toMatchObject({ methods: ['read_aloud'], people: 37 })
    expect((await said())?.asking).toBeUndefined()
  })

  it('is thanked once for each person, however often it is tapped', async () => {
    const { tap, said } = await setUp()
    expect((await tap('')).sent).toHaveLength(1)
    expect((await tap('')).sent).toEqual([])
    expect((await tap('', 'budi')).sent).toHaveLength(1)
    await tap('n')
    await tap('e')
    expect((await tap('')).sent).toEqual([])
    expect(await said()).toMatchObject({ methods: [] })
  })

  it('asks again when somebody comes back to the open question later', async () => {
    const { tap, clock } = await setUp()
    await tap('')
    clock.advance(11 * MINUTE_MS)
    const { sent } = await tap('')
    expect(sent[0]?.text).toMatch(/^Disampaikan dengan cara apa\?/)
  })

  it('does not skip a question when "Lanjut" is tapped twice', async () => {
    const { tap, said } = await setUp()
    await tap('')
    await tap('n')
    expect((await tap('n')).edited).toEqual([])
    expect(await said()).toMatchObject({ asking: 'people' })
  })

  it('keeps the words of two people apart', async () => {
    const { tap, said } = await setUp()
    await tap('')
    await tap('m:0', 'budi')
    expect(await said('ani')).toMatchObject({ methods: [] })
    expect(await said('budi')).toMatchObject({ methods: ['read_aloud'], asking: 'methods' })
    // To go on is no word of its own.
    expect((await tap('n', 'citra')).edited).toEqual([])
    expect(await said('citra')).toBeUndefined()
  })

  it.each(['', 'm:0', 'n'])('does nothing for a delivery of another group, or for none: %j', async (step) => {
    const { tap, storage, clock, said } = await setUp()
    await subscribeAt(storage, simulatorChat('grup-2'))
    const other = await announceTo(storage, { id: 'lain', at: clock.now(), chats: ['grup-2'] })
    for (const deliveryId of [other.in.get('grup-2')?.id ?? '', 'uji-coba', '', 'x'.repeat(40)]) {
      expect(await tap(step, 'ani', deliveryId)).toEqual({ sent: [], edited: [] })
    }
    expect(await said()).toBeUndefined()
  })

  it.each(['m:9', 'm:', 'x', 'p:99', ':::', 'n:1', 'e:e'])(
    'does nothing with an unknown step: %j',
    async (step) => {
      const { tap, said } = await setUp()
      expect(await tap(step)).toEqual({ sent: [], edited: [] })
      expect(await said()).toBeUndefined()
    },
  )
})

describe('a reply in words', () => {
  it('may say everything at once', async () => {
    const { reply, said } = await setUp()
    expect(await reply('sudah, dibacakan di pengajian, sekitar 40 orang')).toEqual([
      'Terima kasih, sudah kami catat: dibacakan, sekitar 40 orang 🙏',
    ])
    expect(await said()).toMatchObject({ methods: ['read_aloud'], people: 40 })
    expect(await reply('sudah')).toEqual([])
    expect(await reply('sudah, dibacakan di pengajian, sekitar 40 orang')).toEqual([])
  })

  it('is followed by the questions that are still open, and by answers to nobody', async () => {
    const { reply, write, said } = await setUp()
    expect((await reply('sudah'))[0]).toMatch(/^Terima kasih 🙏 Disampaikan dengan cara apa\?/)
    expect((await write('1,3'))[0]).toMatch(/^Kira-kira berapa orang/)
    expect(await said()).toMatchObject({ methods: ['read_aloud', 'door_to_door'] })
    expect(await write('80')).toEqual([
      'Terima kasih, sudah kami catat: dibacakan, dari rumah ke rumah, sekitar 80 orang 🙏',
    ])
    expect(await write('70')).toEqual([])
    expect(await said()).toMatchObject({ people: 80 })
  })

  it('asks only what was not said', async () => {
    const { reply, answer } = await setUp()
    expect((await reply('sdh ditempel di balai desa'))[0]).toMatch(/^Terima kasih 🙏 Kira-kira berapa orang/)
    expect((await answer('lewati'))[0]).toBe('Terima kasih, sudah kami catat: ditempel 🙏')
    expect((await reply('sudah 60 orang', 'budi'))[0]).toMatch(/cara apa/)
    expect((await answer('lewat toa', 'budi'))[0]).toBe(
      'Terima kasih, sudah kami catat: pengeras suara, sekitar 60 orang 🙏',
    )
  })

  it('replaces what the person said before, and "juga" adds to it', async () => {
    const { reply, said } = await setUp()
    await reply('sudah dibacakan 40 orang')
    expect(await reply('maaf, sudah ditempel')).toEqual([
      'Terima kasih, sudah kami catat: ditempel, sekitar 40 orang 🙏',
    ])
    await reply('dibacakan juga')
    expect(await said()).toMatchObject({ methods: ['read_aloud', 'posted'], people: 40 })
    await reply('sudah 55 orang')
    expect(await said()).toMatchObject({ people: 55 })
  })

  it.each([
    ['sudah dibacakan 25000 orang', /lebih dari 20\.000/],
    ['sudah dibacakan 30 KK', /jumlah orangnya/],
    ['sudah dibacakan ratusan orang', /Perkiraan angkanya/],
    ['sudah dibacakan 0 orang', /angkanya belum kami pahami/],
  ])('asks again for a number that cannot be: "%s"', async (text, words) => {
    const { reply, answer, said } = await setUp()
    expect((await reply(text))[0]).toMatch(words)
    expect((await said())?.people).toBeUndefined()
    expect((await answer('99999999'))[0]).toMatch(/lebih dari 20\.000/)
    expect((await answer('sekitar 60 orang'))[0]).toMatch(/dibacakan, sekitar 60 orang/)
  })

  it('asks again after garbage under a question, and leaves thanks and questions alone', async () => {
    const { reply, answer, said } = await setUp()
    await reply('sudah')
    expect((await answer('qwerty'))[0]).toMatch(/belum kami pahami\. Disampaikan dengan cara apa\?/)
    expect((await answer('7'))[0]).toMatch(/belum kami pahami/)
    expect(await answer('terima kasih')).toEqual([])
    await answer('kapan posyandunya dibuka lagi?')
    expect(await said()).toMatchObject({ methods: [], asking: 'methods' })
  })

  it('counts for whoever answers the question that somebody else was asked', async () => {
    const { reply, answer, said } = await setUp()
    await reply('sudah')
    expect((await answer('ditempel juga, 30 orang', 'budi'))[0]).toMatch(/ditempel, sekitar 30 orang/)
    expect(await said('budi')).toMatchObject({ methods: ['posted'], people: 30 })
    expect(await said('ani')).toMatchObject({ methods: [] })
  })

  it('may name the bot instead of replying', async () => {
    const { inGroup, said } = await setUp()
    const sent = await inGroup('sudah dibacakan, 20 orang', { senderId: 'ani', mentionsBot: true })
    expect(sent[0]?.text).toMatch(/sudah kami catat/)
    expect(await said()).toMatchObject({ people: 20 })
  })

  it('may be to the last part of a long announcement, whose id nobody kept', async () => {
    const { inGroup, said } = await setUp()
    const quoted = { id: 'part-2', text: 'Caranya …\n\nSudah disampaikan ke warga?', fromBot: true }
    await inGroup('sudah', { senderId: 'ani', quoted })
    expect(await said()).toMatchObject({ asking: 'methods' })
  })

  it('says "belum": nobody is reminded before the evening, and an earlier word is taken back', async () => {
    const { reply, said, storage, id, clock } = await setUp()
    expect((await reply('belum sempat'))[0]).toMatch(/^Baik, terima kasih kabarnya/)
    expect(await reply('belum', 'budi')).toEqual([])
    expect(await storage.acknowledgementReminders.postpone(id, clock.now())).toBe(false)
    await reply('sudah')
    expect((await reply('belum, salah grup'))[0]).toMatch(/catatannya kami hapus/)
    expect(await said()).toBeUndefined()
  })

  it('is thanked without questions when the announcement is older than 14 days', async () => {
    const { reply, said, clock } = await setUp()
    clock.advance(15 * DAY_MS)
    expect(await reply('sudah')).toEqual(['Terima kasih, sudah kami catat 🙏'])
    expect(await reply('sudah')).toEqual([])
    expect((await said())?.asking).toBeUndefined()
  })

  it('is kept when the announcement was taken back, with the word to stop', async () => {
    const { reply, said, storage, announced } = await setUp()
    await storage.broadcasts.save({
      ...announced.broadcast,
      id: 'posyandu-tarik-1',
      kind: 'recall',
      amends: 'posyandu',
    })
    expect((await reply('sudah'))[0]).toMatch(/ditarik/)
    expect(await said()).toBeDefined()
  })

  it('under a RALAT is about the announcement that it corrects', async () => {
    const { inGroup, storage, clock, said } = await setUp()
    const at = new Date(clock.now().getTime() + HOUR_MS)
    clock.advance(2 * HOUR_MS)
    const ralat = await announceTo(storage, {
      id: 'posyandu-ralat-1',
      kind: 'correction',
      amends: 'posyandu',
      at,
    })
    const { id = '', externalId = '' } = ralat.in.get('grup-1') ?? {}
    await inGroup('sudah dibacakan 12 orang', {
      senderId: 'ani',
      quoted: { id: externalId, text: '', fromBot: true },
    })
    expect(await said()).toMatchObject({ people: 12 })
    await inGroup('', {
      senderId: 'budi',
      choice: acknowledgementChoiceId(id),
      quoted: { id: externalId, text: '', fromBot: true },
    })
    expect(await said('budi')).toBeDefined()
  })
})

describe('what is none of it', () => {
  it.each(['sudah', 'sudah dibacakan 40 orang', '40', '1,3', 'ditempel'])(
    'is silent about "%s" among people whom it asked nothing',
    async (text) => {
      const { write, said } = await setUp()
      expect(await write(text)).toEqual([])
      expect(await said()).toBeUndefined()
    },
  )

  it('is silent about an announcement that asked nothing', async () => {
    const { reply, said } = await setUp(false)
    expect(await reply('sudah')).toEqual([])
    expect(await said()).toBeUndefined()
  })

  it('lets questions and requests under an announcement be', async () => {
    const { reply, said } = await setUp()
    for (const text of [
      'tolong disampaikan ke warga',
      'sudah daftar',
      'makasih min',
      'mantap pak lurah semoga bermanfaat',
    ]) {
      expect(await reply(text)).toEqual([])
    }
    expect(await said()).toBeUndefined()
  })

  it('leaves commands under an announcement to whoever carries them out', async () => {
    const { reply } = await setUp()
    expect((await reply('status'))[0]).toMatch(/Grup ini menerima kabar resmi/)
    expect((await reply('/status'))[0]).toMatch(/Grup ini menerima kabar resmi/)
  })

  it('does not hear what was forwarded, and still checks a hoax under an announcement', async () => {
    const { inGroup, said, reply } = await setUp()
    const quoted = { id: 'posyandu@grup-1', text: '', fromBot: true }
    await inGroup('sudah', { senderId: 'ani', forwarded: true, quoted })
    expect(await said()).toBeUndefined()
    expect((await reply(SALT_MESSAGE))[0]).toMatch(/garam/i)
  })

  it('leaves numbers to a later dialogue of the same person', async () => {
    const { inGroup, reply, write, said, clock } = await setUp()
    await reply('sudah', 'admin')
    clock.advance(MINUTE_MS)
    await inGroup('/langganan loa kulu kota', { senderId: 'admin' })
    expect((await write('1', 'admin')).join()).not.toMatch(/berapa orang/)
    expect(await said('admin')).toMatchObject({ methods: [] })
  })

  it('does not take an answer to nobody after half an hour', async () => {
    const { reply, write, said, clock } = await setUp()
    await reply('sudah')
    clock.advance(31 * MINUTE_MS)
    expect(await write('1')).toEqual([])
    expect(await said()).toMatchObject({ methods: [] })
  })
})

it('never gets stuck and never breaks, whatever a group writes and taps', async () => {
  const { reply, answer, write, tap, storage, said, clock, channel } = await setUp()
  const random = seededRandom(6)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const texts =
    'sudah|belum|1|2,4|5|0|40 orang|30 KK|99999999|lewati|ditempel|dibacakan juga|toa, 100|asdf|?|😀|\u0000|ya|banyak|sudah belum|*|/cek|/batal'.split(
      '|',
    )
  const steps = ['', 'n', 'e', 'm:0', 'm:3', 'p:0', 'p:3', 'm:7', '?']
  for (let round = 0; round < 400; round += 1) {
    const who = pick(['ani', 'budi', 'citra'])
    const act = pick([reply, answer, write])
    if (random() < 0.3) await tap(pick(steps), who)
    else await act(random() < 0.8 ? pick(texts) : `${pick(texts)} ${pick(texts)}`, who)
    if (random() < 0.2) clock.advance(pick([MINUTE_MS, HOUR_MS]))
    const word = await said(who)
    expect(word?.people ?? 1).toBeGreaterThan(0)
  }
  expect(channel.sent.every(({ text }) => !text.includes('gangguan'))).toBe(true)
  // A person can always finish.
  await tap('', 'dedi')
  await tap('n', 'dedi')
  await tap('e', 'dedi')
  const word = await storage.acknowledgements.lastSaid(GROUP, hashForTest('simulator', 'dedi'))
  expect(word).toBeDefined()
  expect(word?.asking).toBeUndefined()
})
