import { expect, it, onTestFinished } from 'vitest'
import { INBOX_COLLECTION } from '../../src/channels/whatsapp/inbox.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { killHard, startServer, until } from '../support/server-process.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { startBot } from '../support/whatsapp/bot.ts'
import { startPerson } from '../support/whatsapp/person.ts'
import { startWhatsAppServer } from '../support/whatsapp/server.ts'

const QUESTIONS = 12

it(
  'answers everybody on WhatsApp exactly once, though the server is killed before and between the answers',
  { timeout: 120_000 },
  async () => {
    const wa = await startWhatsAppServer()
    onTestFinished(() => wa.stop())
    const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
    const account = wa.account({ phone: '6281100000002', lid: '90000000000002', name: 'Ani' })
    const folder = await temporaryFolder()
    const databaseUrl = await temporaryDatabase(folder)
    const storage = await openStorage(databaseUrl, () => new Date())
    onTestFinished(() => storage.close())
    const memory = storage.channelMemory({ channel: 'whatsapp', account: 'default' })
    const paired = await startBot(wa, bot, { memory })
    await paired.stop()
    const ani = await startPerson(wa, account)
    onTestFinished(() => ani.stop())
    const group = wa.group({ subject: 'KIM', creator: account, members: [bot] })
    const env = {
      DATABASE_URL: databaseUrl,
      BROADCASTS_DIR: folder,
      QUIET_HOURS: 'off',
      LOG_LEVEL: 'error',
      WHATSAPP_ENABLED: 'true',
      WHATSAPP_SOCKET_URL: wa.url,
    }
    const answered = () =>
      ani.inbox.flatMap(({ message }) => message?.extendedTextMessage?.contextInfo?.stanzaId ?? [])

    const first = await startServer(env)
    await until(() => wa.isOnline(bot))
    // Both have each other's keys from now on: Baileys may tell of a second message before the one that brings the keys.
    const greeting = (await ani.send(group.id, { text: '/status' })).key.id
    await until(async () => answered().length === 1 && (await memory.list(INBOX_COLLECTION)).size === 0)
    expect(answered()).toEqual([greeting])

    // Everything is received and nothing can be answered.
    wa.judgeMessage = (_, from) => (from === bot ? 503 : undefined)
    const asked: string[] = []
    for (let count = 0; count < QUESTIONS; count += 1) {
      asked.push((await ani.send(group.id, { text: '/status' })).key.id ?? '')
    }
    await until(async () => (await memory.list(INBOX_COLLECTION)).size === QUESTIONS)
    await killHard(first)
    expect(answered()).toEqual([greeting])

    wa.judgeMessage = () => undefined
    const second = await startServer(env)
    await until(() => answered().length > QUESTIONS / 3)
    await killHard(second)

    await startServer(env)
    await until(async () => (await memory.list(INBOX_COLLECTION)).size === 0)
    await until(() => answered().length > QUESTIONS)
    expect(answered()).toEqual([greeting, ...asked])
    expect(wa.acceptedFrom(bot, group.id)).toHaveLength(QUESTIONS + 1)
  },
)
