import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { shown } from '../conversation/replies/shown.ts'
import type { Channel } from '../domain/channel.ts'
import { createHttpApp } from '../http/app.tsx'
import type { HealthReport } from '../http/health.ts'
import type { Logger } from '../logger.ts'
import { createSimulatorDesk } from '../simulator-desk.ts'
import type { Storage } from '../storage/storage.ts'
import { labelOf, statusOf, type Channels } from './channels.ts'
import type { Features } from './features.ts'
import type { StaffSide } from './staff.ts'

async function readHealth(
  storage: Storage,
  channels: Channel[],
  { scheduler, files, governor }: Pick<Features, 'scheduler' | 'files' | 'governor'>,
): Promise<HealthReport> {
  const trouble = await storage.trouble()
  return {
    database: trouble === undefined ? 'ok' : 'broken',
    ...(trouble === undefined ? {} : { databaseDetail: trouble }),
    scheduler: scheduler.status().state === 'running' ? 'ok' : 'broken',
    channels: Object.fromEntries(
      channels.map((channel) => [labelOf(channel, channels), statusOf(channel, governor)]),
    ),
    broadcasts: {
      problems: files.problems().map(({ file, field, reason }) => `${file}: ${field}: ${reason}`),
    },
  }
}

/** The server's web face, with the simulator's pages when it is on. */
export function createWeb(
  config: Config,
  storage: Storage,
  { all: channels, simulator }: Channels,
  features: Features,
  given: { staff: StaffSide; clock: Clock; logger: Logger; stopping: AbortSignal },
) {
  const { scheduler } = features
  const { staff, ...rest } = given
  return createHttpApp({
    health: () => readHealth(storage, channels, features),
    async clarification(id) {
      const found = await storage.clarifications.find(id)
      return found?.status === 'published' || found?.status === 'retracted' ? shown(found) : undefined
    },
    webhooks: Object.fromEntries(
      channels.flatMap((channel) => {
        const webhook = channel.webhook?.bind(channel)
        return webhook === undefined ? [] : [[channel.name, webhook]]
      }),
    ),
    publicUrl: config.publicUrl,
    dashboard: (urlOf) => staff.dashboard(urlOf),
    ...rest,
    ...(simulator === undefined
      ? {}
      : { simulator: createSimulatorDesk({ controls: simulator, storage, scheduler, clock: given.clock }) }),
  })
}
