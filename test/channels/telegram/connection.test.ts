import { describe, expect, it, vi } from 'vitest'
import { createTelegramChannel } from '../../../src/channels/telegram/telegram.ts'
import { createLogger } from '../../../src/logger.ts'
import {
  addressOf,
  createGate,
  messagesIn,
  PATIENTLY,
  settleVillage,
  startBench,
  TOKEN,
  untilSleep,
  untilState,
  type Bench,
} from '../../support/telegram/bench.ts'

const unavailable = { status: 503, description: 'Service Unavailable' }

describe('starting on Telegram', () => {
  it('knows its account before it starts', async () => {
    const { channel } = await startBench({ connected: false })
    expect(channel.account).toBe('123456789')
    expect(channel.status().state).toBe('stopped')
  })

  it('does not wait for Telegram, and tries again more and more slowly', async () => {
    const bench = await startBench({ connected: false })
    const { api, channel, clock, receive } = bench
    for (let failure = 0; failure < 8; failure++) api.failNext('getMe', unavailable)
    await channel.start(receive)
    expect(channel.status().state).toBe('connecting')
    for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
      await expect.poll(() => clock.sleeps[index], PATIENTLY).toBe(seconds * 1_000)
      expect(channel.status()).toMatchObject({
        state: 'connecting',
        detail: expect.stringContaining('dicoba'),
      })
      clock.advance(seconds * 1_000)
    }
    await untilState(channel, 'connected')
    expect(channel.status()).not.toHaveProperty('detail')
  })

  it('starts while nobody listens there, and connects when somebody does', async () => {
    const bench = await startBench({ connected: false })
    const { api, channel, clock, receive } = bench
    await api.offline()
    await channel.start(receive)
    await untilSleep(bench, 1_000)
    await api.online()
    clock.advance(1_000)
    await untilState(channel, 'connected')
    expect(channel.status()).not.toHaveProperty('detail')
  })

  it('is broken when Telegram refuses the token, and does not try again', async () => {
    const { api, channel, clock, receive } = await startBench({
      connected: false,
      token: '123456789:AAsalahSALAHsalahSALAHsalahSALAH',
    })
    await channel.start(receive)
    await untilState(channel, 'broken')
    expect(channel.status().detail).toContain('TELEGRAM_BOT_TOKEN')
    expect(clock.sleeps).toEqual([])
    expect(api.calls).toEqual([])
  })

  it('is broken when Telegram refuses the webhook address, and tries again slowly', async () => {
    const bench = await startBench({ connected: false })
    const { api, channel, clock, receive } = bench
    const description = 'Bad Request: bad webhook: Failed to resolve host: Name or service not known'
    api.failNext('setWebhook', { status: 400, description })
    await channel.start(receive)
    await untilState(channel, 'broken')
    expect(channel.status().detail).toContain('PUBLIC_URL')
    await untilSleep(bench, 60_000)
    clock.advance(60_000)
    await untilState(channel, 'connected')
  })

  it('waits as long as Telegram asks', async () => {
    const bench = await startBench({ connected: false })
    const description = 'Too Many Requests: retry after 90'
    bench.api.failNext('setWebhook', { status: 429, description, parameters: { retry_after: 90 } })
    await bench.channel.start(bench.receive)
    await untilSleep(bench, 90_000)
    bench.clock.advance(90_000)
    await untilState(bench.channel, 'connected')
    expect(bench.api.callsOf('setWebhook')).toHaveLength(2)
  })

  it('cannot be done twice', async () => {
    const { channel, receive } = await startBench()
    await expect(channel.start(receive)).rejects.toMatchObject({ name: 'AppError', code: 'conflict' })
  })
})

describe('polling', () => {
  it('takes the bot over from a webhook, and gets what came meanwhile', async () => {
    const bench = await startBench({ mode: 'polling', connected: false })
    const { api, channel, receive, events } = bench
    const resident = api.user({ id: 5_001, firstName: 'Sari' })
    const home = api.privateChat(resident)
    api.sendText(resident, home, 'halo')
    await channel.start(receive)
    await untilState(channel, 'connected')
    await api.settled()
    api.sendText(resident, home, 'lagi')
    await api.settled()
    expect(messagesIn(events).map(({ text }) => text)).toEqual(['halo', 'lagi'])
    expect(api.callsOf('deleteWebhook')).toHaveLength(1)
    expect(api.allowedUpdates()).toContain('my_chat_member')
  })

  it('gets an update again when processing failed, and gives it up after three times', async () => {
    let failures = 0
    const bench = await startBench({
      mode: 'polling',
      async receive(event) {
        if (event.type !== 'message' || event.message.text !== 'rusak') return
        failures += 1
        throw new Error('cannot')
      },
    })
    const { api, clock, events } = bench
    const { resident, home } = await settleVillage(bench)
    api.sendText(resident, home, 'rusak')
    api.sendText(resident, home, 'baik')
    for (const tries of [1, 2]) {
      await expect.poll(() => clock.sleeps.filter((ms) => ms === 1_000), PATIENTLY).toHaveLength(tries)
      clock.advance(1_000)
    }
    await api.settled()
    expect(failures).toBe(3)
    expect(messagesIn(events).map(({ text }) => text)).toEqual(['baik'])
  })

  it('reads on while an update takes long, which stays with Telegram until it is done', async () => {
    const begun = createGate()
    const dealing = createGate()
    const bench = await startBench({
      mode: 'polling',
      async receive(event) {
        if (event.type !== 'message' || event.message.text !== 'lama') return
        begun.open()
        await dealing.opened
      },
    })
    const { api, clock, events } = bench
    const { resident, admin, home } = await settleVillage(bench)
    const first = api.sendText(resident, home, 'lama')
    await begun.opened
    api.sendText(admin, api.privateChat(admin), 'cepat')
    await untilSleep(bench, 200)
    clock.advance(200)
    await expect.poll(() => messagesIn(events).map(({ text }) => text), PATIENTLY).toEqual(['cepat'])
    const offsets = () => api.callsOf('getUpdates').map(({ payload }) => payload['offset'])
    expect(offsets().at(-1)).toBe(first.updateId)
    dealing.open()
    await expect.poll(() => messagesIn(events).map(({ text }) => text), PATIENTLY).toEqual(['cepat', 'lama'])
    await api.settled()
    expect(messagesIn(events)).toHaveLength(2)
  })

  it('tells the next message of a chat while the one before waits for it', async () => {
    const dealing = createGate()
    const bench = await startBench({
      mode: 'polling',
      async receive(event, onWaiting) {
        if (event.type !== 'message' || event.message.text === 'dan ini') return dealing.open()
        onWaiting?.()
        await dealing.opened
      },
    })
    const { api, clock, events } = bench
    const { resident, home } = await settleVillage(bench)
    api.sendText(resident, home, 'ini benar?')
    await untilSleep(bench, 200)
    api.sendText(resident, home, 'dan ini')
    clock.advance(200)
    await api.settled()
    expect(messagesIn(events)).toHaveLength(2)
  })

  it('goes on after 8 seconds while an update takes long', async () => {
    const begun = createGate()
    const dealing = createGate()
    const bench = await startBench({
      mode: 'polling',
      async receive(event) {
        if (event.type !== 'message' || event.message.text !== 'lama') return
        begun.open()
        await dealing.opened
      },
    })
    const { api, clock, events } = bench
    const { resident, admin, home } = await settleVillage(bench)
    api.sendText(resident, home, 'lama')
    await begun.opened
    api.sendText(admin, api.privateChat(admin), 'cepat')
    expect(messagesIn(events)).toEqual([])
    clock.advance(8_000)
    await expect.poll(() => messagesIn(events).map(({ text }) => text), PATIENTLY).toEqual(['cepat'])
    dealing.open()
    await expect.poll(() => messagesIn(events).map(({ text }) => text), PATIENTLY).toEqual(['cepat', 'lama'])
  })

  it('is broken while another process reads the bot, and recovers after it', async () => {
    const bench = await startBench({ mode: 'polling' })
    const { api, channel, clock, events } = bench
    const { resident, home } = await settleVillage(bench)
    await api.until(() => api.isReading())
    const other = fetch(`${api.url}/bot${TOKEN}/getUpdates`, {
      method: 'POST',
      body: JSON.stringify({ timeout: 0 }),
    })
    await untilState(channel, 'broken')
    expect(channel.status().detail).toContain('Program lain')
    await (await other).json()
    await untilSleep(bench, 30_000)
    clock.advance(30_000)
    await untilState(channel, 'connected')
    api.sendText(resident, home, 'halo')
    await api.settled()
    expect(messagesIn(events)).toHaveLength(1)
  })

  it('shows a lost connection, and gets it back without losing anything', async () => {
    const bench = await startBench({ mode: 'polling' })
    const { api, channel, clock, events } = bench
    const { resident, home } = await settleVillage(bench)
    await api.until(() => api.isReading())
    const since = channel.status().since
    clock.advance(1)
    await api.offline()
    await untilState(channel, 'connecting')
    expect(channel.status().since).not.toEqual(since)
    api.sendText(resident, home, 'halo')
    for (const seconds of [1, 2]) {
      await untilSleep(bench, seconds * 1_000)
      if (seconds === 2) await api.online()
      clock.advance(seconds * 1_000)
    }
    await untilState(channel, 'connected')
    await api.settled()
    expect(messagesIn(events).map(({ text }) => text)).toEqual(['halo'])
  })
})

describe('stopping', () => {
  it('ends reading, and may be done twice and before the start', async () => {
    const { api, channel, receive } = await startBench({ mode: 'polling', connected: false })
    await channel.stop()
    await channel.start(receive)
    await untilState(channel, 'connected')
    await api.until(() => api.isReading())
    await Promise.all([channel.stop(), channel.stop()])
    await channel.stop()
    expect(channel.status().state).toBe('stopped')
    await api.until(() => !api.isReading())
    await expect(channel.send(addressOf({ id: 1 }), { text: 'a' }, { id: 'a' })).rejects.toMatchObject({
      code: 'disconnected',
      uncertain: false,
    })
  })

  it('can be followed by another start', async () => {
    const bench = await startBench({ mode: 'polling' })
    const { api, channel, events, receive } = bench
    const { resident, home } = await settleVillage(bench)
    await channel.stop()
    api.sendText(resident, home, 'sementara itu')
    await channel.start(receive)
    await api.settled()
    expect(messagesIn(events)).toHaveLength(1)
  })

  it('ends at once while it is not connected', async () => {
    const { api, channel, receive } = await startBench({ connected: false })
    api.failNext('getMe', 'hang')
    await channel.start(receive)
    await api.until(() => api.callsOf('getMe').length === 1)
    await channel.stop()
    expect(channel.status().state).toBe('stopped')
  })

  it.each(['webhook', 'polling'] as const)('lets what is under way end (%s)', async (mode) => {
    const begun = createGate()
    const answering = createGate()
    const bench: Bench = await startBench({
      mode,
      async receive(event) {
        if (event.type !== 'message') return
        begun.open()
        await answering.opened
        await bench.channel.send(event.message.chat, { text: 'jawaban' }, { id: 'a' })
      },
    })
    const { resident, home } = await settleVillage(bench)
    bench.api.sendText(resident, home, 'halo')
    await begun.opened
    const stopping = bench.channel.stop()
    answering.open()
    await stopping
    expect(bench.api.messages(home)).toMatchObject([{ text: 'jawaban' }])
    // Telegram knows that the message was dealt with.
    await bench.api.settled()
  })

  it('cuts off after 5 seconds what does not end', async () => {
    const bench = await startBench()
    const { home } = await settleVillage(bench)
    bench.api.failNext('sendMessage', 'hang')
    const sending = bench.channel
      .send(addressOf(home), { text: 'a' }, { id: 'a' })
      .catch((error: unknown) => error)
    await bench.api.until(() => bench.api.callsOf('sendMessage').length === 1)
    const stopping = bench.channel.stop()
    await untilSleep(bench, 5_000)
    bench.clock.advance(5_000)
    await stopping
    expect(await sending).toMatchObject({ code: 'unreachable', uncertain: true })
  })
})

it('never logs the token or what people write', async () => {
  const written: string[] = []
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk))
    return true
  })
  try {
    const bench = await startBench({ connected: false })
    const channel = createTelegramChannel({
      token: TOKEN,
      apiRoot: bench.api.url,
      mode: { type: 'polling' },
      clock: bench.clock,
      logger: createLogger('trace'),
    })
    await bench.api.offline()
    await channel.start(bench.receive)
    await untilSleep(bench, 1_000)
    await channel.stop()
  } finally {
    stdout.mockRestore()
  }
  expect(written.join('')).not.toContain('AAtest')
})
