import type { Choice } from '../../domain/message.ts'
import type { Block } from '../formatting.ts'

/** Who writes: the resident in the private chat, the admin or a member in a group. */
export type PersonRole = 'warga' | 'admin' | 'anggota'

export interface SimulatedChat {
  /** `warga-1`, `grup-1`, … */
  chatId: string
  type: 'private' | 'group'
  title: string
  /** False after the bot was removed from the group. */
  botPresent: boolean
}

/** A message as the page shows it. */
export interface SimulatedMessage {
  /** Unique within the chat. */
  id: string
  chatId: string
  /** Grows by one with each message of the chat. */
  order: number
  author: 'bot' | PersonRole
  /** As it was written: Markdown from the bot, plain text from people. */
  text: string
  /** The bot's text as a tree. Empty for people and for deleted messages. */
  blocks: Block[]
  sentAt: Date
  edited: boolean
  deleted: boolean
  forwarded: boolean
  quoted?: { id: string; author: 'bot' | PersonRole; text: string }
  choices: (Choice & { tapped: boolean })[]
  hasPicture: boolean
  expectsReply: boolean
}

export interface PersonWrites {
  chatId: string
  personRole: PersonRole
  text: string
  /** The id of a message in the same chat. */
  replyTo?: string
  forwarded?: boolean
}

/** What changed: the messages of one chat, or the list of chats. */
export type SimulatorChange = { type: 'chat'; chatId: string } | { type: 'chats' }

/** The hands of the people in the simulator. Everything that changes rejects with `AppError('conflict')` before `start`. */
export interface SimulatorControls {
  /** The private chat first, then the groups, oldest first. Empty before `start`. */
  chats(): SimulatedChat[]
  /** Oldest first; with `since`, only what has a greater `order`. Empty for a chat that does not exist. */
  messages(chatId: string, since?: number): SimulatedMessage[]
  /** Absolute path of the picture in a message. */
  picture(messageId: string): string | undefined
  /** Makes a group with the bot in it. Rejects with `AppError('invalid')` for a blank or long title. */
  createGroup(title: string): Promise<SimulatedChat>
  /** Takes the bot out of a group. Rejects with `AppError('not_found')`. */
  removeBot(chatId: string): Promise<void>
  /** Puts the bot back into a group. Rejects with `AppError('not_found')`. */
  inviteBot(chatId: string): Promise<void>
  /** Resolves when the message is stored. Rejects with `AppError('not_found' | 'invalid')`. */
  write(written: PersonWrites): Promise<SimulatedMessage>
  /** Taps a choice under a message of the bot. Rejects with `AppError('not_found' | 'invalid')`. */
  tap(chatId: string, messageId: string, choiceId: string, role: PersonRole): Promise<void>
  /** Resolves when the bot has dealt with everything that people did so far. */
  settled(): Promise<void>
  /** Calls back after every change. Returns how to end it. */
  subscribe(listener: (change: SimulatorChange) => void): () => void
  /** Starts over: takes the bot out of every group, then leaves two empty chats as on the first start. */
  reset(): Promise<void>
}
