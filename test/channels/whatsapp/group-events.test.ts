import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBot, type Bot } from '../../support/whatsapp/bot.ts'
import { startPerson, type Person } from '../../support/whatsapp/person.ts'
import {
  startWhatsAppServer,
  type Account,
  type Group,
  type WhatsAppServer,
} from '../../support/whatsapp/server.ts'

let server: WhatsAppServer
let office: Account
let bot: Bot
let ani: Account
let budi: Person

beforeAll(async () => {
  server = await startWhatsAppServer()
  office = server.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kantor' })
  ani = server.account({ phone: '6281100000002', lid: '90000000000002', name: 'Ani' })
  const budisAccount = server.account({ phone: '6281100000003', lid: '90000000000003', name: 'Budi' })
  ;[bot, budi] = await Promise.all([startBot(server, office), startPerson(server, budisAccount)])
})

afterAll(async () => {
  await Promise.all([bot.stop(), budi.stop()])
  await server.stop()
})

/** A group that Ani made, with the bot and Budi in it. */
const newGroup = (subject: string): Group =>
  server.group({ subject, creator: ani, members: [office, budi.account] })

describe('what happens to the bot in WhatsApp groups', () => {
  it('is told who makes it an admin or not, and who closes the group or opens it, and knows where it stands', async () => {
    const group = newGroup('Tutup buka')
    const by = `${ani.lid}@lid`
    const event = { type: 'posting_changed', chat: bot.address(group.id), title: 'Tutup buka', by }
    const standing = () => bot.channel.standing?.(bot.address(group.id))
    const told = (change: string) =>
      bot.told('posting_changed', (one) => one.chat.chatId === group.id && one.change === change)
    server.setAnnounce(group, true)
    expect(await told('restricted')).toEqual({ ...event, change: 'restricted' })
    expect(await standing()).toBe('barred')
    server.change(group, 'promote', office)
    expect(await told('promoted')).toEqual({ ...event, change: 'promoted' })
    expect(await standing()).toBe('admin')
    server.change(group, 'demote', office)
    expect(await told('demoted')).toEqual({ ...event, change: 'demoted' })
    expect(await standing()).toBe('barred')
    expect(bot.channel.mayPost?.(group.id)).toBe(false)
    server.setAnnounce(group, false)
    expect(await told('opened')).toEqual({ ...event, change: 'opened' })
    expect(await standing()).toBe('member')
    expect(bot.channel.mayPost?.(group.id)).toBe(true)
  })

  it('believes the last of several quick changes', async () => {
    const group = newGroup('Cepat sekali')
    server.setAnnounce(group, true)
    server.rename(group, 'Cepat')
    server.setAnnounce(group, false)
    await bot.told('posting_changed', (one) => one.chat.chatId === group.id && one.change === 'opened')
    expect(await bot.channel.standing?.(bot.address(group.id))).toBe('member')
    await bot.told('chat_renamed', (one) => one.chat.chatId === group.id)
    await bot.say(group.id, 'masih boleh menulis')
    await budi.read('masih boleh menulis')
  })

  it('is told when a group is deleted, and when a dissolved community takes its announcement group with it', async () => {
    const [deleted, announcements, other] = ['Dihapus', 'Pengumuman komunitas', 'Grup lain'].map((subject) =>
      newGroup(subject),
    )
    if (deleted === undefined || announcements === undefined || other === undefined) throw new Error('none')
    server.deleteGroup(deleted)
    server.dissolveCommunity(other, false)
    server.dissolveCommunity(announcements, true)
    for (const group of [deleted, announcements]) {
      await bot.told('chat_deleted', ({ chat }) => chat.chatId === group.id)
      expect(await bot.channel.standing?.(bot.address(group.id))).toBe('outside')
    }
    server.rename(other, 'Grup lain tetap ada')
    await bot.told('chat_renamed', ({ chat }) => chat.chatId === other.id)
    expect(bot.events.filter(({ type }) => type === 'chat_deleted')).toHaveLength(2)
    expect(bot.channel.isMember?.(other.id)).toBe(true)
  })
})
