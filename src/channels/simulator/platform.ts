import type { ChannelEvent, ChannelMemory } from '../../domain/channel.ts'
import type { Choice } from '../../domain/message.ts'
import type { PersonRole, SimulatedChat } from './controls.ts'

export interface StoredMessage {
  id: string
  chatId: string
  order: number
  author: 'bot' | PersonRole
  text: string
  /** ISO 8601. */
  sentAt: string
  edited?: boolean
  /** A deleted message stays as a mark, so that its id stays taken. */
  deleted?: boolean
  forwarded?: boolean
  quoted?: { id: string; author: 'bot' | PersonRole; text: string }
  choices?: Choice[]
  tapped?: string[]
  picturePath?: string
  expectsReply?: boolean
}

export interface StoredChat extends SimulatedChat {
  /** The orders of the stored messages: from `first` up to, not including, `next`. */
  first: number
  next: number
}

/** An event that the bot has not dealt with yet. It is told again after a crash. */
export interface PendingEvent {
  number: number
  event: ChannelEvent
}

interface State {
  chats: StoredChat[]
  nextGroup: number
  nextEvent: number
  pending: PendingEvent[]
}

/** Older messages of a chat are forgotten. */
const KEPT_PER_CHAT = 200

const STATE = { collection: 'state', key: 'state' } as const
const keyOf = (message: { chatId: string; order: number }) => `${message.chatId}/${message.order}`

/** The two chats of the first start: a newcomer sees both sides at once. */
function firstChats(): StoredChat[] {
  const empty = { botPresent: true, first: 1, next: 1 }
  return [
    { chatId: 'warga-1', type: 'private', title: 'Warga', ...empty },
    { chatId: 'grup-1', type: 'group', title: 'KIM contoh', ...empty },
  ]
}

function reviveState(json: string): State {
  const state = JSON.parse(json) as State
  for (const { event } of state.pending) {
    if (event.type === 'message') event.message.sentAt = new Date(event.message.sentAt)
  }
  return state
}

/** Changes that are stored together, or not at all. */
export interface Draft {
  readonly state: State
  message(chatId: string, id: string): StoredMessage | undefined
  /** Adds a message at the end of its chat, and forgets the oldest when there are too many. */
  append(chat: StoredChat, message: Omit<StoredMessage, 'chatId' | 'order'>): StoredMessage
  replace(message: StoredMessage): void
  /** Something to tell the bot. */
  emit(event: ChannelEvent): void
  /** Forgets every message and every chat, and makes the first two again. */
  startOver(): void
}

export type Platform = Awaited<ReturnType<typeof openPlatform>>

/** The chats and messages of the simulated platform. Every commit is on disk before it counts. */
export async function openPlatform(memory: ChannelMemory) {
  const stored = (await memory.get(STATE.collection, [STATE.key])).get(STATE.key)
  let state: State =
    stored === undefined
      ? { chats: firstChats(), nextGroup: 2, nextEvent: 1, pending: [] }
      : reviveState(stored)
  let messages = await loadMessages(memory, state.chats)
  let lastCommit: Promise<unknown> = Promise.resolve()

  async function commitNow<Result>(work: (draft: Draft) => Result): Promise<Result> {
    const { draft, next } = createDraft(state, messages)
    const result = work(draft)
    const gone = [...messages.keys()].filter((key) => !next.messages.has(key))
    const changed = [...next.messages].filter(([key, message]) => messages.get(key) !== message)
    await memory.set([
      ...gone.map((key) => ({ collection: 'messages', key, value: null })),
      ...changed.map(([key, message]) => ({ collection: 'messages', key, value: JSON.stringify(message) })),
      { ...STATE, value: JSON.stringify(next.state) },
    ])
    state = next.state
    messages = next.messages
    return result
  }

  return {
    chats: (): readonly StoredChat[] => state.chats,
    pending: (): readonly PendingEvent[] => state.pending,
    messages: (chatId: string) => messagesOf(messages, chatId),
    allMessages: () => [...messages.values()],

    /** Runs commits one after another. `work` throws to change nothing. */
    commit<Result>(work: (draft: Draft) => Result): Promise<Result> {
      const commit = lastCommit.then(() => commitNow(work))
      lastCommit = commit.then(
        () => undefined,
        () => undefined,
      )
      return commit
    },

    /** Resolves when every commit so far has ended. */
    async flushed(): Promise<void> {
      await lastCommit
    },
  }
}

async function loadMessages(memory: ChannelMemory, chats: StoredChat[]): Promise<Map<string, StoredMessage>> {
  const keys = chats.flatMap(({ chatId, first, next }) =>
    Array.from({ length: next - first }, (_, index) => keyOf({ chatId, order: first + index })),
  )
  const values = await memory.get('messages', keys)
  return new Map([...values].map(([key, value]) => [key, JSON.parse(value) as StoredMessage]))
}

function messagesOf(messages: Map<string, StoredMessage>, chatId: string): StoredMessage[] {
  return [...messages.values()]
    .filter((message) => message.chatId === chatId)
    .toSorted((one, other) => one.order - other.order)
}

function createDraft(currentState: State, currentMessages: Map<string, StoredMessage>) {
  const next = { state: structuredClone(currentState), messages: new Map(currentMessages) }
  const draft: Draft = {
    state: next.state,
    message: (chatId, id) =>
      [...next.messages.values()].find((message) => message.chatId === chatId && message.id === id),
    append(chat, content) {
      const message = { ...content, chatId: chat.chatId, order: chat.next }
      next.messages.set(keyOf(message), message)
      chat.next += 1
      if (chat.next - chat.first > KEPT_PER_CHAT) {
        next.messages.delete(keyOf({ chatId: chat.chatId, order: chat.first }))
        chat.first += 1
      }
      return message
    },
    replace: (message) => void next.messages.set(keyOf(message), message),
    emit(event) {
      next.state.pending.push({ number: next.state.nextEvent, event })
      next.state.nextEvent += 1
    },
    startOver() {
      next.messages.clear()
      next.state.chats = firstChats()
    },
  }
  return { draft, next }
}
