import { describe, expect, it, vi } from 'vitest'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { DEFAULT_PACE } from '../../src/dissemination/pace.ts'
import { createLogger } from '../../src/logger.ts'
import { DAY_MS, HOUR_MS, later, MONDAY_8 } from '../support/broadcast-builder.ts'
import { hashForTests, NO_LIMITS, PATIENCE, setUpBroadcaster } from '../support/broadcaster-bench.ts'

const never = () => new Promise<void>(() => undefined)

describe('a run', () => {
  it('reaches every group exactly once, and then it and its broadcast are finished', async () => {
    const groups = Array.from({ length: 30 }, (_, index) => `g${index}`)
    const bench = await setUpBroadcaster({ groups })
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted.map(({ chatId }) => chatId).toSorted()).toEqual(groups.toSorted())
    expect(bench.peer.posted[0]?.text).toBe('**Posyandu**\n\nBawa buku KIA.')
    const status = async () => (await bench.storage.broadcasts.find('posyandu'))?.status
    await expect.poll(status, PATIENCE).toBe('finished')
  })

  it('sends the text as it was when the run opened', async () => {
    const bench = await setUpBroadcaster()
    const runId = await bench.openRun()
    const stored = await bench.storage.broadcasts.find('posyandu')
    if (stored === undefined) throw new Error('not stored')
    await bench.storage.broadcasts.save({ ...stored, message: { text: 'Lain.' } })
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted.map(({ text }) => text)).toEqual(['**Posyandu**\n\nBawa buku KIA.'])
  })

  it('starts when the broadcaster is woken', async () => {
    const bench = await setUpBroadcaster()
    const broadcaster = bench.process()
    await broadcaster.start()
    const runId = await bench.openRun()
    broadcaster.wake()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted).toHaveLength(1)
  })

  it('lets an emergency go first', async () => {
    const bench = await setUpBroadcaster()
    await bench.openRun()
    const runId = await bench.openRun({ id: 'banjir', priority: 'emergency', message: { text: 'Banjir!' } })
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    const posted = () => bench.peer.posted.map(({ text }) => text)
    await expect.poll(posted, PATIENCE).toEqual(['Banjir!', '**Posyandu**\n\nBawa buku KIA.'])
  })

  it('sends nothing while it is paused', async () => {
    const bench = await setUpBroadcaster()
    const runId = await bench.openRun()
    await bench.storage.deliveries.setRunStatus(runId, 'paused')
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(() => expect(bench.clock.sleeps).not.toEqual([]), PATIENCE)
    expect(bench.peer.tried).toEqual([])
    await bench.storage.deliveries.setRunStatus(runId, 'running')
    broadcaster.wake()
    await bench.runBecomes(runId, 'finished')
  })

  it.each(['paused', 'cancelled'] as const)('halts when its broadcast is %s', async (status) => {
    const bench = await setUpBroadcaster()
    const runId = await bench.openRun()
    await bench.storage.broadcasts.setStatus('posyandu', status)
    await bench.process().start()
    await bench.runBecomes(runId, 'paused')
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'queued', attempts: 0 })
    expect(bench.peer.tried).toEqual([])
  })

  it('skips what has expired', async () => {
    const bench = await setUpBroadcaster()
    const runId = await bench.openRun({ expiresAt: later(MONDAY_8, HOUR_MS) })
    bench.clock.advance(HOUR_MS)
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'skipped', error: { code: 'expired' } })
    expect(bench.peer.tried).toEqual([])
  })

  it('skips a group that left in the meantime', async () => {
    const bench = await setUpBroadcaster({ groups: ['a', 'b'] })
    const runId = await bench.openRun()
    await bench.storage.chats.setStatus(
      { channel: 'telegram', account: 'telegram-bot', chatId: 'b' },
      'paused',
    )
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'sent', b: 'skipped' })
  })
})

describe('the pace', () => {
  it('leaves six seconds between WhatsApp messages', async () => {
    const bench = await setUpBroadcaster({ channel: 'whatsapp', groups: ['a', 'b'], pace: DEFAULT_PACE })
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(() => expect(bench.clock.sleeps).toContain(6_000), PATIENCE)
    bench.clock.advance(5_999)
    broadcaster.wake()
    await vi.waitFor(() => expect(bench.clock.sleeps).toContain(1), PATIENCE)
    expect(bench.peer.tried).toHaveLength(1)
    bench.clock.advance(1)
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted).toHaveLength(2)
  })

  it('lets other groups go on while one group must wait', async () => {
    const pace = { ...NO_LIMITS, telegram: { chatGapMs: 1_000 } }
    const bench = await setUpBroadcaster({ groups: ['a', 'b'], pace })
    bench.governor.record({ channel: 'telegram', account: 'telegram-bot', chatId: 'a' })()
    const runId = await bench.openRun()
    await bench.process().start()
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'queued', b: 'sent' })
    await vi.waitFor(() => expect(bench.clock.sleeps).toContain(1_000), PATIENCE)
    bench.clock.advance(1_000)
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted.map(({ chatId }) => chatId)).toEqual(['b', 'a'])
  })

  it('keeps the daily limit over a restart', async () => {
    const pace = { ...NO_LIMITS, whatsapp: { perDay: 1 } }
    const bench = await setUpBroadcaster({ channel: 'whatsapp', groups: ['a', 'b'], pace })
    const runId = await bench.openRun()
    const first = bench.process()
    await first.start()
    await vi.waitFor(() => expect(bench.clock.sleeps).not.toEqual([]), PATIENCE)
    await first.stop()
    const second = bench.process(createGovernor(pace, bench.clock))
    const sleepsBefore = bench.clock.sleeps.length
    await second.start()
    await vi.waitFor(() => expect(bench.clock.sleeps.length).toBeGreaterThan(sleepsBefore), PATIENCE)
    expect(bench.peer.tried).toHaveLength(1)
    bench.clock.advance(DAY_MS)
    second.wake()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted).toHaveLength(2)
  })
})

describe('the broadcaster', () => {
  it('never runs two loops for one account', async () => {
    const bench = await setUpBroadcaster()
    const broadcaster = bench.process()
    await broadcaster.start()
    await expect(broadcaster.start()).rejects.toMatchObject({ code: 'conflict' })
    const { storage, clock, governor, peer } = bench
    const logger = createLogger('silent')
    expect(() =>
      createBroadcaster({
        storage,
        clock,
        governor,
        logger,
        hashPerson: hashForTests,
        channels: [peer, peer],
      }),
    ).toThrow(/Two channels/)
  })

  it('stops after the message in flight, at once otherwise, and starts again', async () => {
    const bench = await setUpBroadcaster({ groups: ['a', 'b'] })
    const held: (() => void)[] = []
    bench.peer.before = () =>
      new Promise<void>((resolve) => {
        held.push(resolve)
      })
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(() => expect(bench.peer.tried).toHaveLength(1), PATIENCE)
    const stopping = broadcaster.stop()
    for (const release of held) release()
    await stopping
    expect(bench.peer.tried).toHaveLength(1)
    expect(await bench.storage.deliveries.tally(runId)).toMatchObject({ sent: 1, queued: 1 })
    await broadcaster.stop()
    bench.peer.before = () => undefined
    await broadcaster.start()
    await bench.runBecomes(runId, 'finished')
  })

  it('gives up waiting for a message that hangs', async () => {
    const bench = await setUpBroadcaster()
    bench.peer.before = never
    await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(() => expect(bench.peer.tried).toHaveLength(1), PATIENCE)
    const stopping = broadcaster.stop()
    bench.clock.advance(10_000)
    await stopping
    await expect(broadcaster.start()).rejects.toMatchObject({ code: 'conflict' })
  })
})
