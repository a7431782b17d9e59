import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { DeliveryStatus } from '../../src/domain/broadcast.ts'
import { announce } from '../support/test-app.ts'
import { answerTo, countHeard, heard, openOffice, type Office } from '../support/whatsapp/office.ts'
import type { Person } from '../support/whatsapp/person.ts'
import type { Group } from '../support/whatsapp/server.ts'

/** Paser, by its code: each test has a village of it to itself. */
const REGENCY = '64.01'

let office: Office
let admin: Person
let lastVillage = 0

beforeAll(async () => {
  office = await openOffice({ database: inject('emptyDatabase') })
  await office.start()
  await office.pair()
  admin = await office.person('Admin')
})

afterAll(() => office.close())

const find = (group: Group) => office.storage.chats.find(office.address(group))
const statusOf = async (group: Group) => (await find(group))?.status
const obstacleOf = async (group: Group) => (await find(group))?.obstacle

/** A subscribed group with a village of its own. */
async function subscribedGroup(subject: string): Promise<{ group: Group; area: string }> {
  const village = office.storage.gazetteer.villages(REGENCY)[lastVillage]
  if (village === undefined) throw new Error('there are no more villages')
  lastVillage += 1
  const group = office.wa.group({ subject, creator: admin.account, members: [office.bot] })
  const subscription = { title: subject, areaCodes: [village.code], topics: [] }
  await office.storage.chats.subscribe(office.address(group), subscription)
  return { group, area: village.code }
}

async function becomes(broadcastId: string, status: DeliveryStatus[]): Promise<void> {
  for (;;) {
    const deliveries = await office.storage.deliveries.list({})
    const found = deliveries.find((delivery) => delivery.broadcastId === broadcastId)
    if (found !== undefined && status.includes(found.status)) return
    await systemClock.sleep(10)
  }
}

/** Everything that was sent to the bot before has been dealt with. */
async function settled(group: Group): Promise<void> {
  await answerTo(admin, (await admin.send(group.id, { text: '/status' })).key.id)
}

describe('a group in which only admins may write from now on', () => {
  it('tells the admin who made it so, and gets what was held back when the bot becomes an admin', async () => {
    const { group, area } = await subscribedGroup('Tutup')
    const second = await office.person('Admin kedua')
    group.members.set(second.account, 'admin')
    office.wa.setAnnounce(group, true, second.account)
    const advice = await heard(second, /grup \*Tutup\*[^]*jadikan bot ini admin grup/)
    expect(advice.key.remoteJid).toBe(`${office.bot.lid}@lid`)
    expect(await obstacleOf(group)).toBe('announce_only')
    await announce(office.broadcastsDir, { id: 'tutup', area, body: 'Kabar yang tertahan' })
    await becomes('tutup', ['failed'])
    office.wa.change(group, 'promote', office.bot)
    await heard(admin, /1 kabar yang sempat tertahan/, group)
    await heard(admin, /Kabar yang tertahan/, group)
    expect(await obstacleOf(group)).toBeUndefined()

    office.wa.change(group, 'demote', office.bot, second.account)
    await expect.poll(() => obstacleOf(group)).toBe('announce_only')
    office.wa.setAnnounce(group, false)
    await expect.poll(() => obstacleOf(group)).toBeUndefined()
    await settled(group)
    expect(countHeard(second, /jadikan bot ini admin grup/)).toBe(1)
    expect(countHeard(admin, /sempat tertahan/)).toBe(1)
    expect(countHeard(admin, /Kabar yang tertahan/)).toBe(1)
  })

  it('says nothing about it when the bot is an admin there', async () => {
    const { group, area } = await subscribedGroup('Dipimpin')
    office.wa.change(group, 'promote', office.bot)
    office.wa.setAnnounce(group, true)
    await announce(office.broadcastsDir, { id: 'dipimpin', area, body: 'Kabar dari admin' })
    await heard(admin, /Kabar dari admin/, group)
    expect(await obstacleOf(group)).toBeUndefined()
    expect(countHeard(admin, /\*Dipimpin\*/)).toBe(0)
  })

  it('is believed as it is now, though it closed and opened while the bot was away', async () => {
    const { group } = await subscribedGroup('Selagi pergi')
    await office.stop()
    office.wa.setAnnounce(group, true)
    office.wa.setAnnounce(group, false)
    office.wa.rename(group, 'Selagi pergi jauh')
    const closed = await subscribedGroup('Tertutup selagi pergi')
    office.wa.setAnnounce(closed.group, true)
    await office.start()
    await expect.poll(() => obstacleOf(closed.group), { timeout: 10_000 }).toBe('announce_only')
    await expect.poll(async () => (await find(group))?.title).toBe('Selagi pergi jauh')
    await settled(group)
    expect(await obstacleOf(group)).toBeUndefined()
    expect(countHeard(admin, /\*Selagi pergi/)).toBe(0)
  })
})

it('is greeted late in a group that let the bot write only late', async () => {
  const group = office.wa.group({
    subject: 'Baru tertutup',
    creator: admin.account,
    members: [],
    announce: true,
  })
  office.wa.change(group, 'add', office.bot)
  await heard(admin, /\*Baru tertutup\*[^]*jadikan bot ini admin grup/)
  office.wa.change(group, 'promote', office.bot)
  const { key } = await heard(admin, /Halo semua/, group)
  expect(key.remoteJid).toBe(group.id)
})

describe('a group that the bot is not in any more', () => {
  it('is kept, and reconnected with its pause when the bot is added again', async () => {
    const { group } = await subscribedGroup('Keluar masuk')
    await admin.send(group.id, { text: '/langganan' })
    await heard(admin, /Ingin mengubah sesuatu/, group)
    await office.storage.chats.pause(office.address(group))
    office.wa.change(group, 'remove', office.bot)
    await expect.poll(() => statusOf(group)).toBe('gone')
    expect(await office.storage.dialogues.find(office.address(group))).toBeUndefined()
    office.wa.change(group, 'add', office.bot)
    await heard(admin, /masih berhenti/, group)
    expect(await statusOf(group)).toBe('paused')
  })

  it('is gone when it is deleted', async () => {
    const { group } = await subscribedGroup('Dihapus')
    office.wa.deleteGroup(group)
    await expect.poll(() => statusOf(group)).toBe('gone')
  })

  it('is gone with its community when it was the announcement group, and else goes on alone', async () => {
    const [announcements, other] = [await subscribedGroup('Pengumuman'), await subscribedGroup('Grup warga')]
    office.wa.dissolveCommunity(other.group, false)
    office.wa.dissolveCommunity(announcements.group, true)
    await expect.poll(() => statusOf(announcements.group)).toBe('gone')
    await settled(other.group)
    expect(await statusOf(other.group)).toBe('active')
  })
})
