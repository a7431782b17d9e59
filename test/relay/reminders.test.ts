import { describe, expect, it } from 'vitest'
import { reminder } from '../../src/conversation/replies/acknowledgement.ts'
import { SendError } from '../../src/domain/error.ts'
import type { ChannelName, ChatAddress } from '../../src/domain/message.ts'
import { DEFAULT_QUIET_HOURS } from '../../src/domain/quiet-hours.ts'
import { createLogger } from '../../src/logger.ts'
import { createReminders } from '../../src/relay/reminders.ts'
import { announceTo, subscribeAt } from '../support/announced.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS, MONDAY_8 } from '../support/broadcast-builder.ts'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

/** Two groups, and everything that reminds them. `process` begins anew on the same database, as after a crash. */
async function setUp(name: ChannelName = 'whatsapp') {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const channel = createMemoryChannel(name)
  const address = (chatId: string): ChatAddress => ({ channel: name, account: channel.account, chatId })
  const platform = Object.assign(channel, { newMessageId: (seed = '') => `id:${seed}` })
  let chatWaitMs = 0
  const process = (own = platform) =>
    createReminders({
      storage,
      channels: [own],
      clock,
      logger: createLogger('silent'),
      quietHours: DEFAULT_QUIET_HOURS,
      waitMs: DAY_MS,
      pacing: { waitMs: () => chatWaitMs, begin: () => () => undefined },
      remind: ({ address: to, ...due }) => reminder({ ...due, channel: to.channel }),
    })
  await subscribeAt(storage, address('a'))
  await subscribeAt(storage, address('b'))
  return {
    clock,
    storage,
    channel: platform,
    address,
    process,
    reminders: process(),
    pace: (ms: number) => {
      chatWaitMs = ms
    },
    acknowledge: (deliveryId: string) =>
      storage.acknowledgements.save({
        deliveryId,
        chatId: 'own',
        areaCode: '64',
        personKey: 'ani',
        methods: [],
        at: clock.now(),
      }),
    reminded: () => platform.sent.map(({ chatId }) => chatId),
  }
}

describe('a group that was asked', () => {
  it('is reminded once, as a reply to the announcement, after a day without an answer', async () => {
    const { clock, storage, channel, reminders, reminded, acknowledge } = await setUp()
    const announced = await announceTo(storage, { at: clock.now() })
    clock.advance(DAY_MS - MINUTE_MS)
    expect(await reminders.work()).toBeUndefined()
    await acknowledge(announced.in.get('b')?.id ?? '')
    clock.advance(MINUTE_MS)
    await reminders.work()
    expect(reminded()).toEqual(['a'])
    expect(channel.sent[0]).toMatchObject({
      replyTo: 'posyandu@a',
      text: 'Pengumuman **Posyandu** (Senin, 30 November 2026 pukul 08.00 WITA). Sudah disampaikan ke warga? Balas pesan ini dengan **sudah** atau **belum**. Terima kasih 🙏',
    })
    clock.advance(HOUR_MS)
    await reminders.work()
    expect(reminded()).toEqual(['a'])
  })

  it('gets the button again on Telegram, and a reply to the reminder is understood', async () => {
    const { clock, storage, channel, reminders, address } = await setUp('telegram')
    const announced = await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    await reminders.work()
    const [sent] = channel.sent
    const { id = '' } = announced.in.get('a') ?? {}
    expect(sent?.choices).toEqual([{ id: `ack:${id}`, label: 'Sudah disampaikan' }])
    const asked = await storage.acknowledgements.askedIn(address('a'), sent?.externalId ?? '')
    expect(asked).toMatchObject({ deliveryId: id, isReminder: true })
    expect(await storage.acknowledgements.askedIn(address('b'), sent?.externalId ?? '')).toBeUndefined()
  })

  it('is left alone in the quiet hours', async () => {
    const { clock, storage, reminders, reminded } = await setUp()
    clock.advance(12 * HOUR_MS + 30 * MINUTE_MS)
    await announceTo(storage, { at: clock.now() })
    clock.advance(DAY_MS + 30 * MINUTE_MS)
    expect(await reminders.work()).toBe(9 * HOUR_MS)
    expect(reminded()).toEqual([])
    clock.advance(9 * HOUR_MS)
    await reminders.work()
    expect(reminded().toSorted()).toEqual(['a', 'b'])
  })

  it('is reminded within its own hours', async () => {
    const { clock, storage, reminders, reminded, address } = await setUp()
    await storage.chats.subscribe(address('a'), {
      title: 'A',
      areaCodes: ['64'],
      topics: [],
      hours: 'evening',
    })
    await announceTo(storage, { at: clock.now() })
    clock.advance(DAY_MS)
    await reminders.work()
    expect(reminded()).toEqual(['b'])
    clock.advance(8 * HOUR_MS)
    await reminders.work()
    expect(reminded()).toEqual(['b', 'a'])
  })

  it('said "belum": it is let be until evening', async () => {
    const { clock, storage, reminders, reminded } = await setUp()
    const announced = await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    await storage.acknowledgementReminders.postpone(
      announced.in.get('a')?.id ?? '',
      later(clock.now(), 10 * HOUR_MS),
    )
    await reminders.work()
    expect(reminded()).toEqual([])
    clock.advance(10 * HOUR_MS)
    await reminders.work()
    await reminders.work()
    expect(reminded()).toEqual(['a'])
  })

  it.each<[string, Parameters<typeof announceTo>[1] | object]>([
    ['asks nothing', { wantsAcknowledgement: undefined }],
    ['was cancelled', { status: 'cancelled' }],
    ['is halted', { status: 'paused' }],
    ['has expired', { expiresAt: later(MONDAY_8, DAY_MS) }],
  ])('is not reminded of an announcement that %s', async (_why, overrides) => {
    const { clock, storage, reminders, reminded } = await setUp()
    await announceTo(storage, { at: clock.now(), ...overrides })
    clock.advance(DAY_MS)
    await reminders.work()
    expect(reminded()).toEqual([])
  })

  it('is not reminded of what was recalled, nor days later, nor where nobody received it', async () => {
    const { clock, storage, reminders, reminded } = await setUp()
    const { broadcast } = await announceTo(storage, { at: clock.now() })
    await storage.broadcasts.save({ ...broadcast, id: 'tarik', kind: 'recall', amends: 'posyandu' })
    await announceTo(storage, { id: 'lama', at: clock.now() })
    clock.advance(5 * DAY_MS)
    const lost = await announceTo(storage, { id: 'hilang', at: clock.now(), chats: ['a'] })
    const [delivery] = (await storage.deliveries.list({ statuses: ['sent'] })).filter(
      ({ broadcastId }) => broadcastId === lost.broadcast.id,
    )
    if (delivery === undefined) throw new Error('There is no delivery.')
    const unconfirmed = { ...delivery, status: 'unconfirmed' as const }
    await storage.deliveries.commit({ settled: [{ was: 'sent', delivery: unconfirmed }], starting: [] })
    clock.advance(DAY_MS)
    await reminders.work()
    expect(reminded()).toEqual([])
  })

  it('is not reminded when the bot left or the group pauses, and is when its pause is over', async () => {
    const { clock, storage, reminders, reminded, address } = await setUp()
    await announceTo(storage, { at: clock.now() })
    await storage.chats.setStatus(address('a'), 'gone')
    await storage.chats.pause(address('b'), later(clock.now(), DAY_MS + HOUR_MS))
    clock.advance(DAY_MS)
    await reminders.work()
    expect(reminded()).toEqual([])
    clock.advance(HOUR_MS)
    await reminders.work()
    expect(reminded()).toEqual(['b'])
  })

  it('is reminded of a RALAT instead of what it corrects, once for both', async () => {
    const { clock, storage, channel, reminders, reminded, acknowledge } = await setUp()
    const first = await announceTo(storage, { at: clock.now() })
    clock.advance(12 * HOUR_MS)
    await announceTo(storage, { id: 'ralat', kind: 'correction', amends: 'posyandu', at: clock.now() })
    clock.advance(12 * HOUR_MS)
    await reminders.work()
    expect(reminded()).toEqual([])
    await acknowledge(first.in.get('b')?.id ?? '')
    clock.advance(12 * HOUR_MS + 10 * HOUR_MS)
    await reminders.work()
    clock.advance(DAY_MS)
    await reminders.work()
    expect(channel.sent.map(({ replyTo }) => replyTo)).toEqual(['ralat@a'])
  })

  it('is reminded of the last of several occurrences only', async () => {
    const { clock, storage, channel, reminders } = await setUp()
    await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    await announceTo(storage, { at: clock.now(), chats: ['a'] })
    await reminders.work()
    expect(channel.sent).toEqual([])
    clock.advance(DAY_MS)
    await reminders.work()
    expect(channel.sent).toHaveLength(1)
  })
})

describe('a reminder on its way', () => {
  it('waits for its turn and for a channel that is away', async () => {
    const { clock, storage, channel, reminders, reminded, pace } = await setUp()
    await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    channel.state = 'connecting'
    await reminders.work()
    channel.state = 'connected'
    pace(7_000)
    expect(await reminders.work()).toBe(7_000)
    expect(reminded()).toEqual([])
    pace(0)
    await reminders.work()
    expect(reminded()).toEqual(['a'])
  })

  it('is tried again when that is harmless, and given up when it is not', async () => {
    const { clock, storage, channel, reminders, reminded } = await setUp()
    await announceTo(storage, { at: clock.now() })
    clock.advance(DAY_MS)
    channel.failures.push(
      new SendError('throttled', 'slow down', { retryAfterMs: 5_000 }),
      new SendError('chat_gone', 'left'),
    )
    expect(await reminders.work()).toBe(5_000)
    expect(reminded()).toEqual([])
    clock.advance(5_000)
    await reminders.work()
    await reminders.work()
    expect(reminded()).toHaveLength(1)
  })

  it.each([
    ['sent again under its id where repeats are dropped', 'whatsapp', true, 2],
    ['not sent again where they are not', 'telegram', false, 1],
  ] as const)('that may have arrived is %s', async (_what, name, dropsRepeatedIds, tries) => {
    const { clock, storage, channel, process } = await setUp(name)
    const tried: string[] = []
    const lossy = Object.assign(Object.create(channel) as typeof channel, {
      dropsRepeatedIds,
      send: async (_to: ChatAddress, _message: unknown, { id }: { id: string }) => {
        tried.push(id)
        if (tried.length === 1) throw new SendError('unreachable', 'no answer', { uncertain: true })
        return { externalId: id }
      },
    })
    await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    const reminders = process(lossy)
    for (let round = 0; round < 4; round += 1) {
      await reminders.work()
      clock.advance(MINUTE_MS)
    }
    expect(tried).toHaveLength(tries)
    expect(new Set(tried).size).toBe(1)
  })

  it.each([
    ['between the row and the message', true, 'whatsapp', ['a']],
    ['between the row and the message, where it may be there', false, 'telegram', []],
  ] as const)('survives a crash %s', async (_when, dropsRepeatedIds, name, expected) => {
    const { clock, storage, channel, process, reminded } = await setUp(name)
    const announced = await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    // The process ends here: the row says "sending", and nothing went out.
    expect(await storage.acknowledgementReminders.begin(announced.in.get('a')?.id ?? '')).toBe(true)
    const next = process(Object.assign(channel, { dropsRepeatedIds }))
    await next.work()
    await next.work()
    expect(reminded()).toEqual(expected)
    expect(await storage.acknowledgementReminders.begin(announced.in.get('a')?.id ?? '')).toBe(false)
  })

  it('survives a crash after the message: its id says that it is there', async () => {
    const { clock, storage, channel, process } = await setUp()
    await announceTo(storage, { at: clock.now(), chats: ['a'] })
    clock.advance(DAY_MS)
    const dying = Object.assign(Object.create(channel) as typeof channel, {
      // The message is out, and the process never hears of it.
      send: (...args: Parameters<typeof channel.send>) =>
        channel.send(...args).then(() => new Promise<never>(() => {})),
    })
    void process(dying).work()
    await expect.poll(() => channel.sent.length).toBe(1)
    await process().work()
    const ids = channel.sent.map(({ externalId }) => externalId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('does not go out when somebody answers in the last moment', async () => {
    const { clock, storage, acknowledge } = await setUp()
    const announced = await announceTo(storage, { at: clock.now(), chats: ['a'] })
    const { id = '' } = announced.in.get('a') ?? {}
    clock.advance(DAY_MS)
    await acknowledge(id)
    expect(await storage.acknowledgementReminders.begin(id)).toBe(false)
  })
})
