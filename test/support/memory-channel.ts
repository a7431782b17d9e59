import type { Channel, ChannelState, ReceiveEvent } from '../../src/domain/channel.ts'
import { SendError } from '../../src/domain/error.ts'
import type { ChannelName, ChatAddress, OutgoingMessage } from '../../src/domain/message.ts'

export interface SentMessage extends OutgoingMessage {
  chatId: string
  externalId: string
}

/** A platform in memory that keeps what the bot sent, for tests. */
export interface MemoryChannel extends Channel {
  readonly sent: SentMessage[]
  /** Messages that the bot changed, in order. */
  readonly edited: SentMessage[]
  /** The next sends fail with these, one each. */
  readonly failures: (SendError | Error)[]
  /** Chats in which the bot may not write. */
  readonly barred: Set<string>
  /** Who administers every group. */
  readonly admins: Set<string>
  /** When set, asking who is an admin fails with it. */
  adminFailure: Error | undefined
  state: ChannelState
  readonly receive: ReceiveEvent
}

function keep(list: SentMessage[], to: ChatAddress, message: OutgoingMessage, externalId: string): void {
  list.push({ ...structuredClone(message), chatId: to.chatId, externalId })
}

/** A channel that delivers at once. Tests hand in events with `receive` after `start`. */
export function createMemoryChannel(name: ChannelName = 'simulator'): MemoryChannel {
  const account = name === 'simulator' ? 'simulator' : 'default'
  let receiver: ReceiveEvent | undefined
  let lastId = 0
  const channel: MemoryChannel = {
    name,
    account,
    dropsRepeatedIds: true,
    sent: [],
    edited: [],
    failures: [],
    barred: new Set(),
    admins: new Set(['admin']),
    adminFailure: undefined,
    state: 'connected',
    receive: async (event) => receiver?.(event),
    async start(receive) {
      receiver = receive
    },
    async stop() {
      receiver = undefined
    },
    newMessageId: () => `bot-${(lastId += 1)}`,
    async send(to, message, { id }) {
      const failure = channel.failures.shift()
      if (failure !== undefined) throw failure
      if (channel.barred.has(to.chatId)) throw new SendError('not_allowed', 'only admins write here')
      keep(channel.sent, to, message, id)
      return { externalId: id }
    },
    async edit(to, externalId, message) {
      keep(channel.edited, to, message, externalId)
    },
    async isAdmin(_chat, senderId) {
      if (channel.adminFailure !== undefined) throw channel.adminFailure
      return channel.admins.has(senderId)
    },
    status: () => ({ state: channel.state, since: new Date(0) }),
  }
  return channel
}
