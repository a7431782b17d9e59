import { serve } from '@hono/node-server'
import type { Chat, Message, User } from 'grammy/types'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { createTelegramChannel } from '../../../src/channels/telegram/telegram.ts'
import type { ChannelEvent } from '../../../src/domain/channel.ts'
import { createLogger } from '../../../src/logger.ts'
import { addressOf, SECRET, TOKEN } from '../../support/telegram/bench.ts'
import { startBotApi, type BotApi, type BotMessage, type Fault } from '../../support/telegram/bot-api.ts'
import { createTestClock } from '../../support/test-clock.ts'
import {
  unable,
  until,
  type Bench,
  type Cause,
  type Place,
  type Platform,
  type Seen,
  type Thing,
  type Trouble,
} from './bench.ts'

const OTHER_BOT: User = { id: 77, is_bot: true, first_name: 'Bot lain' }

const FAULTS: Partial<Record<Trouble, Fault>> = {
  throttled: {
    status: 429,
    description: 'Too Many Requests: retry after 17',
    parameters: { retry_after: 17 },
  },
  disconnected: { status: 401, description: 'Unauthorized' },
  unreachable: { status: 500, description: 'Internal Server Error' },
  'unreachable, and it may have gone out': 'drop-after-accept',
  rejected: { status: 400, description: 'Bad Request: message is too long' },
}

interface Gateway {
  url: string
  isOpen: boolean
  close: () => void
}

/** The public address of the webhook. While it is closed, it answers as a proxy without a server behind it. */
async function openGateway(handle: (request: Request) => Promise<Response> | undefined): Promise<Gateway> {
  const gateway: Gateway = { url: '', isOpen: true, close: unable }
  const fetch = async (request: Request) =>
    (gateway.isOpen ? await handle(request) : undefined) ?? new Response(null, { status: 503 })
  const server = await new Promise<Server>((resolve) => {
    const starting = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(starting as Server))
  })
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/telegram`
  gateway.close = () => {
    server.closeAllConnections()
    server.close()
  }
  return gateway
}

function settle(api: BotApi) {
  const resident = api.user({ id: 5_001, firstName: 'Sari' })
  const admin = api.user({ id: 5_002, firstName: 'Budi' })
  const stranger = api.user({ id: 5_003, firstName: 'Tamu' })
  const people = { resident, member: resident, admin }
  const home = api.privateChat(resident)
  const chats = new Map<string, Chat>([[String(home.id), home]])
  return {
    people,
    admin,
    resident,
    stranger,
    home,
    chats,
    chatOf: ({ address }: Place): Chat => chats.get(address.chatId) ?? unable(),
  }
}

function seenFrom(api: BotApi, { id, text, html, keyboard, replyTo, photoFileId, edited }: BotMessage): Seen {
  const picture = async () => {
    const response = await fetch(`${api.url}/file/bot${TOKEN}/files/${photoFileId}`)
    return new Uint8Array(await response.arrayBuffer())
  }
  return {
    id: String(id),
    text,
    source: html,
    choices: keyboard.flat().map(({ label }) => label),
    ...(replyTo === undefined ? {} : { replyTo: String(replyTo) }),
    ...(photoFileId === undefined ? {} : { picture }),
    edited,
    deleted: false,
  }
}

function contentOf(api: BotApi, { type, bytes, caption }: Thing): Partial<Message> {
  const file = api.file(bytes)
  const size = { width: 90, height: 60 }
  const content = {
    image: { photo: [{ ...file, ...size }] },
    video: { video: { ...file, ...size, duration: 1 } },
    audio: { voice: { ...file, duration: 1 } },
    document: { document: { ...file, mime_type: 'application/pdf' } },
    sticker: { sticker: { ...file, ...size, type: 'regular', is_animated: false, is_video: false } },
    contact: { contact: { phone_number: '1', first_name: 'Ani' } },
    location: { location: { latitude: -0.5, longitude: 117.1 } },
  }[type] as Partial<Message>
  return { ...content, ...(caption === undefined ? {} : { caption }) }
}

async function open(mode: 'polling' | 'webhook'): Promise<Bench> {
  const api = await startBotApi({ token: TOKEN, firstRetryMs: 5 })
  const clock = createTestClock({ startAt: new Date().toISOString() })
  const gateway = await openGateway((request) => channel.webhook?.(request))
  const channel = createTelegramChannel({
    token: TOKEN,
    apiRoot: api.url,
    mode: mode === 'polling' ? { type: 'polling' } : { type: 'webhook', secret: SECRET, url: gateway.url },
    clock,
    logger: createLogger('silent'),
  })
  const village = settle(api)
  const { people, admin, chats, chatOf } = village
  const events: ChannelEvent[] = []
  const updateOf = new Map<string, number>()

  const connected = () => until(() => channel.status().state === 'connected', bench)
  const note = (place: Place, sent: { messageId: number; updateId: number | undefined }): string => {
    if (sent.updateId !== undefined) updateOf.set(`${place.address.chatId} ${sent.messageId}`, sent.updateId)
    return String(sent.messageId)
  }

  /** Gives the group the state, or the next call the fault, from which the trouble comes. */
  function provoke(trouble: Trouble, place: Place): void {
    const fault = FAULTS[trouble]
    if (fault !== undefined) api.failNext('sendMessage', fault)
    else if (trouble === 'chat_gone') api.kickBot(chatOf(place), admin)
    else if (trouble === 'not_allowed') api.muteBot(chatOf(place))
    else if (trouble === 'chat_moved') bench.moves(place)
    else unable()
  }

  const bench: Bench = {
    channel,
    clock,
    events,
    onEvent: () => Promise.resolve(),
    home: { address: addressOf(village.home), title: 'Sari' },
    strangerId: String(village.stranger.id),

    async newGroup(title) {
      const group = api.group({ title, members: [village.resident], admins: [admin] })
      chats.set(String(group.id), group)
      api.addBot(group, admin)
      await api.settled()
      return { address: addressOf(group), title }
    },
    async says(who, place, { text, replyTo, forwarded = false, mentionsBot = false }) {
      const words = mentionsBot ? `@KabarKimBot ${text}` : text
      const reply = replyTo === undefined ? {} : { replyTo: Number(replyTo) }
      return note(place, api.sendText(people[who], chatOf(place), words, { forwarded, ...reply }))
    },
    shows: async (who, place, thing) =>
      note(place, api.sendOther(people[who], chatOf(place), contentOf(api, thing))),
    async otherBotSays(place, text) {
      const { updateId } = api.sendText(admin, chatOf(place), text, { extra: { from: OTHER_BOT } })
      expect(updateId).toBeDefined()
    },
    seen: (place) => api.messages(chatOf(place)).map((message) => seenFrom(api, message)),
    async picks(who, place, shown, index) {
      api.tap(people[who], chatOf(place), Number(shown.id), shown.choices[index] ?? unable())
    },
    confirms: unable,
    async repeats(place, id) {
      await api.settled()
      await api.redeliver(updateOf.get(`${place.address.chatId} ${id}`) ?? unable())
    },

    promotes: (place, who) => api.promote(chatOf(place), people[who]),
    demotes: (place, who) => api.demote(chatOf(place), people[who]),
    addsBot: async (place) => void api.addBot(chatOf(place), admin),
    removesBot: async (place) => void api.kickBot(chatOf(place), admin),
    renames: (place, title) => void api.rename(chatOf(place), admin, title),
    moves(place) {
      const { chat } = api.migrate(chatOf(place), admin)
      chats.set(String(chat.id), chat)
      return String(chat.id)
    },

    async start() {
      await channel.start(async (event) => {
        events.push(event)
        await bench.onEvent(event)
      })
      await connected()
    },
    async cut() {
      gateway.isOpen = false
      await api.offline()
      if (mode === 'polling') await until(() => channel.status().state === 'connecting')
    },
    async restore() {
      gateway.isOpen = true
      await api.online()
      await connected()
    },
    async cause(trouble, place): Promise<Cause> {
      provoke(trouble, place)
      return {
        async undo() {
          if (trouble === 'not_allowed') api.muteBot(chatOf(place), false)
          if (trouble === 'chat_gone') api.addBot(chatOf(place), admin)
          if (trouble !== 'disconnected') return
          await channel.stop()
          await bench.start()
        },
      }
    },
    async close() {
      await channel.stop()
      await api.stop()
      gateway.close()
      expect(api.violations).toEqual([])
    },
  }
  await bench.start()
  return bench
}

const COMMON: Pick<Platform, 'sample' | 'textLimit'> = {
  sample:
    '<b>Siaga banjir</b> di <i>Loa Kulu</i>, lihat <a href="https://bmkg.go.id/info?a=1&amp;b=2">BMKG</a>.\n\n' +
    '• bawa obat\n• matikan listrik',
  textLimit: 4_096,
}
const NO_RECEIPTS = 'a bot on Telegram is not told who received or read a message'
const NO_RESTRICTION = 'Telegram tells bots nothing but “slow down”; a banned bot has its token refused'

export const telegramByPolling: Platform = {
  ...COMMON,
  name: 'Telegram, polling',
  peer: 'telegram-polling',
  open: () => open('polling'),
  triesOfFailing: 3,
  lacks: {
    receipts: NO_RECEIPTS,
    restricted: NO_RESTRICTION,
    'repeating a message': 'reading on confirms what was read, and Telegram forgets that',
  },
}

export const telegramByWebhook: Platform = {
  ...COMMON,
  name: 'Telegram, webhook',
  peer: 'telegram-webhook',
  open: () => open('webhook'),
  triesOfFailing: Number.POSITIVE_INFINITY,
  lacks: { receipts: NO_RECEIPTS, restricted: NO_RESTRICTION },
}
