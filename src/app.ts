import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openAgencyLogo } from './dashboard/agency-logo.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Connection } from './dashboard/client-address.ts'
import { importClarifications } from './factcheck/import.ts'
import type { Logger } from './logger.ts'
import { openRules } from './rules.ts'
import { holdSingleServerLock } from './storage/single-server.ts'
import { openStorage, type Storage } from './storage/storage.ts'
import { openChannels } from './wiring/channels.ts'
import { wireFeatures } from './wiring/features.ts'
import type { AppOverrides } from './wiring/overrides.ts'
import { wireStaff } from './wiring/staff.ts'
import { createWeb } from './wiring/web.ts'

export type { AppOverrides } from './wiring/overrides.ts'

const SEEDED_CLARIFICATIONS = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))

/** The whole product, put together. */
export interface App {
  /** Answers an HTTP request, also before `start`. */
  fetch(request: Request, connection?: Connection): Response | Promise<Response>
  /** Connects the channels, reads the announcements and sends what is due. */
  start(): Promise<void>
  /** Ends everything and closes the database. What was under way is finished or will be taken up at the next start. */
  stop(): Promise<void>
  /**
   * The path of the link with which the first administrator sets a password; undefined once somebody has. Each call
   * makes a new one, and the one before holds no more.
   */
  firstInvitation(): Promise<string | undefined>
}

/** On the first start the database has no clarifications: the ones that come with the product are read. */
async function seedClarifications(storage: Storage, logger: Logger): Promise<void> {
  if ((await storage.clarifications.count()) > 0) return
  const { added } = await importClarifications(await readFile(SEEDED_CLARIFICATIONS, 'utf8'), storage)
  logger.info({ added }, 'The clarifications that come with the product were stored')
}

async function assemble(config: Config, overrides: AppOverrides, releaseLock: () => void): Promise<App> {
  const { logger, clock = systemClock } = overrides
  const storage = await openStorage(config.databaseUrl, () => clock.now())
  await seedClarifications(storage, logger)
  const secretKey =
    config.secretKey ?? (await storage.settings.getOrSet('secret_key', randomBytes(32).toString('base64url')))
  const rules = await openRules(storage.settings, config)
  const logo = await openAgencyLogo(storage.settings)
  const channels = await openChannels(config, storage, secretKey, overrides)
  const features = wireFeatures(config, rules, storage, channels.all, secretKey, overrides)
  const { broadcaster, scheduler, files, responder, router, errands, watch, pictures } = features
  const stopping = new AbortController()
  const staff = wireStaff(config, { rules, logo }, storage, channels, features, { ...overrides, secretKey })
  const web = createWeb(config, storage, channels, features, {
    staff,
    clock,
    logger,
    stopping: stopping.signal,
  })

  return {
    fetch: (request, connection) => web.fetch(request, connection),
    firstInvitation: () => staff.firstInvitation(),
    async start() {
      await responder.refresh()
      await files.sync()
      for (const channel of channels.all) {
        await channel.start((event, onWaiting) => router.receive(event, onWaiting))
      }
      await broadcaster.start()
      await scheduler.start()
      files.watch()
      errands.start()
      watch.start()
    },
    async stop() {
      stopping.abort()
      await watch.stop()
      await errands.stop()
      await files.stop()
      await scheduler.stop()
      // Before the channels: a message that is under way gets its answer.
      await broadcaster.stop()
      await staff.end()
      await Promise.all(channels.all.map((channel) => channel.stop()))
      await pictures.stop()
      await storage.close()
      releaseLock()
    },
  }
}

/**
 * Puts the product together on its database, which is made or brought up to date.
 * Rejects with `AppError('conflict')` when another server works on the same database.
 */
export async function createApp(config: Config, overrides: AppOverrides): Promise<App> {
  const releaseLock = holdSingleServerLock(config.databaseUrl)
  try {
    return await assemble(config, overrides, releaseLock)
  } catch (error) {
    releaseLock()
    throw error
  }
}
