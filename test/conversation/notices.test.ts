import { describe, expect, it } from 'vitest'
import { createNotices } from '../../src/conversation/notices.ts'
import { SendError } from '../../src/domain/error.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { DEFAULT_QUIET_HOURS } from '../../src/domain/quiet-hours.ts'
import { createResponder } from '../../src/factcheck/responder.ts'
import { createLogger } from '../../src/logger.ts'
import { createPersonKey } from '../../src/person-key.ts'
import { closeAddress, createAddressSeal, openAddress } from '../../src/sealing.ts'
import { DAY_MS, HOUR_MS, MONDAY_8 } from '../support/broadcast-builder.ts'
import { clarification } from '../support/clarifications.ts'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const SECRET = 'a secret of at least thirty-two characters'
const CLAIM = 'Garam akan langka, segera beli garam sebanyak-banyaknya'
const GARAM = clarification({ id: 'garam', circulatingTexts: [CLAIM] })
const BY = { by: 'Petugas' }
const logger = createLogger('silent')

const chat = (chatId: string): ChatAddress => ({ channel: 'simulator', account: 'simulator', chatId })

/** A bot that knows one clarification, and everything that tells people when it is withdrawn. */
async function setUp() {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const seal = createAddressSeal(SECRET)
  await storage.clarifications.save([GARAM])
  const responder = createResponder({
    storage,
    clock,
    logger,
    hashAsker: createPersonKey(SECRET),
    sealAddress: (address) => closeAddress(seal, address),
  })
  await responder.refresh()
  const channel = createMemoryChannel('simulator')
  const notices = createNotices({
    storage,
    channels: [channel],
    clock,
    logger,
    quietHours: DEFAULT_QUIET_HOURS,
    openAddress: (sealed) => openAddress(seal, sealed),
    pacing: { waitMs: () => 0, begin: () => () => undefined },
  })
  const ask = async (senderId: string, place = senderId) =>
    responder.answer({ channel: 'simulator', senderId, text: CLAIM, chat: chat(place) })
  const told = () => channel.sent.map(({ chatId }) => chatId).toSorted()
  return { clock, storage, channel, responder, notices, ask, told }
}

describe('a withdrawn clarification', () => {
  it('is a RALAT to everyone who was answered with it, once in each chat, and to nobody else', async () => {
    const { storage, channel, responder, notices, ask, told } = await setUp()
    await ask('ani')
    await ask('ani')
    await ask('budi')
    await ask('citra', 'a group')
    await ask('dedi', 'a group')
    await responder.answer({
      channel: 'simulator',
      senderId: 'eka',
      text: 'Kapan pasar murah?',
      chat: chat('eka'),
    })
    expect(await notices.work()).toBeUndefined()
    expect(told()).toEqual([])
    expect(await storage.clarifications.retract('garam', BY)).toBe(true)
    await notices.work()
    await notices.work()
    expect(told()).toEqual(['a group', 'ani', 'budi'])
    expect(channel.sent[0]?.text).toMatch(/^\*\*RALAT\*\*\n\nPada .*30 November 2026 kami menjawab/)
    await responder.refresh()
    expect((await ask('ani')).answer.type).toBe('unknown')
  })

  it('waits for the end of the quiet hours', async () => {
    const { clock, storage, notices, ask, told } = await setUp()
    await ask('ani')
    clock.advance(14 * HOUR_MS)
    await storage.clarifications.retract('garam', BY)
    expect(await notices.work()).toBe(8 * HOUR_MS)
    expect(told()).toEqual([])
    clock.advance(8 * HOUR_MS)
    await notices.work()
    expect(told()).toEqual(['ani'])
  })

  it('waits for a channel that is away, tries again what may go through, and gives up what may not', async () => {
    const { storage, channel, notices, ask, told } = await setUp()
    await ask('ani')
    await storage.clarifications.retract('garam', BY)
    channel.state = 'connecting'
    expect(await notices.work()).toBeUndefined()
    expect(told()).toEqual([])
    channel.state = 'connected'
    channel.failures.push(new SendError('throttled', 'slow down', { retryAfterMs: 5_000 }))
    expect(await notices.work()).toBe(5_000)
    await notices.work()
    expect(told()).toEqual(['ani'])
    await storage.clarifications.save([{ ...GARAM, explanation: 'Baru.' }])
    await ask('budi')
    await storage.clarifications.retract('garam', BY)
    channel.failures.push(new SendError('chat_gone', 'blocked'))
    await notices.work()
    expect(await notices.work()).toBeUndefined()
    expect(told()).toEqual(['ani'])
  })

  it('cannot reach people any more after 30 days: where they are is forgotten', async () => {
    const { clock, storage, notices, ask, told } = await setUp()
    await ask('ani')
    clock.advance(31 * DAY_MS)
    await notices.work()
    await storage.clarifications.retract('garam', BY)
    await notices.work()
    expect(told()).toEqual([])
  })

  it('leaves no address that anybody could read in the database', async () => {
    const { storage, ask } = await setUp()
    await ask('ani')
    await storage.clarifications.retract('garam', BY)
    const [told] = await storage.notices.listQueued(['simulator'], 1)
    expect(told?.sealedAddress).toMatch(/^[A-Za-z0-9+/]{40,}=*$/)
    expect(Buffer.from(told?.sealedAddress ?? '', 'base64').toString('latin1')).not.toContain('ani')
    const another = createAddressSeal('another secret of thirty-two characters')
    expect(openAddress(another, told?.sealedAddress ?? '')).toBeUndefined()
  })
})
