import type { SendErrorCode } from './error.ts'
import type { ChannelName, ChatAddress, IncomingMessage, OutgoingMessage } from './message.ts'

/** What a channel knows after the platform took a message. */
export interface SendReceipt {
  /** The platform's id of the (first) message. */
  externalId: string
  /** How many people could receive it, without the bot itself; missing where the channel does not know. */
  recipients?: number
}

/**
 * What has happened to the bot's right to write in a group.
 *
 * - `promoted`, `demoted`: the bot became an admin, or is none any more
 * - `restricted`, `opened`: whoever is no admin may not write any more, or may again
 * - `topic_closed`, `topic_opened`: the same for the forum topic that announcements go to
 */
export type PostingChange = 'promoted' | 'demoted' | 'restricted' | 'opened' | 'topic_closed' | 'topic_opened'

/** What a channel tells the rest of the product. `by`: the platform's id of the person who did it, where it says so. */
export type ChannelEvent =
  | { type: 'message'; message: IncomingMessage }
  | { type: 'bot_added'; chat: ChatAddress; title: string; by?: string }
  | { type: 'bot_removed'; chat: ChatAddress }
  /** Nobody is in the group any more. */
  | { type: 'chat_deleted'; chat: ChatAddress }
  | { type: 'posting_changed'; chat: ChatAddress; title: string; change: PostingChange; by?: string }
  | { type: 'chat_renamed'; chat: ChatAddress; title: string }
  | { type: 'chat_moved'; chat: ChatAddress; movedTo: string }
  /** `person`: the platform's id of who received or read it, where the platform says so. */
  | {
      type: 'receipt'
      chat: ChatAddress
      externalId: string
      status: 'delivered' | 'read'
      person?: string
    }
  /** The platform refused a message after `send` had resolved. */
  | { type: 'send_failed'; chat: ChatAddress; externalId: string; code: SendErrorCode; reason: string }

/**
 * Takes an event; resolves when it is dealt with. `onWaiting` is called when it waits for what comes next in its chat:
 * that is to be told meanwhile.
 */
export type ReceiveEvent = (event: ChannelEvent, onWaiting?: () => void) => Promise<void>

export type ChannelState = 'stopped' | 'connecting' | 'needs_pairing' | 'connected' | 'broken'

export interface ChannelStatus {
  state: ChannelState
  /** One plain Indonesian sentence for staff, when there is something to say or to do. */
  detail?: string
  /** When `state` last changed. */
  since: Date
  /** While `connected`: the platform restricts the account until then. Announcements wait, answers go out. */
  quietUntil?: Date
  /** With `needs_pairing`: the payload of the QR code, or the code to type into the phone. */
  pairing?: { qr?: string; code?: string }
}

/**
 * What the bot is in a group. `outside`: no member; `barred`: a member, but only admins write there; `member`: it writes
 * as everybody does; `admin`: it writes also where others may not.
 */
export type Standing = 'outside' | 'barred' | 'member' | 'admin'

/** One platform. Everything else in the product reaches a platform only through this port. */
export interface Channel {
  readonly name: ChannelName
  /** The account that sends; stable over restarts, known before `start`. */
  readonly account: string
  /** What happens to a message sent again under the same id: WhatsApp and the simulator drop the second one. */
  readonly dropsRepeatedIds: boolean
  /** True when the platform tells, sooner or later, who received a message. */
  readonly tellsReceipts?: boolean
  /** The link with which people open a chat with the bot; undefined as long as it is not known. */
  publicAddress?(): string | undefined
  /** Starts receiving. Rejects with `AppError('conflict')` when already started. */
  start(receive: ReceiveEvent): Promise<void>
  /** Ends every connection and timer. Safe to call twice. */
  stop(): Promise<void>
  /** Stops, and ends the platform's session for good: the next start asks to be paired. Present where a phone pairs. */
  logOut?(): Promise<void>
  /**
   * A new id for `send`, to be stored before sending. The same `seed` gives the same id where repeated ids are dropped:
   * what is said again after a crash is then seen once.
   */
  newMessageId(seed?: string): string
  /** Rejects with `SendError` only. */
  send(to: ChatAddress, message: OutgoingMessage, options: { id: string }): Promise<SendReceipt>
  /**
   * Replaces the text and choices of a sent message. Rejects with `SendError` only: `rejected` when the bot wrote no
   * such message there, or when the new text does not fit into one message.
   */
  edit?(to: ChatAddress, externalId: string, message: OutgoingMessage): Promise<void>
  /**
   * Deletes a sent message for everyone; what is gone already stays gone. Rejects with `SendError` only: `rejected`
   * for what a person wrote in a group.
   */
  delete?(to: ChatAddress, externalId: string): Promise<void>
  /**
   * Asks the platform, now, whether a person may administer a group. Never trusts what a message claims.
   * Rejects with `SendError('unreachable' | 'disconnected')` when the platform cannot say.
   */
  isAdmin(chat: ChatAddress, senderId: string): Promise<boolean>
  /**
   * Asks the platform, now, what the bot is in a group. Rejects with `SendError('unreachable' | 'disconnected')` when the
   * platform cannot say. Missing where nothing can keep the bot from writing.
   */
  standing?(chat: ChatAddress): Promise<Standing>
  status(): ChannelStatus
  /** True when the bot is in this group, as far as is known now. Present only where several accounts may share groups. */
  isMember?(chatId: string): boolean
  /** False when the bot is known to be barred from writing in this group. Present only with `isMember`. */
  mayPost?(chatId: string): boolean
  /** Handles the platform's HTTP callback. Present only on channels that have one. */
  webhook?(request: Request): Promise<Response>
}

/** What a channel must remember over restarts (credentials, keys, sent contents). Values are opaque strings. */
export interface ChannelMemory {
  /** The stored values by key; a key that is not stored is missing from the map. */
  get(collection: string, keys: string[]): Promise<Map<string, string>>
  /** Every stored value of a collection, by key. */
  list(collection: string): Promise<Map<string, string>>
  /** Writes all entries or none. A null value deletes. */
  set(entries: { collection: string; key: string; value: string | null }[]): Promise<void>
  /** Forgets whole collections. Without an argument: everything. */
  clear(collections?: string[]): Promise<void>
}
