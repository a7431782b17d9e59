import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, vi } from 'vitest'
import type { Chat } from 'grammy/types'
import { createTelegramChannel } from '../../../src/channels/telegram/telegram.ts'
import type { Channel, ChannelEvent, ReceiveEvent } from '../../../src/domain/channel.ts'
import type { ChatAddress, IncomingMessage } from '../../../src/domain/message.ts'
import { createLogger } from '../../../src/logger.ts'
import { createTestClock, type TestClock } from '../test-clock.ts'
import { startBotApi, type BotApi } from './bot-api.ts'

export const TOKEN = '123456789:AAtestTESTtestTESTtestTESTtestTESTtest'
export const SECRET = 'rahasia-webhook-0123456789'

export interface BenchOptions {
  mode?: 'polling' | 'webhook'
  receive?: ReceiveEvent
  requestTimeoutMs?: number
  token?: string
  /** Whether to wait until the bot is connected. True when missing. */
  connected?: boolean
}

export interface Bench {
  api: BotApi
  channel: Channel
  clock: TestClock
  /** Everything that the channel told, in order. */
  events: ChannelEvent[]
  /** The public address of the webhook. */
  webhookUrl: string
  receive: ReceiveEvent
}

async function startWebhookServer(handle: (request: Request) => Promise<Response>): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const starting = serve({ fetch: handle, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(starting as Server),
    )
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/telegram`
}

/** A channel on real HTTP against the Bot API server. It ends with the test, which fails on any violation. */
export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const api = await startBotApi({ token: TOKEN })
  const clock = createTestClock()
  const events: ChannelEvent[] = []
  const webhookUrl = await startWebhookServer(
    async (request) => (await channel.webhook?.(request)) ?? new Response(null, { status: 404 }),
  )
  const channel = createTelegramChannel({
    token: options.token ?? TOKEN,
    apiRoot: api.url,
    mode:
      options.mode === 'polling' ? { type: 'polling' } : { type: 'webhook', secret: SECRET, url: webhookUrl },
    clock,
    logger: createLogger('silent'),
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
  })
  const receive: ReceiveEvent = async (event, onWaiting) => {
    await options.receive?.(event, onWaiting)
    events.push(event)
  }
  onTestFinished(async () => {
    await channel.stop()
    await api.stop()
    expect(api.violations).toEqual([])
  })
  const bench = { api, channel, clock, events, webhookUrl, receive }
  if (options.connected === false) return bench
  await channel.start(receive)
  await untilState(channel, 'connected')
  return bench
}

/** For `expect.poll`: a busy machine may take its time. */
export const PATIENTLY = { timeout: 10_000, interval: 10 }

/** Something to wait for. */
export function createGate(): { open: () => void; opened: Promise<void> } {
  let resolveOpened: (() => void) | undefined
  const opened = new Promise<void>((resolve) => {
    resolveOpened = resolve
  })
  return { open: () => resolveOpened?.(), opened }
}

/** Resolves once somebody sleeps for so long. */
export async function untilSleep({ clock }: Pick<Bench, 'clock'>, ms: number): Promise<void> {
  await expect.poll(() => clock.sleeps, PATIENTLY).toContain(ms)
}

/** Resolves once the channel is in the state. */
export async function untilState(channel: Channel, state: string): Promise<void> {
  await vi.waitFor(() => expect(channel.status().state).toBe(state), PATIENTLY)
}

export function addressOf(chat: Pick<Chat, 'id'>): ChatAddress {
  return { channel: 'telegram', account: '123456789', chatId: String(chat.id) }
}

/** The messages among the events. */
export function messagesIn(events: ChannelEvent[]): IncomingMessage[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.message] : []))
}

/** A resident, an admin, and a supergroup of theirs with the bot in it. */
export async function settleVillage({ api, events }: Pick<Bench, 'api' | 'events'>) {
  const resident = api.user({ id: 5_001, firstName: 'Sari' })
  const admin = api.user({ id: 5_002, firstName: 'Budi', username: 'budi_kim' })
  const home = api.privateChat(resident)
  const group = api.group({
    title: 'KIM Loa Kulu',
    members: [resident],
    admins: [admin],
    type: 'supergroup',
  })
  api.addBot(group, admin)
  await api.settled()
  events.length = 0
  return { resident, admin, home, group }
}
