import type { ChannelEvent, ReceiveEvent } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import type { Gate } from './gate.ts'

/**
 * Hands events over: one at a time within a chat, chats side by side, and only through an open gate. What came while
 * the bot was away arrives before the connection is ready: an answer to it could not be sent yet.
 */
export interface EventQueue {
  /** `event` is asked for when its turn comes; undefined is nothing to tell. */
  add(key: string, event: () => Promise<ChannelEvent | undefined>): void
  /** Resolves when everything that was added has been dealt with. */
  settled(): Promise<void>
}

export function createEventQueue(receive: ReceiveEvent, gate: Gate, logger: Logger): EventQueue {
  const tails = new Map<string, Promise<void>>()

  async function handOver(event: () => Promise<ChannelEvent | undefined>): Promise<void> {
    try {
      await gate.passed()
      const happened = await event()
      if (happened !== undefined) await receive(happened)
    } catch (error) {
      logger.error({ err: error }, 'An event from WhatsApp was not dealt with')
    }
  }

  return {
    add(key, event) {
      const tail = (tails.get(key) ?? Promise.resolve())
        .then(() => handOver(event))
        .finally(() => {
          if (tails.get(key) === tail) tails.delete(key)
        })
      tails.set(key, tail)
    },
    async settled() {
      while (tails.size > 0) await Promise.all(tails.values())
    },
  }
}
