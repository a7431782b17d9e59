import type { Clock } from '../clock.ts'
import type { Delivery } from '../domain/broadcast.ts'
import { SYSTEM } from '../domain/broadcast-life.ts'
import type { Channel } from '../domain/channel.ts'
import type { SendErrorCode } from '../domain/error.ts'
import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Committed, DeliveryStep, SendingAccount } from '../storage/delivery-queue.ts'
import type { Storage } from '../storage/storage.ts'
import { createAccountHistory } from './account-history.ts'
import { createAftermath, type AftermathEvent, type PersonHash } from './aftermath.ts'
import { turnAway } from './admission.ts'
import { createAlarm } from './alarm.ts'
import { asked } from './asking.ts'
import { createConfirmation, unconfirmed } from './confirmation.ts'
import { createDue, type Due, type Hold } from './due.ts'
import type { Governor } from './governor.ts'
import { createOutcomes, type Outcome } from './outcome.ts'
import type { Protection } from './protection.ts'
import { recoverInterrupted } from './recovery.ts'
import type { Relief } from './relief.ts'

/** How long to wait before asking again whether the channel is connected. */
const RECONNECT_POLL_MS = 1_000
/** The longest wait: what is due can change without a call of `wake`. */
const LONGEST_WAIT_MS = 15_000
/** After a fault of the database; doubles up to the longest wait. */
const FIRST_FAULT_WAIT_MS = 500
/** So many deliveries that do not go out are written at once. */
const SETTLED_AT_ONCE = 500
const MESSAGES_KEPT = 100
/** A connection that does not come back for so long is lost, for others to take over. */
const LOST_AFTER_MS = 30 * 60_000

export interface SenderDeps {
  storage: Pick<
    Storage,
    'broadcasts' | 'deliveries' | 'occurrences' | 'broadcastControl' | 'chats' | 'chatLife' | 'channelMemory'
  >
  channel: Channel
  clock: Clock
  logger: Logger
  governor: Governor
  protection: Protection
  relief: Relief
  hold: Hold
  inUseSince: (sender: SendingAccount) => Date | undefined
  /** A run has nothing left to send, or has something to send again. */
  onRunChanged: (run: Committed['changedRuns'][number]) => Promise<void>
  /** A message reached a group in which the bot could not write before. Must not wait for anything. */
  onOpened: (chat: ChatAddress) => void
  hashPerson: PersonHash
  /** Like `Math.random`. */
  random: () => number
}

/** One sending account. */
export interface Sender {
  readonly channel: Channel
  /** Deals with what an earlier process left half done. */
  recover(): Promise<void>
  /** Sends until the signal. Resolves after that, when the messages in flight are dealt with. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** Something may be due. */
  wake(): void
  /** Resolves when what the platform told is written. */
  hear(event: AftermathEvent): Promise<void>
  /** Staff have seen to a restriction. */
  lift(): Promise<void>
  /** True when this account may send announcements now, or as soon as its connection is back. */
  isFit(): boolean
}

/** A delivery that is about to go out. */
interface Starting extends DeliveryStep {
  message: OutgoingMessage
  /** The bot was not allowed to write there lately. */
  wasBarred: boolean
  answered: () => void
}

/** What one turn of the loop writes. */
interface Plan {
  starting: Starting[]
  repeating: Starting[]
  /** What needs no sending: skipped, put off, given up. */
  settled: Outcome[]
}

const NOTHING: Plan = { starting: [], repeating: [], settled: [] }

/**
 * Takes the deliveries of one account to its channel. One loop does the writing: what came back since the last turn,
 * and the marks of what goes out next, are one commit. Only what is marked goes out, at once after the commit.
 */
export function createSender(deps: SenderDeps): Sender {
  const { storage, channel, clock, logger, governor, protection, relief } = deps
  const { deliveries } = storage
  const sender = { channel: channel.name, account: channel.account }
  const history = createAccountHistory(storage, deps, sender)
  const outcomes = createOutcomes({ ...deps, history })
  const due = createDue(storage, deps, sender)
  const confirmation = createConfirmation(storage, deps, sender)
  const alarm = createAlarm(clock)
  const messages = new Map<string, OutgoingMessage>()
  const underWay = new Set<string>()
  /** What came back and is not written yet. */
  let results: Outcome[] = []
  /** What follows from written results, and is not done yet. */
  const followUps: (() => Promise<void>)[] = []
  const unsettled = () => [...underWay, ...results.map(({ step }) => step.delivery.id)]
  const aftermath = createAftermath({ ...deps, outcomes, unsettled, wake: () => wake() }, sender)

  const wake = () => {
    due.forget()
    alarm.ring()
  }

  const messageOf = async (runId: string): Promise<OutgoingMessage | undefined> => {
    const known = messages.get(runId)
    if (known !== undefined) return known
    const message = await deliveries.messageOf(runId)
    if (messages.size >= MESSAGES_KEPT) messages.clear()
    if (message !== undefined) messages.set(runId, message)
    return message
  }

  const launch = async ({ was, delivery, message, wasBarred, answered }: Starting): Promise<void> => {
    underWay.add(delivery.id)
    let outcome: Outcome
    try {
      const receipt = await channel.send(delivery.address, message, { id: delivery.messageId ?? '' })
      outcome =
        was === 'queued' ? outcomes.succeeded(delivery, receipt, wasBarred) : { step: { was, delivery } }
    } catch (error) {
      outcome = outcomes.failed(delivery, error, wasBarred)
      // The platform has it from before: that nobody received it is all there is to say.
      if (was !== 'queued') {
        const { learn } = outcome
        outcome = {
          step: { was, delivery: unconfirmed(delivery) },
          ...(learn === undefined ? {} : { learn }),
        }
      }
    }
    answered()
    underWay.delete(delivery.id)
    results.push(outcome)
    alarm.ring()
  }

  const pauseAfterFailures = async (
    { runId, broadcastId, status }: Delivery,
    code: SendErrorCode,
  ): Promise<void> => {
    const reason = await protection.failed(runId, code, status === 'failed')
    if (reason === undefined) return
    // A broadcast that is over has nothing left to halt but this run.
    const halted = await storage.broadcastControl.pause(broadcastId, { by: SYSTEM, reason })
    if ('refused' in halted) await deliveries.halt(runId, reason)
    logger.error({ broadcastId, runId, code }, 'broadcast paused after too many failures')
    due.forget()
  }

  /** What follows from what was just written. */
  const follow = (written: Outcome[], { changedRuns, hasStandIns }: Committed) => {
    if (hasStandIns) relief.wake()
    for (const { step, failure, learn } of written) {
      const { runId, status } = step.delivery
      if (learn !== undefined) followUps.push(learn)
      if (status === 'sent') protection.succeeded(runId)
      else if (failure !== undefined && !changedRuns.some(({ id }) => id === runId)) {
        followUps.push(() => pauseAfterFailures(step.delivery, failure))
      }
    }
    for (const run of changedRuns) {
      if (run.status === 'finished') protection.forget(run.id)
      followUps.push(() => deps.onRunChanged(run))
    }
  }

  const write = async ({ starting, repeating, settled }: Plan): Promise<void> => {
    const written = [...results.splice(0), ...settled]
    const going = [...starting, ...repeating]
    if (written.length + going.length === 0) return
    let committed: Committed
    try {
      committed = await deliveries.commit({ settled: written.map(({ step }) => step), starting, repeating })
    } catch (error) {
      // Nothing is written, so nothing goes out. What the platform has answered is written later.
      results = [...written.slice(0, written.length - settled.length), ...results]
      for (const { delivery } of going) due.release(delivery.id)
      for (const { step } of settled) due.release(step.delivery.id)
      due.forget()
      throw error
    }
    for (const start of going) {
      due.release(start.delivery.id)
      // It rejects never: its outcome says what happened.
      if (committed.started.has(start.delivery.id)) void launch(start)
    }
    for (const { step } of settled) due.release(step.delivery.id)
    if (committed.started.size < going.length) due.forget()
    follow(written, committed)
  }

  const start = (
    was: DeliveryStep['was'],
    delivery: Delivery,
    message: OutgoingMessage,
    wasBarred = false,
  ): Starting => ({
    was,
    delivery,
    message: asked(message, { channel: channel.name, deliveryId: delivery.id }),
    wasBarred,
    answered: governor.record(delivery.address),
  })

  /** Looks at one due delivery. */
  const consider = async (next: Due, { starting, settled }: Plan): Promise<void> => {
    const { chat, ...delivery } = next.delivery
    const now = clock.now()
    const turned = turnAway(next, { sender, now, hold: deps.hold })
    if (turned !== undefined) {
      settled.push({ step: { was: 'queued', delivery: { ...delivery, ...turned } } })
      return
    }
    const chatWaitMs = governor.chatWaitMs(delivery.address)
    if (chatWaitMs > 0) {
      // Others need not wait for this chat.
      const nextAttemptAt = new Date(now.getTime() + Math.ceil(chatWaitMs))
      settled.push({ step: { was: 'queued', delivery: { ...delivery, nextAttemptAt } } })
      return
    }
    const message = await messageOf(delivery.runId)
    if (message === undefined) return
    const messageId = delivery.messageId ?? channel.newMessageId()
    const { error: _, ...rest } = delivery
    const attempts = delivery.attempts + 1
    const going: Delivery = { ...rest, status: 'sending', messageId, attempts, triedAt: now }
    starting.push(start('queued', going, message, chat.obstacle !== undefined))
  }

  /** Takes what may go now, as far as the pace allows. Returns how long to wait for more, in milliseconds. */
  const choose = async (plan: Plan): Promise<number> => {
    const isFull = () =>
      underWay.size + plan.starting.length + plan.repeating.length >= governor.inFlight(sender)
    if (!isFull() && governor.accountWaitMs(sender) <= 0) {
      const { outcomes: givenUp, repeat } = await confirmation.unheard()
      plan.settled.push(...givenUp)
      const message = repeat === undefined ? undefined : await messageOf(repeat.runId)
      if (repeat !== undefined && message !== undefined) plan.repeating.push(start('sent', repeat, message))
    }
    while (!isFull()) {
      const accountWaitMs = governor.accountWaitMs(sender)
      if (accountWaitMs > 0) return accountWaitMs
      const next = await due.next()
      if (next === undefined) {
        // What is chosen looks due until it is written.
        if (plan.starting.length + plan.repeating.length + plan.settled.length > 0) return 0
        const at = Math.min(await due.nextAt(), await confirmation.nextAt())
        return Math.max(1, at - clock.now().getTime())
      }
      await consider(next, plan)
      if (plan.settled.length >= SETTLED_AT_ONCE) break
    }
    return plan.settled.length > 0 ? 0 : LONGEST_WAIT_MS
  }

  /** Undefined when the account may send now; else how long to wait before asking again. */
  const standstillMs = (): number | undefined => {
    if (governor.restriction(sender) !== undefined) return LONGEST_WAIT_MS
    const { state, quietUntil } = channel.status()
    if (state !== 'connected') return RECONNECT_POLL_MS
    return quietUntil !== undefined && quietUntil > clock.now() ? LONGEST_WAIT_MS : undefined
  }

  /** Does what can be done now. Returns how long to wait before the next turn, in milliseconds. */
  const turn = async (isStopping: boolean): Promise<number> => {
    // What failed may be a reason to send no more.
    if (results.some(({ failure }) => failure !== undefined)) await write(NOTHING)
    for (let next = followUps[0]; next !== undefined; [next] = followUps) {
      await next()
      followUps.shift()
    }
    const plan: Plan = { starting: [], repeating: [], settled: [] }
    const waitMs = isStopping ? LONGEST_WAIT_MS : (standstillMs() ?? (await choose(plan)))
    await write(plan)
    await aftermath.hearEarly()
    return followUps.length > 0 ? 0 : waitMs
  }

  return {
    channel,
    async recover() {
      await history.restore()
      await recoverInterrupted(deps, sender)
    },
    async run(signal) {
      signal.addEventListener('abort', alarm.ring, { once: true })
      let faults = 0
      const isOver = () =>
        signal.aborted && underWay.size === 0 && results.length === 0 && followUps.length === 0
      while (!isOver()) {
        try {
          const waitMs = await turn(signal.aborted)
          faults = 0
          if (waitMs > 0 && !isOver()) await alarm.wait(Math.min(waitMs, LONGEST_WAIT_MS))
        } catch (error) {
          logger.error({ err: error, ...sender }, 'sending faltered')
          await clock.sleep(Math.min(FIRST_FAULT_WAIT_MS * 2 ** faults, LONGEST_WAIT_MS))
          faults += 1
        }
      }
      await aftermath.idle()
    },
    wake,
    hear: (event) => aftermath.hear(event),
    async lift() {
      await history.lift()
      wake()
    },
    isFit() {
      const { state, quietUntil, since } = channel.status()
      const now = clock.now()
      const isQuiet = quietUntil !== undefined && quietUntil > now
      const isLost =
        state !== 'connected' && (state !== 'connecting' || now.getTime() - since.getTime() > LOST_AFTER_MS)
      return governor.restriction(sender) === undefined && !isQuiet && !isLost
    },
  }
}
