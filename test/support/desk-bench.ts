import { expect, onTestFinished, vi } from 'vitest'
import { createAmender } from '../../src/dissemination/amend/amender.ts'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createDesk, type Desk } from '../../src/dissemination/desk/desk.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { createScheduler, type Scheduler } from '../../src/dissemination/scheduler.ts'
import type { BroadcastStatus } from '../../src/domain/broadcast.ts'
import { DEFAULT_QUIET_HOURS } from '../../src/domain/quiet-hours.ts'
import { createLogger } from '../../src/logger.ts'
import { renderFor } from '../../src/renderings.ts'
import { createAddressSeal } from '../../src/sealing.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { createAmendableChannel, type AmendableChannel } from './amendable-channel.ts'
import { MONDAY_8 } from './broadcast-builder.ts'
import { hashForTests, NO_LIMITS, PATIENCE } from './broadcaster-bench.ts'
import { temporaryStorage } from './temporary-storage.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

/** Staff's desk with everything behind it: a scheduler, a broadcaster, and two platforms in memory. */
export interface DeskBench {
  desk: Desk
  storage: Storage
  clock: TestClock
  telegram: AmendableChannel
  whatsapp: AmendableChannel
  scheduler: Scheduler
  statusOf: (id: string) => Promise<BroadcastStatus | undefined>
  /** Resolves when a broadcast has this status; amends and sends meanwhile. */
  becomes: (id: string, status: BroadcastStatus) => Promise<void>
  /** Corrections and recalls take their next step. */
  amend: () => Promise<number | undefined>
}

export async function setUpDesk(startAt = MONDAY_8): Promise<DeskBench> {
  const clock = createTestClock({ startAt: startAt.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const logger = createLogger('silent')
  const telegram = createAmendableChannel('telegram')
  const whatsapp = createAmendableChannel('whatsapp')
  const channels = [telegram, whatsapp]
  const governor = createGovernor(NO_LIMITS, clock)
  const broadcaster = createBroadcaster({
    storage,
    channels,
    clock,
    logger,
    governor,
    hashPerson: hashForTests,
  })
  const wake = () => broadcaster.wake()
  const scheduler = createScheduler({ storage, clock, logger, onRunOpened: wake })
  const amender = createAmender({
    storage,
    channels,
    clock,
    logger,
    pacing: { waitMs: () => 0, begin: () => () => undefined },
    onRunOpened: wake,
  })
  const desk = createDesk({
    storage,
    clock,
    quietHours: DEFAULT_QUIET_HOURS,
    render: renderFor,
    paceOf: async (channel) =>
      channel === 'whatsapp' ? { gapMs: { min: 6_000, max: 12_000 } } : { perSecond: 30 },
    seal: createAddressSeal('a secret of at least thirty-two characters'),
    onChange: wake,
  })
  onTestFinished(async () => {
    await scheduler.stop()
    const stopped = broadcaster.stop()
    clock.advance(60_000)
    await stopped
  })
  await broadcaster.start()
  const statusOf = async (id: string) => (await storage.broadcasts.find(id))?.status
  return {
    desk,
    storage,
    clock,
    telegram,
    whatsapp,
    scheduler,
    statusOf,
    amend: () => amender.work(),
    async becomes(id, status) {
      await vi.waitFor(async () => {
        await amender.work()
        clock.advance(500)
        expect(await statusOf(id)).toBe(status)
      }, PATIENCE)
    },
  }
}
