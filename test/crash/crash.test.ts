import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createSimulatorChannel } from '../../src/channels/simulator/simulator.ts'
import { systemClock } from '../../src/clock.ts'
import type { Environment } from '../../src/config.ts'
import type { Delivery } from '../../src/domain/broadcast.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { createLogger } from '../../src/logger.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import { killHard, startServer, until } from '../support/server-process.ts'
import { startBotApi } from '../support/telegram/bot-api.ts'
import { temporaryDatabase, temporaryFolder } from '../support/temporary-storage.ts'
import { announce } from '../support/test-app.ts'
import { startBot } from '../support/whatsapp/bot.ts'
import { startWhatsAppServer } from '../support/whatsapp/server.ts'

const GROUPS = 50
/** The server is killed once this many groups have the message, each time after a new start. */
const KILLS_AFTER = [1, 17, 36]
const BODY = 'Posyandu buka hari Senin'
const TIMEOUT_MS = 120_000

const numbers = Array.from({ length: GROUPS }, (_, index) => index)

interface Scene {
  folder: string
  storage: Storage
  env: Environment
}

/** A database with 50 subscribed groups, and one announcement that is due for all of them. */
async function setScene(
  env: Environment,
  makeGroups: (storage: Storage) => Promise<ChatAddress[]>,
): Promise<Scene & { addresses: ChatAddress[] }> {
  const folder = await temporaryFolder()
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const databaseUrl = await temporaryDatabase(folder)
  const storage = await openStorage(databaseUrl, () => new Date())
  onTestFinished(() => storage.close())
  const addresses = await makeGroups(storage)
  for (const address of addresses) {
    await storage.chats.subscribe(address, { title: 'KIM', areaCodes: ['64.02.02.2004'], topics: [] })
  }
  await announce(broadcastsDir, { id: 'posyandu', area: '64.02', body: BODY })
  const all = {
    DATABASE_URL: databaseUrl,
    BROADCASTS_DIR: broadcastsDir,
    QUIET_HOURS: 'off',
    LOG_LEVEL: 'error',
    ...env,
  }
  return { folder, storage, env: all, addresses }
}

const isOpen = ({ status }: Delivery) => status === 'queued' || status === 'sending'

/** Kills the server three times in the middle of the run, then lets it finish. Gives the deliveries at the end. */
async function runThroughCrashes(
  { env, storage }: Scene,
  countArrived: () => number | Promise<number>,
): Promise<Delivery[]> {
  for (const arrived of KILLS_AFTER) {
    const server = await startServer(env)
    await until(async () => (await countArrived()) >= arrived)
    await killHard(server)
  }
  const server = await startServer(env)
  await until(async () => {
    const deliveries = await storage.deliveries.list({})
    return deliveries.length === GROUPS && !deliveries.some(isOpen)
  })
  const exited = once(server, 'exit')
  server.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  return storage.deliveries.list({})
}

const simulatorOf = (storage: Storage) =>
  createSimulatorChannel({
    memory: storage.channelMemory({ channel: 'simulator', account: 'simulator' }),
    clock: systemClock,
    logger: createLogger('silent'),
  })

it(
  'gives every simulated group the message exactly once, however often the server is killed',
  async () => {
    const scene = await setScene({ SIMULATOR: 'true' }, async (storage) => {
      const simulator = simulatorOf(storage)
      await simulator.start(() => Promise.resolve())
      const groups = await Promise.all(numbers.map((number) => simulator.createGroup(`KIM ${number}`)))
      await simulator.stop()
      return groups.map(({ chatId }) => ({ channel: 'simulator', account: simulator.account, chatId }))
    })
    const sent = async () => (await scene.storage.deliveries.list({ statuses: ['sent'] })).length
    await runThroughCrashes(scene, sent)

    const simulator = simulatorOf(scene.storage)
    await simulator.start(() => Promise.resolve())
    const copies = scene.addresses.map(
      ({ chatId }) => simulator.messages(chatId).filter(({ text }) => text.includes(BODY)).length,
    )
    await simulator.stop()
    expect(copies).toEqual(numbers.map(() => 1))
  },
  TIMEOUT_MS,
)

it(
  'gives every WhatsApp group the message exactly once, however often the server is killed',
  async () => {
    const wa = await startWhatsAppServer()
    onTestFinished(() => wa.stop())
    const bot = wa.account({ phone: '6281100000001', lid: '90000000000001', name: 'Kabar KIM' })
    const creator = wa.account({ phone: '6281100000002', lid: '90000000000002', name: 'Admin' })
    const env = { WHATSAPP_ENABLED: 'true', WHATSAPP_SOCKET_URL: wa.url }
    const scene = await setScene(env, async (storage) => {
      const memory = storage.channelMemory({ channel: 'whatsapp', account: 'default' })
      const paired = await startBot(wa, bot, { memory })
      await paired.stop()
      const groups = numbers.map((number) => wa.group({ subject: `KIM ${number}`, creator, members: [bot] }))
      return groups.map(({ id }) => ({ channel: 'whatsapp', account: 'default', chatId: id }))
    })
    await runThroughCrashes(scene, () => wa.acceptedFrom(bot).length)

    const copies = scene.addresses.map(({ chatId }) => wa.acceptedFrom(bot, chatId).length)
    expect(copies).toEqual(numbers.map(() => 1))
  },
  TIMEOUT_MS,
)

it(
  'gives every Telegram group the message once, and shows as uncertain only what was in flight',
  async () => {
    const token = '123456789:AAtestTESTtestTESTtestTESTtestTESTtest'
    const api = await startBotApi({ token })
    onTestFinished(() => api.stop())
    const env = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: api.url }
    const groups = numbers.map((number) => api.group({ title: `KIM ${number}`, members: [api.bot] }))
    const scene = await setScene(env, () =>
      Promise.resolve(
        groups.map(({ id }) => ({ channel: 'telegram', account: String(api.bot.id), chatId: String(id) })),
      ),
    )
    const copiesIn = (chatId: string) => {
      const group = groups.find(({ id }) => String(id) === chatId)
      return group === undefined ? 0 : api.messages(group).filter(({ text }) => text.includes(BODY)).length
    }
    const arrived = () => groups.filter(({ id }) => copiesIn(String(id)) > 0).length
    const deliveries = await runThroughCrashes(scene, arrived)

    const uncertain = deliveries.filter(({ status }) => status === 'uncertain')
    const others = deliveries.filter(({ status }) => status !== 'uncertain')
    expect(uncertain.length).toBeLessThanOrEqual(KILLS_AFTER.length)
    expect(uncertain.map(({ address }) => copiesIn(address.chatId)).every((copies) => copies <= 1)).toBe(true)
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 'sent'))
    expect(others.map(({ address }) => copiesIn(address.chatId))).toEqual(others.map(() => 1))
    expect(api.violations).toEqual([])
  },
  TIMEOUT_MS,
)
