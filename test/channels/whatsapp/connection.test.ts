import { generateMessageIDV2, proto } from '@whiskeysockets/baileys'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { LARGEST_FILE_BYTES } from '../../../src/channels/whatsapp/download.ts'
import type { Clock } from '../../../src/clock.ts'
import { SendError } from '../../../src/domain/error.ts'
import { createChannelMemory } from '../../support/channel-memory.ts'
import { Bot, startBot, until } from '../../support/whatsapp/bot.ts'
import { startPerson, textOfMessage, type Person } from '../../support/whatsapp/person.ts'
import { startWhatsAppServer, type Account, type WhatsAppServer } from '../../support/whatsapp/server.ts'

let server: WhatsAppServer
let ani: Person
let lastNumber = 10
const bots: Bot[] = []

function newAccount(name: string): Account {
  lastNumber += 1
  return server.account({ phone: `62811000000${lastNumber}`, lid: `900000000000${lastNumber}`, name })
}

/** A bot that is stopped after the test. */
function stoppedLater(bot: Bot): Bot {
  bots.push(bot)
  return bot
}

/** Waits that pass at once; notes how long they would have been. */
function hurriedClock(): Clock & { waits: number[] } {
  const waits: number[] = []
  return {
    waits,
    now: () => new Date(),
    sleep: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
  }
}

const jidOf = ({ phone }: Account) => `${phone}@s.whatsapp.net`

beforeAll(async () => {
  server = await startWhatsAppServer()
  ani = await startPerson(server, newAccount('Ani'))
})

afterEach(async () => {
  server.loginRefusal = undefined
  server.judgeMessage = () => undefined
  server.judgeQuery = () => undefined
  await Promise.all(bots.splice(0).map((bot) => bot.stop()))
})

afterAll(async () => {
  await ani.stop()
  await server.stop()
})

it('shows a QR code, and is connected once it is scanned', async () => {
  const account = newAccount('Kantor')
  const printed: string[] = []
  const bot = stoppedLater(new Bot(server, { printQr: (qr) => printed.push(qr) }))
  expect(bot.channel.status()).toMatchObject({ state: 'stopped' })
  await bot.start()
  await expect(bot.start()).rejects.toMatchObject({ code: 'conflict' })
  await bot.reached('needs_pairing')
  const { pairing, detail } = bot.channel.status()
  expect(pairing?.qr).toMatch(/^https:\/\/wa\.me\/settings\/linked_devices#/)
  expect(printed).toEqual([pairing?.qr])
  expect(detail).toContain('pindai kode QR')
  server.scan(pairing?.qr ?? '', account)
  await bot.reached('connected')
  expect(bot.channel.status().pairing).toBeUndefined()
})

it('shows a code to type when it knows the phone number', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(new Bot(server, { pairingPhone: `+${account.phone}` }))
  await bot.start()
  await bot.reached('needs_pairing')
  const { code = '' } = bot.channel.status().pairing ?? {}
  expect(code).toMatch(/^[0-9A-Z]{8}$/)
  await server.typeCode(code, account)
  await bot.reached('connected')
  await ani.send(jidOf(account), { text: 'sudah tertaut?' })
  await bot.heard('sudah tertaut?')
})

it('shows another code when the first was not typed in time', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(new Bot(server, { pairingPhone: account.phone }))
  await bot.start()
  await bot.reached('needs_pairing')
  const first = bot.channel.status().pairing?.code
  server.dropUnpaired()
  await bot.reached('connecting')
  await bot.reached('needs_pairing')
  const { code = '' } = bot.channel.status().pairing ?? {}
  expect(code).not.toBe(first)
  await server.typeCode(code, account)
  await bot.reached('connected')
})

it('pairs anew after a restart in the middle of a pairing', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const first = new Bot(server, { memory, pairingPhone: account.phone })
  await first.start()
  await first.reached('needs_pairing')
  await first.stop()
  const second = stoppedLater(new Bot(server, { memory }))
  await second.start()
  await second.reached('needs_pairing')
  server.scan(second.channel.status().pairing?.qr ?? '', account)
  await second.reached('connected')
  expect(server.isOnline(account)).toBe(true)
})

it('comes back after a restart without pairing, and hears what it missed', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const group = server.group({ subject: 'KIM', creator: ani.account, members: [account] })
  const first = await startBot(server, account, { memory })
  await ani.send(group.id, { text: 'sebelum' })
  await first.heard('sebelum')
  const asked = await ani.send(group.id, { text: 'pertanyaan' })
  await first.heard('pertanyaan')
  await first.stop()
  expect(first.channel.status()).toMatchObject({ state: 'stopped' })
  await until(() => !server.isOnline(account))

  await ani.send(group.id, { text: 'saat mati' })
  await ani.send(jidOf(account), { text: 'pribadi saat mati' })
  const second = stoppedLater(new Bot(server, { memory }))
  await second.start()
  second.onEvent = async (event) => {
    if (event.type === 'message')
      await second.say(event.message.chat.chatId, `dijawab: ${event.message.text}`)
  }
  await second.heard('saat mati')
  await second.heard('pribadi saat mati')
  await ani.read('dijawab: saat mati')
  await ani.read('dijawab: pribadi saat mati')
  expect(second.channel.status().state).toBe('connected')
  expect(second.events.some((event) => event.type === 'message' && event.message.id === asked.key.id)).toBe(
    false,
  )
  await second.say(group.id, 'saya kembali')
  await ani.read('saya kembali')
})

it('connects again by itself after the line was cut', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(await startBot(server, account))
  server.drop(account)
  await bot.reached('connecting')
  expect(bot.channel.status().detail).toContain('mencoba menyambung lagi')
  await ani.send(jidOf(account), { text: 'saat putus' })
  await bot.heard('saat putus')
  await bot.reached('connected')
})

it('tries for ever, ever more slowly, while WhatsApp is out of order', async () => {
  const account = newAccount('Kantor')
  const clock = hurriedClock()
  const bot = stoppedLater(await startBot(server, account, { clock }))
  server.loginRefusal = 503
  server.closeStream(account, 503)
  await until(() => clock.waits.length >= 9)
  server.loginRefusal = undefined
  await bot.reached('connected')
  for (const [index, wait] of clock.waits.slice(0, 9).entries()) {
    const longest = Math.min(60_000, 1_000 * 2 ** index)
    expect(wait).toBeGreaterThanOrEqual(longest / 2)
    expect(wait).toBeLessThanOrEqual(longest)
  }
})

it('gives way when another process takes the session', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const first = stoppedLater(await startBot(server, account, { memory }))
  const second = stoppedLater(new Bot(server, { memory }))
  await second.start()
  await first.reached('broken')
  expect(first.channel.status().detail).toContain('proses lain')
  await second.reached('connected')
  await expect(first.say(jidOf(ani.account), 'halo')).rejects.toMatchObject({ code: 'disconnected' })
})

it('forgets the session after a log-out, and asks to be paired again, also after a restart', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const first = await startBot(server, account, { memory })
  server.closeStream(account, 401)
  await first.reached('needs_pairing')
  expect(first.channel.status().detail).toContain('mengeluarkan bot')
  const loggedOut = first.channel.status().pairing?.qr
  await first.stop()
  const second = stoppedLater(new Bot(server, { memory }))
  await second.start()
  await second.reached('needs_pairing')
  expect(second.channel.status().detail).not.toContain('mengeluarkan bot')
  const { qr = '' } = second.channel.status().pairing ?? {}
  expect(qr).not.toBe(loggedOut)
  server.scan(qr, account)
  await second.reached('connected')
})

it('does not fetch more than 16 MB for anybody, whatever the message says', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(await startBot(server, account))
  const document = randomBytes(LARGEST_FILE_BYTES + 1)
  const content = { document, mimetype: 'application/pdf', fileName: 'a.pdf', caption: 'besar' }
  const { message } = await ani.send(jidOf(account), content)
  const [honest] = (await bot.heard('besar')).attachments
  await expect(honest?.download?.()).rejects.toMatchObject({ code: 'invalid' })

  const lie = proto.Message.create(message ?? {})
  const file = lie.documentWithCaptionMessage?.message?.documentMessage ?? lie.documentMessage
  if (file) Object.assign(file, { fileLength: 10, caption: 'katanya kecil' })
  await ani.socket.relayMessage(jidOf(account), lie, { messageId: generateMessageIDV2() })
  const [liar] = (await bot.heard('katanya kecil')).attachments
  await expect(liar?.download?.()).rejects.toMatchObject({ code: 'invalid' })
})

it('gives what it said in a group to nobody outside it', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(await startBot(server, account))
  const group = server.group({ subject: 'KIM', creator: newAccount('Ketua'), members: [account] })
  const id = await bot.say(group.id, 'hanya untuk grup')
  const retry = { tag: 'retry', attrs: { count: '1', id, t: '1', v: '1' } }
  const registration = { tag: 'registration', attrs: {}, content: Buffer.alloc(4) }
  await ani.socket.sendNode({
    tag: 'receipt',
    attrs: { id, type: 'retry', to: jidOf(account) },
    content: [retry, registration],
  })
  await ani.send(jidOf(account), { text: 'dan sekarang?' })
  await bot.heard('dan sekarang?')
  await bot.say(jidOf(ani.account), 'tidak ada')
  await ani.read('tidak ada')
  expect(ani.inbox.some((message) => textOfMessage(message) === 'hanya untuk grup')).toBe(false)
})

it('asks for the current version when its own is refused, three times at most', async () => {
  const clock = hurriedClock()
  let asked = 0
  const latestVersion = () => {
    asked += 1
    return Promise.resolve<[number, number, number]>([2, 3000, asked])
  }
  server.loginRefusal = 405
  const bot = stoppedLater(new Bot(server, { clock, latestVersion }))
  await bot.start()
  await bot.reached('broken')
  expect(asked).toBe(2)
  expect(bot.channel.status().detail).toContain('menolak versi')
})

it('is not sure about a message that was not acknowledged', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(await startBot(server, account))
  server.judgeMessage = () => 'silent'
  const sending = bot.say(jidOf(ani.account), 'terkirim?').catch((error: unknown) => error)
  await ani.read('terkirim?')
  server.drop(account)
  const error = await sending
  expect(error).toBeInstanceOf(SendError)
  expect(error).toMatchObject({ code: 'unreachable', uncertain: true })
})

it('tells of a refusal that comes late', async () => {
  const account = newAccount('Kantor')
  const bot = stoppedLater(await startBot(server, account))
  const id = await bot.say(jidOf(ani.account), 'diterima dulu')
  server.refuseLate(account, { id, chatId: jidOf(ani.account), code: 463 })
  expect(await bot.told('send_failed')).toMatchObject({ externalId: id, code: 'restricted' })
})

it('reaches 50 groups, each once, without asking for each group', async () => {
  const account = newAccount('Kantor')
  // The other members are names without a device: the server alone is the judge.
  const silent = newAccount('Warga')
  const groups = Array.from({ length: 50 }, (_, index) =>
    server.group({ subject: `KIM ${index}`, creator: silent, members: [account] }),
  )
  const asked: (string | undefined)[] = []
  server.judgeQuery = (query, from) => {
    if (query.attrs['xmlns'] === 'w:g2' && from === account) asked.push(query.attrs['to'])
    return undefined
  }
  const bot = stoppedLater(await startBot(server, account))
  for (const group of groups) await bot.say(group.id, 'pengumuman')
  expect(groups.map((group) => server.acceptedFrom(account, group.id).length)).toEqual(groups.map(() => 1))
  expect(asked).toEqual(['@g.us'])
})

it('can be stopped at any moment, more than once, and started again', async () => {
  const bot = stoppedLater(new Bot(server))
  await bot.channel.stop()
  for (const state of ['connecting', 'needs_pairing'] as const) {
    await bot.start()
    await bot.reached(state)
    await bot.channel.stop()
    await bot.channel.stop()
    expect(bot.channel.status()).toMatchObject({ state: 'stopped' })
  }
})

it('sends again to a phone that could not read a message', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const first = await startBot(server, account, { memory })
  const group = server.group({ subject: 'KIM', creator: ani.account, members: [account] })
  const id = await first.say(group.id, 'bisa dibaca?')
  await ani.read('bisa dibaca?')
  await first.stop()

  const bina = await startPerson(server, newAccount('Bina'))
  const second = stoppedLater(new Bot(server, { memory }))
  await second.start()
  await second.reached('connected')
  server.deliverUnreadable(group, { id, from: account, to: bina.account })
  await expect(bina.read('bisa dibaca?')).resolves.toMatchObject({ key: { id } })
  await bina.stop()
})
