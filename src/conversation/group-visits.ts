import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'
import { backAgain, hello } from './replies/general.ts'

/** Stands in the list of received messages for "this group was greeted": platforms repeat that the bot was added. */
const GREETED = 'bot_added'

const keyOf = ({ channel, account, chatId }: ChatAddress) => `${channel}/${account}/${chatId}`

/** Coming into groups, leaving them, and following them when their id changes. */
export function createGroupVisits(
  { chats, dialogues, receivedMessages, gazetteer }: Storage,
  logger: Logger,
) {
  /** Groups that the bot left while it ran: coming back there is a new visit. */
  const left = new Set<string>()

  async function moveDialogue(chat: ChatAddress, target: ChatAddress): Promise<void> {
    const dialogue = await dialogues.find(chat)
    if (dialogue === undefined) return
    await dialogues.save(target, dialogue.adminKey, dialogue.state)
    await dialogues.remove(chat)
  }

  return {
    /** The bot is in a group now. Returns what to say there: a group is greeted once a visit. */
    async added(chat: ChatAddress, title: string): Promise<OutgoingMessage | undefined> {
      const known = await chats.find(chat)
      const isNewVisit = left.delete(keyOf(chat))
      if (known === undefined) {
        if (!isNewVisit && (await receivedMessages.find(chat, GREETED)) !== undefined) return undefined
        await receivedMessages.add(chat, GREETED)
        return hello()
      }
      if (known.title !== title && title !== '') await chats.rename(chat, title)
      if (known.status !== 'gone') return undefined
      await chats.setStatus(chat, 'active')
      logger.info({ channel: chat.channel }, 'a group invited the bot back')
      const area = gazetteer.get(known.areaCodes[0] ?? '')
      return area === undefined ? hello() : backAgain(area)
    },

    /** The bot is no longer in a group. A subscription that an admin stopped stays stopped. */
    async removed(chat: ChatAddress): Promise<void> {
      left.add(keyOf(chat))
      await dialogues.remove(chat)
      const known = await chats.find(chat)
      if (known?.status === 'active') await chats.setStatus(chat, 'gone')
    },

    /** A group has a new id. A group that moves is alive, even when its old id looked like a farewell. */
    async moved(chat: ChatAddress, movedTo: string): Promise<void> {
      const target = { ...chat, chatId: movedTo }
      const before = await chats.find(chat)
      const isTargetKnown = (await chats.find(target)) !== undefined
      await chats.move(chat, movedTo)
      if (before?.status === 'gone' && !isTargetKnown) await chats.setStatus(target, 'active')
      await moveDialogue(chat, target)
      // Whoever talked with us under the old id need not be greeted under the new one.
      await receivedMessages.add(target, GREETED)
    },
  }
}
