import { describe, expect, it, vi } from 'vitest'
import { SendError } from '../../src/domain/error.ts'
import { HOUR_MS, MINUTE_MS } from '../support/broadcast-builder.ts'
import { PATIENCE, refuse, setUpBroadcaster } from '../support/broadcaster-bench.ts'

describe('a message that does not go out', () => {
  it('is tried again after the time that the platform asks for, under the same id', async () => {
    const bench = await setUpBroadcaster()
    refuse(bench, 'throttled', { retryAfterMs: 30_000 }, 1)
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(async () => expect((await bench.onlyDelivery()).error?.code).toBe('throttled'), PATIENCE)
    bench.clock.advance(29_999)
    broadcaster.wake()
    await vi.waitFor(() => expect(bench.clock.sleeps).toContain(1), PATIENCE)
    expect(bench.peer.tried).toHaveLength(1)
    bench.clock.advance(1)
    broadcaster.wake()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.tried.map(({ id }) => id)).toEqual(['telegram-1', 'telegram-1'])
    expect(await bench.onlyDelivery()).not.toHaveProperty('error')
  })

  it('fails after six tries', async () => {
    const bench = await setUpBroadcaster()
    refuse(bench, 'unreachable')
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    for (let tries = 1; tries <= 6; tries += 1) {
      await vi.waitFor(async () => expect((await bench.onlyDelivery()).attempts).toBe(tries), {
        timeout: 10_000,
      })
      await vi.waitFor(async () => expect((await bench.onlyDelivery()).status).not.toBe('sending'), PATIENCE)
      bench.clock.advance(HOUR_MS)
      broadcaster.wake()
    }
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.tried).toHaveLength(6)
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'failed', error: { code: 'unreachable' } })
  })

  it('waits for the connection without using up its tries', async () => {
    const bench = await setUpBroadcaster()
    bench.peer.state = 'connecting'
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(() => expect(bench.clock.sleeps).not.toEqual([]), PATIENCE)
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'queued', attempts: 0 })
    bench.peer.state = 'connected'
    bench.clock.advance(1_000)
    await bench.runBecomes(runId, 'finished')
    expect(await bench.onlyDelivery()).toMatchObject({ attempts: 1 })
  })

  it('does not count a try that met a lost connection', async () => {
    const bench = await setUpBroadcaster()
    refuse(bench, 'disconnected', {}, 8)
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    for (let tries = 1; tries <= 8; tries += 1) {
      await vi.waitFor(() => expect(bench.peer.tried).toHaveLength(tries), PATIENCE)
      await vi.waitFor(async () => expect((await bench.onlyDelivery()).status).toBe('queued'), PATIENCE)
      bench.clock.advance(MINUTE_MS)
      broadcaster.wake()
    }
    await bench.runBecomes(runId, 'finished')
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'sent', attempts: 1 })
  })

  it('tells that the group is gone, and later announcements leave it out', async () => {
    const bench = await setUpBroadcaster({ groups: ['a', 'b'] })
    bench.peer.before = ({ chatId }) => {
      if (chatId === 'a') throw new SendError('chat_gone', 'kicked')
    }
    const runId = await bench.openRun()
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'failed', b: 'sent' })
    const active = async () => (await bench.storage.chats.listActive()).map(({ chatId }) => chatId)
    await expect.poll(active, PATIENCE).toEqual(['b'])
  })

  it('follows the group to its new address', async () => {
    const bench = await setUpBroadcaster()
    bench.peer.before = ({ chatId }) => {
      if (chatId === 'a') throw new SendError('chat_moved', 'upgraded', { movedTo: '-100a' })
    }
    const runId = await bench.openRun()
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted.map(({ chatId }) => chatId)).toEqual(['-100a'])
  })

  it('is not sent again on a platform that would post it twice', async () => {
    const bench = await setUpBroadcaster({ channel: 'telegram' })
    bench.peer.after = () => {
      throw new SendError('unreachable', 'the answer got lost', { uncertain: true })
    }
    const runId = await bench.openRun()
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'uncertain' })
    expect(bench.peer.posted).toHaveLength(1)
  })

  it('is sent again on a platform that drops the second one, and people see it once', async () => {
    const bench = await setUpBroadcaster({ channel: 'whatsapp' })
    let isFirst = true
    bench.peer.after = () => {
      if (isFirst) {
        isFirst = false
        throw new SendError('unreachable', 'the answer got lost', { uncertain: true })
      }
    }
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(
      async () => expect((await bench.onlyDelivery()).error?.code).toBe('unreachable'),
      PATIENCE,
    )
    bench.clock.advance(MINUTE_MS)
    broadcaster.wake()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.tried).toHaveLength(2)
    expect(bench.peer.posted).toHaveLength(1)
  })

  it('pauses the run after ten in a row, with the reason', async () => {
    const groups = Array.from({ length: 60 }, (_, index) => `g${index}`)
    const bench = await setUpBroadcaster({ groups })
    refuse(bench, 'rejected')
    const runId = await bench.openRun()
    await bench.process().start()
    await bench.runBecomes(runId, 'paused')
    expect(await bench.storage.deliveries.tally(runId)).toMatchObject({ failed: 10, queued: 50 })
    const [run] = await bench.storage.deliveries.listRuns({ limit: 1 })
    expect(run?.reason).toMatch(/10 pengiriman berturut-turut gagal/)
  })

  it('pauses the run when one group in five fails, and goes on when staff say so', async () => {
    const groups = Array.from({ length: 50 }, (_, index) => `g${index}`)
    const bench = await setUpBroadcaster({ groups })
    let tries = 0
    bench.peer.before = () => {
      tries += 1
      if (tries % 3 === 0 && tries <= 33) throw new SendError('rejected', 'every third')
    }
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await bench.runBecomes(runId, 'paused')
    expect(await bench.storage.deliveries.tally(runId)).toMatchObject({ failed: 10, sent: 20, queued: 20 })
    const [run] = await bench.storage.deliveries.listRuns({ limit: 1 })
    expect(run?.reason).toMatch(/10 dari 50 grup gagal menerima/)
    expect((await bench.storage.broadcasts.find('posyandu'))?.status).toBe('paused')
    await bench.storage.broadcastControl.resume('posyandu', { by: 'Petugas' })
    broadcaster.wake()
    await bench.runBecomes(runId, 'finished')
    expect(await bench.storage.deliveries.tally(runId)).toMatchObject({ failed: 11, sent: 39 })
  })

  it('stops the whole account when the platform restricts it', async () => {
    const bench = await setUpBroadcaster({ groups: ['a', 'b'] })
    refuse(bench, 'restricted')
    await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await vi.waitFor(() =>
      expect(bench.governor.restriction({ channel: 'telegram', account: 'telegram-bot' })).toBeDefined(),
    )
    bench.clock.advance(HOUR_MS)
    broadcaster.wake()
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'queued', b: 'queued' })
    expect(bench.peer.tried).toHaveLength(1)
  })
})
