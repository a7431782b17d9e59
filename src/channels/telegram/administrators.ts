import type { Api } from 'grammy'
import { SendError } from '../../domain/error.ts'
import type { ChatAddress } from '../../domain/message.ts'
import { isNobody, isTokenRefused, toSendError } from './errors.ts'
import { GROUP_ANONYMOUS_BOT } from './incoming.ts'

/**
 * Asks Telegram, now. A sender that is the group itself is an anonymous admin: only admins can write so. Rejects with
 * `SendError('unreachable' | 'disconnected')` when Telegram cannot say.
 */
export async function isAdministrator(api: Api, chat: ChatAddress, senderId: string): Promise<boolean> {
  const isGroup = chat.chatId.startsWith('-')
  if (!isGroup) return false
  if (senderId === chat.chatId || senderId === String(GROUP_ANONYMOUS_BOT)) return true
  if (!/^\d+$/.test(senderId)) return false
  try {
    const member = await api.getChatMember(chat.chatId, Number(senderId))
    return member.status === 'creator' || member.status === 'administrator'
  } catch (error) {
    if (isNobody(error)) return false
    const { code, message } = toSendError(error, true)
    throw new SendError(isTokenRefused(error) ? 'disconnected' : 'unreachable', `${code}: ${message}`)
  }
}
