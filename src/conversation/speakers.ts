import type { Channel } from '../domain/channel.ts'
import type { ChatAddress, IncomingMessage } from '../domain/message.ts'

/** Where several numbers of the bot are in one group, one of them speaks there: people want one answer. */
export function createSpeakers(channels: Channel[]) {
  const membersOf = ({ channel, chatId }: ChatAddress) =>
    channels.filter((one) => one.name === channel && one.isMember?.(chatId) === true)

  /** True when this account speaks in the group: the first that is in it and connected. */
  const isSpeaker = (chat: ChatAddress): boolean => {
    const members = membersOf(chat)
    const [first] = members.filter((channel) => channel.status().state === 'connected')
    return members.length < 2 || first === undefined || first.account === chat.account
  }

  return {
    isSpeaker,
    /** The accounts that are in a group; where nobody knows that, the one that is meant. */
    channelsIn(chat: ChatAddress): Channel[] {
      const members = membersOf(chat)
      if (members.length > 0) return members
      return channels.filter(({ name, account }) => name === chat.channel && account === chat.account)
    },
    /** True when the account that heard a message is to deal with it: it was addressed by name, or speaks there. */
    isMeantFor: ({ chat, chatType, mentionsBot, quoted }: IncomingMessage): boolean =>
      chatType === 'private' || mentionsBot || quoted?.fromBot === true || isSpeaker(chat),
    /** True when some account of the bot is in the group. */
    isReachable: (chat: ChatAddress): boolean => membersOf(chat).length > 0,
  }
}
