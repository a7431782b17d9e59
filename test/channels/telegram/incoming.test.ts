import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src/domain/error.ts'
import { addressOf, createGate, messagesIn, settleVillage, startBench } from '../../support/telegram/bench.ts'

async function startVillage() {
  const bench = await startBench()
  const village = await settleVillage(bench)
  return { ...bench, ...village, heard: () => messagesIn(bench.events) }
}

describe('an incoming Telegram message', () => {
  it('arrives from a private chat with its words, sender and time', async () => {
    const { api, resident, home, heard } = await startVillage()
    const { messageId } = api.sendText(resident, home, 'Apakah ini benar?')
    await api.settled()
    expect(heard()).toEqual([
      {
        id: String(messageId),
        chat: addressOf(home),
        chatType: 'private',
        chatTitle: 'Sari',
        senderId: '5001',
        text: 'Apakah ini benar?',
        attachments: [],
        forwarded: false,
        mentionsBot: false,
        sentAt: expect.any(Date),
      },
    ])
    const sentAt = heard()[0]?.sentAt.getTime() ?? 0
    expect(Math.abs(Date.now() - sentAt)).toBeLessThan(60_000)
  })

  it('keeps the caption of a picture as its text, and that it was forwarded', async () => {
    const { api, resident, home, heard } = await startVillage()
    const small = { ...api.file(new Uint8Array([1])), width: 90, height: 60 }
    const large = { ...api.file(new Uint8Array([1, 2, 3])), width: 900, height: 600 }
    api.sendOther(resident, home, { photo: [large, small], caption: 'Banjir besar' }, { forwarded: true })
    await api.settled()
    const [message] = heard()
    expect(message).toMatchObject({ text: 'Banjir besar', forwarded: true, attachments: [{ type: 'image' }] })
    expect(await message?.attachments[0]?.download?.()).toEqual(new Uint8Array([1, 2, 3]))
  })

  it.each([
    ['document', { document: { mime_type: 'application/pdf' } }],
    ['image', { document: { mime_type: 'image/png' } }],
    ['audio', { voice: { duration: 3 } }],
    ['audio', { audio: { duration: 3 } }],
    ['video', { video: { duration: 3, width: 1, height: 1 } }],
    ['video', { video_note: { duration: 3, length: 1 } }],
    ['sticker', { sticker: { type: 'regular', width: 1, height: 1 } }],
  ] as const)('has an attachment of type %s that can be fetched: %j', async (type, content) => {
    const { api, resident, home, heard } = await startVillage()
    const media = Object.entries(content).map(([name, fields]) => [
      name,
      { ...fields, ...api.file(new Uint8Array([7, 7])) },
    ])
    api.sendOther(resident, home, Object.fromEntries(media) as object)
    await api.settled()
    const [attachment] = heard()[0]?.attachments ?? []
    expect(attachment?.type).toBe(type)
    expect(await attachment?.download?.()).toEqual(new Uint8Array([7, 7]))
  })

  it('has contacts and places without anything to fetch', async () => {
    const { api, resident, home, heard } = await startVillage()
    api.sendOther(resident, home, { contact: { phone_number: '1', first_name: 'Ani' } })
    api.sendOther(resident, home, { location: { latitude: -0.5, longitude: 117.1 } })
    await api.settled()
    expect(heard().map(({ attachments }) => attachments)).toEqual([
      [{ type: 'contact' }],
      [{ type: 'location' }],
    ])
  })

  it('says when Telegram no longer has a file', async () => {
    const { api, resident, home, heard } = await startVillage()
    const gone = { file_id: 'gone', file_unique_id: 'gone', width: 1, height: 1 }
    api.sendOther(resident, home, { photo: [gone] })
    await api.settled()
    await expect(heard()[0]?.attachments[0]?.download?.()).rejects.toThrow(
      new AppError('not_found', 'Telegram does not have this file.'),
    )
  })

  it('takes an album as one message', async () => {
    const { api, resident, home, heard } = await startVillage()
    const picture = () => [{ ...api.file(new Uint8Array([1])), width: 1, height: 1 }]
    api.sendOther(resident, home, { photo: picture(), caption: 'Benarkah?', media_group_id: 'a' })
    api.sendOther(resident, home, { photo: picture(), media_group_id: 'a' })
    api.sendOther(resident, home, { photo: picture(), media_group_id: 'b' })
    await api.settled()
    expect(heard().map(({ text }) => text)).toEqual(['Benarkah?', ''])
  })

  it('reads the question of a poll and the words of a rich message', async () => {
    const { api, resident, home, heard } = await startVillage()
    const bold = { type: 'bold', text: ['Gempa'] }
    const blocks = [
      { type: 'paragraph', text: [bold, ' besar'] },
      { type: 'list', items: [{ blocks: [{ type: 'paragraph', text: 'besok' }] }] },
    ]
    api.sendOther(resident, home, { poll: { question: 'Setuju?' } } as object)
    api.sendOther(resident, home, { rich_message: { blocks } } as object)
    await api.settled()
    expect(heard().map(({ text }) => text)).toEqual(['Setuju?', 'Gempa besar\nbesok'])
  })
})

describe('the name of the bot', () => {
  it.each([
    ['/cek@KabarKimBot vaksin', '/cek vaksin', true],
    ['/cek@kabarkimbot', '/cek', true],
    ['/cek vaksin', '/cek vaksin', false],
    ['@KabarKimBot benarkah ini?', 'benarkah ini?', true],
    ['halo @kabarkimbot benarkah ini?', 'halo benarkah ini?', true],
    ['benarkah, @KabarKimBot?', 'benarkah, ?', true],
    ['/cek @orang_lain dan @KabarKimBot', '/cek @orang_lain dan', true],
  ])('is cut from %j', async (written, text, mentionsBot) => {
    const { api, resident, group, heard } = await startVillage()
    api.sendText(resident, group, written)
    await api.settled()
    expect(heard()).toMatchObject([{ text, mentionsBot, chatType: 'group', chatTitle: 'KIM Loa Kulu' }])
  })

  it('is understood in a caption, and when people mention the bot without its username', async () => {
    const { api, resident, home, heard } = await startVillage()
    const photo = [{ ...api.file(new Uint8Array([1])), width: 1, height: 1 }]
    api.sendOther(resident, home, { photo, caption: '@KabarKimBot asli?' })
    api.sendText(resident, home, 'Kabar KIM asli?', {
      extra: { entities: [{ type: 'text_mention', offset: 0, length: 9, user: api.bot }] },
    })
    await api.settled()
    expect(heard()).toMatchObject([
      { text: 'asli?', mentionsBot: true },
      { text: 'asli?', mentionsBot: true },
    ])
  })

  it('is not another bot: commands for that one are passed over', async () => {
    const { api, resident, group, heard, events } = await startVillage()
    expect(api.sendText(resident, group, '/cek@BotLainnya vaksin').updateId).toBeDefined()
    await api.settled()
    expect(heard()).toEqual([])
    expect(events).toEqual([])
  })
})

describe('a reply', () => {
  it('quotes what it answers and knows who wrote that', async () => {
    const { api, channel, resident, group, heard } = await startVillage()
    const rumour = api.sendText(resident, group, 'Besok libur!')
    const { externalId } = await channel.send(addressOf(group), { text: '**Halo**' }, { id: 'a' })
    api.sendText(resident, group, '/cek', { replyTo: rumour.messageId })
    api.sendText(resident, group, 'terima kasih', { replyTo: Number(externalId) })
    await api.settled()
    expect(heard().map(({ quoted }) => quoted)).toEqual([
      { id: String(rumour.messageId), text: 'Besok libur!', fromBot: false },
      { id: externalId, text: 'Halo', fromBot: true },
    ])
  })

  it('to the message that opened a forum topic is no reply', async () => {
    const { api, admin, resident, group, heard } = await startVillage()
    const topic = { name: 'Info', icon_color: 7_322_096 } as const
    const opening = api.sendOther(admin, group, { forum_topic_created: topic })
    const extra = { message_thread_id: opening.messageId, is_topic_message: true as const }
    api.sendText(resident, group, '/cek vaksin', { replyTo: opening.messageId, extra })
    await api.settled()
    expect(heard()).toHaveLength(1)
    expect(heard()[0]).not.toHaveProperty('quoted')
  })
})

describe('a tapped button', () => {
  const choices = [{ id: 'jawab:1', label: 'Ya' }]

  it('arrives as a choice and is acknowledged', async () => {
    const { api, channel, resident, group, heard } = await startVillage()
    const { externalId } = await channel.send(addressOf(group), { text: 'Yang ini?', choices }, { id: 'a' })
    const { queryId } = api.tap(resident, group, Number(externalId), 'Ya')
    await api.settled()
    expect(heard()).toMatchObject([
      {
        id: `callback:${queryId}`,
        chat: addressOf(group),
        chatType: 'group',
        senderId: '5001',
        text: '',
        choice: 'jawab:1',
        quoted: { id: externalId, text: 'Yang ini?', fromBot: true },
      },
    ])
    await api.until(() => api.answeredQueries.includes(queryId))
  })

  it('arrives even when the message is too old to be shown, or the acknowledgement fails', async () => {
    const { api, channel, resident, home, heard } = await startVillage()
    const { externalId } = await channel.send(addressOf(home), { text: 'Yang ini?', choices }, { id: 'a' })
    api.failNext('answerCallbackQuery', { status: 400, description: 'Bad Request: query is too old' })
    api.tap(resident, home, Number(externalId), 'jawab:1', { tooOld: true })
    await api.settled()
    expect(heard()).toMatchObject([
      { choice: 'jawab:1', quoted: { id: externalId, text: '', fromBot: true } },
    ])
  })

  it('is acknowledged before the product has dealt with it', async () => {
    const dealing = createGate()
    const bench = await startBench({
      receive: ({ type }) => (type === 'message' ? dealing.opened : Promise.resolve()),
    })
    const { resident, home } = await settleVillage(bench)
    const { api, channel, events } = bench
    const { externalId } = await channel.send(addressOf(home), { text: 'Yang ini?', choices }, { id: 'a' })
    const { queryId } = api.tap(resident, home, Number(externalId), 'Ya')
    await api.until(() => api.answeredQueries.includes(queryId))
    expect(events).toEqual([])
    dealing.open()
    await api.settled()
    expect(events).toHaveLength(1)
  })
})

describe('the sender', () => {
  it('is the group itself when an admin is anonymous', async () => {
    const { api, admin, group, heard } = await startVillage()
    api.sendText(admin, group, '/mulai', { anonymous: true })
    await api.settled()
    expect(heard()).toMatchObject([{ senderId: String(group.id) }])
  })

  it('is the group itself when an anonymous admin taps a button', async () => {
    const { api, channel, group, heard } = await startVillage()
    const choices = [{ id: 'a', label: 'Ya' }]
    const { externalId } = await channel.send(addressOf(group), { text: 'Yang ini?', choices }, { id: 'a' })
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
    api.tap(anonymous, group, Number(externalId), 'Ya')
    await api.settled()
    expect(heard()).toMatchObject([{ senderId: String(group.id), choice: 'a' }])
  })

  it('is never a bot, a channel, or a service message', async () => {
    const { api, resident, group, home, events } = await startVillage()
    const otherBot = { id: 77, is_bot: true, first_name: 'Bot' }
    const channelChat = { id: -1_001_111, type: 'channel' as const, title: 'Kanal' }
    const linked = { sender_chat: channelChat, is_automatic_forward: true as const }
    const sent = [
      api.sendText(resident, group, '/cek satu', { extra: { from: otherBot } }),
      api.sendText(resident, group, '/cek dua', { extra: { sender_chat: channelChat } }),
      api.sendText(resident, group, '/cek tiga', { extra: linked }),
      api.sendText(resident, home, '/cek empat', { extra: { from: api.bot } }),
      api.sendOther(resident, group, { left_chat_member: resident }),
      api.sendOther(resident, group, { new_chat_members: [resident] }),
    ]
    expect(sent.every(({ updateId }) => updateId !== undefined)).toBe(true)
    await api.settled()
    expect(events).toEqual([])
  })
})

it('answers in the forum topic that the question came from', async () => {
  const { api, channel, admin, resident, group, heard } = await startVillage()
  const opening = api.sendOther(admin, group, {
    forum_topic_created: { name: 'Info', icon_color: 7_322_096 },
  })
  const extra = { message_thread_id: opening.messageId, is_topic_message: true as const }
  const { messageId } = api.sendText(resident, group, '/cek vaksin', { extra })
  await api.settled()
  const text = `${'kata '.repeat(900)}\n\nujung`
  await channel.send(addressOf(group), { text, replyTo: heard()[0]?.id ?? '' }, { id: 'a' })
  const [first, second] = api.callsOf('sendMessage').map(({ payload }) => payload)
  expect(first?.['reply_parameters']).toMatchObject({ message_id: messageId })
  expect(second?.['message_thread_id']).toBe(opening.messageId)
})

it('keeps the order within a chat while other chats go on', async () => {
  const order: string[] = []
  const begun = createGate()
  const first = createGate()
  const bench = await startBench({
    async receive(event) {
      if (event.type !== 'message') return
      begun.open()
      if (event.message.text === 'satu') await first.opened
      order.push(event.message.text)
      if (event.message.text === 'lain') first.open()
    },
  })
  const { api } = bench
  const { resident, home, admin } = await settleVillage(bench)
  const other = api.privateChat(admin)
  api.sendText(resident, home, 'satu')
  await begun.opened
  api.sendText(resident, home, 'dua')
  api.sendText(admin, other, 'lain')
  await api.settled()
  expect(order).toEqual(['lain', 'satu', 'dua'])
})
