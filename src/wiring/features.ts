import { resolve } from 'node:path'
import { createBackground } from '../background.ts'
import { createGathering } from '../claims/gathering.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { createComparing, openAnnouncements } from '../conversation/comparing.ts'
import { createRouter } from '../conversation/router.ts'
import { createBroadcastFiles } from '../dissemination/files/broadcast-files.ts'
import { createBroadcaster } from '../dissemination/broadcaster.ts'
import { createGovernor } from '../dissemination/governor.ts'
import { DEFAULT_PACE } from '../dissemination/pace.ts'
import { holdUntil } from '../dissemination/plan.ts'
import { createScheduler } from '../dissemination/scheduler.ts'
import type { Channel } from '../domain/channel.ts'
import { createResponder } from '../factcheck/responder.ts'
import { createLiteracyPreference } from '../literacy/preference.ts'
import { createQuizGame } from '../literacy/quiz-game.ts'
import { createPageReader } from '../links/fetch-page.ts'
import { createKimCodes } from '../membership/kim-codes.ts'
import { createMembership } from '../membership/membership.ts'
import { createKimCodeHash, createPersonKey } from '../person-key.ts'
import { closeAddress, createAddressSeal } from '../sealing.ts'
import { readDocument } from '../reading/document-text.ts'
import { hashPicture } from '../reading/picture-hash.ts'
import { createPictureReader } from '../reading/picture-text.ts'
import type { SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import type { Rules } from '../domain/rules.ts'
import type { ChannelName } from '../domain/message.ts'
import { firstStartOf } from '../dissemination/account-history.ts'
import { paceAtAge } from '../dissemination/desk/duration.ts'
import type { AppOverrides } from './overrides.ts'

/** Whether people can open our pages: not on their phones when the address is that of this machine. */
const isReachable = ({ publicUrl, simulator }: Config): boolean =>
  simulator || !/^https?:\/\/(?:localhost|127\.|\[::1\])/.test(publicUrl)

/** The features, wired to the channels and to each other. */
export function wireFeatures(
  config: Config,
  rules: Rules,
  storage: Storage,
  channels: Channel[],
  secretKey: string,
  given: AppOverrides,
) {
  const { logger, clock = systemClock, pace = DEFAULT_PACE } = given
  const hash = createPersonKey(secretKey)
  const governor = createGovernor(pace, clock)
  const inUseSince = ({ channel, account }: SendingAccount) =>
    channel === 'whatsapp' ? config.whatsapp?.accounts.find(({ name }) => name === account)?.since : undefined
  const broadcaster = createBroadcaster({
    storage,
    channels,
    clock,
    logger,
    governor,
    hashPerson: hash,
    hold: (message, now) => holdUntil(message, now, rules.quietHours),
    onOpened: (chat) => void router.announced(chat),
    inUseSince,
  })
  const seal = createAddressSeal(secretKey)
  const { errands, amendments, watch, onChange } = createBackground({
    storage,
    channels,
    clock,
    logger,
    governor,
    seal,
    quietHours: rules.quietHours,
    rules,
    recheckGroups: () => router.recheckGroups(),
    reminderMs: config.reminderMs,
    onTopicsChanged: async () => {
      await files.sync()
    },
    wakeUp: () => {
      broadcaster.wake()
      refresh()
    },
  })
  const scheduler = createScheduler({
    storage,
    clock,
    logger,
    quietHours: rules.quietHours,
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
    quietHours: rules.quietHours,
    rules,
  })
  return {
    broadcaster,
    scheduler,
    files,
    responder,
    router,
    governor,
    errands,
    watch,
    pictures,
    kimCodes,
    /** Rows were changed: whoever works on them should look. */
    async changed() {
      onChange()
      await responder.refresh()
    },
    async paceOf(channel: ChannelName, account: string) {
      const since =
        inUseSince({ channel, account }) ?? (await firstStartOf(storage, { channel, account })) ?? clock.now()
      return paceAtAge(pace[channel], clock.now().getTime() - since.getTime())
    },
  }
}

export type Features = ReturnType<typeof wireFeatures>
