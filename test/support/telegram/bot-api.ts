import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chat, Update } from 'grammy/types'
import { loadCheck } from './api-spec.ts'
import { createFloodLimits, type FloodLimit } from './flood-limits.ts'
import { createMethods } from './methods.ts'
import { createPeople } from './people.ts'
import { Refusal } from './refusal.ts'
import { readArguments, type CallArguments } from './request-body.ts'
import { createUpdateQueue } from './update-queue.ts'
import { World, type StoredMessage } from './world.ts'

/** What goes wrong with the next call of a method. */
export type Fault =
  | { status: number; description: string; parameters?: Refusal['parameters'] }
  /** Telegram does it, but the connection breaks before the answer. */
  | 'drop-after-accept'
  /** Telegram does it, but does not answer until the caller gives up. */
  | 'hang-after-accept'
  /** A gateway in front of Telegram answers 502 with a page of its own, which is no JSON. */
  | 'gateway-page'
  /** The connection breaks before Telegram looks at the request. */
  | 'refuse'
  /** No answer, until the caller gives up. */
  | 'hang'

export interface ApiCall {
  method: string
  payload: Record<string, unknown>
  /** When it came, by the clock of the limits. */
  at: number
  /** Undefined while the call is open, and when it got no answer. */
  status?: number
}

/** A message of the bot, as people see it now. */
export interface BotMessage {
  id: number
  text: string
  html: string
  keyboard: { label: string; data: string }[][]
  photoBytes?: number
  photoFileId?: string
  replyTo?: number
  /** The forum topic that it is in; undefined in General and outside forums. */
  topic?: number
  forceReply: boolean
  linkPreviewDisabled: boolean
  edited: boolean
}

export interface BotApiOptions {
  /** `<bot id>:<secret>`, as BotFather gives it out. */
  token: string
  username?: string
  /** How many messages the bot may send; more are answered with 429. No limit when missing. */
  limits?: readonly FloodLimit[]
  /** The time for the limits, in milliseconds; this machine's when missing. */
  now?: () => number
  /** How long a message of the bot is on its way, there and back again each; at once when missing. In milliseconds. */
  travelMs?: () => number
  /** How long an update that was not taken waits before it is posted again for the first time. */
  firstRetryMs?: number
}

export type BotApi = Awaited<ReturnType<typeof startBotApi>>

function seenByPeople({ message, html, ...more }: StoredMessage): BotMessage {
  const rows = message.reply_markup?.inline_keyboard ?? []
  const replyTo = message.reply_to_message?.message_id
  const photoFileId = message.photo?.at(-1)?.file_id
  return {
    id: message.message_id,
    text: message.text ?? message.caption ?? '',
    html: html ?? '',
    keyboard: rows.map((row) =>
      row.map((button) => ({
        label: button.text,
        data: 'callback_data' in button ? button.callback_data : '',
      })),
    ),
    ...(more.photoBytes === undefined ? {} : { photoBytes: more.photoBytes }),
    ...(photoFileId === undefined ? {} : { photoFileId }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(message.message_thread_id === undefined ? {} : { topic: message.message_thread_id }),
    forceReply: more.forceReply === true,
    linkPreviewDisabled: more.linkPreviewDisabled === true,
    edited: more.edited === true,
  }
}

const isMessage = (method: string) => method === 'sendMessage' || method === 'sendPhoto'

/** Waiting for something to become true, without looking again and again. */
function createWatch() {
  const waiting = new Set<() => void>()
  return {
    changed: () => waiting.forEach((look) => look()),
    until<Value>(read: () => Value | undefined | false): Promise<Value> {
      return new Promise((resolve) => {
        const look = () => {
          const value = read()
          if (value === undefined || value === false) return
          waiting.delete(look)
          resolve(value)
        }
        waiting.add(look)
        look()
      })
    },
  }
}

/** Resolves when nobody listens. By then the loopback has told everyone whose connection was closed. */
const isRefused = (port: number) =>
  new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => socket.destroy())
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/**
 * Telegram's Bot API for one bot, on 127.0.0.1, with people and groups behind it. It keeps state and refuses what
 * Telegram refuses, in its words. The bot may live in this process or in another one.
 */
export async function startBotApi(options: BotApiOptions) {
  const { token, username = 'KabarKimBot', now = Date.now } = options
  const bot = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Kabar KIM', username }
  const world = new World(bot)
  const watch = createWatch()
  const updates = createUpdateQueue(watch.changed, options)
  const people = createPeople(world, updates)
  const violations: string[] = []
  const methods = createMethods({
    world,
    updates,
    note: (violation) => violations.push(violation),
    checkFlood: createFloodLimits(options.limits ?? [], now),
  })
  const checkCall = loadCheck()
  const calls: ApiCall[] = []
  const faults = new Map<string, Fault[]>()

  const travel = async () => {
    const ms = options.travelMs?.() ?? 0
    if (ms > 0) await sleep(ms)
  }

  async function perform(method: string, call: CallArguments, signal: AbortSignal): Promise<unknown> {
    const run = methods[method]
    if (run === undefined) throw new Refusal(404, 'Not Found: method not found')
    return run(call, signal)
  }

  async function answerCall(
    request: IncomingMessage,
    response: ServerResponse,
    method: string,
  ): Promise<void> {
    const call = await readArguments(request)
    const record: ApiCall = { method, payload: call.payload, at: now() }
    calls.push(record)
    const strange = checkCall(method, call.payload)
    violations.push(...strange)
    if (strange.length === 0 && methods[method] === undefined) violations.push(`${method} is unknown`)
    watch.changed()
    const fault = faults.get(method)?.shift()
    if (fault === 'hang') return
    if (fault === 'refuse') {
      request.socket.destroy()
      return
    }
    if (fault === 'gateway-page') {
      record.status = 502
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>')
      return
    }
    const hungUp = new AbortController()
    response.on('close', () => hungUp.abort())
    try {
      if (typeof fault === 'object') throw new Refusal(fault.status, fault.description, fault.parameters)
      if (isMessage(method)) await travel()
      const result = await perform(method, call, hungUp.signal)
      if (isMessage(method)) await travel()
      if (fault === 'drop-after-accept') request.socket.destroy()
      else if (fault !== 'hang-after-accept') {
        record.status = 200
        answer(response, 200, { ok: true, result })
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, description, parameters } = error
      record.status = status
      answer(response, status, { ok: false, error_code: status, description, parameters })
    }
    watch.changed()
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const file = /^\/file\/bot([^/]+)\/files\/(.+)$/.exec(pathname)
    const call = /^\/bot([^/]+)\/(\w+)$/.exec(pathname)
    if (file !== null && file[1] === token) {
      const bytes = world.files.get(file[2] ?? '')
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes)
    } else if (call === null) answer(response, 404, { ok: false, error_code: 404, description: 'Not Found' })
    else if (call[1] !== token || world.isTokenRevoked) {
      answer(response, 401, { ok: false, error_code: 401, description: 'Unauthorized' })
    } else await answerCall(request, response, call[2] ?? '')
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      violations.push(`the emulator failed: ${String(error)}`)
      request.socket.destroy()
    })
  })
  const listen = (port: number) =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve)
    })
  await listen(0)
  const { port } = server.address() as AddressInfo

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  return {
    ...people,
    /** The bot's `apiRoot`. */
    url: `http://127.0.0.1:${port}`,
    bot,
    calls,
    /** What Telegram's documentation does not know, and other mistakes. Empty in a good test. */
    violations,
    deliveries: updates.deliveries,
    answeredQueries: world.answeredQueries,
    webhook: updates.webhook,
    webhookInfo: () => updates.webhookInfo(),
    allowedUpdates: updates.allowed,
    redeliver: (updateId: number) => updates.redeliver(updateId),
    /** Puts any update into the queue. Resolves to its id, or undefined when the bot did not ask for it. */
    addUpdate: (content: Omit<Update, 'update_id'>) => updates.add(content),
    callsOf: (method: string) => calls.filter((call) => call.method === method),

    /** What the bot has in a chat, oldest first, after edits and without what it deleted. */
    messages: (chat: Chat): BotMessage[] =>
      [...world.chat(chat.id).messages.values()]
        .filter(({ message }) => message.from?.id === bot.id)
        .map(seenByPeople),

    /** From now on every call is answered with 401. */
    revokeToken: () => {
      world.isTokenRevoked = true
    },

    /** The next call of the method fails so; several wait in line. */
    failNext(method: string, fault: Fault): void {
      faults.set(method, [...(faults.get(method) ?? []), fault])
    },

    /** Resolves with what `read` returns, once that is neither undefined nor false. Asked after each change. */
    until: <Value>(read: () => Value | undefined | false) => watch.until(read),

    /** True while a long poll is open. */
    isReading: () => updates.isReading(),

    /** Resolves when every update is taken: confirmed by the next `getUpdates`, or answered with 2xx. */
    settled: (): Promise<true> => watch.until(() => updates.isEmpty()),

    /** Nobody can connect, until `online`. Resolves when a caller would notice. */
    async offline(): Promise<void> {
      await close()
      await isRefused(port)
    },
    online: () => listen(port),

    async stop(): Promise<void> {
      updates.stop()
      if (server.listening) await close()
    },
  }
}
