import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Chat, User } from 'grammy/types'
import { expect, onTestFinished } from 'vitest'
import { createApp, type App } from '../../../src/app.ts'
import { systemClock } from '../../../src/clock.ts'
import { readConfig } from '../../../src/config.ts'
import type { Delivery } from '../../../src/domain/broadcast.ts'
import type { Chat as StoredChat } from '../../../src/domain/community.ts'
import { createLogger } from '../../../src/logger.ts'
import { openStorage, type Storage } from '../../../src/storage/storage.ts'
import { temporaryDatabase, temporaryFolder } from '../temporary-storage.ts'
import { announce } from '../test-app.ts'
import { createTestClock, type TestClock } from '../test-clock.ts'
import { addressOf, SECRET, TOKEN } from './bench.ts'
import { startBotApi, type BotApi, type BotApiOptions, type BotMessage } from './bot-api.ts'

/** In a seeded clarification of the fake recruitment by Otorita IKN. */
export const HOAX =
  'Barusan ada teman share pendaftaran CPNS IKN, katanya cukup daftar di link ini tanpa lewat SSCASN. Yang punya anak nganggur suruh cepat daftar ya bu'

const LOA_KULU_KOTA = '64.02.02.2004'
const STEP_MS = 250

export interface HouseOptions {
  mode?: 'polling' | 'webhook'
  limits?: NonNullable<BotApiOptions['limits']>
  firstRetryMs?: number
  requestTimeoutMs?: number
  /** Whether to start the server. True when missing. */
  started?: boolean
}

/** The whole server under a clock of the test, on real HTTP against the Bot API server. */
export interface House {
  api: BotApi
  clock: TestClock
  /** Where the server listens, also while it is stopped: then everything is answered with 503. */
  url: string
  /** A second view of the server's database. */
  storage: Storage
  start: () => Promise<void>
  stop: () => Promise<void>
  /** Lets time pass in small steps until `read` gives something. */
  passUntil: <Value>(
    read: () => Value | undefined | false | Promise<Value | undefined | false>,
    stepMs?: number,
  ) => Promise<Value>
  /** Posts to the webhook as Telegram does. */
  post: (body: string, headers?: Record<string, string>) => Promise<number>
  /** Puts an announcement for Kutai Kartanegara into the folder, due at once. */
  announce: (id: string, body: string) => Promise<void>
  /** A group with an admin and the bot in it, subscribed for a village in Kutai Kartanegara. */
  village: (options?: { title?: string; type?: 'group' | 'supergroup' }) => Promise<Village>
  deliveries: () => Promise<Delivery[]>
  /** What the server has stored about a group. */
  chat: (chat: Pick<Chat, 'id'>) => Promise<StoredChat | undefined>
  health: () => Promise<{ status: number; state: string; detail: string }>
}

export interface Village {
  group: Chat.GroupChat | Chat.SupergroupChat
  admin: User
  member: User
}

export const webhookSecret = { 'x-telegram-bot-api-secret-token': SECRET }

/** The texts of the bot in a chat. */
export const textsIn = (api: BotApi, chat: Chat) => api.messages(chat).map(({ text }) => text)

/** Resolves with the bot's latest message in a chat, once it reads so. */
export function reads({ api }: Pick<House, 'api'>, chat: Chat, words: RegExp): Promise<BotMessage> {
  return api.until(() => {
    const last = api.messages(chat).at(-1)
    return last !== undefined && words.test(last.text) && last
  })
}

async function openDoor(fetch: (request: Request) => Response | Promise<Response>): Promise<string> {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function passUntil<Value>(
  clock: TestClock,
  read: () => Value | undefined | false | Promise<Value | undefined | false>,
  stepMs = STEP_MS,
): Promise<Value> {
  for (;;) {
    await systemClock.sleep(1)
    // Nothing happens between a look that does not wait and the next step.
    const found = read()
    const value = found instanceof Promise ? await found : found
    if (value !== undefined && value !== false) return value
    clock.advance(stepMs)
  }
}

/** Ends with the test, which fails on any call that Telegram's documentation does not know. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const folder = await temporaryFolder()
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  const databaseUrl = await temporaryDatabase(folder)
  const clock = createTestClock()
  const { mode = 'webhook', limits, firstRetryMs, requestTimeoutMs } = options
  const api = await startBotApi({
    token: TOKEN,
    now: () => clock.now().getTime(),
    ...(limits === undefined ? {} : { limits }),
    ...(firstRetryMs === undefined ? {} : { firstRetryMs }),
  })
  let app: App | undefined
  const url = await openDoor((request) => app?.fetch(request) ?? new Response(null, { status: 503 }))
  const storage = await openStorage(databaseUrl, () => clock.now())
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    BROADCASTS_DIR: broadcastsDir,
    QUIET_HOURS: 'off',
    PUBLIC_URL: url,
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_MODE: mode,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_API_ROOT: api.url,
  })
  let lastPerson = 8_000
  const newUser = (firstName: string) => api.user({ id: (lastPerson += 1), firstName })

  const house: House = {
    api,
    clock,
    url,
    storage,
    async start() {
      app = await createApp(config, {
        logger: createLogger('silent'),
        clock,
        ...(requestTimeoutMs === undefined ? {} : { telegram: { requestTimeoutMs } }),
      })
      await app.start()
      await house.passUntil(async () => (await house.health()).state === 'connected')
    },
    async stop() {
      let isStopped = app === undefined
      const stopping = app?.stop().finally(() => {
        isStopped = true
      })
      await passUntil(clock, () => isStopped)
      await stopping
      app = undefined
    },
    passUntil: (read, stepMs) => passUntil(clock, read, stepMs),
    async post(body, headers = webhookSecret) {
      const response = await fetch(`${url}/webhooks/telegram`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
      await response.arrayBuffer()
      return response.status
    },
    announce: (id, body) => announce(broadcastsDir, { id, area: 'Kutai Kartanegara', body, at: clock.now() }),
    async village({ title = 'KIM Loa Kulu', type = 'supergroup' } = {}) {
      const [admin, member] = [newUser('Admin'), newUser('Anggota')]
      const group = api.group({ title, admins: [admin], members: [member, api.bot], type })
      const subscription = { title, areaCodes: [LOA_KULU_KOTA], topics: [] }
      await storage.chats.subscribe(addressOf(group), subscription)
      return { group, admin, member }
    },
    deliveries: () => storage.deliveries.list({}),
    chat: (chat) => storage.chats.find(addressOf(chat)),
    async health() {
      const response = await fetch(`${url}/health`)
      if (response.status === 503 && app === undefined) return { status: 503, state: 'stopped', detail: '' }
      const report = (await response.json()) as { channels: { telegram: { state: string; detail?: string } } }
      const { state, detail = '' } = report.channels.telegram
      return { status: response.status, state, detail }
    },
  }
  onTestFinished(async () => {
    await house.stop()
    await api.stop()
    await storage.close()
    expect(api.violations).toEqual([])
  })
  if (options.started !== false) await house.start()
  return house
}
