import type { ChatMember, ChatMemberUpdated, Message, User, UserFromGetMe } from 'grammy/types'
import type { ChannelEvent, PostingChange } from '../../domain/channel.ts'
import { addressOf, chatTypeOf, titleOf } from './incoming.ts'

/** General has no number of its own in the Bot API; MTProto calls it 1. */
const GENERAL_TOPIC = 1

function isInside(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member
  return member.status !== 'left' && member.status !== 'kicked'
}

const isAdmin = ({ status }: ChatMember) => status === 'administrator' || status === 'creator'

export const isMuted = (member: ChatMember) => member.status === 'restricted' && !member.can_send_messages

/** The person behind a change. Undefined for bots: an anonymous admin appears as one. */
const personOf = (user: User | undefined) =>
  user === undefined || user.is_bot ? {} : { by: String(user.id) }

/** What a change of rights means for writing. Undefined when it means nothing. */
function changeOfRights(before: ChatMember, after: ChatMember): PostingChange | undefined {
  if (isMuted(before) !== isMuted(after)) return isMuted(after) ? 'restricted' : 'opened'
  if (isAdmin(before) !== isAdmin(after)) return isAdmin(after) ? 'promoted' : 'demoted'
  return undefined
}

/** The bot came into a group, left it, or has other rights there. Undefined for private chats and channels. */
export function readMembership(change: ChatMemberUpdated, me: UserFromGetMe): ChannelEvent | undefined {
  if (chatTypeOf(change.chat) !== 'group') return undefined
  const { old_chat_member: before, new_chat_member: after, from } = change
  const chat = addressOf(String(me.id), change.chat.id)
  const title = titleOf(change.chat)
  if (isInside(before) !== isInside(after)) {
    return isInside(after)
      ? { type: 'bot_added', chat, title, ...personOf(from) }
      : { type: 'bot_removed', chat }
  }
  const rights = isInside(after) ? changeOfRights(before, after) : undefined
  return rights === undefined
    ? undefined
    : { type: 'posting_changed', chat, title, change: rights, ...personOf(from) }
}

/**
 * General, where announcements go, was closed or opened. Hiding it closes it; it is opened again by a message of its own.
 * Other topics do not matter, and nobody tells when they are deleted.
 */
function readTopic(message: Message): PostingChange | undefined {
  const { message_thread_id: topic = GENERAL_TOPIC } = message
  if (topic !== GENERAL_TOPIC) return undefined
  if (message.forum_topic_reopened !== undefined) return 'topic_opened'
  const isClosed =
    message.forum_topic_closed !== undefined || message.general_forum_topic_hidden !== undefined
  return isClosed ? 'topic_closed' : undefined
}

/**
 * A new title, a topic that was closed or opened, or a group that became a supergroup. Telegram tells of the latter in
 * both chats, in either order: both give the same event.
 */
export function readServiceMessage(message: Message, me: UserFromGetMe): ChannelEvent | undefined {
  if (chatTypeOf(message.chat) !== 'group') return undefined
  const account = String(me.id)
  const here = addressOf(account, message.chat.id)
  if (message.new_chat_title !== undefined) {
    return { type: 'chat_renamed', chat: here, title: message.new_chat_title }
  }
  if (message.migrate_to_chat_id !== undefined) {
    return { type: 'chat_moved', chat: here, movedTo: String(message.migrate_to_chat_id) }
  }
  if (message.migrate_from_chat_id !== undefined) {
    const chat = addressOf(account, message.migrate_from_chat_id)
    return { type: 'chat_moved', chat, movedTo: here.chatId }
  }
  const change = readTopic(message)
  if (change === undefined) return undefined
  return {
    type: 'posting_changed',
    chat: here,
    title: titleOf(message.chat),
    change,
    ...personOf(message.from),
  }
}
