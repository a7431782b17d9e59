import type { Clock } from '../clock.ts'
import type { Channel, ChannelEvent } from '../domain/channel.ts'
import { AppError } from '../domain/error.ts'
import type { ChatAddress } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Governor } from './governor.ts'
import type { SenderDeps } from './outcome.ts'
import { createSender, type Sender } from './sender.ts'
import { refreshStatus } from './status.ts'

/** A message in flight gets this long to end before `stop` gives up on it; its row tells the next process. */
const STOP_WAIT_MS = 10_000
/** No installation has nearly as many runs under way at once. */
const RUNS_UNDER_WAY = 10_000

export interface BroadcasterDeps {
  storage: SenderDeps['storage']
  channels: Channel[]
  clock: Clock
  logger: Logger
  governor: Governor
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
}

const keyOf = ({ channel, account }: Pick<ChatAddress, 'channel' | 'account'>) => `${channel}:${account}`

/**
 * Takes queued deliveries to their channels, one loop for each sending account.
 * Throws `AppError('conflict')` when two channels share an account.
 */
export function createBroadcaster({ channels, random = Math.random, ...deps }: BroadcasterDeps): Broadcaster {
  const { storage, clock } = deps
  const senders = new Map<string, Sender>()
  for (const channel of channels) {
    const key = keyOf({ channel: channel.name, account: channel.account })
    if (senders.has(key)) throw new AppError('conflict', `Two channels send as ${channel.name}.`)
    senders.set(key, createSender({ ...deps, channel, random }))
  }
  let loops: Promise<unknown> | undefined
  let stopping: AbortController | undefined

  const recover = async () => {
    for (const sender of senders.values()) await sender.recover()
    const runs = await storage.deliveries.listRuns({ status: 'running', limit: RUNS_UNDER_WAY })
    for (const { id } of runs) await storage.deliveries.finishIfDone(id)
    const broadcasts = await storage.broadcasts.list({ statuses: ['running'] })
    for (const { id } of broadcasts) await refreshStatus(storage, id)
  }
  const hear: Sender['hear'] = async (event) => {
    await senders.get(keyOf(event.chat))?.hear(event)
  }
  return {
    recover,
    async start() {
      if (loops !== undefined) throw new AppError('conflict', 'The broadcaster is already running.')
      const ending = new AbortController()
      const recovery = recover()
      stopping = ending
      // Set before the first wait, until the last loop has ended: there are never two loops for one account.
      loops = recovery
        .then(() => Promise.all([...senders.values()].map((sender) => sender.run(ending.signal))))
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
      for (const sender of senders.values()) sender.wake()
    },
    onReceipt: hear,
    onSendFailed: hear,
  }
}
