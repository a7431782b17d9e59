import type { Clock } from '../clock.ts'
import type { Channel } from '../domain/channel.ts'
import { SendError } from '../domain/error.ts'
import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import { quietUntil, type QuietHours } from '../domain/quiet-hours.ts'
import { RECEIVING_HOURS, receivedFrom } from '../domain/receiving-hours.ts'
import type { Logger } from '../logger.ts'
import type { DueReminder } from '../storage/acknowledgement-reminders.ts'
import type { Storage } from '../storage/storage.ts'

const AT_ONCE = 50
const RETRY_MS = 30_000
/** When nobody is to be reminded, it is enough to look again after this. */
const LOOK_AGAIN_MS = 60_000
/** The platform has stopped the account: staff have to see to that first. */
const RESTRICTED_RETRY_MS = 3_600_000
/** After so long nobody is reminded any more: the announcement is old news. */
const TOO_LATE_MS = 3 * 86_400_000

export interface ReminderDeps {
  storage: Pick<Storage, 'acknowledgementReminders'>
  channels: Channel[]
  clock: Clock
  logger: Logger
  quietHours: QuietHours
  /** How long a group has to answer by itself, in milliseconds. */
  waitMs: number
  /** The pace of the sending accounts: how long to wait, and what to call around each message. */
  pacing: { waitMs(address: ChatAddress): number; begin(address: ChatAddress): () => void }
  /** The sentence. */
  remind: (due: DueReminder) => OutgoingMessage
}

/**
 * Reminds groups that were asked and did not answer: once for each announcement, outside the quiet hours and within the
 * hours of the group. What is sent is written first, so that a crash in between leads to no second reminder.
 */
export function createReminders(deps: ReminderDeps) {
  const { channels, clock, logger, quietHours, pacing, remind } = deps
  const { acknowledgementReminders: reminders } = deps.storage
  const lookAgainAtMs = new Map<string, number>()

  /** The process before this one ended in the middle. Where repeats are dropped it is sent again; else it may be there. */
  const recover = async (channel: Channel) => {
    for (const deliveryId of await reminders.interrupted({
      channel: channel.name,
      account: channel.account,
    })) {
      if (channel.dropsRepeatedIds) await reminders.retry(deliveryId, clock.now())
      else await reminders.settle(deliveryId, 'sent')
    }
  }

  /** What follows from an error. Resolves with how long to wait, when it is to be tried again. */
  const settleFailure = async (
    { dropsRepeatedIds, name }: Channel,
    deliveryId: string,
    error: unknown,
  ): Promise<number | undefined> => {
    const code = error instanceof SendError ? error.code : 'unknown'
    logger.warn({ channel: name, deliveryId, code }, 'a reminder did not go out')
    const isUncertain = !(error instanceof SendError) || error.uncertain
    const mayRepeat =
      code === 'restricted' ||
      (error instanceof SendError && error.retryable) ||
      (isUncertain && dropsRepeatedIds)
    if (!mayRepeat) {
      await reminders.settle(deliveryId, isUncertain ? 'sent' : 'dropped')
      return undefined
    }
    const wanted = error instanceof SendError ? error.retryAfterMs : undefined
    const waitMs = code === 'restricted' ? RESTRICTED_RETRY_MS : (wanted ?? RETRY_MS)
    await reminders.retry(deliveryId, new Date(clock.now().getTime() + waitMs))
    return waitMs
  }

  /** Resolves with how long to wait before there is more to do for this group, when there is. */
  const send = async (channel: Channel, due: DueReminder): Promise<number | undefined> => {
    const { deliveryId, address, externalId } = due
    if (!(await reminders.begin(deliveryId))) return undefined
    const answered = pacing.begin(address)
    try {
      const message = { ...remind(due), ...(externalId === undefined ? {} : { replyTo: externalId }) }
      // The same id after a crash: where the platform drops repeats, nobody is reminded twice.
      const id = channel.newMessageId(`acknowledgement-reminder/${deliveryId}`)
      const receipt = await channel.send(address, message, { id })
      await reminders.settle(deliveryId, 'sent', receipt.externalId)
      return undefined
    } catch (error) {
      return await settleFailure(channel, deliveryId, error)
    } finally {
      answered()
    }
  }

  /** Does what can be done now with one account. Resolves with how long to wait for more, when there is more. */
  const workFor = async (channel: Channel): Promise<number | undefined> => {
    const account = `${channel.name}/${channel.account}`
    if ((lookAgainAtMs.get(account) ?? 0) > clock.now().getTime()) return undefined
    await recover(channel)
    const now = clock.now()
    const { state, quietUntil: restrictedUntil } = channel.status()
    if (state !== 'connected' || (restrictedUntil !== undefined && restrictedUntil > now)) return undefined
    const askedBefore = new Date(now.getTime() - deps.waitMs)
    const due = await reminders.due(
      { channel: channel.name, account: channel.account },
      {
        askedBefore,
        since: new Date(askedBefore.getTime() - TOO_LATE_MS),
        closedHours: RECEIVING_HOURS.filter((hours) => receivedFrom(hours, now) > now),
        limit: AT_ONCE,
      },
    )
    if (due.length === 0) lookAgainAtMs.set(account, now.getTime() + LOOK_AGAIN_MS)
    let longest = due.length === AT_ONCE ? 0 : undefined
    for (const one of due) {
      const waitMs = pacing.waitMs(one.address)
      const left = waitMs > 0 ? waitMs : await send(channel, one)
      if (left !== undefined) longest = Math.max(longest ?? 0, left)
    }
    return longest
  }

  return {
    name: 'acknowledgement reminders',
    /** Does what can be done now. Returns in how many milliseconds there is more to do. */
    async work(): Promise<number | undefined> {
      const now = clock.now()
      const quiet = quietUntil(now, quietHours)
      if (quiet !== undefined) return quiet.getTime() - now.getTime()
      let soonest: number | undefined
      for (const channel of channels) {
        const waitMs = await workFor(channel)
        if (waitMs !== undefined) soonest = Math.min(soonest ?? waitMs, waitMs)
      }
      return soonest
    },
  }
}
