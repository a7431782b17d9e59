import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { MISSED_REASON } from '../../src/dissemination/plan.ts'
import { createScheduler } from '../../src/dissemination/scheduler.ts'
import type { BroadcastRun } from '../../src/domain/broadcast.ts'
import { createLogger } from '../../src/logger.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import {
  aBroadcast,
  DAY_MS,
  HOUR_MS,
  later,
  MONDAY_8,
  subscribe,
  weekly,
} from '../support/broadcast-builder.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

async function setUp(startAt: Date, ...broadcasts: StoredBroadcast[]) {
  const clock = createTestClock({ startAt: startAt.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  for (const broadcast of broadcasts) await storage.broadcasts.save(broadcast)
  const opened: BroadcastRun[] = []
  const scheduler = createScheduler({
    storage,
    clock,
    logger: createLogger('silent'),
    onRunOpened: (run) => opened.push(run),
  })
  onTestFinished(() => scheduler.stop())
  const statusOf = async (id = 'posyandu') => (await storage.broadcasts.find(id))?.status
  const runs = () => storage.deliveries.listRuns({ limit: 100 })
  return { clock, storage, opened, scheduler, statusOf, runs }
}

const BEFORE = later(MONDAY_8, -HOUR_MS)

describe('the scheduler', () => {
  it('opens a run with a delivery for each group when the time comes, and not before', async () => {
    const { clock, storage, scheduler, opened, statusOf } = await setUp(BEFORE, aBroadcast())
    await subscribe(storage, 'telegram', '-1')
    await subscribe(storage, 'whatsapp', '1@g.us')
    await scheduler.start()
    expect(scheduler.status()).toEqual({ state: 'running', next: MONDAY_8 })
    clock.advance(HOUR_MS - 1)
    await scheduler.tick()
    expect(opened).toEqual([])
    clock.advance(1)
    await scheduler.tick()
    expect(opened).toEqual([expect.objectContaining({ broadcastId: 'posyandu', scheduledFor: MONDAY_8 })])
    expect(await storage.deliveries.list({ statuses: ['queued'] })).toHaveLength(2)
    expect(await statusOf()).toBe('running')
    expect(scheduler.status()).toEqual({ state: 'running' })
  })

  it('opens a run once, however often it is woken', async () => {
    const { storage, scheduler, opened, runs } = await setUp(MONDAY_8, aBroadcast())
    await subscribe(storage, 'telegram', '-1')
    await Promise.all([scheduler.tick(), scheduler.tick(), scheduler.refresh()])
    // As after a crash between opening the run and settling it.
    await storage.broadcasts.save(aBroadcast())
    await scheduler.tick()
    expect(opened).toHaveLength(1)
    expect(await runs()).toHaveLength(1)
    expect(await storage.deliveries.list({})).toHaveLength(1)
  })

  it('finishes a single announcement at once when no group matches', async () => {
    const { scheduler, statusOf, runs } = await setUp(MONDAY_8, aBroadcast())
    await scheduler.tick()
    expect(await statusOf()).toBe('finished')
    expect(await runs()).toEqual([expect.objectContaining({ status: 'finished' })])
  })

  it('goes on with a recurring announcement until its end', async () => {
    const nextMonday = later(MONDAY_8, 7 * DAY_MS)
    const broadcast = aBroadcast({ schedule: weekly(nextMonday) })
    const { clock, scheduler, statusOf, runs } = await setUp(MONDAY_8, broadcast)
    await scheduler.start()
    expect(await statusOf()).toBe('scheduled')
    expect(scheduler.status().next).toEqual(nextMonday)
    clock.advance(7 * DAY_MS)
    await scheduler.tick()
    expect(await statusOf()).toBe('finished')
    expect((await runs()).map(({ scheduledFor }) => scheduledFor)).toEqual([nextMonday, MONDAY_8])
  })

  it('catches up at the start with what was missed by less than two hours', async () => {
    const { scheduler, runs } = await setUp(later(MONDAY_8, 2 * HOUR_MS - 1), aBroadcast())
    await scheduler.start()
    expect(await runs()).toEqual([expect.objectContaining({ scheduledFor: MONDAY_8, status: 'finished' })])
  })

  it('records what was missed by more, with the reason, and sends nothing', async () => {
    const { storage, scheduler, opened, runs, statusOf } = await setUp(
      later(MONDAY_8, 2 * HOUR_MS + 1),
      aBroadcast(),
    )
    await subscribe(storage, 'telegram', '-1')
    await scheduler.start()
    expect(await runs()).toEqual([
      expect.objectContaining({ scheduledFor: MONDAY_8, status: 'missed', reason: MISSED_REASON.late }),
    ])
    expect(opened).toEqual([])
    expect(await statusOf()).toBe('finished')
  })

  it('sends only the latest of several that came due while it was away', async () => {
    const hourly = aBroadcast({
      schedule: { ...weekly(), cron: '0 * * * *' },
      settledAt: later(MONDAY_8, -1),
    })
    const { scheduler, runs } = await setUp(later(MONDAY_8, HOUR_MS), hourly)
    await scheduler.start()
    expect((await runs()).map(({ status }) => status)).toEqual(['finished', 'missed'])
  })

  it('leaves paused, cancelled and bad announcements alone', async () => {
    const statuses = ['paused', 'cancelled', 'draft', 'awaiting_approval', 'finished'] as const
    const { scheduler, runs } = await setUp(
      MONDAY_8,
      ...statuses.map((status) => aBroadcast({ id: status, status })),
    )
    await scheduler.tick()
    expect(await runs()).toEqual([])
  })

  it('goes on with the others when one announcement is broken, and says so', async () => {
    const broken = aBroadcast({ id: 'broken', schedule: { ...weekly(), cron: 'rusak' } })
    const { scheduler, statusOf } = await setUp(MONDAY_8, broken, aBroadcast())
    await scheduler.start()
    expect(await statusOf()).toBe('finished')
    expect(scheduler.status()).toMatchObject({ state: 'broken', detail: expect.stringContaining('broken') })
  })

  it('copies an announcement to go out now, for training, and leaves the original as it is', async () => {
    const original = aBroadcast({ sourceFile: 'posyandu.md', contentHash: 'x', schedule: weekly() })
    const { clock, storage, scheduler } = await setUp(BEFORE, original)
    await subscribe(storage, 'telegram', '-1')
    await subscribe(storage, 'simulator', 'a')
    const copy = await scheduler.scheduleOnce('posyandu', clock.now(), ['simulator'])
    expect(copy.id).toBe(`posyandu-latihan-${clock.now().getTime()}`)
    expect(copy).not.toHaveProperty('sourceFile')
    const deliveries = await storage.deliveries.list({})
    expect(deliveries.map(({ address }) => address.channel)).toEqual(['simulator'])
    expect(await storage.broadcasts.find('posyandu')).toEqual(original)
    await expect(scheduler.scheduleOnce('unknown', clock.now(), [])).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('wakes by itself at the time, and stops for good', async () => {
    const storage = await temporaryStorage()
    const at = later(systemClock.now(), 300)
    await storage.broadcasts.save(
      aBroadcast({ schedule: { type: 'once', at }, settledAt: systemClock.now() }),
    )
    const onRunOpened = vi.fn<(run: BroadcastRun) => void>()
    const logger = createLogger('silent')
    const scheduler = createScheduler({
      storage,
      clock: systemClock,
      logger,
      // Tests run at any hour of the day.
      quietHours: { fromMinute: 0, toMinute: 0 },
      onRunOpened,
    })
    await scheduler.start()
    await expect(scheduler.start()).rejects.toMatchObject({ code: 'conflict' })
    await vi.waitFor(() => expect(onRunOpened).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(at.getTime())
    await scheduler.stop()
    await scheduler.stop()
    expect(scheduler.status()).toEqual({ state: 'stopped' })
  })
})
