import { describe, expect, it, onTestFinished } from 'vitest'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { holdUntil } from '../../src/dissemination/plan.ts'
import { createScheduler } from '../../src/dissemination/scheduler.ts'
import { createDesk } from '../../src/dissemination/desk/desk.ts'
import { previewLines, summaryLines } from '../../src/cli/broadcast/print.ts'
import { WITA } from '../../src/domain/broadcast.ts'
import { SendError } from '../../src/domain/error.ts'
import { DEFAULT_QUIET_HOURS, type QuietHours } from '../../src/domain/quiet-hours.ts'
import { dueInGroup, receivedFrom, type ReceivingHours } from '../../src/domain/receiving-hours.ts'
import { createLogger } from '../../src/logger.ts'
import { createAddressSeal } from '../../src/sealing.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import { aBroadcast, DAY_MS, HOUR_MS, later, MINUTE_MS, MONDAY_8 } from '../support/broadcast-builder.ts'
import { hashForTests, NO_LIMITS, PATIENCE } from '../support/broadcaster-bench.ts'
import { createPeerChannel } from '../support/peer-channel.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const GROUPS: Record<string, ReceivingHours> = {
  kapan: 'any',
  pagi: 'morning',
  siang: 'midday',
  sore: 'evening',
}

const at = (hour: number, day = 0) => later(MONDAY_8, (hour - 8) * HOUR_MS + day * DAY_MS)
const daily = (cron = '0 8 * * *') => ({ type: 'recurring', cron, timeZone: WITA }) as const

const address = (chatId: string) => ({ channel: 'telegram', account: 'telegram-bot', chatId }) as const

/** A server without its channels and pages: it starts at an hour of Monday, and time passes when the test says so. */
async function setUp({ hour = 7.5, quietHours = DEFAULT_QUIET_HOURS, groups = GROUPS } = {}) {
  const clock = createTestClock({ startAt: at(hour).toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const logger = createLogger('silent')
  const peer = createPeerChannel('telegram', { dropsRepeatedIds: false })
  const governor = createGovernor(NO_LIMITS, clock)
  const open = () =>
    createBroadcaster({
      storage,
      channels: [peer],
      clock,
      logger,
      governor,
      hashPerson: hashForTests,
      hold: (message, now) => holdUntil(message, now, quietHours),
    })
  let broadcaster = open()
  const scheduler = createScheduler({
    storage,
    clock,
    logger,
    quietHours,
    onRunOpened: () => broadcaster.wake(),
  })
  for (const [chatId, hours] of Object.entries(groups)) {
    const subscription = { title: chatId, areaCodes: ['64.72'], topics: [], hours }
    await storage.chats.subscribe(address(chatId), subscription)
  }
  const stop = async () => {
    const stopped = broadcaster.stop()
    clock.advance(MINUTE_MS)
    await stopped
  }
  onTestFinished(stop)
  await broadcaster.start()

  /** When each message arrived: `sore 16.00`. */
  const arrivals: string[] = []
  peer.after = ({ chatId }) => {
    const time = new Date(clock.now().getTime() + 8 * HOUR_MS).toISOString().slice(11, 16)
    arrivals.push(`${chatId} ${time.replace(':', '.')}`)
  }
  const isBusy = async () => {
    const waiting = await storage.deliveries.list({ statuses: ['queued', 'sending'] })
    const now = clock.now()
    const isQuiet = holdUntil({ priority: 'normal', channel: 'telegram' }, now, quietHours) !== undefined
    return waiting.some(
      ({ status, nextAttemptAt }) => status === 'sending' || (!isQuiet && nextAttemptAt <= now),
    )
  }
  /** Nothing is due at this moment, or under way. */
  const settled = async () => {
    await scheduler.tick()
    broadcaster.wake()
    await expect.poll(isBusy, PATIENCE).toBe(false)
  }
  return {
    clock,
    storage,
    peer,
    scheduler,
    arrivals,
    save: (overrides: Partial<StoredBroadcast> = {}) =>
      storage.broadcasts.save(aBroadcast({ settledAt: later(at(hour), -1), ...overrides })),
    /** Goes on to a time, stopping at every half hour. */
    until: async (instant: Date) => {
      while (clock.now() < instant) {
        clock.advance(30 * MINUTE_MS)
        await settled()
      }
    },
    settled,
    restart: async () => {
      await stop()
      broadcaster = open()
      await broadcaster.start()
    },
    runs: async () =>
      (await storage.deliveries.listRuns({ limit: 100 }))
        .map(({ scheduledFor, status }) => `${scheduledFor.toISOString().slice(8, 13)} ${status}`)
        .toSorted(),
    reasons: async () => {
      const all = await storage.deliveries.list({})
      return Object.fromEntries(
        all.map(({ address: { chatId }, status, error }) => [chatId, [status, error?.code]]),
      )
    },
  }
}

describe('when a group wants its announcements', () => {
  it.each([
    ['any', 23, 23],
    ['morning', 5, 6],
    ['morning', 9.5, 9.5],
    ['morning', 10, 30],
    ['midday', 10, 11],
    ['midday', 13.5, 13.5],
    ['midday', 14, 35],
    ['evening', 8, 16],
    ['evening', 19.5, 19.5],
    ['evening', 20, 40],
  ] as const)('%s at %d h is %d h', (hours, now, due) => {
    expect(receivedFrom(hours, at(now))).toEqual(at(due))
  })

  it('does not count for emergencies, nor when the announcement would have expired by then', () => {
    const normal = { priority: 'normal' } as const
    expect(dueInGroup('evening', at(8), normal)).toEqual(at(16))
    expect(dueInGroup('evening', at(8), { priority: 'emergency' })).toEqual(at(8))
    expect(dueInGroup('evening', at(8), { ...normal, expiresAt: at(16) })).toEqual(at(8))
    expect(dueInGroup('evening', at(8), { ...normal, expiresAt: at(16.5) })).toEqual(at(16))
  })
})

describe('an announcement', () => {
  it('reaches each group within its hours, and is not finished before that', async () => {
    const { save, until, arrivals, storage, reasons, runs } = await setUp()
    await save()
    await until(at(8))
    expect(arrivals.toSorted()).toEqual(['kapan 08.00', 'pagi 08.00'])
    expect(await reasons()).toMatchObject({
      siang: ['queued', 'waits_for_hours'],
      kapan: ['sent', undefined],
    })
    expect((await storage.broadcasts.find('posyandu'))?.status).toBe('running')
    await until(at(20))
    expect(arrivals.slice(2)).toEqual(['siang 11.00', 'sore 16.00'])
    expect(await reasons()).toMatchObject({ siang: ['sent', undefined], sore: ['sent', undefined] })
    expect((await storage.broadcasts.find('posyandu'))?.status).toBe('finished')
    expect(await runs()).toEqual(['30T00 finished'])
  })

  it('goes out at once when it is an emergency, or would have expired before the hours begin', async () => {
    const { save, until, arrivals } = await setUp()
    await save({ id: 'banjir', priority: 'emergency' })
    await until(at(8))
    expect(arrivals).toHaveLength(4)
    const second = await setUp()
    await second.save({ expiresAt: at(12) })
    await second.until(at(20))
    expect(second.arrivals.toSorted()).toEqual(['kapan 08.00', 'pagi 08.00', 'siang 11.00', 'sore 08.00'])
  })

  it('keeps to the hours when it is tried again, or when the platform was away', async () => {
    const { save, until, arrivals, peer, clock, settled } = await setUp({ hour: 9 })
    await save({ schedule: { type: 'once', at: at(9.5) } })
    peer.before = () => {
      throw new SendError('unreachable', 'busy', { retryAfterMs: HOUR_MS })
    }
    clock.advance(30 * MINUTE_MS)
    await settled()
    peer.before = () => undefined
    await until(at(13.5))
    expect(arrivals.toSorted()).toEqual(['kapan 10.30', 'siang 11.00'])
    peer.state = 'connecting'
    clock.advance(8 * HOUR_MS)
    peer.state = 'connected'
    await until(at(40))
    // 21.30 is quiet, and on Tuesday each group has its hours again.
    expect(arrivals.slice(2)).toEqual(['pagi 06.00', 'sore 16.00'])
  })

  it('keeps to the hours over a restart', async () => {
    const { save, until, arrivals, restart } = await setUp()
    await save()
    await until(at(8))
    await restart()
    await until(at(10))
    expect(arrivals).toHaveLength(2)
    await restart()
    await until(at(16))
    expect(arrivals.slice(2)).toEqual([expect.stringMatching(/^siang 11/), expect.stringMatching(/^sore 16/)])
  })

  it.each([
    ['that cover the hours of a group do not keep it waiting for ever', '15.00-21.00', ['sore 21.00']],
    ['that cover a part of them leave the rest', '15.00-18.00', ['sore 18.00']],
  ])('under quiet hours %s', async (_, quiet, expected) => {
    const [fromMinute = 0, toMinute = 0] = quiet.split('-').map((time) => Number(time.slice(0, 2)) * 60)
    const quietHours: QuietHours = { fromMinute, toMinute }
    const { save, until, arrivals } = await setUp({ quietHours, groups: { sore: 'evening' } })
    await save()
    await until(at(38))
    expect(arrivals).toEqual(expected)
  })

  it('is looked at again when a group chooses other hours meanwhile', async () => {
    const { save, until, arrivals, storage } = await setUp({ groups: { sore: 'evening' } })
    await save()
    await until(at(9))
    const subscription = { title: 'sore', areaCodes: ['64.72'], topics: [] }
    await storage.chats.subscribe(address('sore'), { ...subscription, hours: 'midday' })
    await until(at(13))
    expect(arrivals).toEqual(['sore 11.00'])
  })

  it('is not for a group that has paused meanwhile, except when the pause is over', async () => {
    const { save, until, arrivals, storage, reasons } = await setUp({
      groups: { berhenti: 'midday', sampai: 'midday', lewat: 'midday' },
    })
    await save()
    await until(at(8))
    await storage.chats.pause(address('berhenti'))
    await storage.chats.pause(address('sampai'), at(12))
    await storage.chats.pause(address('lewat'), at(10))
    await until(at(14))
    expect(arrivals).toEqual(['lewat 11.00'])
    expect(await reasons()).toMatchObject({
      berhenti: ['skipped', 'paused'],
      sampai: ['skipped', 'paused'],
    })
  })
})

describe('a recurring announcement', () => {
  it('is not missed because some groups wait for their hours: they get the latest, once', async () => {
    const { save, until, arrivals, runs, storage } = await setUp()
    await save({ schedule: daily('0 7,8,12,19 * * *'), settledAt: at(7.5) })
    await until(at(18))
    expect(arrivals.filter((one) => one.startsWith('kapan'))).toEqual(['kapan 08.00', 'kapan 12.00'])
    expect(arrivals.filter((one) => one.startsWith('sore'))).toEqual(['sore 16.00'])
    expect(arrivals.filter((one) => one.startsWith('pagi'))).toEqual(['pagi 08.00'])
    await until(at(24 + 12.5))
    // The morning's group: 12.00 and 19.00 of Monday were overtaken by 07.00 and 08.00 of Tuesday.
    expect(arrivals.filter((one) => one.startsWith('pagi'))).toEqual([
      'pagi 08.00',
      'pagi 06.00',
      'pagi 07.00',
      'pagi 08.00',
    ])
    expect((await runs()).filter((run) => /missed|expired/.test(run))).toEqual([])
    const skipped = await storage.deliveries.list({ statuses: ['skipped'] })
    expect(skipped.map(({ error }) => error?.code)).toContain('superseded')
    expect(new Set(skipped.map(({ error }) => error?.code))).toEqual(new Set(['superseded']))
  })

  it('goes out every day for a week to groups of all hours', async () => {
    const { save, until, arrivals, runs } = await setUp()
    await save({ schedule: daily('30 20 * * *'), settledAt: at(7.5) })
    await until(at(20.5, 7))
    const count = (chatId: string) => arrivals.filter((one) => one.startsWith(chatId)).length
    expect([count('kapan'), count('pagi'), count('siang'), count('sore')]).toEqual([8, 7, 7, 7])
    expect((await runs()).every((run) => /finished|running/.test(run))).toBe(true)
  })

  it('is still left out while the run before it really sends', async () => {
    const { save, until, runs, peer } = await setUp()
    await save({ schedule: daily('0 8,9 * * *'), settledAt: at(7.5) })
    peer.before = () => {
      throw new SendError('unreachable', 'busy', { retryAfterMs: 2 * HOUR_MS })
    }
    await until(at(9))
    expect(await runs()).toEqual(['30T00 running', '30T01 missed'])
  })
})

it('is told to staff: who waits, until when, and how many', async () => {
  const { save, until, storage, clock } = await setUp()
  await save({ schedule: daily() })
  const desk = createDesk({
    storage,
    clock,
    quietHours: DEFAULT_QUIET_HOURS,
    render: () => [],
    paceOf: async () => ({}),
    seal: createAddressSeal('a secret of at least thirty-two characters'),
    onChange: () => undefined,
  })
  await storage.chatLife.setObstacle(address('kapan'), 'announce_only')
  const lines = previewLines(await desk.preview('posyandu'), (code) => code)
  expect(lines.filter((line) => /jam grup|tidak boleh/.test(line))).toEqual([
    'Menunggu jam grup: 1 grup Siang (11.00–14.00), mulai Senin, 30 November 2026 pukul 11.00 WITA',
    'Menunggu jam grup: 1 grup Sore (16.00–20.00), mulai Senin, 30 November 2026 pukul 16.00 WITA',
    'Bot sedang tidak boleh menulis di 1 grup ini; dikirim begitu boleh lagi',
  ])
  await until(at(8))
  const [summary] = await desk.list()
  if (summary === undefined) throw new Error('There is no broadcast.')
  expect(summaryLines(summary).at(-1)).toContain('2 dari 4 grup: 2 terkirim, 2 menunggu jam grup')
})
