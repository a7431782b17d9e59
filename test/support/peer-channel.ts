import type { Channel, ChannelState } from '../../src/domain/channel.ts'
import type { ChannelName, ChatAddress } from '../../src/domain/message.ts'

export interface PostedMessage {
  chatId: string
  id: string
  text: string
}

/** A messaging platform in memory, and the channel that speaks to it. It outlives the broadcasters that use it. */
export interface PeerChannel extends Channel {
  /** What people in the groups see, in order. */
  readonly posted: PostedMessage[]
  /** Every try, also those that came to nothing. */
  readonly tried: PostedMessage[]
  state: ChannelState
  /** Called before a message is posted; throws to refuse it, waits to keep it in flight. */
  before: (to: ChatAddress, id: string) => void | Promise<void>
  /** Called after a message is posted; throws when the answer gets lost. */
  after: (to: ChatAddress, id: string) => void | Promise<void>
}

export function createPeerChannel(
  name: ChannelName,
  {
    dropsRepeatedIds,
    account = `${name}-bot`,
    ...more
  }: Pick<Channel, 'dropsRepeatedIds' | 'tellsReceipts' | 'isMember' | 'mayPost'> & { account?: string },
): PeerChannel {
  let lastId = 0
  const posted: PostedMessage[] = []
  const tried: PostedMessage[] = []
  const peer: PeerChannel = {
    ...more,
    name,
    account,
    dropsRepeatedIds,
    posted,
    tried,
    state: 'connected',
    before: () => undefined,
    after: () => undefined,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    newMessageId: () => `${account.replace('-bot', '')}-${(lastId += 1)}`,
    isAdmin: () => Promise.resolve(false),
    status: () => ({ state: peer.state, since: new Date(0) }),
    async send(to, message, { id }) {
      const entry = { chatId: to.chatId, id, text: message.text }
      tried.push(entry)
      await peer.before(to, id)
      const isRepeated =
        dropsRepeatedIds && posted.some((other) => other.id === id && other.chatId === to.chatId)
      if (!isRepeated) posted.push(entry)
      await peer.after(to, id)
      return { externalId: `x-${id}` }
    },
  }
  return peer
}
