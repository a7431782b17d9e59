import { describe, expect, it, vi } from 'vitest'
import { SendError } from '../../src/domain/error.ts'
import { MINUTE_MS } from '../support/broadcast-builder.ts'
import { PATIENCE, setUpBroadcaster } from '../support/broadcaster-bench.ts'

const WITHIN_MS = 10 * MINUTE_MS
const chat = { channel: 'whatsapp', account: 'whatsapp-bot', chatId: 'a' } as const

async function sent() {
  const bench = await setUpBroadcaster({ channel: 'whatsapp', tellsReceipts: true })
  const runId = await bench.openRun()
  const broadcaster = bench.process()
  await broadcaster.start()
  await bench.runBecomes(runId, 'finished')
  const { externalId = '' } = await bench.onlyDelivery()
  const receipt = (status: 'delivered' | 'read', person: string) =>
    broadcaster.onReceipt({ type: 'receipt', chat, externalId, status, person })
  const pass = (ms: number) => {
    bench.clock.advance(ms)
    broadcaster.wake()
  }
  const becomes = (status: string) =>
    vi.waitFor(async () => expect((await bench.onlyDelivery()).status).toBe(status), PATIENCE)
  return { bench, broadcaster, receipt, pass, becomes }
}

describe('the receipts of a group', () => {
  it('say how many received and read a message, without saying who', async () => {
    const { bench, receipt } = await sent()
    await Promise.all([
      receipt('delivered', '62811@s.whatsapp.net'),
      receipt('delivered', '62812@s.whatsapp.net'),
      receipt('read', '62811@s.whatsapp.net'),
      receipt('delivered', '62811@s.whatsapp.net'),
    ])
    const delivery = await bench.onlyDelivery()
    expect(delivery).toMatchObject({ status: 'read', deliveredTo: 2, readBy: 1 })
    expect(delivery.receipts).not.toContain('6281')
  })

  it('that come in hundreds are written together', async () => {
    const { bench, receipt } = await sent()
    const commit = vi.spyOn(bench.storage.deliveries, 'commit')
    const people = Array.from({ length: 300 }, (_, index) => `${index}@lid`)
    await Promise.all(people.map((person) => receipt('delivered', person)))
    expect(await bench.onlyDelivery()).toMatchObject({ deliveredTo: 300 })
    expect(commit.mock.calls.length).toBeLessThan(10)
  })
})

describe('a message that nobody has received after ten minutes', () => {
  it('goes out once more under the same id, and is unconfirmed after ten more', async () => {
    const { bench, pass, becomes } = await sent()
    pass(WITHIN_MS - 1)
    await vi.waitFor(() => expect(bench.clock.sleeps).toContain(1), PATIENCE)
    expect(bench.peer.tried).toHaveLength(1)
    pass(1)
    await vi.waitFor(() => expect(bench.peer.tried).toHaveLength(2), PATIENCE)
    expect(new Set(bench.peer.tried.map(({ id }) => id)).size).toBe(1)
    expect(bench.peer.posted).toHaveLength(1)
    await becomes('sent')
    pass(WITHIN_MS)
    await becomes('unconfirmed')
    expect((await bench.onlyDelivery()).error?.code).toBe('nobody_received')
    expect(bench.peer.tried).toHaveLength(2)
  })

  it('is confirmed by a late receipt', async () => {
    const { bench, receipt, pass, becomes } = await sent()
    pass(WITHIN_MS)
    await vi.waitFor(() => expect(bench.peer.tried).toHaveLength(2), PATIENCE)
    pass(WITHIN_MS)
    await becomes('unconfirmed')
    await receipt('delivered', '62811@s.whatsapp.net')
    expect(await bench.onlyDelivery()).toMatchObject({ status: 'delivered', deliveredTo: 1 })
  })

  it('is left alone when somebody has it', async () => {
    const { bench, receipt, pass } = await sent()
    await receipt('delivered', '62811@s.whatsapp.net')
    const before = bench.clock.sleeps.length
    pass(WITHIN_MS)
    await vi.waitFor(() => expect(bench.clock.sleeps.length).toBeGreaterThan(before), PATIENCE)
    expect(bench.peer.tried).toHaveLength(1)
  })

  it('is not repeated once its time is over', async () => {
    const { bench, pass, becomes } = await sent()
    const stored = await bench.storage.broadcasts.find('posyandu')
    if (stored === undefined) throw new Error('not stored')
    const expiresAt = new Date(bench.clock.now().getTime() + MINUTE_MS)
    await bench.storage.broadcasts.save({ ...stored, expiresAt })
    pass(WITHIN_MS)
    await becomes('unconfirmed')
    expect(bench.peer.tried).toHaveLength(1)
  })

  it('is unconfirmed when the repeat is refused', async () => {
    const { bench, pass, becomes } = await sent()
    bench.peer.before = () => {
      throw new SendError('not_allowed', 'only admins')
    }
    pass(WITHIN_MS)
    await becomes('unconfirmed')
    expect(bench.peer.tried).toHaveLength(2)
  })
})
