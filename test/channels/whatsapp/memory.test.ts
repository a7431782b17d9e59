import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { INBOX_COLLECTION } from '../../../src/channels/whatsapp/inbox.ts'
import { createChannelMemory } from '../../support/channel-memory.ts'
import { Bot, startBot, until } from '../../support/whatsapp/bot.ts'
import { startPerson, type Person } from '../../support/whatsapp/person.ts'
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

const jidOf = ({ phone }: Account) => `${phone}@s.whatsapp.net`

beforeAll(async () => {
  server = await startWhatsAppServer()
  ani = await startPerson(server, newAccount('Ani'))
})

afterEach(async () => {
  await Promise.all(bots.splice(0).map((bot) => bot.stop()))
})

afterAll(async () => {
  await ani.stop()
  await server.stop()
})

it('tells after a crash what it had confirmed and nobody had dealt with, in order and once', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const group = server.group({ subject: 'KIM', creator: ani.account, members: [account] })
  const first = await startBot(server, account, { memory })
  await ani.send(group.id, { text: 'selesai' })
  await first.heard('selesai')
  await until(() => !memory.collections().includes(INBOX_COLLECTION))
  // From here on the product hangs: nothing is ever dealt with.
  const endless = new AbortController()
  first.onEvent = () =>
    new Promise((resolve) => {
      endless.signal.addEventListener('abort', () => resolve())
    })
  await ani.send(group.id, { text: 'satu' })
  await first.heard('satu')
  await ani.send(group.id, { text: 'dua' })
  await ani.send(jidOf(account), { text: 'pribadi' })
  await first.heard('pribadi')
  await until(async () => (await memory.list(INBOX_COLLECTION)).size === 3)
  const atTheCrash = memory.copy()
  endless.abort()
  await first.stop()
  const second = stoppedLater(new Bot(server, { memory: atTheCrash }))
  await second.start()
  const texts = (chatId: string) =>
    second.events.flatMap((event) =>
      event.type === 'message' && event.message.chat.chatId === chatId ? [event.message.text] : [],
    )
  await second.heard('dua')
  const { senderId, chatTitle } = await second.heard('pribadi')
  await ani.send(group.id, { text: 'tiga' })
  await second.heard('tiga')
  expect(texts(group.id)).toEqual(['satu', 'dua', 'tiga'])
  expect({ senderId, chatTitle }).toEqual({ senderId: `${ani.account.lid}@lid`, chatTitle: 'Ani' })
})

it('can be read after a crash that lost the newest keys', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const first = await startBot(server, account, { memory })
  const group = server.group({ subject: 'KIM', creator: ani.account, members: [account] })
  await first.say(group.id, 'sebelum salinan')
  const beforeTheCrash = memory.copy()
  await first.say(group.id, 'sesudah salinan')
  await ani.read('sesudah salinan')
  await first.stop()

  const second = stoppedLater(new Bot(server, { memory: beforeTheCrash }))
  await second.start()
  await second.reached('connected')
  const id = await second.say(group.id, 'sesudah jatuh')
  await expect(ani.read('sesudah jatuh')).resolves.toMatchObject({ key: { id } })
})

it('hears, once, what was decrypted when the line was cut, before WhatsApp had its receipt', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const store = memory.set.bind(memory)
  const resentBefore = server.resent.length
  const bot = stoppedLater(await startBot(server, account, { memory }))
  const group = server.group({ subject: 'KIM', creator: ani.account, members: [account] })
  const cutWhileStoring = (keys: string) => {
    memory.set = async (entries) => {
      if (entries.some(({ collection }) => collection === keys)) {
        memory.set = store
        server.drop(account)
        await bot.reached('connecting')
      }
      await store(entries)
    }
  }
  const chats = [
    { chatId: jidOf(account), keys: 'key:session', known: 'pertama', cut: 'kedua' },
    { chatId: group.id, keys: 'key:sender-key', known: 'ketiga', cut: 'keempat' },
  ]
  for (const { chatId, keys, known, cut } of chats) {
    await ani.send(chatId, { text: known })
    await bot.heard(known)
    cutWhileStoring(keys)
    await ani.send(chatId, { text: cut })
    await bot.heard(cut)
  }
  await ani.send(group.id, { text: 'terakhir' })
  await bot.heard('terakhir')
  const heard = bot.events.flatMap((event) => (event.type === 'message' ? [event.message.text] : []))
  expect(heard).toEqual(['pertama', 'kedua', 'ketiga', 'keempat', 'terakhir'])
  expect(server.resent.length).toBe(resentBefore)
})

it('keeps a session small, however often the two write to each other', async () => {
  const account = newAccount('Kantor')
  const memory = createChannelMemory()
  const bot = stoppedLater(await startBot(server, account, { memory }))
  bot.onEvent = async (event) => {
    if (event.type === 'message') await bot.say(event.message.chat.chatId, `dijawab: ${event.message.text}`)
  }
  const chainsOf = async () =>
    [...(await memory.list('key:session')).values()].map((text) => text.split('"chainType":2').length - 1)
  for (let count = 1; count <= 12; count += 1) {
    await ani.send(jidOf(account), { text: `pesan ${count}` })
    await ani.read(`dijawab: pesan ${count}`)
  }
  expect(Math.max(...(await chainsOf()))).toBe(5)
})
