import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Environment } from '../../src/config.ts'
import type { Delivery } from '../../src/domain/broadcast.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import { addressOf, TOKEN } from '../support/telegram/bench.ts'
import { startBotApi, type BotApi } from '../support/telegram/bot-api.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { announce } from '../support/test-app.ts'
import { startBot } from '../support/whatsapp/bot.ts'
import { startWhatsAppServer, type Account, type WhatsAppServer } from '../support/whatsapp/server.ts'

const AREA = '64.02.02.2004'
/** Fast, uneven, and on Telegram with several messages under way at once. */
const PACE = {
  telegram: { inFlight: 10, gapMs: { min: 5, max: 25 } },
  whatsapp: { gapMs: { min: 5, max: 25 } },
  simulator: {},
}

/** A database with half of the groups on each platform, the platforms, and how the server is to be started. */
export interface TwoPlatforms {
  env: Environment
  storage: Storage
  /** Puts an announcement for every group into the server's folder, due at once. */
  announce: (id: string) => Promise<void>
  /** How often the groups of a delivery got its message, in the platform's own log. */
  copiesOf: (delivery: Delivery) => number
  /** When Telegram was asked to post a delivery's message; undefined when it never was. */
  askedAt: (delivery: Delivery) => number | undefined
  api: BotApi
}

/** What names an announcement in the text that people see. */
const bodyOf = (id: string) => `Pengumuman nomor ${id}.`

async function pairWhatsApp(
  wa: WhatsAppServer,
  storage: Storage,
  count: number,
): Promise<{ bot: Account; addresses: ChatAddress[] }> {
  const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
  const creator = wa.account({ phone: '6281100000002', lid: '90000000000002', name: 'Admin' })
  const memory = storage.channelMemory({ channel: 'whatsapp', account: 'default' })
  const paired = await startBot(wa, bot, { memory })
  await paired.stop()
  const addresses = Array.from({ length: count }, (_, number): ChatAddress => {
    const { id } = wa.group({ subject: `KIM ${number}`, creator, members: [bot] })
    return { channel: 'whatsapp', account: 'default', chatId: id }
  })
  return { bot, addresses }
}

/** `travelMs`: how long a message is on its way to a platform. */
export async function setUpTwoPlatforms(groups: number, travelMs: () => number): Promise<TwoPlatforms> {
  const folder = await temporaryFolder()
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const databaseUrl = await temporaryDatabase(folder)
  const storage = await openStorage(databaseUrl, () => new Date())
  const wa = await startWhatsAppServer()
  const api = await startBotApi({ token: TOKEN, travelMs })
  onTestFinished(async () => {
    await storage.close()
    await api.stop()
    await wa.stop()
  })
  const { bot, addresses } = await pairWhatsApp(wa, storage, Math.floor(groups / 2))
  wa.delayMessage = () => new Promise((resolve) => setTimeout(resolve, travelMs()))
  const telegramGroups = Array.from({ length: Math.ceil(groups / 2) }, (_, number) =>
    api.group({ title: `KIM ${number}`, members: [api.bot] }),
  )
  const byChatId = new Map(telegramGroups.map((group) => [String(group.id), group]))
  for (const address of [...addresses, ...telegramGroups.map(addressOf)]) {
    await storage.chats.subscribe(address, { title: 'KIM', areaCodes: [AREA], topics: [] })
  }
  return {
    storage,
    api,
    env: {
      DATABASE_URL: databaseUrl,
      BROADCASTS_DIR: broadcastsDir,
      QUIET_HOURS: 'off',
      LOG_LEVEL: 'fatal',
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: api.url,
      WHATSAPP_ENABLED: 'true',
      WHATSAPP_SOCKET_URL: wa.url,
      TEST_PACE: JSON.stringify(PACE),
    },
    announce: (id) => announce(broadcastsDir, { id, area: '64.02', body: bodyOf(id) }),
    copiesOf({ broadcastId, address, messageId }) {
      const group = byChatId.get(address.chatId)
      if (group === undefined) {
        return wa.acceptedFrom(bot, address.chatId).filter((id) => id === messageId).length
      }
      return api.messages(group).filter(({ text }) => text.includes(bodyOf(broadcastId))).length
    },
    askedAt: ({ broadcastId, address }) =>
      api
        .callsOf('sendMessage')
        .findLast(
          ({ payload }) =>
            String(payload['chat_id']) === address.chatId &&
            String(payload['text']).includes(bodyOf(broadcastId)),
        )?.at,
  }
}
