import type { Api } from 'grammy'
import type { Standing } from '../../domain/channel.ts'
import { SendError } from '../../domain/error.ts'
import { isTokenRefused, toSendError } from './errors.ts'
import { isMuted } from './membership-events.ts'

async function ask(api: Api, chatId: string, botId: number): Promise<Standing> {
  const me = await api.getChatMember(chatId, botId)
  switch (me.status) {
    case 'creator':
      return 'admin'
    case 'administrator':
      // A closed topic is open to those who manage topics. Source: TDLib, forumTopicInfo.is_closed.
      return me.can_manage_topics === true ? 'admin' : 'member'
    case 'restricted':
      return me.is_member ? (isMuted(me) ? 'barred' : 'member') : 'outside'
    case 'member': {
      const { permissions } = await api.getChat(chatId)
      return permissions?.can_send_messages === false ? 'barred' : 'member'
    }
    case 'left':
    case 'kicked':
    default:
      return 'outside'
  }
}

/**
 * Asks Telegram, now, what the bot is in a group. Whether General is closed it does not say. Rejects with
 * `SendError('unreachable' | 'disconnected')` when Telegram cannot say.
 */
export async function askStanding(api: Api, chatId: string, botId: number): Promise<Standing> {
  try {
    return await ask(api, chatId, botId)
  } catch (error) {
    const { code, message } = toSendError(error, true)
    if (code === 'chat_gone') return 'outside'
    throw new SendError(isTokenRefused(error) ? 'disconnected' : 'unreachable', `${code}: ${message}`)
  }
}
