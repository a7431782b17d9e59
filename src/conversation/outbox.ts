import type { Clock } from '../clock.ts'
import type { Channel } from '../domain/channel.ts'
import type { SpeechRegister } from '../domain/community.ts'
import { SendError, type SendErrorCode } from '../domain/error.ts'
import type { ChatAddress, OutgoingMessage } from '../domain/message.ts'
import type { Logger } from '../logger.ts'
import { speak } from './register.ts'

export interface OutboxDeps {
  clock: Clock
  logger: Logger
  channels: Channel[]
  /** Resolves when a reply may go, with what to call when it is answered. At once when missing. */
  turn?: (chat: ChatAddress) => Promise<() => void>
  /** How the bot speaks in a chat. */
  registerOf: (chat: ChatAddress) => Promise<SpeechRegister>
  /** A chat turned out to have a new id. */
  onMoved: (chat: ChatAddress, movedTo: string) => Promise<void>
}

const ATTEMPTS = 3
const FIRST_WAIT_MS = 1_000
/** Nobody waits longer for an answer: better to let it go. */
const LONGEST_WAIT_MS = 60_000
/** How long an answer waits for the connection to come back; most outages are over sooner. */
const LONGEST_OUTAGE_MS = 15 * 60_000
const OUTAGE_POLL_MS = 1_000

/** Sends answers: with a few retries where that is harmless, and never with an error for the caller. */
export function createOutbox({ clock, logger, channels, turn, registerOf, onMoved }: OutboxDeps) {
  function channelOf(chat: ChatAddress): Channel | undefined {
    return (
      channels.find(({ name, account }) => name === chat.channel && account === chat.account) ??
      channels.find(({ name }) => name === chat.channel)
    )
  }

  function giveUp(chat: ChatAddress, { code }: SendError): SendErrorCode {
    logger.warn({ channel: chat.channel, code }, 'an answer did not go out')
    return code
  }

  /** Waits while the channel is connecting. False when it will not be connected soon. */
  async function isBack(channel: Channel, givingUpAtMs: number): Promise<boolean> {
    while (channel.status().state === 'connecting' && clock.now().getTime() < givingUpAtMs) {
      await clock.sleep(OUTAGE_POLL_MS)
    }
    return channel.status().state === 'connected'
  }

  async function sendInTurn(channel: Channel, to: ChatAddress, message: OutgoingMessage, id: string) {
    const answered = await turn?.(to)
    try {
      await channel.send(to, message, { id })
    } finally {
      answered?.()
    }
  }

  const spokenIn = async (chat: ChatAddress, message: OutgoingMessage) =>
    speak(message, await registerOf(chat))

  async function send(
    chat: ChatAddress,
    message: OutgoingMessage,
    seed?: string,
  ): Promise<SendErrorCode | undefined> {
    const channel = channelOf(chat)
    if (channel === undefined) {
      logger.error({ channel: chat.channel }, 'there is no such channel to answer on')
      return 'unreachable'
    }
    const id = channel.newMessageId(seed)
    const spoken = await spokenIn(chat, message)
    const givingUpAtMs = clock.now().getTime() + LONGEST_OUTAGE_MS
    let to = chat
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sendInTurn(channel, to, spoken, id)
        return undefined
      } catch (error) {
        if (!(error instanceof SendError)) throw error
        const mayRepeat = error.retryable || (error.uncertain && channel.dropsRepeatedIds)
        if (mayRepeat && channel.status().state === 'connecting') {
          if (!(await isBack(channel, givingUpAtMs))) return giveUp(chat, error)
          // The line was lost: this try says nothing about the message.
          attempt -= 1
          continue
        }
        const waitMs = Math.max(error.retryAfterMs ?? 0, FIRST_WAIT_MS * 2 ** (attempt - 1))
        if (!mayRepeat || attempt === ATTEMPTS || waitMs > LONGEST_WAIT_MS) return giveUp(chat, error)
        if (error.code === 'chat_moved') {
          if (error.movedTo === undefined) return giveUp(chat, error)
          await onMoved(to, error.movedTo)
          to = { ...to, chatId: error.movedTo }
        } else await clock.sleep(waitMs)
      }
    }
  }

  return {
    channelOf,
    /**
     * Resolves with why it did not go out, when it did not. `seed` names what is answered: an answer that is given again
     * after a crash is then seen once, where the platform allows.
     */
    send,

    /** Changes a message that the bot sent; sends a new one where that does not work. Resolves like `send`. */
    async replace(
      chat: ChatAddress,
      externalId: string,
      message: OutgoingMessage,
    ): Promise<SendErrorCode | undefined> {
      try {
        const channel = channelOf(chat)
        if (channel?.edit !== undefined) {
          await channel.edit(chat, externalId, await spokenIn(chat, message))
          return undefined
        }
      } catch (error) {
        if (!(error instanceof SendError)) throw error
      }
      return send(chat, message)
    },
  }
}
