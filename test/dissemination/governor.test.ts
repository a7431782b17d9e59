import { describe, expect, it } from 'vitest'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { DEFAULT_PACE } from '../../src/dissemination/pace.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { DAY_MS, HOUR_MS } from '../support/broadcast-builder.ts'
import { createTestClock } from '../support/test-clock.ts'

const address = (channel: ChannelName, chatId: string) => ({ channel, account: 'bot', chatId })
const TELEGRAM = address('telegram', '-1')
const WHATSAPP = address('whatsapp', '1@g.us')

function governed(random = 0) {
  const clock = createTestClock({ startAt: '2026-12-01T00:00:00Z' })
  return { clock, governor: createGovernor(DEFAULT_PACE, clock, () => random) }
}

describe('the governor', () => {
  it('lets Telegram send 30 messages a second over all chats, evenly', () => {
    const { clock, governor } = governed()
    let sent = 0
    const sentBy: number[] = []
    for (let ms = 0; ms < 3_000; ms += 1) {
      if (governor.accountWaitMs(TELEGRAM) <= 0) {
        governor.record(address('telegram', `-${sent}`))()
        sent += 1
      }
      clock.advance(1)
      sentBy.push(sent)
    }
    expect(sentBy[500]).toBeLessThanOrEqual(20)
    expect(sent).toBeGreaterThanOrEqual(89)
    expect(sent).toBeLessThanOrEqual(94)
  })

  it('tells what an account sent today and within an hour, and what it may', () => {
    const { clock, governor } = governed()
    const now = clock.now()
    governor.resume(WHATSAPP, { since: new Date(now.getTime() - DAY_MS), sentAt: [] })
    governor.record(WHATSAPP)()
    clock.advance(HOUR_MS)
    governor.record(WHATSAPP)()
    expect(governor.usage(WHATSAPP)).toEqual({ today: 2, perDay: 40, lastHour: 1, perHour: 15 })
    clock.advance(DAY_MS)
    expect(governor.usage(WHATSAPP)).toEqual({ today: 0, perDay: 40, lastHour: 0, perHour: 15 })
    governor.record(TELEGRAM)()
    expect(governor.usage(TELEGRAM)).toEqual({ today: 1, perDay: Infinity, lastHour: 0, perHour: Infinity })
  })

  it('never has more than 30 within any second that Telegram could count, however slow the answers are', () => {
    const { clock, governor } = governed()
    const spans: { from: number; to: number }[] = []
    const open = new Map<number, (() => void)[]>()
    for (let ms = 0; ms < 5_000; ms += 1) {
      const now = clock.now().getTime()
      if (governor.accountWaitMs(TELEGRAM) <= 0) {
        const answered = governor.record(address('telegram', `-${ms}`))
        const span = { from: now, to: Infinity }
        spans.push(span)
        const waitMs = (ms * 37) % 400
        const onAnswer = () => {
          span.to = clock.now().getTime()
          answered()
        }
        open.set(ms + waitMs, [...(open.get(ms + waitMs) ?? []), onAnswer])
      }
      for (const onAnswer of open.get(ms) ?? []) onAnswer()
      clock.advance(1)
    }
    // Whatever the instant within its span at which Telegram counts a message.
    for (const { from } of spans) {
      const within = spans.filter(({ to, from: start }) => start <= from && to > from - 1_000)
      expect(within.length).toBeLessThanOrEqual(30)
    }
  })

  it('lets a reply go before the announcements that wait, and within the limit', async () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 30; index += 1) {
      governor.record(address('telegram', `-${index}`))()
      clock.advance(20)
    }
    const turn = governor.turn(address('telegram', '77'))
    clock.advance(399)
    const first = await Promise.race([turn.then(() => 'the reply'), Promise.resolve('the announcement')])
    expect(first).toBe('the announcement')
    expect(governor.accountWaitMs(TELEGRAM)).toBeGreaterThan(1)
    clock.advance(1)
    await turn
  })

  it('never lets a reply on WhatsApp wait for the pace of announcements', async () => {
    const { governor } = governed()
    for (let index = 0; index < 600; index += 1) governor.record(WHATSAPP)
    expect(governor.accountWaitMs(WHATSAPP)).toBeGreaterThan(0)
    await governor.turn(address('whatsapp', 'warga@lid'))
  })

  it('leaves a second between two messages to one Telegram chat, and others go on', () => {
    const { clock, governor } = governed()
    governor.record(TELEGRAM)()
    clock.advance(400)
    expect(governor.chatWaitMs(TELEGRAM)).toBe(600)
    expect(governor.chatWaitMs(address('telegram', '-2'))).toBe(0)
  })

  it('sends one Telegram group no more than 20 messages a minute', () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 20; index += 1) {
      governor.record(TELEGRAM)()
      clock.advance(1_000)
    }
    expect(governor.chatWaitMs(TELEGRAM)).toBe(40_000)
  })

  it.each([
    [0, 6_000],
    [0.5, 9_000],
    [1, 12_000],
  ])('leaves an uneven gap between WhatsApp messages (chance %d: %d ms)', (random, gapMs) => {
    const { clock, governor } = governed(random)
    governor.record(WHATSAPP)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(gapMs)
    clock.advance(gapMs)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
  })

  it('stops WhatsApp after 150 messages in an hour', () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 150; index += 1) {
      clock.advance(12_000)
      expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
      governor.record(WHATSAPP)
    }
    expect(governor.accountWaitMs(WHATSAPP)).toBe(HOUR_MS - 149 * 12_000)
  })

  it('stops WhatsApp after 500 messages until midnight in WITA', () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 500; index += 1) governor.record(WHATSAPP)
    clock.advance(HOUR_MS)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(15 * HOUR_MS)
    clock.advance(15 * HOUR_MS)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
  })

  it.each([
    [0, 15, 40],
    [5, 30, 100],
    [10, 60, 200],
    [20, 100, 350],
    [40, 150, 500],
  ])('warms a number up: at %d days %d in an hour and %d a day', (ageDays, perHour, perDay) => {
    const { clock, governor } = governed()
    const since = new Date(clock.now().getTime() - ageDays * DAY_MS)
    governor.resume(WHATSAPP, { since, sentAt: [] })
    expect(governor.hourlyCap(WHATSAPP)).toBe(perHour)
    for (let count = 0; count < perDay; count += 1) governor.record(WHATSAPP)
    clock.advance(HOUR_MS)
    expect(governor.accountWaitMs(WHATSAPP)).toBeGreaterThan(14 * HOUR_MS)
  })

  it('goes on counting after a restart, and forgets an earlier day', () => {
    const { clock, governor } = governed()
    const now = clock.now().getTime()
    const sentAt = Array.from({ length: 500 }, (_, index) => new Date(now - (500 - index) * 60_000))
    const since = new Date(now - 100 * DAY_MS)
    // 480 minutes of this day in WITA are over.
    governor.resume(WHATSAPP, { since, sentAt })
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
    for (let count = 0; count < 20; count += 1) governor.record(WHATSAPP)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(16 * HOUR_MS)
    clock.advance(DAY_MS)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
  })

  it('does not hold back the simulator', () => {
    const { governor } = governed()
    const simulator = address('simulator', 'a')
    for (let index = 0; index < 100; index += 1) governor.record(simulator)
    expect(governor.accountWaitMs(simulator)).toBe(0)
    expect(governor.chatWaitMs(simulator)).toBe(0)
  })

  it('keeps the whole account waiting when the platform asks for it', () => {
    const { clock, governor } = governed()
    governor.record(TELEGRAM)()
    governor.throttled(TELEGRAM, 30_000)
    governor.throttled(TELEGRAM, 5_000)
    clock.advance(10_000)
    expect(governor.accountWaitMs(TELEGRAM)).toBe(20_000)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
  })

  it('lets the others go on when it was one chat that had too many messages', () => {
    const { clock, governor } = governed()
    governor.record(TELEGRAM)()
    clock.advance(1_000)
    governor.record(TELEGRAM)()
    governor.throttled(TELEGRAM, 30_000)
    clock.advance(1_000)
    expect(governor.accountWaitMs(TELEGRAM)).toBe(0)
  })

  it('stops a restricted account and no other', () => {
    const { governor } = governed()
    governor.restrict(WHATSAPP, 'Dibatasi.')
    expect(governor.restriction(WHATSAPP)).toBe('Dibatasi.')
    expect(governor.restriction({ channel: 'whatsapp', account: 'another' })).toBeUndefined()
    governor.lift(WHATSAPP)
    expect(governor.restriction(WHATSAPP)).toBeUndefined()
  })
})
