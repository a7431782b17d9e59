import type { Clock } from '../clock.ts'
import type { Channel } from '../domain/channel.ts'
import { SendError } from '../domain/error.ts'
import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import type { Logger } from '../logger.ts'

export interface OutboxDeps {
  clock: Clock
  logger: Logger
  channels: Channel[]
  /** A chat turned out to have a new id. */
  onMoved: (chat: ChatAddress, movedTo: string) => Promise<void>
}

const ATTEMPTS = 3
const FIRST_WAIT_MS = 1_000
/** Nobody waits longer for an answer: better to let it go. */
const LONGEST_WAIT_MS = 60_000

/** Sends answers: with a few retries where that is harmless, and never with an error for the caller. */
export function createOutbox({ clock, logger, channels, onMoved }: OutboxDeps) {
  function channelOf(chat: ChatAddress): Channel | undefined {
    return (
      channels.find(({ name, account }) => name === chat.channel && account === chat.account) ??
      channels.find(({ name }) => name === chat.channel)
    )
  }

  function giveUp(chat: ChatAddress, error: SendError): void {
    logger.warn({ channel: chat.channel, code: error.code }, 'an answer did not go out')
  }

  async function send(chat: ChatAddress, message: OutgoingMessage): Promise<void> {
    const channel = channelOf(chat)
    if (channel === undefined) {
      logger.error({ channel: chat.channel }, 'there is no such channel to answer on')
      return
    }
    const id = channel.newMessageId()
    let to = chat
    for (let attempt = 1; ; attempt += 1) {
      try {
        await channel.send(to, message, { id })
        return
      } catch (error) {
        if (!(error instanceof SendError)) throw error
        const waitMs = Math.max(error.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** (attempt - 1))
        if (!error.retryable || attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) {
          giveUp(chat, error)
          return
        }
        if (error.code === 'chat_moved') {
          if (error.movedTo === undefined) {
            giveUp(chat, error)
            return
          }
          await onMoved(to, error.movedTo)
          to = { ...to, chatId: error.movedTo }
        } else await clock.sleep(waitMs)
      }
    }
  }

  return {
    channelOf,
    send,

    /** Changes a message that the bot sent; sends a new one where that does not work. */
    async replace(chat: ChatAddress, externalId: string, message: OutgoingMessage): Promise<void> {
      try {
        const channel = channelOf(chat)
        if (channel?.edit !== undefined) {
          await channel.edit(chat, externalId, message)
          return
        }
      } catch (error) {
        if (!(error instanceof SendError)) throw error
      }
      await send(chat, message)
    },
  }
}
