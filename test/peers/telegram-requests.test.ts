import type { MessageEntity } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { SECRET } from '../support/telegram/bench.ts'
import { HOAX, reads, startHouse, textsIn, webhookSecret } from '../support/telegram/house.ts'

const updateOf = (id: number, content: object) => JSON.stringify({ update_id: 900_000_000 + id, ...content })

async function startWithResident() {
  const house = await startHouse()
  const resident = house.api.user({ id: 7_001, firstName: 'Warga' })
  const home = house.api.privateChat(resident)
  const messageOf = (id: number, fields: object) =>
    updateOf(id, { message: { message_id: id, date: 1_790_000_000, chat: home, from: resident, ...fields } })
  /** A question that comes last is answered last: whatever came before it is dealt with. */
  const answersOnly = async (count: number) => {
    house.api.sendText(resident, home, 'terima kasih')
    await reads(house, home, /Sama-sama/)
    expect(house.api.messages(home)).toHaveLength(count + 1)
  }
  return { ...house, house, resident, home, messageOf, answersOnly }
}

describe('what is posted to the webhook', () => {
  it.each([
    ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'salah' }],
    ['the beginning of the secret', { 'x-telegram-bot-api-secret-token': SECRET.slice(0, -1) }],
    ['an empty secret', { 'x-telegram-bot-api-secret-token': '' }],
    ['the secret in another header', { authorization: SECRET }],
    ['no secret', {}],
  ])('is refused with 401 when it has %s', async (_name, headers) => {
    const { post, messageOf, answersOnly } = await startWithResident()
    expect(await post(messageOf(1, { text: HOAX }), headers as Record<string, string>)).toBe(401)
    expect(await post('{', headers as Record<string, string>)).toBe(401)
    await answersOnly(0)
  })

  it('is refused with 413 when it is 1.1 MB long, and the next one is taken', async () => {
    const { post, messageOf, answersOnly } = await startWithResident()
    expect(await post(messageOf(1, { text: 'a'.repeat(1.1 * 1024 * 1024) }))).toBe(413)
    await answersOnly(0)
  })

  it.each([
    ['garbage', '{"update_id": 1, "mess'],
    ['nothing', ''],
    ['a list', '[1, 2]'],
    ['a text', '"halo"'],
    ['no update', '{"message": {"text": "halo"}}'],
    ['binary', '\u0000\u0001\ufffd'],
  ])('is refused with 400 when it is %s', async (_name, body) => {
    const { post, answersOnly } = await startWithResident()
    expect(await post(body)).toBe(400)
    await answersOnly(0)
  })

  it('is not read as anything but a POST', async () => {
    const { url } = await startWithResident()
    expect((await fetch(`${url}/webhooks/telegram`, { headers: webhookSecret })).status).toBe(404)
  })

  it('is taken with 200 and passed over when it is of a kind that the bot does not know', async () => {
    const { post, home, resident, answersOnly } = await startWithResident()
    const kinds = {
      brand_new_kind: { a: 1 },
      message_reaction: {
        chat: home,
        message_id: 1,
        user: resident,
        date: 1,
        old_reaction: [],
        new_reaction: [],
      },
      poll: { id: '1', question: 'Setuju?', options: [] },
      channel_post: { message_id: 1, date: 1, chat: { id: -1, type: 'channel', title: 'K' }, text: HOAX },
      business_message: { message_id: 1, date: 1, chat: home, from: resident, text: HOAX },
      inline_query: { id: '1', from: resident, query: HOAX, offset: '' },
      chat_join_request: { chat: home, from: resident, user_chat_id: 1, date: 1 },
    }
    for (const [index, [kind, content]] of Object.entries(kinds).entries()) {
      expect(await post(updateOf(index + 1, { [kind]: content }))).toBe(200)
    }
    await answersOnly(0)
  })

  it.each([
    ['a message without a chat', { message: { message_id: 1, date: 1, text: 'halo' } }],
    ['a message that is no object', { message: 'halo' }],
    ['a message of null', { message: null }],
    ['a tap without a message', { callback_query: { id: '1', from: { id: 1 }, data: 'x' } }],
    ['a membership without members', { my_chat_member: { chat: { id: -5, type: 'group', title: 'x' } } }],
    [
      'a text that is a number',
      { message: { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, text: 5 } },
    ],
  ])('does not stop the server when it is %s', async (_name, content) => {
    const { post, answersOnly } = await startWithResident()
    expect([200, 400, 500]).toContain(await post(updateOf(1, content)))
    await answersOnly(0)
  })
})

describe('a strange message', () => {
  it.each([
    ['4,096 characters', `${HOAX} `.repeat(40).slice(0, 4_096)],
    ['4,096 characters of one word', 'a'.repeat(4_096)],
    ['nothing but emoji', '😀👨‍👩‍👧‍👦🏳️‍🌈🇮🇩👍🏽'.repeat(80)],
    ['half an emoji', 'Benarkah ini \ud83d dan \udc4d sudah sah?'],
    ['signs that turn the writing around', '\u202eHABMAT \u2066x\u2069 \u200b\u200d'.repeat(50)],
    ['marks of HTML and Markdown', '<b>a</i> & &amp; **x _y [z](tg://user?id=1) `</code>'],
    ['accents upon accents', `Za${'\u0301'.repeat(2_000)}lgo berita`],
    ['zeros', 'berita\u0000 bohong\u0000 apa'],
  ])('of %s gets one answer, in words that Telegram takes', async (_name, text) => {
    const { api, house, post, messageOf, home, answersOnly } = await startWithResident()
    const posted = post(messageOf(1, { text }))
    // One of the longest kind waits for what may follow it.
    await house.passUntil(() => api.messages(home).length > 0)
    expect(await posted).toBe(200)
    expect(textsIn(api, home)[0]).not.toBe('')
    await answersOnly(1)
  })

  it.each<[string, Partial<MessageEntity>[]]>([
    ['beyond its end', [{ type: 'mention', offset: 9_999, length: 12 }]],
    ['before its beginning', [{ type: 'bot_command', offset: -5, length: 900 }]],
    ['of no length', [{ type: 'mention', offset: 0, length: 0 }]],
    [
      'over each other',
      [
        { type: 'bold', offset: 0, length: 400 },
        { type: 'mention', offset: 3, length: 400 },
      ],
    ],
    ['without a place', [{ type: 'mention' }]],
    ['of a new kind', [{ type: 'hologram' as never, offset: 0, length: 4 }]],
  ])('with marks %s is answered once', async (_name, entities) => {
    const { api, house, post, messageOf, home, answersOnly } = await startWithResident()
    expect(await post(messageOf(1, { text: HOAX, entities }))).toBe(200)
    await reads(house, home, /PENIPUAN/)
    expect(api.messages(home)).toHaveLength(1)
    await answersOnly(1)
  })

  it('that is a picture without words gets told what to do, and one with words its answer', async () => {
    const { api, house, resident, home } = await startWithResident()
    const photo = () => [{ ...api.file(new Uint8Array([1])), width: 1, height: 1 }]
    api.sendOther(resident, home, { photo: photo() })
    await reads(house, home, /salin isi pesannya/)
    api.sendOther(resident, home, { photo: photo(), caption: HOAX }, { forwarded: true })
    await reads(house, home, /PENIPUAN/)
    expect(api.messages(home)).toHaveLength(2)
  })
})
