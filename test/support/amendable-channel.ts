import { SendError, type SendErrorCode } from '../../src/domain/error.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { createPeerChannel, type PeerChannel } from './peer-channel.ts'

/** A platform in memory on which the bot's messages can be changed and deleted. */
export interface AmendableChannel extends PeerChannel {
  /** What people see now, by chat, the oldest first. */
  seen(): Record<string, string[]>
  /** Refuses to change or delete anything in a chat, with this error. */
  refuse(chatId: string, code: SendErrorCode): void
  /** Every try to change or delete, as `edit chat` or `delete chat`. */
  readonly amended: string[]
}

export function createAmendableChannel(name: ChannelName): AmendableChannel {
  const peer = createPeerChannel(name, { dropsRepeatedIds: name !== 'telegram' })
  const refusals = new Map<string, SendErrorCode>()
  const amended: string[] = []
  const edits = new Map<string, string>()
  const deleted = new Set<string>()
  const check = (what: string, chatId: string) => {
    amended.push(`${what} ${chatId}`)
    const code = refusals.get(chatId)
    if (code !== undefined) throw new SendError(code, 'refused by the test')
  }
  return Object.assign(peer, {
    amended,
    refuse: (chatId: string, code: SendErrorCode) => void refusals.set(chatId, code),
    seen() {
      const chats: Record<string, string[]> = {}
      for (const { chatId, id, text } of peer.posted) {
        const externalId = `x-${id}`
        chats[chatId] ??= []
        if (!deleted.has(externalId)) chats[chatId].push(edits.get(externalId) ?? text)
      }
      return chats
    },
    edit: async (to: { chatId: string }, externalId: string, message: { text: string }) => {
      check('edit', to.chatId)
      edits.set(externalId, message.text)
    },
    delete: async (to: { chatId: string }, externalId: string) => {
      check('delete', to.chatId)
      deleted.add(externalId)
    },
  })
}
