import type { CallbackQuery, Chat, Message, UserFromGetMe } from 'grammy/types'
import type { ChatAddress, ChatType, IncomingMessage, QuotedMessage } from '../../domain/message.ts'
import { readAttachments, type DownloadFile } from './attachments.ts'
import { hiddenLinksOf, readText, wordsOf } from './text.ts'

/** The account that Telegram shows as the sender when an admin writes in the group's name. Source: Bot API, Message. */
export const GROUP_ANONYMOUS_BOT = 1_087_968_824

export function addressOf(account: string, chatId: number | string): ChatAddress {
  return { channel: 'telegram', account, chatId: String(chatId) }
}

/** Undefined in channels, which the bot does not serve. */
export function chatTypeOf(chat: Chat): ChatType | undefined {
  if (chat.type === 'private') return 'private'
  return chat.type === 'group' || chat.type === 'supergroup' ? 'group' : undefined
}

/** The group's title, or the person's display name. */
export function titleOf(chat: Chat): string {
  if (chat.type !== 'private') return chat.title ?? ''
  return [chat.first_name, chat.last_name].filter((part) => part !== undefined).join(' ')
}

/**
 * Who wrote a message: a person, or the group itself when an admin is anonymous. Undefined for the bot, other bots,
 * channels and posts that Telegram copies from a linked channel.
 */
function senderOf(message: Message): string | undefined {
  if (message.sender_chat !== undefined) {
    return message.sender_chat.id === message.chat.id ? String(message.chat.id) : undefined
  }
  if (message.is_automatic_forward === true || message.from === undefined || message.from.is_bot) {
    return undefined
  }
  return String(message.from.id)
}

function quoteOf(message: Message, me: UserFromGetMe, download: DownloadFile): QuotedMessage | undefined {
  const replied = message.reply_to_message
  // Every message of a forum topic "replies" to the message that opened the topic.
  if (replied === undefined || replied.forum_topic_created !== undefined) return undefined
  const attachments = readAttachments(replied, download)
  return {
    id: String(replied.message_id),
    text: wordsOf(replied),
    fromBot: replied.from?.id === me.id,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...hiddenLinksOf(replied),
  }
}

/** Undefined when the message is nothing for the product: written by a bot or a channel, or a service message. */
export function readMessage(
  message: Message,
  me: UserFromGetMe,
  download: DownloadFile,
): IncomingMessage | undefined {
  const chatType = chatTypeOf(message.chat)
  const senderId = senderOf(message)
  const read = readText(message, me)
  if (chatType === undefined || senderId === undefined || read === undefined) return undefined
  const attachments = readAttachments(message, download)
  if (wordsOf(message) === '' && attachments.length === 0) return undefined
  const quoted = quoteOf(message, me, download)
  return {
    id: String(message.message_id),
    chat: addressOf(String(me.id), message.chat.id),
    chatType,
    chatTitle: titleOf(message.chat),
    senderId,
    text: read.text,
    attachments,
    forwarded: message.forward_origin !== undefined,
    mentionsBot: read.mentionsBot,
    ...hiddenLinksOf(message),
    ...(quoted === undefined ? {} : { quoted }),
    sentAt: new Date(message.date * 1_000),
  }
}

/** A tapped choice. Telegram does not say when it was tapped: `now`. Undefined when the button's message is unknown. */
export function readTap(query: CallbackQuery, me: UserFromGetMe, now: Date): IncomingMessage | undefined {
  const { message, data, from } = query
  const chatType = message === undefined ? undefined : chatTypeOf(message.chat)
  if (message === undefined || chatType === undefined || data === undefined) return undefined
  return {
    id: `callback:${query.id}`,
    chat: addressOf(String(me.id), message.chat.id),
    chatType,
    chatTitle: titleOf(message.chat),
    senderId: String(from.id === GROUP_ANONYMOUS_BOT ? message.chat.id : from.id),
    text: '',
    attachments: [],
    forwarded: false,
    mentionsBot: false,
    // A message that is too old comes without its words, with date 0.
    quoted: {
      id: String(message.message_id),
      text: message.date === 0 ? '' : wordsOf(message),
      fromBot: true,
    },
    choice: data,
    sentAt: now,
  }
}
