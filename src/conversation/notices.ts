import type { Clock } from '../clock.ts'
import type { Channel } from '../domain/channel.ts'
import { SendError } from '../domain/error.ts'
import type { OutgoingMessage, ReplyAddress } from '../domain/message.ts'
import type { Notice } from '../domain/notice.ts'
import { quietUntil, type QuietHours } from '../domain/quiet-hours.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import * as say from './replies/notices.ts'

const AT_ONCE = 50
const RETRY_MS = 30_000

export interface NoticeDeps {
  storage: Pick<Storage, 'notices' | 'clarifications' | 'claims' | 'inquiries'>
  channels: Channel[]
  clock: Clock
  logger: Logger
  quietHours: QuietHours
  /** Opens what the responder's `sealAddress` closed; undefined when it cannot be opened. */
  openAddress: (sealed: string) => ReplyAddress | undefined
  /** The pace of the sending accounts: how long to wait, and what to call around each message. */
  pacing: { waitMs(address: ReplyAddress): number; begin(address: ReplyAddress): () => void }
}

/** What came of one notice: done with, or to be tried again after so many milliseconds. */
type Outcome = 'sent' | 'dropped' | { waitMs: number }

/**
 * Tells people who asked what they wait for: that there is an answer, that it changed, that it was withdrawn. Each chat
 * once, outside the quiet hours, at the pace of the account. Also forgets addresses whose time is up.
 */
export function createNotices(deps: NoticeDeps) {
  const { storage, channels, clock, logger, quietHours, openAddress, pacing } = deps
  const { notices, clarifications, claims, inquiries } = storage

  /** What to say; undefined when it is not true any more. */
  async function messageOf({ kind, subjectId, askedAt }: Notice): Promise<OutgoingMessage | undefined> {
    if (kind === 'referral') {
      const claim = await claims.find(subjectId)
      return claim?.status === 'referred' ? say.referred(claim, askedAt) : undefined
    }
    const clarification = await clarifications.find(subjectId)
    if (clarification === undefined) return undefined
    const isPublished = clarification.status === 'published'
    if (kind === 'retraction') return isPublished ? undefined : say.retracted(clarification, askedAt)
    if (!isPublished) return undefined
    return kind === 'answer' ? say.answered(clarification, askedAt) : say.corrected(clarification, askedAt)
  }

  async function tell(notice: Notice): Promise<Outcome> {
    const address = notice.sealedAddress === undefined ? undefined : openAddress(notice.sealedAddress)
    if (address === undefined) return 'dropped'
    const channel = channels.find(
      ({ name, account }) => name === address.channel && account === address.account,
    )
    if (channel?.status().state !== 'connected') return { waitMs: RETRY_MS }
    const waitMs = pacing.waitMs(address)
    if (waitMs > 0) return { waitMs }
    const message = await messageOf(notice)
    if (message === undefined) return 'dropped'
    const { replyTo } = address
    const answered = pacing.begin(address)
    // The same id after a crash: where the platform drops repeats, nobody is told twice.
    const id = channel.newMessageId(`notice/${notice.id}`)
    try {
      await channel.send(address, replyTo === undefined ? message : { ...message, replyTo }, { id })
      return 'sent'
    } catch (error) {
      const code = error instanceof SendError ? error.code : 'unknown'
      logger.warn({ channel: address.channel, code, kind: notice.kind }, 'a person was not told')
      const mayRepeat = error instanceof SendError && error.retryable
      return mayRepeat ? { waitMs: error.retryAfterMs ?? RETRY_MS } : 'dropped'
    } finally {
      answered()
    }
  }

  /** Returns how long to wait for those that cannot be told now. */
  async function tellAll(queued: Notice[]): Promise<number | undefined> {
    let shortest: number | undefined
    for (const notice of queued) {
      const outcome = await tell(notice)
      if (typeof outcome === 'string') await notices.settle(notice.id, outcome)
      else shortest = Math.min(shortest ?? Infinity, outcome.waitMs)
    }
    return shortest
  }

  return {
    name: 'notices',
    /** Does what can be done now. Returns in how many milliseconds there is more to do. */
    async work(): Promise<number | undefined> {
      const now = clock.now()
      await inquiries.forgetAddresses(now)
      const connected = channels.filter((channel) => channel.status().state === 'connected')
      const queued = await notices.listQueued([...new Set(connected.map(({ name }) => name))], AT_ONCE)
      if (queued.length === 0) return undefined
      const quiet = quietUntil(now, quietHours)
      if (quiet !== undefined) return quiet.getTime() - now.getTime()
      const waitMs = await tellAll(queued)
      return waitMs ?? (queued.length === AT_ONCE ? 0 : undefined)
    },
  }
}
