import type { Clock } from './clock.ts'
import { createNotices } from './conversation/notices.ts'
import { createRetention } from './conversation/retention.ts'
import { reminder } from './conversation/replies/acknowledgement.ts'
import { createAmender } from './dissemination/amend/amender.ts'
import { createAmendments } from './dissemination/amend/amendments.ts'
import { createChangeWatch } from './dissemination/change-watch.ts'
import { createTrialSender } from './dissemination/desk/trials.ts'
import { createErrands } from './dissemination/errands.ts'
import type { Governor } from './dissemination/governor.ts'
import type { Channel } from './domain/channel.ts'
import type { ChatAddress } from './domain/message.ts'
import type { Rules } from './domain/rules.ts'
import type { QuietHours } from './domain/quiet-hours.ts'
import { createLiteracyProgramme } from './literacy/programme.ts'
import type { Logger } from './logger.ts'
import { createReminders } from './relay/reminders.ts'
import { openAddress, type Seal } from './sealing.ts'
import type { Storage } from './storage/storage.ts'

interface BackgroundDeps {
  storage: Storage
  channels: Channel[]
  clock: Clock
  logger: Logger
  governor: Governor
  seal: Seal
  quietHours: QuietHours
  rules: Pick<Rules, 'retentionDays'>
  /** Asks about groups in which the bot may not write; returns when to ask again, in milliseconds. */
  recheckGroups: () => Promise<number>
  /** How long groups have to say that they passed an announcement on, in milliseconds. */
  reminderMs: number
  /** Another process changed the list of topics. */
  onTopicsChanged: () => Promise<void>
  /** The scheduler and the broadcaster should look again. */
  wakeUp: () => void
}

/** What the server does beside announcing, and how it notices what staff write with their commands. */
export function createBackground({
  storage,
  channels,
  clock,
  logger,
  governor,
  seal,
  quietHours,
  rules,
  recheckGroups,
  reminderMs,
  onTopicsChanged,
  wakeUp,
}: BackgroundDeps) {
  const pacing = {
    waitMs: (address: ChatAddress) => Math.max(governor.accountWaitMs(address), governor.chatWaitMs(address)),
    begin: (address: ChatAddress) => governor.record(address),
  }
  const amender = createAmender({
    storage,
    channels,
    clock,
    logger,
    pacing,
    onRunOpened: wakeUp,
  })
  const notices = createNotices({
    storage,
    channels,
    clock,
    logger,
    quietHours,
    openAddress: (sealed) => openAddress(seal, sealed),
    pacing,
  })
  const reminders = createReminders({
    storage,
    channels,
    clock,
    logger,
    quietHours,
    waitMs: reminderMs,
    pacing,
    remind: ({ address, ...due }) => reminder({ ...due, channel: address.channel }),
  })
  const trials = createTrialSender({ storage, channels, seal, logger })
  const literacy = createLiteracyProgramme({ storage, clock, logger, onChange: wakeUp })
  const groups = { name: 'groups', work: recheckGroups }
  const retention = createRetention({ storage, clock, logger, rules })
  const errands = createErrands([amender, trials, notices, reminders, groups, literacy, retention], {
    clock,
    logger,
  })
  const onChange = () => {
    wakeUp()
    errands.wake()
  }
  const onForeignChange = async () => {
    if (await storage.topics.refresh()) await onTopicsChanged()
    onChange()
  }
  const watch = createChangeWatch({ storage, clock, logger, onChange: onForeignChange })
  return { errands, watch, onChange, amendments: createAmendments({ storage, clock, onChange }) }
}
