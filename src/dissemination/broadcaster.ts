import type { Clock } from '../clock.ts'
import type { Channel, ChannelEvent } from '../domain/channel.ts'
import type { Chat } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Committed, SendingAccount } from '../storage/delivery-queue.ts'
import { keyOf } from './account.ts'
import type { PersonHash } from './aftermath.ts'
import { createAlarm } from './alarm.ts'
import type { Hold } from './due.ts'
import type { Governor } from './governor.ts'
import { createProtection } from './protection.ts'
import { createRelief } from './relief.ts'
import { createSender, type Sender, type SenderDeps } from './sender.ts'
import { createSharing } from './sharing.ts'
import { refreshStatus } from './status.ts'

/** A message in flight gets this long to end before `stop` gives up on it; its row tells the next process. */
const STOP_WAIT_MS = 10_000
/** No installation has nearly as many runs under way at once. */
const RUNS_UNDER_WAY = 10_000
/** How often the accounts of a platform look whether one of them needs help. */
const RELIEF_EVERY_MS = 15_000

export interface BroadcasterDeps {
  storage: SenderDeps['storage']
  channels: Channel[]
  clock: Clock
  logger: Logger
  governor: Governor
  /** Until when quiet hours hold a broadcast; nothing is held when missing. */
  hold?: Hold
  /** Since when an account has been in use, where somebody knows. */
  inUseSince?: (sender: SendingAccount) => Date | undefined
  /** A message reached a group in which the bot could not write before: see `release`. */
  onOpened?: (chat: ChatAddress) => void
  /** For counting who received a message without knowing who. */
  hashPerson: PersonHash
  /** Like `Math.random`. */
  random?: () => number
}

export interface Broadcaster {
  /** Recovers, then sends whatever is due. Rejects with `AppError('conflict')` when running. */
  start(): Promise<void>
  /** Waits for the messages in flight, for 10 s at the most. Safe to call twice. */
  stop(): Promise<void>
  /** Something may be due: a run was opened or resumed. */
  wake(): void
  /** A message was delivered or read. Never lowers what is known. */
  onReceipt(event: Extract<ChannelEvent, { type: 'receipt' }>): Promise<void>
  /** The platform refused a message after it had taken it. */
  onSendFailed(event: Extract<ChannelEvent, { type: 'send_failed' }>): Promise<void>
  /**
   * Deals with deliveries that a crash left in `sending`: sent again under the same id where the platform drops a
   * repeated id, shown as uncertain elsewhere. Closes runs that have nothing left. `start` does this by itself.
   */
  recover(): Promise<void>
  /** Sends what a group could not get as long as the bot might not write there. Resolves with how many messages. */
  release(chat: Chat): Promise<number>
  /** Lets an account send again that was stopped by a restriction, once staff have seen to it. */
  lift(sender: SendingAccount): Promise<void>
}

/**
 * Takes queued deliveries to their channels, one loop for each sending account.
 * Throws `AppError('conflict')` when two channels share an account.
 */
export function createBroadcaster(given: BroadcasterDeps): Broadcaster {
  const {
    channels,
    random = Math.random,
    hold = () => undefined,
    inUseSince = () => undefined,
    onOpened = () => undefined,
    ...deps
  } = given
  const { storage, clock, logger, governor } = deps
  const senders = new Map<string, Sender>()
  const keeper = createAlarm(clock)
  const protection = createProtection((runId) => storage.deliveries.tally(runId))
  const onRunChanged = async ({ id, broadcastId, status }: Committed['changedRuns'][number]) => {
    const broadcast = status === 'running' ? await storage.broadcasts.find(broadcastId) : undefined
    if (broadcast?.status === 'finished') await storage.broadcasts.setStatus(broadcastId, 'running')
    await refreshStatus(storage, broadcastId)
    logger.info({ broadcastId, runId: id }, status === 'finished' ? 'run finished' : 'run goes on')
  }
  const all = () => [...senders.values()]
  const relief = createRelief({ ...deps, senders: all, onRunChanged, onNeeded: keeper.ring })
  const share = createSharing({ storage, governor, senders: all })
  const shared = { ...deps, protection, relief, hold, inUseSince, random, onRunChanged, onOpened }
  for (const channel of channels) {
    const key = keyOf({ channel: channel.name, account: channel.account })
    if (senders.has(key)) throw new AppError('conflict', `Two channels send as ${channel.name}.`)
    senders.set(key, createSender({ ...shared, channel }))
  }
  const hasSeveralAccounts = new Set(channels.map(({ name }) => name)).size < channels.length
  let loops: Promise<unknown> | undefined
  let stopping: AbortController | undefined

  const recover = async () => {
    for (const sender of all()) await sender.recover()
    const runs = await storage.deliveries.listRuns({ status: 'running', limit: RUNS_UNDER_WAY })
    for (const { id } of runs) await storage.deliveries.finishIfDone(id)
    const broadcasts = await storage.broadcasts.list({ statuses: ['running'] })
    for (const { id } of broadcasts) await refreshStatus(storage, id)
  }
  const hear = async (event: Extract<ChannelEvent, { type: 'receipt' | 'send_failed' }>) => {
    await senders.get(keyOf(event.chat))?.hear(event)
  }
  const wakeAll = () => {
    for (const sender of all()) sender.wake()
  }

  /** Lets the accounts of a platform share their work, and help each other out. */
  const keepSharing = async (signal: AbortSignal) => {
    signal.addEventListener('abort', keeper.ring, { once: true })
    while (!signal.aborted) {
      try {
        await relief.relieveAll()
        if (hasSeveralAccounts && (await share())) wakeAll()
      } catch (error) {
        logger.error({ err: error }, 'the accounts could not share their work')
      }
      if (!signal.aborted) await keeper.wait(RELIEF_EVERY_MS)
    }
  }

  return {
    recover,
    async start() {
      if (loops !== undefined) throw new AppError('conflict', 'The broadcaster is already running.')
      const ending = new AbortController()
      const { signal } = ending
      const recovery = recover()
      stopping = ending
      // Set before the first wait, until the last loop has ended: there are never two loops for one account.
      loops = recovery
        .then(() => Promise.all([keepSharing(signal), ...all().map((sender) => sender.run(signal))]))
        .catch(() => undefined)
        .finally(() => {
          loops = undefined
        })
      await recovery
    },
    async stop() {
      stopping?.abort()
      if (loops === undefined) return
      const patience = new AbortController()
      await Promise.race([loops, clock.sleep(STOP_WAIT_MS, patience.signal)])
      patience.abort()
    },
    wake() {
      keeper.ring()
      wakeAll()
    },
    onReceipt: hear,
    onSendFailed: hear,
    async release(chat) {
      const { count, changedRuns } = await storage.deliveries.release(chat)
      for (const run of changedRuns) await onRunChanged(run)
      if (count > 0) wakeAll()
      return count
    },
    async lift(account) {
      const sender = senders.get(keyOf(account))
      if (sender === undefined) throw new AppError('not_found', `Nothing sends as ${account.channel}.`)
      await sender.lift()
    },
  }
}
