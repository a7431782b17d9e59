import type { ChatMember, ChatMemberUpdated, Message, UserFromGetMe } from 'grammy/types'
import type { ChannelEvent } from '../../domain/channel.ts'
import { addressOf, chatTypeOf, titleOf } from './incoming.ts'

function isInside(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member
  return member.status !== 'left' && member.status !== 'kicked'
}

/** The bot came into a group or left it. Undefined for private chats, channels, and a change of rights only. */
export function readMembership(change: ChatMemberUpdated, me: UserFromGetMe): ChannelEvent | undefined {
  if (chatTypeOf(change.chat) !== 'group') return undefined
  const wasInside = isInside(change.old_chat_member)
  const nowInside = isInside(change.new_chat_member)
  if (wasInside === nowInside) return undefined
  const chat = addressOf(String(me.id), change.chat.id)
  return nowInside ? { type: 'bot_added', chat, title: titleOf(change.chat) } : { type: 'bot_removed', chat }
}

/**
 * A new title, or a group that became a supergroup. Telegram tells of the latter in both chats, in either order: both
 * give the same event.
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
  return undefined
}
