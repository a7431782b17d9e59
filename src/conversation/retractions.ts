import type { Clock } from '../clock.ts'
import type { Clarification } from '../domain/clarification.ts'
import type { Channel } from '../domain/channel.ts'
import { SendError } from '../domain/error.ts'
import type { ChatAddress } from '../domain/message.ts'
import { quietUntil, type QuietHours } from '../domain/quiet-hours.ts'
import type { Logger } from '../logger.ts'
import type { Told } from '../storage/inquiries.ts'
import type { Storage } from '../storage/storage.ts'
import { retracted } from './replies/factcheck.ts'

/** For so long people can be told that an answer was wrong. The `/privasi` reply promises it. */
const ADDRESS_LIFETIME_MS = 90 * 24 * 3_600_000
const AT_ONCE = 50
const RETRY_MS = 30_000

export interface RetractionDeps {
  storage: Pick<Storage, 'clarifications' | 'inquiries'>
  channels: Channel[]
  clock: Clock
  logger: Logger
  quietHours: QuietHours
  /** Opens what the responder's `sealAddress` closed; undefined when it cannot be opened. */
  openAddress: (sealed: string) => ChatAddress | undefined
  /** The pace of the sending accounts: how long to wait, and what to call around each message. */
  pacing: { waitMs(address: ChatAddress): number; begin(address: ChatAddress): () => void }
}

const placeOf = ({ channel, account, chatId }: ChatAddress) => `${channel}/${account}/${chatId}`

/**
 * Tells everyone who was answered with a clarification that it was withdrawn: each chat once, outside the quiet hours.
 * Also forgets the addresses of people who asked long ago.
 */
export function createRetractions(deps: RetractionDeps) {
  const { storage, channels, clock, logger, quietHours, openAddress, pacing } = deps
  const { clarifications, inquiries } = storage

  /** Resolves with how long to wait, when this chat cannot be told now. */
  const tell = async (
    address: ChatAddress,
    clarification: Clarification,
    { receivedAt, askerKey }: Told,
  ): Promise<number | undefined> => {
    const channel = channels.find(
      ({ name, account }) => name === address.channel && account === address.account,
    )
    if (channel?.status().state !== 'connected') return RETRY_MS
    const waitMs = pacing.waitMs(address)
    if (waitMs > 0) return waitMs
    const answered = pacing.begin(address)
    // The same id after a crash: where the platform drops repeats, nobody is told twice.
    const id = channel.newMessageId(`retraction/${clarification.id}/${askerKey}`)
    try {
      await channel.send(address, retracted(clarification, receivedAt), { id })
      return undefined
    } catch (error) {
      const code = error instanceof SendError ? error.code : 'unknown'
      logger.warn({ channel: address.channel, code }, 'a person was not told of a withdrawn answer')
      return error instanceof SendError && error.retryable ? (error.retryAfterMs ?? RETRY_MS) : undefined
    } finally {
      answered()
    }
  }

  /** One chat, whoever asked there. */
  const tellAll = async (waiting: Told[], byId: Map<string, Clarification>): Promise<number | undefined> => {
    const groups = new Map<string, { address?: ChatAddress; told: Told[] }>()
    for (const told of waiting) {
      const address = openAddress(told.sealedAddress)
      const key = `${told.clarificationId}/${address === undefined ? told.inquiryId : placeOf(address)}`
      const group = groups.get(key) ?? { told: [], ...(address === undefined ? {} : { address }) }
      group.told.push(told)
      groups.set(key, group)
    }
    let longest: number | undefined
    for (const { address, told } of groups.values()) {
      const [first] = told
      const clarification = byId.get(first?.clarificationId ?? '')
      if (first === undefined || clarification === undefined) continue
      const waitMs = address === undefined ? undefined : await tell(address, clarification, first)
      if (waitMs === undefined) {
        await inquiries.markTold(
          told.map(({ inquiryId }) => inquiryId),
          clock.now(),
        )
      } else longest = Math.max(longest ?? 0, waitMs)
    }
    return longest
  }

  return {
    name: 'retractions',
    /** Does what can be done now. Returns in how many milliseconds there is more to do. */
    async work(): Promise<number | undefined> {
      const now = clock.now()
      await inquiries.forgetAddresses(new Date(now.getTime() - ADDRESS_LIFETIME_MS))
      const withdrawn = await clarifications.listRetracted()
      if (withdrawn.length === 0) return undefined
      const byId = new Map(withdrawn.map((one) => [one.id, one]))
      const waiting = await inquiries.listToTell([...byId.keys()], AT_ONCE)
      if (waiting.length === 0) return undefined
      const quiet = quietUntil(now, quietHours)
      if (quiet !== undefined) return quiet.getTime() - now.getTime()
      const waitMs = await tellAll(waiting, byId)
      return waitMs ?? (waiting.length === AT_ONCE ? 0 : undefined)
    },
  }
}
