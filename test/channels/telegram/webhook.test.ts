import { describe, expect, it } from 'vitest'
import { createTelegramChannel } from '../../../src/channels/telegram/telegram.ts'
import { createLogger } from '../../../src/logger.ts'
import { createTestClock } from '../../support/test-clock.ts'
import {
  createGate,
  messagesIn,
  PATIENTLY,
  SECRET,
  settleVillage,
  startBench,
  TOKEN,
  untilSleep,
} from '../../support/telegram/bench.ts'

function post(url: string, body: string, secret: string | undefined = SECRET): Promise<Response> {
  const headers = secret === '' ? {} : { 'x-telegram-bot-api-secret-token': secret }
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
}

const updateOf = (id: number, text = 'halo') =>
  JSON.stringify({
    update_id: id,
    message: {
      message_id: id,
      date: 1_790_000_000,
      chat: { id: 5_001, type: 'private', first_name: 'Sari' },
      from: { id: 5_001, is_bot: false, first_name: 'Sari' },
      text,
    },
  })

describe('the Telegram webhook', () => {
  it('is registered with its secret and the updates that the bot needs', async () => {
    const { api, webhookUrl } = await startBench()
    expect(api.webhook()).toMatchObject({ url: webhookUrl, secret: SECRET })
    expect(api.allowedUpdates()).toEqual(['message', 'callback_query', 'my_chat_member', 'chat_member'])
  })

  it.each([
    ['none', ''],
    ['a wrong one', 'salah'],
    ['a longer one', `${SECRET}x`],
  ])('answers 401 to a secret that is %s, and tells nobody', async (_, secret) => {
    const { webhookUrl, events } = await startBench()
    expect((await post(webhookUrl, updateOf(1), secret)).status).toBe(401)
    expect(events).toEqual([])
  })

  it.each([
    ['no JSON', '{"update_id":'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no update id', '{"message":{}}'],
    ['a fractional update id', '{"update_id":1.5}'],
  ])('answers 400 to %s', async (_, body) => {
    const { webhookUrl, events } = await startBench()
    expect((await post(webhookUrl, body)).status).toBe(400)
    expect(events).toEqual([])
  })

  it('answers 413 over a megabyte, whether its length is announced or not', async () => {
    const { webhookUrl, channel, events } = await startBench()
    const long = updateOf(1, 'a'.repeat(1024 * 1024))
    expect((await post(webhookUrl, long)).status).toBe(413)
    const streamed = new Request(webhookUrl, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': SECRET },
      body: new Blob([long]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect((await channel.webhook?.(streamed))?.status).toBe(413)
    expect(events).toEqual([])
  })

  it('answers 200 to updates that mean nothing to it', async () => {
    const { webhookUrl, events } = await startBench()
    expect((await post(webhookUrl, '{"update_id":1,"brand_new_kind":{}}')).status).toBe(200)
    expect(events).toEqual([])
  })

  it('processes an update once, however often it comes', async () => {
    const bench = await startBench()
    const { resident, home } = await settleVillage(bench)
    const { api, events } = bench
    const { updateId = 0 } = api.sendText(resident, home, 'halo')
    await api.settled()
    expect(await api.redeliver(updateId)).toBe(200)
    expect(messagesIn(events)).toHaveLength(1)
  })

  it('processes an update once when it comes again meanwhile', async () => {
    const { open, opened } = createGate()
    const { webhookUrl, events } = await startBench({ receive: () => opened })
    const answers = [
      post(webhookUrl, updateOf(1)),
      post(webhookUrl, updateOf(1)),
      post(webhookUrl, updateOf(1)),
    ]
    open()
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200])
    expect(events).toHaveLength(1)
  })

  it('forgets updates after a thousand others', async () => {
    const { webhookUrl, events } = await startBench()
    for (let id = 1; id <= 1_001; id++) await post(webhookUrl, updateOf(id))
    await post(webhookUrl, updateOf(2))
    expect(events).toHaveLength(1_001)
    await post(webhookUrl, updateOf(1))
    expect(events).toHaveLength(1_002)
  })

  it('answers 500 when processing failed, and takes the update when Telegram sends it again', async () => {
    let failures = 2
    const bench = await startBench({
      async receive({ type }) {
        if (type === 'message' && failures-- > 0) throw new Error('the database is busy')
      },
    })
    const { resident, home } = await settleVillage(bench)
    const { api, events } = bench
    const { updateId } = api.sendText(resident, home, 'halo')
    await api.settled()
    const statuses = api.deliveries.filter((delivery) => delivery.updateId === updateId)
    expect(statuses.map(({ status }) => status)).toEqual([500, 500, 200])
    expect(messagesIn(events)).toHaveLength(1)
  })

  it('answers after 8 seconds at the latest, and goes on', async () => {
    const { open, opened } = createGate()
    const bench = await startBench({ receive: () => opened })
    const { webhookUrl, clock, events } = bench
    const answering = post(webhookUrl, updateOf(1))
    await untilSleep(bench, 8_000)
    clock.advance(7_999)
    expect(await Promise.race([answering, post(webhookUrl, '[]')])).toMatchObject({ status: 400 })
    clock.advance(1)
    expect((await answering).status).toBe(200)
    expect(events).toEqual([])
    open()
    await expect.poll(() => events, PATIENTLY).toHaveLength(1)
  })

  it('answers 503 while the bot does not know itself, before the start and after the stop', async () => {
    const { api, channel, receive, webhookUrl, events } = await startBench({ connected: false })
    expect((await post(webhookUrl, updateOf(1))).status).toBe(503)
    api.failNext('getMe', 'hang')
    await channel.start(receive)
    expect((await post(webhookUrl, updateOf(1))).status).toBe(503)
    await channel.stop()
    expect((await post(webhookUrl, updateOf(1))).status).toBe(503)
    expect(events).toEqual([])
  })

  it('is absent when the bot polls', () => {
    const channel = createTelegramChannel({
      token: TOKEN,
      mode: { type: 'polling' },
      clock: createTestClock(),
      logger: createLogger('silent'),
    })
    expect(channel).not.toHaveProperty('webhook')
  })
})
