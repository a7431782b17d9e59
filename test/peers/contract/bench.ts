import type { TestClock } from '../../support/test-clock.ts'
import { systemClock } from '../../../src/clock.ts'
import type { Channel, ChannelEvent, ReceiveEvent } from '../../../src/domain/channel.ts'
import { SendError } from '../../../src/domain/error.ts'
import type {
  AttachmentType,
  ChatAddress,
  IncomingMessage,
  OutgoingMessage,
} from '../../../src/domain/message.ts'

/** The resident writes in private; where a platform can, the resident is also the member of every group. */
export type Who = 'resident' | 'admin' | 'member'

export interface Place {
  address: ChatAddress
  title: string
}

export interface Words {
  text: string
  /** The id of a message in the same place. */
  replyTo?: string
  forwarded?: boolean
  mentionsBot?: boolean
}

export interface Thing {
  type: AttachmentType
  /** Ignored for contacts and places. */
  bytes: Uint8Array
  caption?: string
}

/** A message of the bot, as people have it before their eyes now. */
export interface Seen {
  /** The platform's id. */
  id: string
  /** The words without marks where the platform draws them; on WhatsApp the marks are part of the words. */
  text: string
  /** In the platform's own notation. */
  source: string
  choices: string[]
  replyTo?: string
  picture?: () => Promise<Uint8Array>
  edited: boolean
  deleted: boolean
}

/** A way in which sending goes wrong. */
export const TROUBLES = [
  'throttled',
  'disconnected',
  'unreachable',
  'unreachable, and it may have gone out',
  'chat_gone',
  'chat_moved',
  'not_allowed',
  'rejected',
  'restricted',
] as const
export type Trouble = (typeof TROUBLES)[number]

/** What not every platform has. */
export type Ability =
  | Trouble
  | 'tapping'
  | 'limit of choice ids'
  | 'limit of a text'
  | 'editing a caption'
  | 'attachments from people'
  | 'one person in two places'
  | 'demotion'
  | 'other bots'
  | 'being away'
  | 'repeating a message'
  | 'renaming'
  | 'moving'
  | 'receipts'

/** One running platform with people, and the channel under test, connected. */
export interface Bench {
  readonly channel: Channel
  /** The channel's clock: it stands still until the suite moves it. */
  readonly clock: TestClock
  /** Everything that the channel told, in order. */
  readonly events: ChannelEvent[]
  /** Runs for each event, after it was noted. */
  onEvent: ReceiveEvent
  /** The private chat with the resident. */
  readonly home: Place
  /** A person who is in no group. */
  readonly strangerId: string

  /** A new group of the admin and the member, with the bot in it. */
  newGroup(title: string): Promise<Place>
  /** Resolves with the id of the message once it is on its way. In groups the text begins with `/cek`. */
  says(who: Who, place: Place, words: Words): Promise<string>
  shows(who: Who, place: Place, thing: Thing): Promise<string>
  /** A message of another bot. */
  otherBotSays(place: Place, text: string): Promise<void>
  /** The messages of the bot in a place, oldest first. */
  seen(place: Place): Seen[]
  /** Taps a choice, or types its number where nothing can be tapped. */
  picks(who: Who, place: Place, shown: Seen, index: number): Promise<void>
  /** Confirms to the bot that a message was received or read. */
  confirms(place: Place, shown: Seen, status: 'delivered' | 'read'): Promise<void>
  /** Gives the bot a message again that it had before. Resolves when the bot had the chance to tell of it. */
  repeats(place: Place, id: string): Promise<void>

  promotes(place: Place, who: Who): void
  demotes(place: Place, who: Who): void
  addsBot(place: Place): Promise<void>
  removesBot(place: Place): Promise<void>
  renames(place: Place, title: string): void
  /** The group gets a new id. */
  moves(place: Place): string

  /** Starts the channel; resolves when it is connected. */
  start(): Promise<void>
  /** Cuts the bot off from the platform. Resolves when it has noticed. */
  cut(): Promise<void>
  /** Resolves when the bot is connected again. */
  restore(): Promise<void>
  /** Makes the next message to a place fail. */
  cause(trouble: Trouble, place: Place): Promise<Cause>
  /** Ends the channel and the platform. */
  close(): Promise<void>
}

export interface Cause {
  /** What to send; a plain text when missing. */
  message?: OutgoingMessage
  /** Puts everything right again. */
  undo: () => Promise<void>
}

export type PeerName = 'telegram-polling' | 'telegram-webhook' | 'whatsapp' | 'simulator'

/** How `SAMPLE` looks, what is limited, and what a platform does not have, with the reason. */
export interface Platform {
  name: string
  /** Which channel a process of its own runs. */
  peer: PeerName
  open(): Promise<Bench>
  /** `SAMPLE` in the platform's own notation. */
  sample: string
  /** The longest text of one message, in UTF-16 units. */
  textLimit: number
  /** How often a message is told at the most when the product fails on it. */
  triesOfFailing: number
  lacks: Partial<Record<Ability, string>>
}

export const SAMPLE = [
  '**Siaga banjir** di _Loa Kulu_, lihat [BMKG](https://bmkg.go.id/info?a=1&b=2).',
  '- bawa obat\n- matikan listrik',
].join('\n\n')

/** For what `lacks` names. */
export const unable = (): never => {
  throw new Error('This platform cannot do that: see `lacks`.')
}

/** Waits until something holds; looks again every few milliseconds. Given a bench, time passes for the channel. */
export async function until(holds: () => boolean | Promise<boolean>, passing?: Bench): Promise<void> {
  while (!(await holds())) {
    passing?.clock.advance(1_000)
    await systemClock.sleep(4)
  }
}

export const messagesIn = (events: ChannelEvent[]): IncomingMessage[] =>
  events.flatMap((event) => (event.type === 'message' ? [event.message] : []))

/** What the channel told of one place. */
export const heardIn = (bench: Bench, { address }: Place): IncomingMessage[] =>
  messagesIn(bench.events).filter(({ chat }) => chat.chatId === address.chatId)

/** Everything but messages that was told of a place. */
export const newsOf = (bench: Bench, { address }: Place): ChannelEvent[] =>
  bench.events.filter((event) => event.type !== 'message' && event.chat.chatId === address.chatId)

async function firstHeard(
  bench: Bench,
  place: Place,
  isIt: (message: IncomingMessage) => boolean,
): Promise<IncomingMessage> {
  await until(() => heardIn(bench, place).some(isIt))
  return heardIn(bench, place).find(isIt) ?? unable()
}

/** The first message with this text in this place; waits for it. */
export const heard = (bench: Bench, place: Place, text: string): Promise<IncomingMessage> =>
  firstHeard(bench, place, (message) => message.text === text)

/** The message with this id; waits for it. */
export const heardAs = (bench: Bench, place: Place, id: string): Promise<IncomingMessage> =>
  firstHeard(bench, place, (message) => message.id === id)

/** The bot's messages in a place, once there are so many. */
export async function seen(bench: Bench, place: Place, count: number): Promise<Seen[]> {
  await until(() => bench.seen(place).length >= count)
  return bench.seen(place)
}

/** One message of the bot, once people see it. */
export async function seenAs(bench: Bench, place: Place, id: string): Promise<Seen> {
  const find = () => bench.seen(place).find((message) => message.id === id)
  await until(() => find() !== undefined)
  return find() ?? unable()
}

/** Sends under a new id; resolves with the platform's id. */
export async function send({ channel }: Bench, place: Place, message: OutgoingMessage): Promise<string> {
  const { externalId } = await channel.send(place.address, message, { id: channel.newMessageId() })
  return externalId
}

/** The `SendError` of something that fails. Whatever else happens is thrown. */
export async function failureOf(work: Promise<unknown> | undefined): Promise<SendError> {
  const outcome: unknown = await work?.then(
    () => new Error('it went through'),
    (reason: unknown) => reason,
  )
  if (outcome instanceof SendError) return outcome
  throw outcome
}
