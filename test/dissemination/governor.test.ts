import { describe, expect, it } from 'vitest'
import { createGovernor, DEFAULT_PACE } from '../../src/dissemination/governor.ts'
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
  it('lets Telegram send 25 messages a second over all chats', () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 25; index += 1) {
      expect(governor.accountWaitMs(TELEGRAM)).toBe(0)
      governor.record(address('telegram', `-${index}`))
    }
    expect(governor.accountWaitMs(TELEGRAM)).toBe(1_000)
    clock.advance(1_000)
    expect(governor.accountWaitMs(TELEGRAM)).toBe(0)
  })

  it('leaves a second between two messages to one Telegram chat, and others go on', () => {
    const { clock, governor } = governed()
    governor.record(TELEGRAM)
    clock.advance(400)
    expect(governor.chatWaitMs(TELEGRAM)).toBe(600)
    expect(governor.chatWaitMs(address('telegram', '-2'))).toBe(0)
  })

  it('sends one Telegram group no more than 20 messages a minute', () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 20; index += 1) {
      governor.record(TELEGRAM)
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

  it('stops WhatsApp after 500 messages until midnight in WITA', () => {
    const { clock, governor } = governed()
    for (let index = 0; index < 500; index += 1) governor.record(WHATSAPP)
    clock.advance(HOUR_MS)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(15 * HOUR_MS)
    clock.advance(15 * HOUR_MS)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
  })

  it('goes on counting the day after a restart, and forgets an earlier day', () => {
    const { clock, governor } = governed()
    governor.resumeDailyCount(WHATSAPP, { day: '2026-12-01', count: 500 })
    expect(governor.accountWaitMs(WHATSAPP)).toBe(16 * HOUR_MS)
    clock.advance(DAY_MS)
    governor.resumeDailyCount(WHATSAPP, { day: '2026-12-01', count: 500 })
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
    expect(governor.dailyCount(TELEGRAM)).toBeUndefined()
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
    governor.block(TELEGRAM, 30_000)
    governor.block(TELEGRAM, 5_000)
    clock.advance(10_000)
    expect(governor.accountWaitMs(TELEGRAM)).toBe(20_000)
    expect(governor.accountWaitMs(WHATSAPP)).toBe(0)
  })

  it('stops a restricted account and no other', () => {
    const { governor } = governed()
    governor.restrict(WHATSAPP, 'Dibatasi.')
    expect(governor.restriction(WHATSAPP)).toBe('Dibatasi.')
    expect(governor.restriction({ channel: 'whatsapp', account: 'another' })).toBeUndefined()
  })
})
