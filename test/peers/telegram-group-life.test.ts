import type { Chat, User } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import type { DeliveryStatus } from '../../src/domain/broadcast.ts'
import { reads, startHouse, textsIn, type House } from '../support/telegram/house.ts'

const BODY = 'Posyandu buka hari Senin.'
const MINUTE_MS = 60_000

/** A subscribed group whose admin talks with the bot in private, too. */
async function startVillage({ knowsBot = true } = {}) {
  const house = await startHouse()
  const village = await house.village()
  const home = knowsBot ? house.api.privateChat(village.admin) : undefined
  const statusOf = async (id: string) =>
    (await house.deliveries()).find(({ broadcastId }) => broadcastId === id)?.status
  const becomes = (id: string, status: DeliveryStatus) =>
    house.passUntil(async () => (await statusOf(id)) === status)
  const obstacle = async () => (await house.chat(village.group))?.obstacle
  return { ...house, ...village, home, becomes, obstacle, house }
}

const inPrivate = (house: House, home: Chat | undefined, words: RegExp) => {
  if (home === undefined) throw new Error('The admin does not know the bot.')
  return reads(house, home, words)
}

describe('a bot that may not write any more', () => {
  it('tells the admin who forbade it, and brings everything when it may again', async () => {
    const { house, api, group, admin, home, becomes, obstacle } = await startVillage()
    api.restrictBot(group, admin)
    await inPrivate(house, home, /KIM Loa Kulu[^]*jadikan bot ini admin grup/)
    expect(await obstacle()).toBe('announce_only')
    await house.announce('posyandu', BODY)
    await becomes('posyandu', 'failed')
    expect(api.messages(group)).toEqual([])
    api.restrictBot(group, admin, false)
    await becomes('posyandu', 'sent')
    expect(textsIn(api, group)).toEqual([
      expect.stringContaining('1 kabar yang sempat tertahan'),
      expect.stringContaining(BODY),
    ])
    expect(await obstacle()).toBeUndefined()
    expect(home === undefined ? [] : api.messages(home)).toHaveLength(1)
  })

  it('loses nothing when the admin never spoke to it: it is on record, and comes later', async () => {
    const { house, api, group, admin, becomes, obstacle } = await startVillage({ knowsBot: false })
    api.restrictBot(group, admin)
    await api.settled()
    expect(await obstacle()).toBe('announce_only')
    expect(api.callsOf('sendMessage').map(({ status }) => status)).toEqual([403])
    await house.announce('posyandu', BODY)
    await becomes('posyandu', 'failed')
    api.promoteBot(group, admin)
    await becomes('posyandu', 'sent')
  })

  it('finds out by itself that all members may write again, of which Telegram does not tell', async () => {
    const { house, api, group, becomes, obstacle } = await startVillage()
    api.muteBot(group)
    await house.announce('posyandu', BODY)
    await becomes('posyandu', 'failed')
    expect(await house.passUntil(obstacle)).toBe('announce_only')
    api.muteBot(group, false)
    const mutedUntil = house.clock.now().getTime()
    await becomes('posyandu', 'sent')
    expect(house.clock.now().getTime() - mutedUntil).toBeLessThan(3 * MINUTE_MS)
    expect(await obstacle()).toBeUndefined()
  })

  it('asks before it believes an old event that comes again after a restart', async () => {
    const { house, api, group, admin, obstacle } = await startVillage()
    const forbidden = api.restrictBot(group, admin) ?? 0
    await house.passUntil(obstacle)
    api.promoteBot(group, admin)
    await house.passUntil(async () => (await obstacle()) === undefined)
    await house.stop()
    await house.start()
    const asked = api.callsOf('getChatMember').length
    await api.redeliver(forbidden)
    expect(api.callsOf('getChatMember').length).toBeGreaterThan(asked)
    expect(await obstacle()).toBeUndefined()
  })

  it('stays a member when an old farewell comes again after a restart', async () => {
    const { house, api, group, admin } = await startVillage()
    const farewell = api.kickBot(group, admin) ?? 0
    await house.passUntil(async () => (await house.chat(group))?.status === 'gone')
    api.addBot(group, admin)
    await reads(house, group, /mengundang kami kembali/)
    await house.stop()
    await house.start()
    const asked = api.callsOf('getChatMember').length
    await api.redeliver(farewell)
    expect(api.callsOf('getChatMember').length).toBeGreaterThan(asked)
    expect(await house.chat(group)).toMatchObject({ status: 'active' })
  })
})

async function startForum() {
  const scene = await startVillage()
  scene.api.openTopic(scene.group, scene.admin, 'Tanya hoaks')
  return scene
}

describe('a forum whose General is closed', () => {
  it.each([
    ['closed', 'opened again', (api: House['api'], group: Chat) => api.closeTopic(group, 'general', false)],
    [
      'closed',
      'led by the bot, too',
      (api: House['api'], group: Chat, by: User) => api.promoteBot(group, by),
    ],
  ])('hears what to do, and gets everything once it is %s and %s', async (_closed, _then, open) => {
    const { house, api, group, admin, home, becomes, obstacle } = await startForum()
    api.closeTopic(group, 'general', true, admin)
    await inPrivate(house, home, /Topik General[^]*ditutup/)
    expect(await obstacle()).toBe('topic_closed')
    await house.announce('posyandu', BODY)
    await becomes('posyandu', 'failed')
    open(api, group, admin)
    await becomes('posyandu', 'sent')
    expect(textsIn(api, group).at(-1)).toContain(BODY)
    expect(await obstacle()).toBeUndefined()
  })

  it('stays closed for an admin who may not manage topics', async () => {
    const { house, api, group, admin, obstacle } = await startForum()
    api.hideGeneral(group, admin)
    await house.passUntil(obstacle)
    api.promoteBot(group, admin, { managesTopics: false })
    await api.settled()
    expect(await obstacle()).toBe('topic_closed')
  })

  it('is not meant when another topic is closed or deleted', async () => {
    const { house, api, group, admin, obstacle, becomes } = await startForum()
    const topic = api.openTopic(group, admin, 'Obrolan')
    api.closeTopic(group, topic, true, admin)
    api.deleteTopic(group, topic)
    await house.announce('posyandu', BODY)
    await becomes('posyandu', 'sent')
    expect(await obstacle()).toBeUndefined()
  })
})

it('greets a group late that let it write only late', async () => {
  const house = await startHouse()
  const { api } = house
  const admin = api.user({ id: 6_001, firstName: 'Admin' })
  const home = api.privateChat(admin)
  const group = api.group({ title: 'KIM Baru', admins: [admin], type: 'supergroup' })
  api.muteBot(group)
  api.addBot(group, admin)
  await reads(house, home, /KIM Baru[^]*jadikan bot ini admin grup/)
  expect(api.messages(group)).toEqual([])
  api.promoteBot(group, admin)
  await reads(house, group, /Halo semua/)
  api.demoteBot(group, admin)
  await api.settled()
  expect(api.messages(group)).toHaveLength(1)
  expect(api.messages(home)).toHaveLength(1)
})

it('goes with its group under a new name', async () => {
  const { house, api, group, admin } = await startVillage()
  api.rename(group, admin, 'KIM Loa Kulu Maju')
  await api.settled()
  expect(await house.chat(group)).toMatchObject({ title: 'KIM Loa Kulu Maju' })
})

it('forgets a dialogue when it is thrown out, and comes back paused to a group that was paused', async () => {
  const { house, api, group, admin, storage } = await startVillage()
  const address = { channel: 'telegram', account: '123456789', chatId: String(group.id) } as const
  api.sendText(admin, group, '/langganan')
  await reads(house, group, /Ingin mengubah sesuatu/)
  await storage.chats.pause(address, new Date(house.clock.now().getTime() + 86_400_000))
  api.kickBot(group, admin)
  await house.passUntil(async () => (await house.chat(group))?.status === 'gone')
  expect(await storage.dialogues.find(address)).toBeUndefined()
  api.addBot(group, admin)
  await reads(house, group, /masih dijeda sampai/)
  expect(await house.chat(group)).toMatchObject({ status: 'paused' })
})
