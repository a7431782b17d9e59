import { expect, onTestFinished, vi } from 'vitest'
import { createBroadcaster, type Broadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { holdUntil } from '../../src/dissemination/plan.ts'
import { readSpoken } from '../../src/dissemination/schedule/spoken.ts'
import { createScheduler, type Scheduler } from '../../src/dissemination/scheduler.ts'
import { WITA, type BroadcastRun, type Schedule } from '../../src/domain/broadcast.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { createLogger } from '../../src/logger.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { aBroadcast, HOUR_MS, later, MINUTE_MS, MONDAY_8 } from './broadcast-builder.ts'
import { hashForTests } from './broadcaster-bench.ts'
import { createPeerChannel, type PeerChannel } from './peer-channel.ts'
import { temporaryStorage } from './temporary-storage.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

/** Monday, 00.00 WITA. */
export const WEEK_START = later(MONDAY_8, -8 * HOUR_MS)
const DAY_HOURS = 24

/** An instant of the week: `at(2, 7.5)` is Wednesday at 07.30 WITA. */
export const at = (day: number, hour: number) => later(WEEK_START, (day * DAY_HOURS + hour) * HOUR_MS)

export interface Span {
  from: Date
  to: Date
}

export const span = (from: Date, to: Date): Span => ({ from, to })
export const isIn = (instant: Date, { from, to }: Span) => instant >= from && instant < to

/** A message as it appeared in a group. */
export interface Posted {
  at: Date
  channel: ChannelName
  chatId: string
  id: string
}

/** What happens besides time going by. Instants are of the week as planned; jumps move the clock at their instant. */
export interface Weather {
  /** The server does not run. */
  down: Span[]
  outages: { channel: 'telegram' | 'whatsapp'; span: Span }[]
  /** So many minutes forward, or back. */
  jumps: { at: Date; minutes: number }[]
}

const PACE = { inFlight: 100 }
const STEP_MINUTES = 10
const PATIENCE = { timeout: 30_000, interval: 2 }

export function scheduleOf(words: string): Schedule {
  const spoken = readSpoken(words)
  if ('reason' in spoken) throw new Error(spoken.reason)
  if (spoken.rhythm.type === 'once') return spoken.rhythm
  const { exceptDates, startsAt, until } = spoken
  return {
    ...spoken.rhythm,
    timeZone: WITA,
    exceptDates,
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(until === undefined ? {} : { until }),
  }
}

/** A KIM group in every village and urban village, or in every so many, on one platform or the other in turn. */
async function subscribeVillages(storage: Storage, everyNth: number): Promise<number> {
  const villages = storage.gazetteer.villages('64').filter((_, index) => index % everyNth === 0)
  for (const [index, { code, name }] of villages.entries()) {
    const channel = index % 2 === 0 ? 'telegram' : 'whatsapp'
    const address = { channel, account: `${channel}-bot`, chatId: code } as const
    await storage.chats.subscribe(address, { title: `KIM ${name}`, areaCodes: [code], topics: [] })
  }
  return villages.length
}

/** A server of that week, until it goes down. */
interface Server {
  broadcaster: Broadcaster
  scheduler: Scheduler
}

export interface Week {
  storage: Storage
  villages: number
  posted: Posted[]
  /** When the scheduler looked, in order. */
  ticks: Date[]
  /** Lives through the week in steps of ten minutes. */
  live(weather: Weather): Promise<void>
  runsOf(broadcastId: string): Promise<BroadcastRun[]>
}

export async function openWeek(
  broadcasts: Partial<StoredBroadcast>[],
  { everyNthVillage }: { everyNthVillage: number },
): Promise<Week> {
  const clock: TestClock = createTestClock({ startAt: WEEK_START.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const villages = await subscribeVillages(storage, everyNthVillage)
  for (const broadcast of broadcasts) {
    await storage.broadcasts.save(aBroadcast({ settledAt: later(WEEK_START, -1), ...broadcast }))
  }
  const posted: Posted[] = []
  const ticks: Date[] = []
  const peers = {
    telegram: createPeerChannel('telegram', { dropsRepeatedIds: false }),
    whatsapp: createPeerChannel('whatsapp', { dropsRepeatedIds: true }),
  }
  const channels: PeerChannel[] = Object.values(peers)
  for (const peer of channels) {
    peer.after = ({ channel, chatId }, id) => void posted.push({ at: clock.now(), channel, chatId, id })
  }
  let server: Server | undefined

  const start = async () => {
    const logger = createLogger('silent')
    const governor = createGovernor({ telegram: PACE, whatsapp: PACE, simulator: PACE }, clock, () => 0)
    const broadcaster = createBroadcaster({
      storage,
      channels,
      clock,
      logger,
      governor,
      hashPerson: hashForTests,
      hold: (message, now) => holdUntil(message, now),
      random: () => 0,
    })
    const scheduler = createScheduler({ storage, clock, logger, onRunOpened: () => broadcaster.wake() })
    server = { broadcaster, scheduler }
    await broadcaster.start()
  }
  const stop = async () => {
    const stopped = server
    server = undefined
    await stopped?.scheduler.stop()
    await stopped?.broadcaster.stop()
  }
  onTestFinished(stop)

  /** Everything that may go out now has gone out. */
  const drained = async () => {
    const now = clock.now()
    const runs = await storage.deliveries.runsUnderWay()
    if (runs.length === 0) return
    for (const peer of channels) {
      if (peer.state !== 'connected') continue
      const sender = { channel: peer.name, account: peer.account }
      for (const run of runs) {
        if (holdUntil({ priority: run.priority, channel: peer.name }, now) !== undefined) continue
        if (run.expiresAt !== undefined && run.expiresAt <= now) continue
        expect(await storage.deliveries.due(sender, run.id, now, 1)).toEqual([])
      }
    }
    expect(await storage.amendments.countSending(runs.map(({ id }) => id))).toBe(0)
  }

  const step = async ({ down, outages }: Weather, planned: Date) => {
    for (const peer of channels) {
      const isOut = outages.some(({ channel, span: time }) => channel === peer.name && isIn(planned, time))
      peer.state = isOut ? 'connecting' : 'connected'
    }
    const isDown = down.some((time) => isIn(planned, time))
    if (isDown && server !== undefined) await stop()
    if (isDown) return
    if (server === undefined) await start()
    ticks.push(clock.now())
    await server?.scheduler.tick()
    server?.broadcaster.wake()
    await vi.waitFor(drained, PATIENCE)
  }

  return {
    storage,
    villages,
    posted,
    ticks,
    async live(weather) {
      for (let planned = WEEK_START; planned < at(7, 0); planned = later(planned, STEP_MINUTES * MINUTE_MS)) {
        const jump = weather.jumps.find((one) => one.at.getTime() === planned.getTime())
        await step(weather, planned)
        clock.advance((STEP_MINUTES + (jump?.minutes ?? 0)) * MINUTE_MS)
      }
    },
    runsOf: (broadcastId) => storage.deliveries.listRuns({ broadcastId, limit: 10_000 }),
  }
}
