import type { Area } from '../domain/area.ts'
import type { ChannelEvent } from '../domain/channel.ts'
import type { Chat } from '../domain/community.ts'
import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import { createPosting, type PostingDeps, type PostingEvent } from './posting.ts'
import { backAgain, hello } from './replies/general.ts'
import { backWhilePaused, barredAtOnce } from './replies/group-life.ts'

/** These stand in the list of received messages for "this group was greeted", and for "it could not be". */
const GREETED = 'bot_added'
const NOT_GREETED = 'bot_added_barred'

type Added = Extract<ChannelEvent, { type: 'bot_added' }>

/** What may happen to a group. */
export type GroupEvent =
  | Added
  | PostingEvent
  | Extract<ChannelEvent, { type: 'bot_removed' | 'chat_deleted' | 'chat_renamed' | 'chat_moved' }>

export interface GroupLifeDeps extends PostingDeps {
  /** True when this number speaks in the group. */
  isSpeaker: (chat: ChatAddress) => boolean
  /** True when some number of the bot is in the group. */
  isReachable: (chat: ChatAddress) => boolean
}

const keyOf = ({ channel, account, chatId }: ChatAddress) => `${channel}/${account}/${chatId}`

/** What is said on coming back: a subscription that an admin stopped stays stopped. */
function onReturn({ status, pausedUntil }: Chat, area: Area | undefined): OutgoingMessage {
  if (area === undefined) return hello()
  return status === 'paused' ? backWhilePaused(area, pausedUntil) : backAgain(area)
}

/**
 * Follows what happens to the bot's groups: it comes and goes, they are renamed and move, close and open. Keeps the
 * registry true, and tells whoever can do something. Every event may come twice, late, or for an unknown group: where
 * it matters, the platform is asked.
 */
export function createGroupLife(deps: GroupLifeDeps) {
  const { storage, logger, say } = deps
  const { chats, chatLife, dialogues, receivedMessages, gazetteer } = storage
  const posting = createPosting(deps)
  /** Groups that the bot left while it ran: coming back there is a new visit. */
  const left = new Set<string>()

  const isNoted = async (chat: ChatAddress, note: string) =>
    (await receivedMessages.find(chat, note)) !== undefined

  async function greet(chat: ChatAddress, title: string, by?: string): Promise<void> {
    const problem = await say(chat, hello())
    if (problem === undefined) await receivedMessages.add(chat, GREETED)
    if (problem !== 'not_allowed') return
    await receivedMessages.add(chat, NOT_GREETED)
    await posting.tellPerson(chat, by, barredAtOnce(title))
  }

  async function welcomeBack(chat: ChatAddress, by?: string): Promise<void> {
    await chatLife.comeBack(chat)
    const known = await chats.find(chat)
    if (known === undefined) return
    logger.info({ channel: chat.channel, status: known.status }, 'a group invited the bot back')
    const problem = await say(chat, onReturn(known, gazetteer.get(known.areaCodes[0] ?? '')))
    // An old event, told again: the bot is not there.
    if (problem === 'chat_gone') await chatLife.leave(chat)
    if (problem === 'not_allowed') await posting.bar(known, 'announce_only', by)
  }

  /** The bot is in a group now. A group is greeted once a visit. */
  async function added({ chat, title, by }: Added): Promise<void> {
    const isNewVisit = left.delete(keyOf(chat))
    const known = await chats.find(chat)
    if (known === undefined) {
      if (!isNewVisit && (await isNoted(chat, GREETED))) return
      if (deps.isSpeaker(chat)) await greet(chat, title, by)
      return
    }
    if (known.title !== title && title !== '') await chats.rename(chat, title)
    if (known.status === 'gone') await welcomeBack(chat, by)
  }

  /** The subscription is kept for history, and for the day when the bot is invited again. */
  async function leave(chat: ChatAddress): Promise<void> {
    left.add(keyOf(chat))
    await dialogues.remove(chat)
    await chatLife.leave(chat)
  }

  async function removed(chat: ChatAddress): Promise<void> {
    // Another number of the bot is still there.
    if (deps.isReachable(chat)) return
    const standing = await posting.ask(chat)
    // Otherwise it is an old event, told again.
    if (standing === undefined || standing === 'outside') await leave(chat)
  }

  async function moveDialogue(chat: ChatAddress, target: ChatAddress): Promise<void> {
    const dialogue = await dialogues.find(chat)
    if (dialogue === undefined) return
    await dialogues.save(target, dialogue.adminKey, dialogue.state)
    await dialogues.remove(chat)
  }

  /** A group has a new id. A group that moves is alive, even when its old id looked like a farewell. */
  async function moved(chat: ChatAddress, movedTo: string): Promise<void> {
    const target = { ...chat, chatId: movedTo }
    const before = await chats.find(chat)
    const isTargetKnown = (await chats.find(target)) !== undefined
    await chats.move(chat, movedTo)
    const isGone = before?.status === 'gone'
    if (before !== undefined && !isTargetKnown && (isGone || left.has(keyOf(target)))) {
      const isOutside = (await posting.ask(target)) === 'outside'
      if (isGone && !isOutside) await chatLife.comeBack(target)
      if (!isGone && isOutside) await chatLife.leave(target)
    }
    await moveDialogue(chat, target)
    // Whoever talked with us under the old id need not be greeted under the new one.
    await receivedMessages.add(target, GREETED)
  }

  async function postingChanged(event: PostingEvent): Promise<void> {
    const { chat, title } = event
    const known = await chats.find(chat)
    if (known?.status === 'gone') return
    if (known !== undefined) return posting.changed(event, known)
    // The greeting that could not be given.
    const isOwed = (await isNoted(chat, NOT_GREETED)) && !(await isNoted(chat, GREETED))
    if (isOwed && (await posting.isOpenAfter(event))) await greet(chat, title)
  }

  return {
    moved,
    /** Where the bot may write. */
    posting,

    async happened(event: GroupEvent): Promise<void> {
      switch (event.type) {
        case 'bot_added':
          return added(event)
        case 'bot_removed':
          return removed(event.chat)
        case 'chat_deleted':
          return leave(event.chat)
        case 'chat_renamed':
          return chats.rename(event.chat, event.title)
        case 'chat_moved':
          return moved(event.chat, event.movedTo)
        case 'posting_changed':
        default:
          return postingChanged(event)
      }
    },
  }
}
