import { resolve } from 'node:path'
import sharp from 'sharp'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SendError } from '../../../src/domain/error.ts'
import { startBot, until, type Bot } from '../../support/whatsapp/bot.ts'
import { startPerson, textOfMessage, type Person } from '../../support/whatsapp/person.ts'
import {
  startWhatsAppServer,
  type Account,
  type Group,
  type WhatsAppServer,
} from '../../support/whatsapp/server.ts'

let server: WhatsAppServer
let office: Account
let bot: Bot
let ani: Person
let budi: Person

const phoneJid = ({ phone }: Account) => `${phone}@s.whatsapp.net`
const lidJid = ({ lid }: Account) => `${lid}@lid`

beforeAll(async () => {
  server = await startWhatsAppServer()
  office = server.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kantor' })
  const anisAccount = server.account({ phone: '6281100000002', lid: '90000000000002', name: 'Ani' })
  const budisAccount = server.account({ phone: '6281100000003', lid: '90000000000003', name: 'Budi' })
  ;[bot, ani, budi] = await Promise.all([
    startBot(server, office),
    startPerson(server, anisAccount),
    startPerson(server, budisAccount),
  ])
})

afterEach(() => {
  server.judgeMessage = () => undefined
  server.judgeQuery = () => undefined
})

afterAll(async () => {
  await Promise.all([bot.stop(), ani.stop(), budi.stop()])
  await server.stop()
})

/** A group that Ani made, with the bot and Budi in it. */
function newGroup(subject: string, options: { addressing?: 'lid' | 'pn'; announce?: boolean } = {}): Group {
  return server.group({ subject, creator: ani.account, members: [office, budi.account], ...options })
}

async function failure(work: Promise<unknown>): Promise<SendError> {
  const error: unknown = await work.then(
    () => new Error('it went through'),
    (reason: unknown) => reason,
  )
  if (error instanceof SendError) return error
  throw error
}

describe('private chats', () => {
  it('hears a person and answers, addressed by phone number or by LID', async () => {
    await ani.send(phoneJid(office), { text: 'Apa benar ada bantuan?' })
    const byPhone = await bot.heard('Apa benar ada bantuan?')
    expect(byPhone).toMatchObject({
      chat: { channel: 'whatsapp', account: 'default', chatId: phoneJid(ani.account) },
      chatType: 'private',
      chatTitle: 'Ani',
      forwarded: false,
      mentionsBot: false,
      attachments: [],
    })
    expect(Math.abs(byPhone.sentAt.getTime() - Date.now())).toBeLessThan(60_000)
    await bot.say(byPhone.chat.chatId, 'Sebentar, kami **periksa**.')
    await ani.read('Sebentar, kami *periksa*.')

    await ani.send(lidJid(office), { text: 'Halo lewat LID' })
    const byLid = await bot.heard('Halo lewat LID')
    expect(byLid.chat.chatId).toBe(lidJid(ani.account))
    await bot.say(byLid.chat.chatId, 'Halo juga')
    await ani.read('Halo juga')

    expect(byLid.senderId).toBe(byPhone.senderId)
  })

  it('knows a forwarded message, a caption and a picture', async () => {
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#0a5' } })
      .png()
      .toBuffer()
    const original = await budi.send(phoneJid(ani.account), { text: 'Sebarkan!!' })
    await budi.send(phoneJid(office), { forward: original, force: true })
    expect(await bot.heard('Sebarkan!!')).toMatchObject({ forwarded: true })

    await budi.send(phoneJid(office), { image: picture, caption: 'cek gambar ini' })
    const { attachments } = await bot.heard('cek gambar ini')
    expect(attachments).toMatchObject([{ type: 'image' }])
    expect(Buffer.from((await attachments[0]?.download?.()) ?? [])).toEqual(picture)
  })

  it('shows choices as a numbered list', async () => {
    const choices = [
      { id: 'a', label: 'Samarinda' },
      { id: 'b', label: 'Balikpapan' },
    ]
    const id = bot.channel.newMessageId()
    await bot.channel.send(bot.address(phoneJid(ani.account)), { text: 'Pilih wilayah:', choices }, { id })
    const shown = ani.read('Pilih wilayah:\n\n1. Samarinda\n2. Balikpapan\n\nBalas dengan angkanya.')
    await expect(shown).resolves.toBeDefined()
  })

  it('sends a picture with its caption', async () => {
    const folder = await mkdtemp(resolve(tmpdir(), 'kabar-kim-'))
    const path = resolve(folder, 'poster.jpg')
    const poster = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#c40' } })
      .jpeg()
      .toBuffer()
    await sharp(poster).toFile(path)
    const id = bot.channel.newMessageId()
    const message = { text: 'Poster _imunisasi_', attachment: { type: 'image', path } } as const
    await bot.channel.send(bot.address(phoneJid(ani.account)), message, { id })
    const received = await ani.read('Poster _imunisasi_')
    expect((await sharp(await ani.download(received)).metadata()).width).toBe(40)

    await rm(folder, { recursive: true })
    const again = bot.channel.send(bot.address(phoneJid(ani.account)), message, {
      id: bot.channel.newMessageId(),
    })
    expect(await failure(again)).toMatchObject({ code: 'rejected', uncertain: false })
  })

  it('splits a long text, always in the same way', async () => {
    const before = server.acceptedFrom(office).length
    const text = `${'Kalimat pertama. '.repeat(200)}\n\n${'Kalimat kedua. '.repeat(200)}`
    const id = bot.channel.newMessageId()
    const to = bot.address(phoneJid(budi.account))
    expect(await bot.channel.send(to, { text }, { id })).toEqual({ externalId: id, recipients: 1 })
    await bot.channel.send(to, { text }, { id })
    const ids = server.acceptedFrom(office).slice(before)
    expect(ids).toHaveLength(2)
    expect(ids[0]).toBe(id)
    const parts = await Promise.all(ids.map((part) => budi.received(({ key }) => key.id === part)))
    expect(parts.map((part) => textOfMessage(part).slice(0, 14))).toEqual([
      'Kalimat pertam',
      'Kalimat kedua.',
    ])
  })

  it('edits and deletes what it sent', async () => {
    const id = await bot.say(phoneJid(budi.account), 'Salah tulis')
    await budi.read('Salah tulis')
    const to = bot.address(phoneJid(budi.account))
    const changes: string[] = []
    budi.socket.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) if (key.id === id) changes.push(Object.keys(update).join())
    })
    await bot.channel.edit?.(to, id, { text: 'Benar tulis' })
    await until(() => changes.length === 1)
    await bot.channel.delete?.(to, id)
    await expect.poll(() => changes).toHaveLength(2)
  })
})

describe.each(['lid', 'pn'] as const)('groups addressed by %s', (addressing) => {
  const ownJid = () => (addressing === 'lid' ? lidJid(office) : phoneJid(office))

  it('knows when it is mentioned, and cuts the mention', async () => {
    const group = newGroup(`KIM ${addressing}`, { addressing })
    const mention = `@${ownJid().split('@')[0]}`
    await ani.send(group.id, { text: `${mention} cek pesan ${addressing}`, mentions: [ownJid()] })
    expect(await bot.heard(`cek pesan ${addressing}`)).toMatchObject({
      chat: { chatId: group.id },
      chatType: 'group',
      chatTitle: `KIM ${addressing}`,
      mentionsBot: true,
      senderId: lidJid(ani.account),
    })
    await ani.send(group.id, { text: `obrolan biasa ${addressing}` })
    expect(await bot.heard(`obrolan biasa ${addressing}`)).toMatchObject({ mentionsBot: false })
  })

  it('knows a reply, to itself or to another, and replies to a message', async () => {
    const group = newGroup('Balasan', { addressing })
    const rumour = await budi.send(group.id, { text: `isu ${addressing}` })
    await ani.send(group.id, { text: `/cek ${addressing}` }, { quoted: rumour })
    const question = await bot.heard(`/cek ${addressing}`)
    expect(question.quoted).toEqual({ id: rumour.key.id, text: `isu ${addressing}`, fromBot: false })

    const to = bot.address(group.id)
    const reply = { text: `jawaban ${addressing}`, replyTo: question.id }
    await bot.channel.send(to, reply, { id: bot.channel.newMessageId() })
    const answer = await ani.read(`jawaban ${addressing}`)
    expect(answer.message?.extendedTextMessage?.contextInfo?.stanzaId).toBe(question.id)

    await ani.send(group.id, { text: `terima kasih ${addressing}` }, { quoted: answer })
    const thanks = await bot.heard(`terima kasih ${addressing}`)
    expect(thanks.quoted).toMatchObject({ text: `jawaban ${addressing}`, fromBot: true })
  })

  it('asks WhatsApp who is an admin', async () => {
    const group = newGroup('Pengurus', { addressing })
    await ani.send(group.id, { text: `dari ani ${addressing}` })
    await budi.send(group.id, { text: `dari budi ${addressing}` })
    const anisId = (await bot.heard(`dari ani ${addressing}`)).senderId
    const budisId = (await bot.heard(`dari budi ${addressing}`)).senderId
    const chat = bot.address(group.id)
    expect(await bot.channel.isAdmin(chat, anisId)).toBe(true)
    expect(await bot.channel.isAdmin(chat, phoneJid(ani.account))).toBe(true)
    expect(await bot.channel.isAdmin(chat, budisId)).toBe(false)

    server.change(group, 'promote', budi.account)
    await expect.poll(() => bot.channel.isAdmin(chat, budisId)).toBe(true)
    server.change(group, 'demote', budi.account)
    await expect.poll(() => bot.channel.isAdmin(chat, budisId)).toBe(false)
  })

  it('tells when a message was delivered and read', async () => {
    const group = newGroup('Tanda terima', { addressing })
    const id = await bot.say(group.id, `tanda ${addressing}`)
    await bot.told('receipt', (event) => event.externalId === id && event.status === 'delivered')
    const { key } = await ani.read(`tanda ${addressing}`)
    await ani.socket.readMessages([key])
    const read = await bot.told('receipt', (event) => event.externalId === id && event.status === 'read')
    expect(read.chat).toEqual(bot.address(group.id))
    const people = [ani.account.lid, ani.account.phone].map((number) => number)
    expect(people.some((number) => read.person?.startsWith(number))).toBe(true)
  })
})

describe('groups', () => {
  it('is told of being added, renamed and removed, and then cannot send', async () => {
    const group = server.group({ subject: 'KIM Baru', creator: ani.account, members: [budi.account] })
    const chat = bot.address(group.id)
    server.change(group, 'add', office)
    const ofGroup = (event: { chat: { chatId: string } }) => event.chat.chatId === group.id
    expect(await bot.told('bot_added', ofGroup)).toEqual({
      type: 'bot_added',
      chat,
      title: 'KIM Baru',
      by: `${ani.account.lid}@lid`,
    })
    await bot.say(group.id, 'Halo KIM Baru')
    await budi.read('Halo KIM Baru')

    server.rename(group, 'KIM Lebih Baru')
    expect(await bot.told('chat_renamed', ofGroup)).toMatchObject({ chat, title: 'KIM Lebih Baru' })

    server.change(group, 'remove', office)
    expect(await bot.told('bot_removed', ofGroup)).toEqual({ type: 'bot_removed', chat })
    expect(await failure(bot.say(group.id, 'masih di sini?'))).toMatchObject({ code: 'chat_gone' })
  })

  it('is told of a group that a person creates with it', async () => {
    const { id } = await ani.socket.groupCreate('Grup dari ponsel', [phoneJid(office)])
    const added = await bot.told('bot_added', ({ chat }) => chat.chatId === id)
    expect(added.title).toBe('Grup dari ponsel')
  })

  it('does not post where only admins may', async () => {
    const group = newGroup('Pengumuman', { announce: true })
    expect(await failure(bot.say(group.id, 'halo'))).toMatchObject({ code: 'not_allowed', retryable: false })
    server.change(group, 'promote', office)
    await expect
      .poll(() =>
        bot.say(group.id, 'sekarang boleh').then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    await budi.read('sekarang boleh')
  })

  it('says that it cannot know the admins when WhatsApp does not answer', async () => {
    const group = newGroup('Sibuk')
    server.judgeQuery = (query) => (query.attrs['to'] === group.id ? 429 : undefined)
    const asked = bot.channel.isAdmin(bot.address(group.id), lidJid(ani.account))
    expect(await failure(asked)).toMatchObject({ code: 'unreachable' })
  })
})

describe('what WhatsApp refuses', () => {
  it.each([
    [463, 'restricted', false],
    [429, 'throttled', true],
    [479, 'rejected', false],
    [503, 'unreachable', true],
  ] as const)('understands %i as %s', async (code, expected, retryable) => {
    server.judgeMessage = () => code
    const error = await failure(bot.say(phoneJid(ani.account), 'ditolak'))
    expect(error).toMatchObject({ code: expected, retryable, uncertain: false })
    expect(error.retryAfterMs).toBe(code === 429 ? 60_000 : undefined)
  })

  it('is sure that it left a group only when the group says so', async () => {
    const group = newGroup('Masih anggota')
    server.judgeMessage = () => 403
    expect(await failure(bot.say(group.id, 'ditolak'))).toMatchObject({ code: 'rejected' })
    server.judgeMessage = () => undefined
    group.members.delete(office)
    expect(await failure(bot.say(group.id, 'ditolak'))).toMatchObject({ code: 'chat_gone' })
  })

  it('accepts a repeated id once', async () => {
    const group = newGroup('Sekali saja')
    const id = bot.channel.newMessageId()
    const to = bot.address(group.id)
    await bot.channel.send(to, { text: 'hanya sekali' }, { id })
    expect(await bot.channel.send(to, { text: 'hanya sekali' }, { id })).toEqual({
      externalId: id,
      recipients: 2,
    })
    expect(server.acceptedFrom(office, group.id)).toEqual([id])
    expect(server.repeated).toContain(id)
    await bot.say(group.id, 'penutup')
    await budi.read('penutup')
    expect(budi.inbox.filter((message) => textOfMessage(message) === 'hanya sekali')).toHaveLength(1)
  })
})

it('hands messages over in order, and goes on after a failure', async () => {
  const heard: string[] = []
  let goOn: (() => void) | undefined
  const meanwhile = new Promise<void>((done) => (goOn = done))
  bot.onEvent = async (event) => {
    if (event.type !== 'message' || !event.message.text.startsWith('urut')) return
    if (event.message.text === 'urut 1') await meanwhile
    heard.push(event.message.text)
    if (event.message.text === 'urut 1') throw new Error('the feature stumbled')
  }
  for (const text of ['urut 1', 'urut 2', 'urut 3']) await ani.send(phoneJid(office), { text })
  await budi.send(phoneJid(office), { text: 'obrolan lain' })
  await bot.heard('obrolan lain')
  expect(heard).toEqual([])
  goOn?.()
  await until(() => heard.length === 3)
  expect(heard).toEqual(['urut 1', 'urut 2', 'urut 3'])
})
