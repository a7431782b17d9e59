import { expect, it } from 'vitest'
import type { BroadcastKind, DeliveryStatus } from '../../src/domain/broadcast.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { aBroadcast, DAY_MS, later, MONDAY_8, subscribe } from '../support/broadcast-builder.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

/** A broadcast of that day went to every group, and came so far. */
async function went(
  storage: Storage,
  id: string,
  {
    day,
    status = 'sent',
    kind = 'announcement',
  }: { day: number; status?: DeliveryStatus; kind?: BroadcastKind },
) {
  const broadcast = aBroadcast({ id, title: id, kind })
  await storage.broadcasts.save(broadcast)
  const at = later(MONDAY_8, day * DAY_MS)
  const run = await storage.deliveries.openRun(broadcast, at, await storage.chats.listActive())
  const deliveries = await storage.deliveries.list({ runId: run?.id ?? '' })
  const isOut = status !== 'skipped' && status !== 'queued'
  const settled = deliveries.map((delivery) => ({
    was: delivery.status,
    delivery: { ...delivery, status, ...(isOut ? { sentAt: at } : {}) },
  }))
  await storage.deliveries.commit({ settled, starting: [] })
  return deliveries
}

it('shows a group the newest announcements that it got, and which of them were taken back', async () => {
  const storage = await temporaryStorage(() => MONDAY_8)
  const group = await subscribe(storage, 'telegram', '-1')
  const recalled = await went(storage, 'satu', { day: 1 })
  await went(storage, 'dua', { day: 2, status: 'read' })
  await went(storage, 'tiga', { day: 3, status: 'skipped' })
  await went(storage, 'penarikan', { day: 4, kind: 'recall' })
  await went(storage, 'ralat', { day: 5, kind: 'correction' })
  const newcomer = await subscribe(storage, 'whatsapp', 'baru@g.us')
  await storage.amendments.plan(
    'penarikan',
    recalled.map(({ id }) => ({
      deliveryId: id,
      chatId: group.id,
      address: group,
      means: 'delete',
      status: 'done',
    })),
    MONDAY_8,
  )

  const entries = await storage.groupHistory.latest(group, 5)
  expect(entries).toEqual([
    { title: 'ralat', sentAt: later(MONDAY_8, 5 * DAY_MS), isRecalled: false },
    { title: 'dua', sentAt: later(MONDAY_8, 2 * DAY_MS), isRecalled: false },
    { title: 'satu', sentAt: later(MONDAY_8, DAY_MS), isRecalled: true },
  ])
  expect(await storage.groupHistory.latest(group, 1)).toHaveLength(1)
  expect(await storage.groupHistory.latest(newcomer, 5)).toEqual([])
  expect(await storage.groupHistory.latest({ ...group, chatId: 'tidak ada' }, 5)).toEqual([])
})
