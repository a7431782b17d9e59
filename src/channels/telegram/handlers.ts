import type { Bot } from 'grammy'
import type { Message, Update } from 'grammy/types'
import type { Clock } from '../../clock.ts'
import type { ReceiveEvent } from '../../domain/channel.ts'
import type { DownloadFile } from './attachments.ts'
import { readMessage, readTap } from './incoming.ts'
import { readMembership, readServiceMessage } from './membership-events.ts'

const REMEMBERED_ALBUMS = 200

export interface HandlerDeps {
  clock: Clock
  download: DownloadFile
  receive: ReceiveEvent
  /** What to call when an update waits for the next one of its chat. */
  onWaitingOf: (update: Update) => (() => void) | undefined
}

/**
 * An album comes as one message for each picture, of which the first has the words. The rest would make the bot answer
 * again and again.
 */
function createAlbums() {
  const firstOf = new Map<string, number>()
  return {
    isRest({ media_group_id: album, message_id: id, caption }: Message): boolean {
      if (album === undefined) return false
      const first = firstOf.get(album)
      if (first === undefined) firstOf.set(album, id)
      const [oldest] = firstOf.keys()
      if (firstOf.size > REMEMBERED_ALBUMS && oldest !== undefined) firstOf.delete(oldest)
      return first !== undefined && first !== id && caption === undefined
    },
  }
}

/** Makes the bot tell `receive` what its updates mean. What is nothing for the product is passed over in silence. */
export function installHandlers(bot: Bot, { clock, download, receive, onWaitingOf }: HandlerDeps): void {
  const albums = createAlbums()

  bot.on('message', async ({ message, me, update }) => {
    const event = readServiceMessage(message, me)
    if (event !== undefined) {
      await receive(event)
      return
    }
    const incoming = readMessage(message, me, download)
    if (incoming !== undefined && !albums.isRest(message))
      await receive({ type: 'message', message: incoming }, onWaitingOf(update))
  })

  bot.on('callback_query', async ({ callbackQuery, me }) => {
    const incoming = readTap(callbackQuery, me, clock.now())
    if (incoming !== undefined) await receive({ type: 'message', message: incoming })
  })

  bot.on('my_chat_member', async ({ myChatMember, me }) => {
    const event = readMembership(myChatMember, me)
    if (event !== undefined) await receive(event)
  })
}
