import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import type { SendErrorCode } from '../../src/domain/error.ts'
import { createLogger } from '../../src/logger.ts'
import { MINUTE_MS } from '../support/broadcast-builder.ts'
import {
  hashForTests,
  PATIENCE,
  setUpBroadcaster,
  type BroadcasterBench,
} from '../support/broadcaster-bench.ts'

const never = () => new Promise<void>(() => undefined)

describe('after a crash in the middle of a message', () => {
  it('the message goes out under the same id where the platform drops the second one', async () => {
    const bench = await setUpBroadcaster({ channel: 'whatsapp', groups: ['a', 'b'] })
    bench.peer.after = never
    const runId = await bench.openRun()
    await bench.process().start()
    await vi.waitFor(() => expect(bench.peer.posted).toHaveLength(1), PATIENCE)
    bench.peer.after = () => undefined
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.posted.map(({ chatId }) => chatId).toSorted()).toEqual(['a', 'b'])
    expect(bench.peer.tried).toHaveLength(3)
    expect(new Set(bench.peer.tried.map(({ id }) => id)).size).toBe(2)
  })

  it('the message is shown as uncertain where it could be posted twice', async () => {
    const bench = await setUpBroadcaster({ channel: 'telegram', groups: ['a', 'b'] })
    bench.peer.after = never
    const runId = await bench.openRun()
    await bench.process().start()
    await vi.waitFor(() => expect(bench.peer.posted).toHaveLength(1), PATIENCE)
    const interrupted = bench.peer.posted[0]?.chatId ?? ''
    bench.peer.after = () => undefined
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.tried).toHaveLength(2)
    const other = interrupted === 'a' ? 'b' : 'a'
    await expect.poll(bench.states, PATIENCE).toEqual({ [interrupted]: 'uncertain', [other]: 'sent' })
  })

  it('a run that had nothing left is closed', async () => {
    const bench = await setUpBroadcaster()
    const runId = await bench.openRun()
    const delivery = await bench.onlyDelivery()
    await bench.storage.deliveries.commit({
      settled: [],
      starting: [],
      repeating: [{ was: 'queued', delivery: { ...delivery, status: 'sent' } }],
    })
    await bench.process().recover()
    await bench.runBecomes(runId, 'finished')
    expect((await bench.storage.broadcasts.find('posyandu'))?.status).toBe('finished')
  })
})

/** A broadcaster whose database refuses so many times to write down that a message was sent. */
async function processWithRefusals(bench: BroadcasterBench, refusals: number) {
  const { storage, clock, peer, governor } = bench
  let left = refusals
  const commit: typeof storage.deliveries.commit = (step) => {
    if (left <= 0 || !step.settled.some(({ delivery }) => delivery.status === 'sent')) {
      return storage.deliveries.commit(step)
    }
    left -= 1
    return Promise.reject(new Error('the disk is full'))
  }
  const broadcaster = createBroadcaster({
    storage: { ...storage, deliveries: { ...storage.deliveries, commit } },
    channels: [peer],
    clock,
    logger: createLogger('silent'),
    governor,
    hashPerson: hashForTests,
  })
  onTestFinished(async () => {
    const stopped = broadcaster.stop()
    clock.advance(MINUTE_MS)
    await stopped
  })
  await broadcaster.start()
  return { refusalsLeft: () => left }
}

describe('when the database refuses to write down that a message was sent', () => {
  it('tries to write it down until it can, and sends nothing twice', async () => {
    const bench = await setUpBroadcaster({ channel: 'telegram' })
    const runId = await bench.openRun()
    await processWithRefusals(bench, 20)
    const finished = async () => {
      bench.clock.advance(15_000)
      return (await bench.storage.deliveries.listRuns({ limit: 1 }))[0]
    }
    await expect.poll(finished, PATIENCE).toMatchObject({ id: runId, status: 'finished' })
    expect(await bench.states()).toEqual({ a: 'sent' })
    expect(bench.peer.tried).toHaveLength(1)
  })

  it.each([
    ['telegram', 'uncertain'],
    ['whatsapp', 'sent'],
  ] as const)('leaves the rest to the next process (%s: %s)', async (channel, status) => {
    const bench = await setUpBroadcaster({ channel })
    const runId = await bench.openRun()
    const { refusalsLeft } = await processWithRefusals(bench, Infinity)
    await expect.poll(() => bench.clock.sleeps, PATIENCE).toContain(500)
    expect(refusalsLeft()).toBe(Infinity)
    expect(await bench.states()).toEqual({ a: 'sending' })
    await bench.process().start()
    await bench.runBecomes(runId, 'finished')
    expect(await bench.states()).toEqual({ a: status })
    expect(bench.peer.posted).toHaveLength(1)
  })
})

describe('what the platform tells later', () => {
  const chat = { channel: 'telegram', account: 'telegram-bot', chatId: 'a' } as const

  async function sent() {
    const bench = await setUpBroadcaster()
    const runId = await bench.openRun()
    const broadcaster = bench.process()
    await broadcaster.start()
    await bench.runBecomes(runId, 'finished')
    const { externalId = '' } = await bench.onlyDelivery()
    const receipt = (status: 'delivered' | 'read') =>
      broadcaster.onReceipt({ type: 'receipt', chat, externalId, status })
    const refusal = (code: SendErrorCode) =>
      broadcaster.onSendFailed({ type: 'send_failed', chat, externalId, code, reason: 'test' })
    return { bench, runId, broadcaster, receipt, refusal }
  }

  it('raises a message from sent to delivered to read, and never lowers it', async () => {
    const { bench, receipt } = await sent()
    await receipt('delivered')
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'delivered' })
    await Promise.all([receipt('read'), receipt('delivered')])
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'read' })
  })

  it('counts even when it comes before the answer to sending', async () => {
    const bench = await setUpBroadcaster()
    await bench.openRun()
    const broadcaster = bench.process()
    bench.peer.after = (_to, id) =>
      broadcaster.onReceipt({ type: 'receipt', chat, externalId: `x-${id}`, status: 'delivered' })
    await broadcaster.start()
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'delivered' })
  })

  it('sends again what was refused for now, though the run had finished', async () => {
    const { bench, runId, broadcaster, refusal } = await sent()
    await refusal('unreachable')
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'queued', attempts: 1 })
    await bench.runBecomes(runId, 'running')
    expect((await bench.storage.broadcasts.find('posyandu'))?.status).toBe('running')
    bench.clock.advance(MINUTE_MS)
    broadcaster.wake()
    await bench.runBecomes(runId, 'finished')
    expect(bench.peer.tried).toHaveLength(2)
  })

  it('fails what was refused for good', async () => {
    const { bench, runId, refusal } = await sent()
    await refusal('not_allowed')
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'failed' })
    await bench.runBecomes(runId, 'finished')
  })

  it('does not doubt a message that was delivered', async () => {
    const { bench, receipt, refusal } = await sent()
    await receipt('delivered')
    await refusal('unreachable')
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'delivered' })
  })

  it('is nothing to the broadcaster when the message was not its own', async () => {
    const { bench, broadcaster } = await sent()
    await broadcaster.onReceipt({ type: 'receipt', chat, externalId: 'other', status: 'read' })
    const elsewhere = { ...chat, account: 'other' }
    await broadcaster.onReceipt({ type: 'receipt', chat: elsewhere, externalId: 'x', status: 'read' })
    await expect.poll(bench.states, PATIENCE).toEqual({ a: 'sent' })
  })
})
