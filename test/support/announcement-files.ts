import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createAmendments } from '../../src/dissemination/amend/amendments.ts'
import { createBroadcastFiles } from '../../src/dissemination/files/broadcast-files.ts'
import { createLogger } from '../../src/logger.ts'
import { DAY_MS, later, MONDAY_8 } from './broadcast-builder.ts'
import { temporaryFolder, temporaryStorage } from './temporary-storage.ts'
import { createTestClock } from './test-clock.ts'

export const START = later(MONDAY_8, -DAY_MS)
export const ONCE = { schedule: '{ at: 2026-11-30 08:00 }' }

/** A folder of announcements, read on a day before Monday. */
export async function setUpFiles(options: { folder?: string; isReal?: boolean } = {}) {
  const folder = options.folder ?? (await temporaryFolder())
  const clock = createTestClock({ startAt: START.toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const onChange = vi.fn<() => void>()
  const files = createBroadcastFiles({
    folder,
    storage,
    clock: options.isReal === true ? { ...systemClock, now: () => clock.now() } : clock,
    logger: createLogger('silent'),
    onChange,
    amendments: createAmendments({ storage, clock, onChange }),
  })
  onTestFinished(() => files.stop())
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  const stored = (id = 'posyandu') => storage.broadcasts.find(id)
  return { folder, clock, storage, onChange, files, write, stored }
}

/** As if the scheduler had sent it. */
export async function sendNow({ storage, clock }: Awaited<ReturnType<typeof setUpFiles>>) {
  const broadcast = await storage.broadcasts.find('posyandu')
  if (broadcast?.schedule.type !== 'once') throw new Error('nothing to send')
  await storage.deliveries.openRun(broadcast, broadcast.schedule.at, [])
  await storage.broadcasts.settle('posyandu', clock.now())
  await storage.broadcasts.setStatus('posyandu', 'finished')
}
