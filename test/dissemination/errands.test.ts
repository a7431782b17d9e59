import { describe, expect, it, onTestFinished } from 'vitest'
import { createTrialSender } from '../../src/dissemination/desk/trials.ts'
import { createErrands, type Errand } from '../../src/dissemination/errands.ts'
import { SendError } from '../../src/domain/error.ts'
import { createLogger } from '../../src/logger.ts'
import { createAddressSeal } from '../../src/sealing.ts'
import { MONDAY_8 } from '../support/broadcast-builder.ts'
import { PATIENCE } from '../support/broadcaster-bench.ts'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const logger = createLogger('silent')

describe('errands', () => {
  it('come again when they asked to, when they are woken, and after 15 seconds at the latest', async () => {
    const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
    const done: string[] = []
    const eager: Errand = {
      name: 'eager',
      work: async () => {
        done.push('eager')
        return done.length < 3 ? 1_000 : undefined
      },
    }
    const broken: Errand = { name: 'broken', work: () => Promise.reject(new Error('it is broken')) }
    const errands = createErrands([broken, eager], { clock, logger })
    onTestFinished(() => errands.stop())
    errands.start()
    errands.start()
    await expect.poll(() => done.length, PATIENCE).toBe(1)
    clock.advance(1_000)
    await expect.poll(() => done.length, PATIENCE).toBe(2)
    errands.wake()
    await expect.poll(() => done.length, PATIENCE).toBe(3)
    // The broken one asks for another try after five seconds.
    await expect.poll(() => clock.sleeps.at(-1), PATIENCE).toBe(5_000)
    await errands.stop()
    await errands.stop()
    clock.advance(60_000)
    expect(done).toHaveLength(3)
  })
})

async function setUp(channelName: 'telegram' | 'simulator' = 'simulator') {
  const storage = await temporaryStorage()
  const seal = createAddressSeal('a secret of at least thirty-two characters')
  const channel = createMemoryChannel('simulator')
  const sender = createTrialSender({ storage, channels: [channel], seal, logger })
  const id = await storage.testSends.add({
    broadcastId: 'posyandu',
    channel: channelName,
    by: 'Penulis',
    message: { text: 'Uji' },
    sealedAddress: seal.close('my own chat'),
  })
  return { storage, channel, sender, id }
}

describe('a trial', () => {
  it('goes to one chat once, and its address is forgotten', async () => {
    const { storage, channel, sender, id } = await setUp()
    await sender.work()
    await sender.work()
    expect(channel.sent.map(({ chatId, text }) => [chatId, text])).toEqual([['my own chat', 'Uji']])
    const trial = await storage.testSends.find(id)
    expect(trial).toMatchObject({ status: 'sent', by: 'Penulis' })
    expect(trial).not.toHaveProperty('sealedAddress')
  })

  it('says why it did not go out', async () => {
    const { storage, channel, sender, id } = await setUp()
    channel.failures.push(new SendError('chat_gone', 'no such chat'))
    await sender.work()
    expect(await storage.testSends.find(id)).toMatchObject({ status: 'failed', reason: expect.any(String) })
    const elsewhere = await setUp('telegram')
    await elsewhere.sender.work()
    expect(await elsewhere.storage.testSends.find(elsewhere.id)).toMatchObject({
      status: 'failed',
      reason: 'Saluran itu tidak menyala di server ini.',
    })
  })
})
