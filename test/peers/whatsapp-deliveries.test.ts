import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Delivery } from '../../src/domain/broadcast.ts'
import { announce } from '../support/test-app.ts'
import { answerTo, countHeard, heard, openOffice, type Office } from '../support/whatsapp/office.ts'
import type { Person } from '../support/whatsapp/person.ts'
import type { Group } from '../support/whatsapp/server.ts'
import { createSkippingClock, type SkippingClock } from '../support/whatsapp/skipping-clock.ts'

/** Berau, by its code: each test announces in a village of it that no other test uses. */
const REGENCY = '64.03'

let office: Office
let clock: SkippingClock
let admin: Person
let lastVillage = 0

beforeAll(async () => {
  clock = createSkippingClock()
  office = await openOffice({ database: inject('emptyDatabase'), overrides: { clock } })
  await office.start()
  await office.pair()
  admin = await office.person('Admin')
})

afterEach(() => {
  office.wa.judgeMessage = () => undefined
  office.wa.judgeQuery = () => undefined
})

afterAll(() => office.close())

/** A subscribed group with a village of its own. */
async function subscribedGroup(
  subject: string,
  options: { addressing?: 'lid' | 'pn' } = {},
): Promise<{ group: Group; area: string }> {
  const village = office.storage.gazetteer.villages(REGENCY)[lastVillage]
  if (village === undefined) throw new Error('there are no more villages')
  lastVillage += 1
  const group = office.wa.group({
    subject,
    creator: admin.account,
    members: [office.bot],
    ...options,
  })
  await office.storage.chats.subscribe(office.address(group), {
    title: subject,
    areaCodes: [village.code],
    topics: [],
  })
  return { group, area: village.code }
}

const idOf = (words: string) => words.replaceAll(' ', '-').toLowerCase()

/** Announces to an area; `words` are in the text. */
async function announceTo(area: string, words: string): Promise<void> {
  await announce(office.broadcastsDir, { id: idOf(words), area, body: words })
}

/** What became of the announcement with these words; waits until `isIt` holds for it. */
async function deliveryOf(words: string, isIt: (delivery: Delivery) => boolean): Promise<Delivery> {
  for (;;) {
    const deliveries = await office.storage.deliveries.list({})
    const found = deliveries.find((delivery) => delivery.broadcastId === idOf(words) && isIt(delivery))
    if (found !== undefined) return found
    await systemClock.sleep(10)
  }
}

const statusOf = async (group: Group) => (await office.storage.chats.find(office.address(group)))?.status

/** Everything that was sent to the bot before has been dealt with. */
async function settled(group: Group): Promise<void> {
  await answerTo(admin, (await admin.send(group.id, { text: '/status' })).key.id)
}

describe('what WhatsApp tells about an announcement', () => {
  it('is sent, then delivered, then read', async () => {
    const { group, area } = await subscribedGroup('Tanda terima')
    await announceTo(area, 'Kerja bakti hari Minggu')
    const { key } = await heard(admin, /Kerja bakti hari Minggu/, group)
    await deliveryOf('Kerja bakti hari Minggu', ({ status }) => status === 'delivered')
    await admin.socket.readMessages([key])
    const { attempts } = await deliveryOf('Kerja bakti hari Minggu', ({ status }) => status === 'read')
    expect(attempts).toBe(1)
  })

  it('stays "sent" when it reached nobody, and never counts as delivered', async () => {
    const { group, area } = await subscribedGroup('Tak sampai')
    office.wa.judgeMessage = ({ attrs }) => (attrs['to'] === group.id ? 'unrouted' : undefined)
    await announceTo(area, 'Tidak sampai ke siapa pun')
    await deliveryOf('Tidak sampai ke siapa pun', ({ status }) => status === 'sent')
    office.wa.judgeMessage = () => undefined
    await settled(group)
    const { status } = await deliveryOf('Tidak sampai ke siapa pun', () => true)
    expect(status).toBe('sent')
    expect(countHeard(admin, /Tidak sampai ke siapa pun/)).toBe(0)
  })

  it('is not sent again when the acknowledgement is slow', async () => {
    const { group, area } = await subscribedGroup('Lambat')
    const hold = { end: () => {} }
    const held = new Promise<void>((resolve) => (hold.end = resolve))
    let messages = 0
    office.wa.delayMessage = ({ attrs }) => {
      if (attrs['to'] !== group.id) return undefined
      messages += 1
      return held
    }
    await announceTo(area, 'Jawaban yang lambat')
    await deliveryOf('Jawaban yang lambat', ({ status }) => status === 'sending')
    await expect.poll(() => messages).toBe(1)
    hold.end()
    await deliveryOf('Jawaban yang lambat', ({ status }) => status === 'sent' || status === 'delivered')
    office.wa.delayMessage = () => undefined
    await settled(group)
    expect(countHeard(admin, /Jawaban yang lambat/)).toBe(1)
  })

  it('goes out again under the same id when the line is cut before the acknowledgement', async () => {
    const { group, area } = await subscribedGroup('Putus di tengah')
    office.wa.judgeMessage = ({ attrs }) => (attrs['to'] === group.id ? 'silent' : undefined)
    await announceTo(area, 'Putus sebelum jawaban')
    await heard(admin, /Putus sebelum jawaban/, group)
    office.wa.judgeMessage = () => undefined
    office.wa.drop(office.bot)
    await office.reaches('connecting')
    await office.reaches('connected')
    clock.skip(60_000)
    await deliveryOf('Putus sebelum jawaban', ({ status }) => status === 'sent' || status === 'delivered')
    await settled(group)
    expect(countHeard(admin, /Putus sebelum jawaban/)).toBe(1)
    expect(office.wa.repeated.length).toBeGreaterThan(0)
  })

  it('fails with the reason when WhatsApp refuses the message itself (479)', async () => {
    const { group, area } = await subscribedGroup('Ditolak')
    let tries = 0
    office.wa.judgeMessage = ({ attrs }) => {
      if (attrs['to'] !== group.id) return undefined
      tries += 1
      return 479
    }
    await announceTo(area, 'Isi yang ditolak')
    const { error } = await deliveryOf('Isi yang ditolak', ({ status }) => status === 'failed')
    expect(error).toMatchObject({
      code: 'rejected',
      reason: expect.stringContaining('menolak isi pesan') as string,
    })
    expect(tries).toBe(1)
    expect(await statusOf(group)).toBe('active')
  })

  it('waits a minute when WhatsApp asks to slow down (429)', async () => {
    const { group, area } = await subscribedGroup('Terlalu cepat')
    office.wa.judgeMessage = ({ attrs }) => (attrs['to'] === group.id ? 429 : undefined)
    await announceTo(area, 'Diperlambat dulu')
    await deliveryOf('Diperlambat dulu', ({ error }) => error?.code === 'throttled')
    office.wa.judgeMessage = () => undefined
    clock.skip(60_000)
    await heard(admin, /Diperlambat dulu/, group)
    expect(countHeard(admin, /Diperlambat dulu/)).toBe(1)
  })

  it.each(['lid', 'pn'] as const)(
    'carries a picture with its caption into a group by %s',
    async (addressing) => {
      const { group, area } = await subscribedGroup('Gambar', { addressing })
      await mkdir(join(office.broadcastsDir, 'images'), { recursive: true })
      const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#06a' } })
        .jpeg()
        .toBuffer()
      await writeFile(join(office.broadcastsDir, 'images', `poster-${addressing}.jpg`), picture)
      await announce(office.broadcastsDir, {
        id: `poster-${addressing}`,
        area,
        body: `Poster **vaksin** ${addressing}`,
        attachment: `images/poster-${addressing}.jpg`,
      })
      const message = await heard(admin, new RegExp(`Poster \\*vaksin\\* ${addressing}`), group)
      const metadata = await sharp(await admin.download(message)).metadata()
      expect(metadata).toMatchObject({ width: 60, height: 40 })
    },
  )
})

describe('a group that the bot cannot write to', () => {
  it('is gone when the bot is thrown out', async () => {
    const { group } = await subscribedGroup('Dikeluarkan')
    office.wa.change(group, 'remove', office.bot)
    await expect.poll(() => statusOf(group)).toBe('gone')
  })

  it('is gone when it is deleted', async () => {
    const { group } = await subscribedGroup('Dihapus')
    office.wa.deleteGroup(group)
    await expect.poll(() => statusOf(group)).toBe('gone')
  })

  it('is gone when an announcement finds it gone, without a word from WhatsApp before', async () => {
    const { group, area } = await subscribedGroup('Hilang diam-diam')
    group.members.delete(office.bot)
    await announceTo(area, 'Ke grup yang hilang')
    const { error } = await deliveryOf('Ke grup yang hilang', ({ status }) => status === 'failed')
    expect(error).toMatchObject({ code: 'chat_gone' })
    expect(await statusOf(group)).toBe('gone')
  })

  it('keeps its subscription when WhatsApp is too busy to say who is in it', async () => {
    const { group, area } = await subscribedGroup('Sibuk')
    // The bot has written there before, so it knows the group; but not who is an admin now.
    await settled(group)
    clock.skip(5_000)
    office.wa.judgeQuery = (query, from) =>
      from === office.bot && query.attrs['to'] === group.id ? 429 : undefined
    await admin.send(group.id, { text: '/langganan balikpapan' })
    await heard(admin, /belum bisa memastikan siapa admin/, group)
    // A refusal that looks like "not in this group" is not believed while nobody can confirm it.
    office.wa.judgeMessage = ({ attrs }) => (attrs['to'] === group.id ? 403 : undefined)
    await announceTo(area, 'Grup yang sibuk')
    await deliveryOf('Grup yang sibuk', ({ error }) => error !== undefined)
    expect(await statusOf(group)).toBe('active')
    office.wa.judgeQuery = () => undefined
    office.wa.judgeMessage = () => undefined
    clock.skip(60_000)
    await heard(admin, /Grup yang sibuk/, group)
  })

  it('hears in private, when only admins may write, what its admin has to do', async () => {
    const group = office.wa.group({
      subject: 'Khusus admin',
      creator: admin.account,
      members: [office.bot],
      announce: true,
    })
    await admin.send(group.id, { text: '/langganan loa kulu kota' })
    const advice = await heard(admin, /jadikan bot ini admin grup/)
    expect(advice.key.remoteJid).toBe(`${office.bot.lid}@lid`)
    expect(advice.message?.extendedTextMessage?.text).toContain('*Khusus admin*')
    office.wa.change(group, 'promote', office.bot)
    await office.subscribe(admin, group)
    expect(await statusOf(group)).toBe('active')
  })

  it('keeps its subscription when only admins may write from now on, and staff see why nothing arrives', async () => {
    const { group, area } = await subscribedGroup('Mulai khusus admin')
    office.wa.setAnnounce(group, true)
    // The bot hears of it before the question that follows.
    await admin.send(group.id, { text: '/status' })
    await heard(admin, /Mulai khusus admin/)
    await announceTo(area, 'Tidak boleh menulis')
    const { error } = await deliveryOf('Tidak boleh menulis', ({ status }) => status === 'failed')
    expect(error).toMatchObject({
      code: 'not_allowed',
      reason: expect.stringContaining('Minta admin grup') as string,
    })
    expect(await statusOf(group)).toBe('active')
    office.wa.setAnnounce(group, false)
  })
})

describe('a warning before a ban', () => {
  it.each([
    ['a lock on new chats', 'reachout_lock'],
    ['a used-up quota of new chats', 'capping'],
  ] as const)('of %s holds announcements back, not answers', async (_, type) => {
    const { group, area } = await subscribedGroup(`Dibatasi ${type}`)
    const words = `Menunggu ${type.replace('_', ' ')}`
    office.wa.restrict(
      office.bot,
      type === 'capping'
        ? { type, status: 'CAPPED' }
        : { type, isActive: true, endsAt: new Date(clock.now().getTime() + 3_600_000) },
    )
    await expect.poll(async () => (await office.health()).detail).toMatch(/membatasi akun ini sampai .* WITA/)
    await announceTo(area, words)
    await deliveryOf(words, ({ status }) => status === 'queued')
    await settled(group)
    expect(countHeard(admin, new RegExp(words))).toBe(0)
    expect(await deliveryOf(words, () => true)).toMatchObject({ status: 'queued', attempts: 0 })
    office.wa.restrict(office.bot, type === 'capping' ? { type, status: 'NONE' } : { type, isActive: false })
    await expect.poll(async () => (await office.health()).detail).toBe('')
    clock.skip(15_000)
    await heard(admin, new RegExp(words), group)
  })
})

it('sends again after a restart to a phone that could not read an announcement', async () => {
  const { group, area } = await subscribedGroup('Tak terbaca')
  await announceTo(area, 'Bacalah sekali lagi')
  const { key } = await heard(admin, /Bacalah sekali lagi/, group)
  await office.stop()
  await office.start()
  await office.reaches('connected')
  const latecomer = await office.person('Warga')
  const id = key.id ?? ''
  office.wa.deliverUnreadable(group, { id, from: office.bot, to: latecomer.account })
  expect((await heard(latecomer, /Bacalah sekali lagi/, group)).key.id).toBe(id)
})

// The last one: nothing goes out from a restricted account until the server is started again.
it('stops the account when WhatsApp restricts it (463), says why, and does not try again', async () => {
  const { group, area } = await subscribedGroup('Dibatasi')
  const tried: string[] = []
  office.wa.judgeMessage = ({ attrs }, from) => {
    // With a participant it is a second copy of an older message, for a phone that asked for it.
    if (from !== office.bot || attrs['participant'] !== undefined) return undefined
    if (attrs['to']?.endsWith('@g.us') !== true) return undefined
    tried.push(attrs['to'])
    return 463
  }
  await announceTo(area, 'Pengumuman pertama')
  const first = await deliveryOf('Pengumuman pertama', ({ error }) => error?.code === 'restricted')
  expect(first.error?.reason).toContain('membatasi akun pengirim')
  office.wa.judgeMessage = () => undefined
  const next = await subscribedGroup('Sesudahnya')
  await announceTo(next.area, 'Pengumuman kedua')
  await deliveryOf('Pengumuman kedua', ({ status }) => status === 'queued')
  for (let minute = 0; minute < 10; minute += 1) clock.skip(60_000)
  await settled(next.group)
  expect(tried).toEqual([group.id])
  expect(await deliveryOf('Pengumuman kedua', () => true)).toMatchObject({ status: 'queued', attempts: 0 })
  expect(countHeard(admin, /Pengumuman (?:pertama|kedua)/)).toBe(0)
})
