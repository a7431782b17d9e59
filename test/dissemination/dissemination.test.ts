import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createAmendments } from '../../src/dissemination/amend/amendments.ts'
import { createBroadcastFiles } from '../../src/dissemination/files/broadcast-files.ts'
import { createBroadcaster } from '../../src/dissemination/broadcaster.ts'
import { createGovernor } from '../../src/dissemination/governor.ts'
import { createScheduler } from '../../src/dissemination/scheduler.ts'
import { withCodeLine } from '../../src/domain/broadcast-code.ts'
import { createLogger } from '../../src/logger.ts'
import { DAY_MS, HOUR_MS, later, MONDAY_8, subscribe } from '../support/broadcast-builder.ts'
import { hashForTests, NO_LIMITS, PATIENCE } from '../support/broadcaster-bench.ts'
import { announcement } from '../support/malformed-broadcasts.ts'
import { createPeerChannel } from '../support/peer-channel.ts'
import { temporaryFolder, temporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

it('carries an announcement from its file to exactly the right groups, each week once', async () => {
  const folder = await temporaryFolder()
  const clock = createTestClock({ startAt: later(MONDAY_8, -HOUR_MS).toISOString() })
  const storage = await temporaryStorage(() => clock.now())
  const logger = createLogger('silent')
  const telegram = createPeerChannel('telegram', { dropsRepeatedIds: false })
  const whatsapp = createPeerChannel('whatsapp', { dropsRepeatedIds: true })
  await subscribe(storage, 'telegram', 'samarinda')
  await subscribe(storage, 'telegram', 'balikpapan', '64.71')
  await subscribe(storage, 'whatsapp', 'sungai-kunjang', '64.72.06')
  await writeFile(join(folder, 'posyandu.md'), announcement())

  const governor = createGovernor(NO_LIMITS, clock)
  const broadcaster = createBroadcaster({
    storage,
    channels: [telegram, whatsapp],
    clock,
    logger,
    governor,
    hashPerson: hashForTests,
  })
  const scheduler = createScheduler({ storage, clock, logger, onRunOpened: () => broadcaster.wake() })
  const onChange = () => void scheduler.refresh()
  const files = createBroadcastFiles({
    folder,
    storage,
    clock,
    logger,
    onChange,
    amendments: createAmendments({ storage, clock, onChange }),
  })
  onTestFinished(async () => {
    await Promise.all([files.stop(), scheduler.stop(), broadcaster.stop()])
  })
  await files.sync()
  await broadcaster.start()
  await scheduler.start()
  expect(scheduler.status().next).toEqual(MONDAY_8)

  const received = () => [...telegram.posted, ...whatsapp.posted].map(({ chatId }) => chatId)
  clock.advance(HOUR_MS)
  await scheduler.tick()
  await expect.poll(received, PATIENCE).toEqual(['samarinda', 'sungai-kunjang'])

  clock.advance(7 * DAY_MS)
  await scheduler.tick()
  await expect
    .poll(received, PATIENCE)
    .toEqual(['samarinda', 'samarinda', 'sungai-kunjang', 'sungai-kunjang'])
  expect(telegram.posted[0]?.text).toBe(withCodeLine('posyandu', '**Jadwal posyandu**\n\nBawa buku KIA.'))
})
