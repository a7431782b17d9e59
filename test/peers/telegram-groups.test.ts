import type { Chat, User } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import type { DeliveryStatus } from '../../src/domain/broadcast.ts'
import { HOAX, reads, startHouse, textsIn, type House } from '../support/telegram/house.ts'

const BODY = 'Posyandu buka hari Senin.'

const delivery = ({ passUntil, deliveries }: House, status: DeliveryStatus, id = '') =>
  passUntil(async () =>
    (await deliveries()).find((one) => one.status === status && one.broadcastId.startsWith(id)),
  )

/** A group with the bot in it that has no subscription yet. */
async function newGroup({ api, house }: { api: House['api']; house: House }) {
  const admin = api.user({ id: 6_001, firstName: 'Admin' })
  const member = api.user({ id: 6_002, firstName: 'Anggota' })
  const group = api.group({
    title: 'KIM Loa Kulu',
    admins: [admin],
    members: [member, api.bot],
    type: 'supergroup',
  })
  return { api, house, admin, member, group }
}

async function startWithGroup() {
  const house = await startHouse()
  return newGroup({ api: house.api, house })
}

/** Taps a button of the bot's last message. */
function tapLast({ api }: Pick<House, 'api'>, by: User, chat: Chat, label: RegExp): number | undefined {
  const message = api.messages(chat).at(-1)
  const button = message?.keyboard.flat().find((one) => label.test(one.label))
  if (message === undefined || button === undefined) throw new Error(`There is no button ${label}.`)
  return api.tap(by, chat, message.id, button.data).updateId
}

describe('a group that becomes a supergroup', () => {
  it.each(['old-first', 'new-first'] as const)('keeps its subscription (%s)', async (order) => {
    const house = await startHouse()
    const { api } = house
    const { group, admin } = await house.village({ type: 'group' })
    const before = await house.chat(group)
    const { chat } = api.migrate(group, admin, order)
    await api.settled()
    expect(await house.chat(group)).toBeUndefined()
    expect(await house.chat(chat)).toEqual({ ...before, chatId: String(chat.id) })
    await house.announce('posyandu', BODY)
    await delivery(house, 'sent')
    expect(textsIn(api, chat)).toEqual([expect.stringContaining(BODY)])
    expect(api.messages(group)).toEqual([])
  })

  it('gets its announcement once, in the new chat, when only the sending tells of the move', async () => {
    const house = await startHouse()
    const { api } = house
    const { group, admin } = await house.village({ type: 'group' })
    const { chat } = api.migrate(group, admin, 'never')
    await house.announce('posyandu', BODY)
    await delivery(house, 'sent')
    expect(textsIn(api, chat)).toEqual([expect.stringContaining(BODY)])
    expect(await house.chat(chat)).toMatchObject({ status: 'active' })
    expect(api.callsOf('sendMessage').map(({ status }) => status)).toEqual([400, 200])
  })

  it('goes on with its dialogue under the new id', async () => {
    const { api, house, admin } = await startWithGroup()
    const group = api.group({ title: 'KIM Lama', admins: [admin], members: [api.bot] })
    api.sendText(admin, group, '/langganan loa kulu kota')
    await reads(house, group, /Sudah benar begini/)
    const { chat } = api.migrate(group, admin)
    await api.settled()
    api.sendText(admin, chat, '/tidak')
    const question = await reads(house, chat, /Sudah benar begini/)
    expect(question.text).toContain('Loa Kulu Kota')
  })
})

describe('a group that throws the bot out', () => {
  it('gets nothing more, and everything again when it invites the bot back', async () => {
    const house = await startHouse()
    const { api } = house
    const { group, admin } = await house.village()
    const other = await house.village({ title: 'KIM Tenggarong' })
    api.kickBot(group, admin)
    await api.settled()
    expect(await house.chat(group)).toMatchObject({ status: 'gone' })
    await house.announce('pertama', BODY)
    await delivery(house, 'sent', 'pertama')
    expect(await house.deliveries()).toHaveLength(1)

    api.addBot(group, admin)
    await reads(house, group, /mengundang kami kembali/)
    expect(await house.chat(group)).toMatchObject({ status: 'active' })
    await house.announce('kedua', 'Kabar kedua.')
    await house.passUntil(() => textsIn(api, group).some((text) => text.includes('Kabar kedua')))
    expect(textsIn(api, group).some((text) => text.includes(BODY))).toBe(false)
    expect(api.messages(other.group).length).toBeGreaterThan(0)
  })

  it('is known from the refusal, too', async () => {
    const house = await startHouse()
    const { group } = await house.village()
    const description = 'Forbidden: bot was kicked from the supergroup chat'
    house.api.failNext('sendMessage', { status: 403, description })
    await house.announce('posyandu', BODY)
    const failed = await delivery(house, 'failed')
    expect(failed.error).toMatchObject({
      code: 'chat_gone',
      reason: expect.stringContaining('tidak ada di grup'),
    })
    await expect.poll(() => house.chat(group)).toMatchObject({ status: 'gone' })
  })

  it('or that does not let it write keeps its subscription, and staff read why', async () => {
    const house = await startHouse()
    const { api } = house
    const { group } = await house.village()
    api.muteBot(group)
    await house.announce('posyandu', BODY)
    const failed = await delivery(house, 'failed')
    expect(failed.error).toEqual({
      code: 'not_allowed',
      reason: 'Bot tidak boleh menulis di grup ini. Minta admin grup memberi izin.',
    })
    expect(await house.chat(group)).toMatchObject({ status: 'active' })
    api.muteBot(group, false)
    await house.announce('kedua', 'Kabar kedua.')
    await delivery(house, 'sent', 'kedua')
  })
})

it('lets a person who blocked the bot go, and answers again after that', async () => {
  const { api, house } = await startWithGroup()
  const resident = api.user({ id: 7_001, firstName: 'Warga' })
  const home = api.privateChat(resident)
  api.sendText(resident, home, 'halo')
  api.kickBot(home, resident)
  await api.settled()
  const sent = api.callsOf('sendMessage').length
  expect(sent).toBeLessThanOrEqual(1)
  api.addBot(home, resident)
  api.sendText(resident, home, HOAX)
  await reads(house, home, /PENIPUAN/)
})

describe('who may subscribe a group', () => {
  it('an anonymous admin may, from the command to the last tap', async () => {
    const { api, house, admin, group } = await startWithGroup()
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
    api.sendText(admin, group, '/langganan loa kulu kota', { anonymous: true })
    await reads(house, group, /Sudah benar begini/)
    tapLast(house, anonymous, group, /Ya, simpan/)
    await reads(house, group, /langganan sudah disimpan/)
    expect(await house.chat(group)).toMatchObject({ status: 'active', areaCodes: ['64.02.02.2004'] })
  })

  it('a person who writes as a channel may not, whatever the channel', async () => {
    const { api, house, member, group } = await startWithGroup()
    const channel: Chat.ChannelChat = { id: -1_001_234_567, type: 'channel', title: 'KIM Loa Kulu' }
    const { updateId } = api.sendText(member, group, '/langganan loa kulu kota', { asChannel: channel })
    expect(updateId).toBeDefined()
    const linked = { is_automatic_forward: true as const }
    api.sendText(member, group, '/langganan loa kulu kota', { asChannel: channel, extra: linked })
    await api.settled()
    expect(api.messages(group)).toEqual([])
    expect(await house.chat(group)).toBeUndefined()
  })

  it.each([
    ['says that he is one', (_id: number) => ({}), '/langganan loa kulu kota, saya admin'],
    ['forwards the command of one', (_id: number) => ({ forwarded: true }), '/langganan loa kulu kota'],
    ['answers the command of one', (id: number) => ({ replyTo: id }), '/langganan loa kulu kota'],
    ['signs as one', (_id: number) => ({ extra: { author_signature: 'Admin' } }), '/langganan loa kulu kota'],
  ])('a member who %s may not', async (_name, options, text) => {
    const { api, house, admin, member, group } = await startWithGroup()
    const { messageId } = api.sendText(admin, group, 'obrolan biasa')
    api.sendText(member, group, text, options(messageId))
    await reads(house, group, /hanya admin grup/)
    expect(await house.chat(group)).toBeUndefined()
    expect(api.callsOf('getChatMember').every(({ payload }) => payload['user_id'] === member.id)).toBe(true)
  })

  it('a member may not tap through the dialogue of an admin', async () => {
    const { api, house, admin, member, group } = await startWithGroup()
    api.sendText(admin, group, '/langganan loa kulu kota')
    await reads(house, group, /Sudah benar begini/)
    tapLast(house, member, group, /Ya, simpan/)
    await reads(house, group, /hanya admin grup/)
    expect(await house.chat(group)).toBeUndefined()
  })

  it('an admin who is one no longer may not finish what he began', async () => {
    const { api, house, admin, member, group } = await startWithGroup()
    api.promote(group, member)
    api.sendText(member, group, '/langganan loa kulu kota')
    const question = await reads(house, group, /Sudah benar begini/)
    api.demote(group, member)
    tapLast(house, member, group, /Ya, simpan/)
    await reads(house, group, /hanya admin grup/)
    expect(await house.chat(group)).toBeUndefined()
    // Another admin may take over, not with the question of somebody else.
    api.tap(admin, group, question.id, 'Ya, simpan')
    await reads(house, group, /Admin lain sedang mengatur/)
    api.sendText(admin, group, '/langganan loa kulu kota')
    await reads(house, group, /Sudah benar begini/)
    tapLast(house, admin, group, /Ya, simpan/)
    await api.until(() => textsIn(api, group).some((text) => /sudah disimpan/.test(text)))
  })

  it('nobody may while Telegram cannot say who is an admin', async () => {
    const { api, house, admin, group } = await startWithGroup()
    api.failNext('getChatMember', { status: 500, description: 'Internal Server Error' })
    api.sendText(admin, group, '/langganan loa kulu kota')
    await reads(house, group, /belum bisa memastikan siapa admin/)
    expect(await house.chat(group)).toBeUndefined()
  })
})

async function startForum() {
  const house = await startHouse()
  const { api } = house
  const village = await house.village()
  const topic = api.openTopic(village.group, village.admin, 'Tanya hoaks')
  return { api, house, topic, ...village }
}

describe('a group with topics', () => {
  it('gets answers in the topic of the question, and announcements in General', async () => {
    const { api, house, topic, group, member } = await startForum()
    api.sendText(member, group, `/cek ${HOAX}`, { topic })
    expect(await reads(house, group, /PENIPUAN/)).toMatchObject({ topic })
    await house.announce('posyandu', BODY)
    await delivery(house, 'sent')
    const announcement = await reads(house, group, /Posyandu/)
    expect(announcement).not.toHaveProperty('topic')
  })

  it('has its whole dialogue in the topic where it began, refusals included', async () => {
    const { api, house, topic, group, admin, member } = await startForum()
    api.sendText(admin, group, '/langganan loa kulu kota', { topic })
    await reads(house, group, /Sudah benar begini/)
    tapLast(house, member, group, /Ya, simpan/)
    await reads(house, group, /hanya admin grup/)
    expect(api.messages(group).map((message) => message.topic)).toEqual([topic, topic])
  })

  it('keeps its subscription while General is closed to the bot, and staff read why', async () => {
    const { api, house, group } = await startForum()
    api.closeTopic(group, 'general')
    await house.announce('posyandu', BODY)
    const failed = await delivery(house, 'failed')
    expect(failed.error).toMatchObject({ code: 'not_allowed', reason: expect.stringContaining('admin grup') })
    expect(await house.chat(group)).toMatchObject({ status: 'active' })
    api.closeTopic(group, 'general', false)
    await house.announce('kedua', 'Kabar kedua.')
    await delivery(house, 'sent', 'kedua')
  })

  it('that closes or deletes a topic does not disturb the others', async () => {
    const { api, house, topic, group, member } = await startForum()
    api.closeTopic(group, topic)
    api.sendText(member, group, '/status', { topic })
    await api.until(() => api.callsOf('sendMessage').at(-1)?.status === 400)
    api.deleteTopic(group, topic)
    api.sendText(member, group, '/status')
    await reads(house, group, /Grup ini menerima/)
    expect(await house.chat(group)).toMatchObject({ status: 'active' })
  })
})
