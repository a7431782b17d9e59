import { randomUUID } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { AppError } from '../../domain/error.ts'
import type { IncomingMessage } from '../../domain/message.ts'
import type {
  PersonRole,
  PersonWrites,
  SimulatedChat,
  SimulatedMessage,
  SimulatorChange,
  SimulatorControls,
} from './controls.ts'
import { quoteOf, simulatorAddress } from './message.ts'
import type { EventQueue } from './event-queue.ts'
import type { Draft, Platform, StoredChat, StoredMessage } from './platform.ts'

/** Telegram's limit for a text; the simulator is no more generous. */
const MAX_TEXT_LENGTH = 4_096
/** Telegram's limit for a group's title. */
const MAX_TITLE_LENGTH = 128
const MENTION = /@KabarKIM\b/gi

interface PeopleDeps {
  /** Throws `AppError('conflict')` before start. */
  openedPlatform: () => Platform
  clock: Clock
  queue: EventQueue
  announce: (change: SimulatorChange) => void
  present: (message: StoredMessage) => SimulatedMessage
}

type PeopleControls = Pick<
  SimulatorControls,
  'createGroup' | 'removeBot' | 'inviteBot' | 'write' | 'tap' | 'reset'
>

function findChat(draft: Draft, chatId: string): StoredChat {
  const chat = draft.state.chats.find((candidate) => candidate.chatId === chatId)
  if (chat === undefined) throw new AppError('not_found', 'There is no such simulated chat.')
  return chat
}

function findGroup(draft: Draft, chatId: string): StoredChat {
  const chat = findChat(draft, chatId)
  if (chat.type !== 'group') throw new AppError('not_found', 'There is no such simulated group.')
  return chat
}

/** Throws `AppError('invalid')` when that person is not in the chat. */
function senderIn(chat: StoredChat, role: PersonRole): string {
  if ((role === 'warga') !== (chat.type === 'private')) {
    throw new AppError('invalid', 'This person is not in the simulated chat.')
  }
  return role === 'warga' ? chat.chatId : `${role}-${chat.chatId}`
}

/** What the bot gets to see of a message or a tap. */
function incoming(chat: StoredChat, role: PersonRole, id: string, sentAt: Date): IncomingMessage {
  return {
    id,
    chat: simulatorAddress(chat.chatId),
    chatType: chat.type,
    chatTitle: chat.title,
    senderId: senderIn(chat, role),
    text: '',
    attachments: [],
    forwarded: false,
    mentionsBot: false,
    sentAt,
  }
}

function writeInto(draft: Draft, written: PersonWrites, sentAt: Date): StoredMessage {
  const chat = findChat(draft, written.chatId)
  const text = written.text.trim()
  if (text === '' || text.length > MAX_TEXT_LENGTH) {
    throw new AppError('invalid', `A message must have 1 to ${MAX_TEXT_LENGTH} characters.`)
  }
  const event = incoming(chat, written.personRole, randomUUID(), sentAt)
  const replied = written.replyTo === undefined ? undefined : draft.message(chat.chatId, written.replyTo)
  const quoted = replied === undefined || replied.deleted === true ? undefined : quoteOf(replied)
  const message = draft.append(chat, {
    id: event.id,
    author: written.personRole,
    text,
    sentAt: sentAt.toISOString(),
    ...(written.forwarded === true ? { forwarded: true } : {}),
    ...(quoted === undefined ? {} : { quoted }),
  })
  if (!chat.botPresent) return message
  draft.emit({
    type: 'message',
    message: {
      ...event,
      text: text.replace(MENTION, '').trim(),
      mentionsBot: text.search(MENTION) !== -1,
      forwarded: written.forwarded === true,
      ...(quoted === undefined
        ? {}
        : { quoted: { id: quoted.id, text: quoted.text, fromBot: quoted.author === 'bot' } }),
    },
  })
  return message
}

function tapInto(
  draft: Draft,
  at: { chatId: string; messageId: string; choiceId: string; role: PersonRole },
  sentAt: Date,
): void {
  const chat = findChat(draft, at.chatId)
  const message = draft.message(at.chatId, at.messageId)
  const choice = message?.choices?.find(({ id }) => id === at.choiceId)
  if (message === undefined || message.deleted === true || choice === undefined) {
    throw new AppError('not_found', 'This choice is no longer there.')
  }
  const event = incoming(chat, at.role, randomUUID(), sentAt)
  draft.replace({ ...message, tapped: [...new Set([...(message.tapped ?? []), choice.id])] })
  if (!chat.botPresent) return
  const { id, text } = quoteOf(message)
  draft.emit({
    type: 'message',
    message: { ...event, choice: choice.id, quoted: { id, text, fromBot: true } },
  })
}

function setBotPresent(draft: Draft, chatId: string, botPresent: boolean): void {
  const chat = findGroup(draft, chatId)
  if (chat.botPresent === botPresent) return
  chat.botPresent = botPresent
  const address = simulatorAddress(chatId)
  if (botPresent) draft.emit({ type: 'bot_added', chat: address, title: chat.title })
  else draft.emit({ type: 'bot_removed', chat: address })
}

function createGroupIn(draft: Draft, wantedTitle: string): SimulatedChat {
  const title = wantedTitle.trim()
  if (title === '' || title.length > MAX_TITLE_LENGTH) {
    throw new AppError('invalid', `A group's title must have 1 to ${MAX_TITLE_LENGTH} characters.`)
  }
  const chatId = `grup-${draft.state.nextGroup}`
  draft.state.nextGroup += 1
  const chat: SimulatedChat = { chatId, type: 'group', title, botPresent: true }
  draft.state.chats.push({ ...chat, first: 1, next: 1 })
  draft.emit({ type: 'bot_added', chat: simulatorAddress(chatId), title })
  return chat
}

/** What people do on the simulated platform. */
export function createPeople(deps: PeopleDeps): PeopleControls {
  const { openedPlatform, clock, queue, announce, present } = deps

  /** Shows the change on the page first, then tells the bot. */
  async function act<Result>(change: SimulatorChange, work: (draft: Draft) => Result): Promise<Result> {
    const result = await openedPlatform().commit(work)
    announce(change)
    queue.takeUp()
    return result
  }

  return {
    createGroup: (title) => act({ type: 'chats' }, (draft) => createGroupIn(draft, title)),
    removeBot: (chatId) => act({ type: 'chats' }, (draft) => setBotPresent(draft, chatId, false)),
    inviteBot: (chatId) => act({ type: 'chats' }, (draft) => setBotPresent(draft, chatId, true)),

    async write(written) {
      const change = { type: 'chat', chatId: written.chatId } as const
      return present(await act(change, (draft) => writeInto(draft, written, clock.now())))
    },

    tap: (chatId, messageId, choiceId, role) =>
      act({ type: 'chat', chatId }, (draft) =>
        tapInto(draft, { chatId, messageId, choiceId, role }, clock.now()),
      ),

    reset: () =>
      act({ type: 'chats' }, (draft) => {
        draft.state.pending = []
        for (const chat of draft.state.chats) {
          if (chat.type === 'group' && chat.botPresent) setBotPresent(draft, chat.chatId, false)
        }
        draft.startOver()
      }),
  }
}
