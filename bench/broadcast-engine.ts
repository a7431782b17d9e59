/** The sending part of the server alone, against a platform that answers at once: how fast it is when nothing limits it. */
import { systemClock } from '../src/clock.ts'
import { createBroadcaster } from '../src/dissemination/broadcaster.ts'
import { createGovernor } from '../src/dissemination/governor.ts'
import type { Channel } from '../src/domain/channel.ts'
import { createLogger } from '../src/logger.ts'
import { openStorage } from '../src/storage/storage.ts'
import { aBroadcast } from '../test/support/broadcast-builder.ts'

/** What it tells when every delivery is stored as sent. */
export interface EngineReport {
  openingMs: number
  sendingMs: number
  /** CPU time while sending. */
  cpuMs: number
  sent: number
}

const IN_FLIGHT = 64

function instantChannel(): Channel {
  let lastId = 0
  return {
    name: 'telegram',
    account: 'bench',
    dropsRepeatedIds: false,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    newMessageId: () => `message-${(lastId += 1)}`,
    send: (_to, _message, { id }) => Promise.resolve({ externalId: id }),
    isAdmin: () => Promise.resolve(false),
    status: () => ({ state: 'connected', since: new Date(0) }),
  }
}

async function main(): Promise<void> {
  const storage = await openStorage(process.env['DATABASE_URL'] ?? '', () => systemClock.now())
  const broadcast = aBroadcast({ status: 'running' })
  await storage.broadcasts.save(broadcast)
  const openingAt = performance.now()
  const run = await storage.deliveries.openRun(broadcast, systemClock.now(), (some) => some)
  const openingMs = performance.now() - openingAt
  const broadcaster = createBroadcaster({
    storage,
    channels: [instantChannel()],
    clock: systemClock,
    logger: createLogger('fatal'),
    governor: createGovernor({ telegram: { inFlight: IN_FLIGHT }, whatsapp: {}, simulator: {} }, systemClock),
    hashPerson: (_channel, person) => person,
  })
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  await broadcaster.start()
  const isOver = async () => (await storage.deliveries.listRuns({ status: 'running', limit: 1 })).length === 0
  while (!(await isOver())) await systemClock.sleep(20)
  const sendingMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  await broadcaster.stop()
  const { sent } = await storage.deliveries.tally(run?.id ?? '')
  const report: EngineReport = { openingMs, sendingMs, cpuMs: (user + system) / 1_000, sent }
  process.send?.(report)
  process.once('SIGTERM', () => {
    void storage.close().then(() => process.exit(0))
  })
}

if (process.send !== undefined) await main()
