import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Channel, ChannelMemory, ChannelStatus, ReceiveEvent } from '../../domain/channel.ts'
import { AppError, SendError } from '../../domain/error.ts'
import type { ChatAddress, OutgoingMessage } from '../../domain/message.ts'
import type { Logger } from '../../logger.ts'
import { checkEdited, checkNew } from './checks.ts'
import type { SimulatorChange, SimulatorControls } from './controls.ts'
import { createEventQueue } from './event-queue.ts'
import { createPresenter, quoteOf, SIMULATOR_ACCOUNT } from './message.ts'
import { createPeople } from './people.ts'
import { openPlatform, type Draft, type Platform, type StoredChat, type StoredMessage } from './platform.ts'

/** How long `stop` waits for the bot to finish what it is doing. */
const STOP_WAIT_MS = 5_000

export interface SimulatorDeps {
  memory: ChannelMemory
  clock: Clock
  logger: Logger
}

/** The part of an outgoing message that is stored as it is. */
function contentOf(message: OutgoingMessage) {
  return {
    text: message.text,
    ...(message.choices === undefined ? {} : { choices: message.choices }),
    ...(message.attachment === undefined ? {} : { picturePath: message.attachment.path }),
    ...(message.expectsReply === true ? { expectsReply: true } : {}),
  }
}

/** The chat of an address inside a draft. Throws `SendError('chat_gone')` when the bot is not in it. */
function chatForBot(draft: Draft, to: ChatAddress): StoredChat {
  const chat = draft.state.chats.find(({ chatId }) => chatId === to.chatId)
  if (chat?.botPresent !== true) throw new SendError('chat_gone', 'The bot is not in this simulated chat.')
  return chat
}

function ownMessage(draft: Draft, to: ChatAddress, externalId: string): StoredMessage {
  const message = draft.message(chatForBot(draft, to).chatId, externalId)
  if (message?.author !== 'bot' || message.deleted === true) {
    throw new SendError('rejected', 'The bot has no such message in this simulated chat.')
  }
  return message
}

/** What is gone already stays gone; what a person wrote stays there. */
function deleteFrom(draft: Draft, to: ChatAddress, externalId: string): void {
  const message = draft.message(chatForBot(draft, to).chatId, externalId)
  if (message === undefined || message.deleted === true) return
  if (message.author !== 'bot') throw new SendError('rejected', 'A person wrote this message.')
  draft.replace({ ...message, text: '', deleted: true })
}

/** The place, the author and the picture stay; text, choices and taps are new. */
function editedMessage(before: StoredMessage, message: OutgoingMessage): StoredMessage {
  const { id, chatId, order, author, sentAt, quoted, picturePath } = before
  return {
    id,
    chatId,
    order,
    author,
    sentAt,
    edited: true,
    ...(quoted === undefined ? {} : { quoted }),
    ...(picturePath === undefined ? {} : { picturePath }),
    ...contentOf(message),
  }
}

/** Runs a commit for the bot: whatever goes wrong comes out as a `SendError`. */
async function commitForBot<Result>(
  platform: Platform | undefined,
  work: (draft: Draft) => Result,
): Promise<Result> {
  if (platform === undefined) throw new SendError('disconnected', 'The simulator is not started.')
  try {
    return await platform.commit(work)
  } catch (error) {
    if (error instanceof SendError) throw error
    throw new SendError('unreachable', 'The simulator could not store the message.', { cause: error })
  }
}

function sendInto(draft: Draft, to: ChatAddress, message: OutgoingMessage, id: string, sentAt: Date): void {
  const chat = chatForBot(draft, to)
  if (draft.message(chat.chatId, id) !== undefined) return
  const replied = message.replyTo === undefined ? undefined : draft.message(chat.chatId, message.replyTo)
  draft.append(chat, {
    id,
    author: 'bot',
    sentAt: sentAt.toISOString(),
    ...contentOf(message),
    ...(replied === undefined || replied.deleted === true ? {} : { quoted: quoteOf(replied) }),
  })
}

/**
 * A messaging platform inside the process, for training and development: one resident in a private chat, and groups
 * with an admin and a member. Everything is kept in `memory`; an event that the bot did not finish before a crash is
 * told again at the next start.
 */
export function createSimulatorChannel({
  memory,
  clock,
  logger,
}: SimulatorDeps): Channel & SimulatorControls {
  const listeners = new Set<(change: SimulatorChange) => void>()
  const present = createPresenter()
  let platform: Platform | undefined
  let status: ChannelStatus = { state: 'stopped', since: clock.now() }

  const announce = (change: SimulatorChange) => {
    for (const listener of listeners) listener(change)
  }
  const announceChat = ({ chatId }: { chatId: string }) => announce({ type: 'chat', chatId })
  const queue = createEventQueue(logger)
  const openedPlatform = (): Platform => {
    if (platform === undefined) throw new AppError('conflict', 'The simulator is not started.')
    return platform
  }

  const people = createPeople({ openedPlatform, clock, queue, announce, present })

  return {
    name: 'simulator',
    account: SIMULATOR_ACCOUNT,
    dropsRepeatedIds: true,
    newMessageId: (seed) =>
      seed === undefined ? randomUUID() : createHash('sha256').update(seed).digest('hex').slice(0, 32),
    status: () => status,

    async start(receive: ReceiveEvent) {
      if (status.state !== 'stopped') throw new AppError('conflict', 'The simulator is already started.')
      status = { state: 'connecting', since: clock.now() }
      try {
        platform = await openPlatform(memory)
      } catch (error) {
        status = { state: 'stopped', since: clock.now() }
        throw error
      }
      status = { state: 'connected', since: clock.now() }
      queue.open(platform, receive)
      announce({ type: 'chats' })
    },

    async stop() {
      queue.close()
      const waiting = new AbortController()
      await Promise.race([queue.settled(), clock.sleep(STOP_WAIT_MS, waiting.signal)])
      waiting.abort()
      const stopped = platform
      platform = undefined
      await stopped?.flushed()
      if (status.state !== 'stopped') status = { state: 'stopped', since: clock.now() }
    },

    async send(to, message, { id }) {
      if (platform !== undefined) await checkNew(message)
      await commitForBot(platform, (draft) => sendInto(draft, to, message, id, clock.now()))
      announceChat(to)
      return { externalId: id }
    },

    async edit(to, externalId, message) {
      await commitForBot(platform, (draft) => {
        checkEdited(message)
        draft.replace(editedMessage(ownMessage(draft, to, externalId), message))
      })
      announceChat(to)
    },

    async delete(to, externalId) {
      await commitForBot(platform, (draft) => deleteFrom(draft, to, externalId))
      announceChat(to)
    },

    async isAdmin(chat, senderId) {
      if (platform === undefined) throw new SendError('disconnected', 'The simulator is not started.')
      const known = platform.chats().find(({ chatId }) => chatId === chat.chatId)
      if (known?.botPresent !== true) {
        throw new SendError('unreachable', 'The bot is not in this simulated chat.')
      }
      return known.type === 'group' && senderId === `admin-${known.chatId}`
    },

    chats: () =>
      (platform?.chats() ?? []).map(({ chatId, type, title, botPresent }) => ({
        chatId,
        type,
        title,
        botPresent,
      })),

    messages: (chatId, since = 0) =>
      (platform?.messages(chatId) ?? []).filter(({ order }) => order > since).map(present),

    picture: (messageId) =>
      platform?.allMessages().find(({ id, deleted }) => id === messageId && deleted !== true)?.picturePath,

    settled: () => queue.settled(),

    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    ...people,
  }
}
