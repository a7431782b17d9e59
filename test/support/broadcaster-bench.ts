import { createHash } from 'node:crypto'
import { expect, onTestFinished, vi } from 'vitest'
import { createBroadcaster, type Broadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor, type Governor } from '../../src/dissemination/governor.ts'
import type { Pace } from '../../src/dissemination/pace.ts'
import type { Delivery, DeliveryStatus } from '../../src/domain/broadcast.ts'
import { SendError, type SendErrorCode, type SendErrorDetails } from '../../src/domain/error.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { createLogger } from '../../src/logger.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { aBroadcast, MONDAY_8, subscribe } from './broadcast-builder.ts'
import { createPeerChannel, type PeerChannel } from './peer-channel.ts'
import { temporaryStorage } from './temporary-storage.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

export const NO_LIMITS: Record<ChannelName, Pace> = { telegram: {}, whatsapp: {}, simulator: {} }

/** Tells people apart; no secret is needed to test that. */
export const hashForTests = (channel: ChannelName, person: string) =>
  createHash('sha256').update(`${channel} ${person}`).digest('hex')

/** For `vi.waitFor` and `expect.poll`: long enough for a busy machine. */
export const PATIENCE = { timeout: 10_000, interval: 10 }

/** A database with groups, one platform in memory, and broadcasters that may come and go. */
export interface BroadcasterBench {
  storage: Storage
  clock: TestClock
  peer: PeerChannel
  governor: Governor
  /** A broadcaster as a new process would have it, by default with the bench's governor. Ended with the test. */
  process(governor?: Governor): Broadcaster
  /** Opens a run for every group; returns its id. */
  openRun(overrides?: Partial<StoredBroadcast>): Promise<string>
  /** The states of the deliveries, by group. */
  states: () => Promise<Record<string, DeliveryStatus>>
  /** The delivery of a run with one group. */
  onlyDelivery(): Promise<Delivery>
  /** Resolves when a run has this status. */
  runBecomes(runId: string, status: string): Promise<void>
}

export async function setUpBroadcaster({
  channel = 'telegram',
  dropsRepeatedIds = channel !== 'telegram',
  tellsReceipts = false,
  groups = ['a'],
  pace = NO_LIMITS,
}: {
  channel?: ChannelName
  dropsRepeatedIds?: boolean
  tellsReceipts?: boolean
  groups?: string[]
  pace?: Record<ChannelName, Pace>
} = {}): Promise<BroadcasterBench> {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const peer = createPeerChannel(channel, { dropsRepeatedIds, tellsReceipts })
  const governor = createGovernor(pace, clock, () => 0)
  for (const group of groups) await subscribe(storage, channel, group)
  const findRun = async (runId: string) =>
    (await storage.deliveries.listRuns({ limit: 100 })).find(({ id }) => id === runId)
  return {
    storage,
    clock,
    peer,
    governor,
    process(ownGovernor = governor) {
      const logger = createLogger('silent')
      const broadcaster = createBroadcaster({
        storage,
        channels: [peer],
        clock,
        logger,
        governor: ownGovernor,
        hashPerson: hashForTests,
        random: () => 0,
      })
      onTestFinished(() => {
        const stopped = broadcaster.stop()
        // For a message that hangs on purpose.
        clock.advance(60_000)
        return stopped
      })
      return broadcaster
    },
    async openRun(overrides = {}) {
      const broadcast = aBroadcast({ status: 'running', settledAt: MONDAY_8, ...overrides })
      await storage.broadcasts.save(broadcast)
      const run = await storage.deliveries.openRun(broadcast, clock.now(), await storage.chats.listActive())
      if (run === undefined) throw new Error('There is a run already.')
      return run.id
    },
    async states() {
      const deliveries = await storage.deliveries.list({})
      return Object.fromEntries(deliveries.map(({ address, status }) => [address.chatId, status]))
    },
    async onlyDelivery() {
      const [delivery] = await storage.deliveries.list({})
      if (delivery === undefined) throw new Error('There is no delivery.')
      return delivery
    },
    async runBecomes(runId, status) {
      await vi.waitFor(async () => expect((await findRun(runId))?.status).toBe(status), PATIENCE)
    },
  }
}

/** Refuses the first `times` tries, then takes everything. */
export function refuse(
  { peer }: BroadcasterBench,
  code: SendErrorCode,
  details: SendErrorDetails = {},
  times = Infinity,
): void {
  let left = times
  peer.before = () => {
    left -= 1
    if (left >= 0) throw new SendError(code, 'refused by the test', details)
  }
}
