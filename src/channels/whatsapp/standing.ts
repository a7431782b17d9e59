import { jidNormalizedUser, type GroupMetadata, type WASocket } from '@whiskeysockets/baileys'
import type { Standing } from '../../domain/channel.ts'
import { SendError } from '../../domain/error.ts'
import { isAdminOf, isMutedFor, type Groups } from './groups.ts'
import { ownIdentity } from './identity.ts'
import { isGroupId } from './incoming.ts'
import { disconnected, sendErrorFrom } from './send-errors.ts'

export interface StandingDeps {
  groups: Groups
  /** The socket, while it is connected. */
  socket: () => WASocket | undefined
}

const unknown = (cause: unknown) =>
  new SendError('unreachable', 'WhatsApp does not say who administers this group', { cause })

function standingIn(group: GroupMetadata, socket: WASocket): Standing {
  const { phoneJid, lidJid } = ownIdentity(socket.user)
  const own = [phoneJid, lidJid].filter((jid) => jid !== undefined)
  if (isAdminOf(group, own)) return 'admin'
  return isMutedFor(group, { phoneJid, lidJid }) ? 'barred' : 'member'
}

/** Asks WhatsApp who is what in a group. Both reject with `SendError('unreachable' | 'disconnected')`. */
export function createStandings({ groups, socket }: StandingDeps) {
  const connected = (): WASocket => {
    const open = socket()
    if (open === undefined) throw disconnected()
    return open
  }

  return {
    /** What the bot is in a group. */
    async standing(chatId: string): Promise<Standing> {
      const open = connected()
      if (!isGroupId(chatId)) return 'member'
      try {
        return standingIn(await groups.fresh(chatId), open)
      } catch (error) {
        const { code } = sendErrorFrom(error, { isGroup: true, isWritten: false })
        if (code === 'chat_gone') return 'outside'
        throw unknown(error)
      }
    },

    /** Whether a person administers a group. People have two addresses: both are compared. */
    async isAdmin(chatId: string, senderId: string): Promise<boolean> {
      const open = connected()
      if (!isGroupId(chatId)) return false
      try {
        const group = await groups.fresh(chatId)
        const phone = senderId.endsWith('@lid')
          ? await open.signalRepository.lidMapping.getPNForLID(senderId)
          : null
        return isAdminOf(group, phone === null ? [senderId] : [senderId, jidNormalizedUser(phone)])
      } catch (error) {
        throw unknown(error)
      }
    },

    /** False when the bot is known to be barred from writing in a group; asks nothing. */
    mayPost(chatId: string): boolean {
      const group = groups.seen(chatId)
      return group === undefined || !isMutedFor(group, ownIdentity(socket()?.user))
    },
  }
}
