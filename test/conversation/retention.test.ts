import { expect, it } from 'vitest'
import { createRetention } from '../../src/conversation/retention.ts'
import type { Inquiry } from '../../src/domain/inquiry.ts'
import { createLogger } from '../../src/logger.ts'
import { DAY_MS } from '../support/broadcast-builder.ts'
import { simulatorChat } from '../support/conversation.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const QUESTION = 'apa benar jembatan ditutup tiga bulan'

it('deletes questions, the claims made of them and what was received once a day, when their time is up', async () => {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const retention = createRetention({
    storage,
    clock,
    logger: createLogger('silent'),
    rules: { retentionDays: 60 },
  })
  const ask = async (askerKey: string) => {
    const asked: Omit<Inquiry, 'id'> = {
      channel: 'simulator',
      placeKey: askerKey,
      askerKey,
      text: QUESTION,
      answerType: 'unknown',
      status: 'open',
      receivedAt: clock.now(),
    }
    const { id } = await storage.inquiries.add(asked)
    await storage.claims.open(id, QUESTION, 'normal', clock.now())
    await storage.receivedMessages.add(simulatorChat(askerKey), 'pesan')
  }
  const kept = async () => ({
    questions: (await storage.inquiries.list({ limit: 10 })).map(({ askerKey }) => askerKey),
    claims: (await storage.claims.list()).map(({ number }) => number),
    first: await storage.receivedMessages.find(simulatorChat('ani'), 'pesan'),
  })

  await ask('ani')
  expect(await retention.work()).toBe(DAY_MS)
  clock.advance(40 * DAY_MS)
  await ask('budi')
  await retention.work()
  expect(await kept()).toEqual({ questions: ['budi', 'ani'], claims: [2, 1], first: undefined })

  clock.advance(21 * DAY_MS)
  await retention.work()
  expect(await kept()).toEqual({ questions: ['budi'], claims: [2], first: undefined })
  expect(await retention.work()).toBe(DAY_MS)
})
