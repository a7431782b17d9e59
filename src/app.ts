import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SimulatorControls } from './channels/simulator/controls.ts'
import { createSimulatorChannel } from './channels/simulator/simulator.ts'
import type { TelegramDeps } from './channels/telegram/telegram.ts'
import type { WhatsAppChannelDeps } from './channels/whatsapp/channel.ts'
import { createBackground } from './background.ts'
import { createGathering } from './claims/gathering.ts'
import { systemClock, type Clock } from './clock.ts'
import type { Config } from './config.ts'
import { shown } from './conversation/replies/shown.ts'
import { createComparing, openAnnouncements } from './conversation/comparing.ts'
import { createRouter } from './conversation/router.ts'
import { createBroadcastFiles } from './dissemination/files/broadcast-files.ts'
import { createBroadcaster } from './dissemination/broadcaster.ts'
import { createGovernor, type Governor } from './dissemination/governor.ts'
import { DEFAULT_PACE, type Pace } from './dissemination/pace.ts'
import { holdUntil } from './dissemination/plan.ts'
import { createScheduler } from './dissemination/scheduler.ts'
import type { Channel, ChannelStatus } from './domain/channel.ts'
import type { ChannelName } from './domain/message.ts'
import { importClarifications } from './factcheck/import.ts'
import { createResponder } from './factcheck/responder.ts'
import { createHttpApp } from './http/app.tsx'
import type { HealthReport } from './http/health.ts'
import { createLiteracyPreference } from './literacy/preference.ts'
import { createQuizGame } from './literacy/quiz-game.ts'
import { createPageReader, type PageReaderDeps } from './links/fetch-page.ts'
import type { Logger } from './logger.ts'
import { createKimCodes } from './membership/kim-codes.ts'
import { createMembership } from './membership/membership.ts'
import { createKimCodeHash, createPersonKey, createStaffKey } from './person-key.ts'
import { createSimulatorDesk } from './simulator-desk.ts'
import { createSealedMemory } from './sealed-memory.ts'
import { closeAddress, createAddressSeal } from './sealing.ts'
import { readDocument } from './reading/document-text.ts'
import { hashPicture } from './reading/picture-hash.ts'
import { createPictureReader } from './reading/picture-text.ts'
import { holdSingleServerLock } from './storage/single-server.ts'
import { openStorage, type Storage } from './storage/storage.ts'

const SEEDED_CLARIFICATIONS = fileURLToPath(new URL('../prisma/seed/clarifications.jsonl', import.meta.url))
/** Where Telegram posts its updates, below the public address. */
const TELEGRAM_WEBHOOK_PATH = '/webhooks/telegram'

/** The whole product, put together. */
export interface App {
  /** Answers an HTTP request, also before `start`. */
  fetch(request: Request): Response | Promise<Response>
  /** Connects the channels, reads the announcements and sends what is due. */
  start(): Promise<void>
  /** Ends everything and closes the database. What was under way is finished or will be taken up at the next start. */
  stop(): Promise<void>
  /** The path of the WhatsApp pairing page, with its key; undefined when WhatsApp is off. */
  readonly pairingPath: string | undefined
}

/** What tests and `main` put in place of the defaults. */
export interface AppOverrides {
  logger: Logger
  clock?: Clock
  pace?: Record<ChannelName, Pace>
  whatsapp?: Partial<WhatsAppChannelDeps>
  /** Shows a QR code of one of the WhatsApp numbers to whoever started the process. */
  printQr?: (qr: string, account: string) => void
  telegram?: Pick<TelegramDeps, 'requestTimeoutMs'>
  /** For tests: the pages behind links live on this machine. */
  links?: Pick<PageReaderDeps, 'resolve' | 'wiring'>
}

interface Channels {
  all: Channel[]
  simulator?: Channel & SimulatorControls
}

/** Loads only the libraries of the channels that are on: they are most of the time that a start takes. */
async function openChannels(
  config: Config,
  storage: Storage,
  secretKey: string,
  { logger, clock = systemClock, whatsapp, printQr, telegram }: AppOverrides,
): Promise<Channels> {
  const all: Channel[] = []
  if (config.telegram !== undefined) {
    const { createTelegramChannel } = await import('./channels/telegram/telegram.ts')
    const { token, mode, apiRoot } = config.telegram
    const url = `${config.publicUrl}${TELEGRAM_WEBHOOK_PATH}`
    all.push(
      createTelegramChannel({
        token,
        mode: mode.type === 'webhook' ? { ...mode, url } : mode,
        clock,
        logger,
        ...(apiRoot === undefined ? {} : { apiRoot }),
        ...telegram,
      }),
    )
  }
  if (config.whatsapp !== undefined) {
    const { createWhatsAppChannel, PRIVATE_COLLECTIONS } = await import('./channels/whatsapp/channel.ts')
    const { socketUrl, accounts } = config.whatsapp
    for (const { name: account, phone } of accounts) {
      all.push(
        createWhatsAppChannel({
          account,
          memory: createSealedMemory(storage.channelMemory({ channel: 'whatsapp', account }), {
            secretKey,
            collections: PRIVATE_COLLECTIONS,
          }),
          clock,
          logger,
          ...(socketUrl === undefined ? {} : { socketUrl }),
          ...(phone === undefined ? {} : { pairingPhone: phone }),
          ...whatsapp,
          ...(printQr === undefined ? {} : { printQr: (qr: string) => printQr(qr, account) }),
        }),
      )
    }
  }
  if (!config.simulator) return { all }
  const memory = storage.channelMemory({ channel: 'simulator', account: 'simulator' })
  const simulator = createSimulatorChannel({ memory, clock, logger })
  return { all: [...all, simulator], simulator }
}

/** On the first start the database has no clarifications: the ones that come with the product are read. */
async function seedClarifications(storage: Storage, logger: Logger): Promise<void> {
  if ((await storage.clarifications.count()) > 0) return
  const { added } = await importClarifications(await readFile(SEEDED_CLARIFICATIONS, 'utf8'), storage)
  logger.info({ added }, 'The clarifications that come with the product were stored')
}

/** The name of a channel for staff; with its account where a platform has several. */
function labelOf({ name, account }: Channel, channels: Channel[]): string {
  const isOnly = channels.filter((other) => other.name === name).length === 1
  return isOnly ? name : `${name}/${account}`
}

/** How a channel is. One whose account was stopped by the platform needs somebody to look after it. */
function statusOf(channel: Channel, governor: Governor): ChannelStatus {
  const status = channel.status()
  const restriction = governor.restriction({ channel: channel.name, account: channel.account })
  return restriction === undefined ? status : { state: 'broken', detail: restriction, since: status.since }
}

async function readHealth(
  storage: Storage,
  channels: Channel[],
  { scheduler, files, governor }: Pick<ReturnType<typeof wireFeatures>, 'scheduler' | 'files' | 'governor'>,
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

/** Whether people can open our pages: not on their phones when the address is that of this machine. */
const isReachable = ({ publicUrl, simulator }: Config): boolean =>
  simulator || !/^https?:\/\/(?:localhost|127\.|\[::1\])/.test(publicUrl)

/** The features, wired to the channels and to each other. */
function wireFeatures(
  config: Config,
  storage: Storage,
  channels: Channel[],
  secretKey: string,
  given: AppOverrides,
) {
  const { logger, clock = systemClock, pace = DEFAULT_PACE } = given
  const hash = createPersonKey(secretKey)
  const governor = createGovernor(pace, clock)
  const broadcaster = createBroadcaster({
    storage,
    channels,
    clock,
    logger,
    governor,
    hashPerson: hash,
    hold: (message, now) => holdUntil(message, now, config.quietHours),
    onOpened: (chat) => void router.announced(chat),
    inUseSince: ({ channel, account }) =>
      channel === 'whatsapp'
        ? config.whatsapp?.accounts.find(({ name }) => name === account)?.since
        : undefined,
  })
  const seal = createAddressSeal(secretKey)
  const { errands, amendments, watch } = createBackground({
    storage,
    channels,
    clock,
    logger,
    governor,
    seal,
    quietHours: config.quietHours,
    retentionDays: config.retentionDays,
    recheckGroups: () => router.recheckGroups(),
    reminderMs: config.reminderMs,
    wakeUp: () => {
      broadcaster.wake()
      refresh()
    },
  })
  const scheduler = createScheduler({
    storage,
    clock,
    logger,
    quietHours: config.quietHours,
    onRunOpened: () => broadcaster.wake(),
  })
  const refresh = () => {
    scheduler.refresh().catch((error: unknown) => {
      logger.error({ err: error }, 'The schedule could not be refreshed')
    })
  }
  const files = createBroadcastFiles({
    folder: resolve(config.broadcastsDir),
    storage,
    clock,
    logger,
    onChange: refresh,
    amendments,
  })
  const gathering = createGathering({ storage, clock, logger })
  const comparing = createComparing({ announcements: openAnnouncements(storage, clock), storage, logger })
  const responder = createResponder({
    storage,
    clock,
    logger,
    hashAsker: hash,
    sealAddress: (address) => closeAddress(seal, address),
    gather: (question) => comparing.gather(question, (open) => gathering.gather(open)),
  })
  const kimCodes = createKimCodes({ storage, clock, hashCode: createKimCodeHash(secretKey) })
  const membership = createMembership({
    storage,
    clock,
    logger,
    hashPerson: hash,
    redeemCode: (by, typed) => kimCodes.redeem(by, typed),
  })
  const pictures = createPictureReader({ logger })
  const pages = createPageReader({ clock, logger, ...given.links })
  const router = createRouter({
    storage,
    clock,
    logger,
    channels,
    membership,
    responder,
    comparing,
    readers: {
      readPicture: (bytes) => pictures.read(bytes),
      hashPicture,
      readDocument,
      readPage: (url) => pages.read(url),
    },
    pageOf: (id) =>
      isReachable(config) ? `${config.publicUrl}/klarifikasi/${encodeURIComponent(id)}` : undefined,
    quizGame: createQuizGame({ storage, logger, hashPerson: hash }),
    literacyPreference: createLiteracyPreference({ storage, clock, logger }),
    hash,
    turn: (chat) => governor.turn(chat),
    onReceipt: (event) => broadcaster.onReceipt(event),
    onSendFailed: (event) => broadcaster.onSendFailed(event),
    release: (chat) => broadcaster.release(chat),
    quietHours: config.quietHours,
    retentionDays: config.retentionDays,
  })
  return { broadcaster, scheduler, files, responder, router, governor, errands, watch, pictures }
}

/** The server's web face, with the simulator's pages when it is on. */
function createWeb(
  config: Config,
  storage: Storage,
  { all: channels, simulator }: Channels,
  features: ReturnType<typeof wireFeatures>,
  given: { staffKey: string; clock: Clock; logger: Logger; stopping: AbortSignal },
) {
  const { scheduler } = features
  const { staffKey, ...rest } = given
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
    pairing: {
      statuses: () =>
        channels.map((channel) => ({
          name: channel.name,
          account: channel.account,
          status: channel.status(),
        })),
      staffKey,
    },
    publicUrl: config.publicUrl,
    ...rest,
    ...(simulator === undefined
      ? {}
      : { simulator: createSimulatorDesk({ controls: simulator, storage, scheduler, clock: given.clock }) }),
  })
}

async function assemble(config: Config, overrides: AppOverrides, releaseLock: () => void): Promise<App> {
  const { logger, clock = systemClock } = overrides
  const storage = await openStorage(config.databaseUrl, () => clock.now())
  await seedClarifications(storage, logger)
  const secretKey =
    config.secretKey ?? (await storage.settings.getOrSet('secret_key', randomBytes(32).toString('base64url')))
  const staffKey = createStaffKey(secretKey)
  const channels = await openChannels(config, storage, secretKey, overrides)
  const features = wireFeatures(config, storage, channels.all, secretKey, overrides)
  const { broadcaster, scheduler, files, responder, router, errands, watch, pictures } = features
  const stopping = new AbortController()
  const web = createWeb(config, storage, channels, features, {
    staffKey,
    clock,
    logger,
    stopping: stopping.signal,
  })

  return {
    fetch: (request) => web.fetch(request),
    pairingPath: config.whatsapp === undefined ? undefined : `/staff/whatsapp?key=${staffKey}`,
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
