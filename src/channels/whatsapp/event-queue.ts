import type { ChannelEvent, ReceiveEvent } from '../../domain/channel.ts'
import type { Logger } from '../../logger.ts'
import type { Gate } from './gate.ts'

/** Nobody waits yet. */
const ignore = (): void => undefined

/**
 * Hands events over: one at a time within a chat unless one waits for the next, chats side by side, and only through an
 * open gate. What came while
 * the bot was away arrives before the connection is ready: an answer to it could not be sent yet.
 */
export interface EventQueue {
  /**
   * `event` is asked for when its turn comes; undefined is nothing to tell. `onDone` is called when it was dealt with;
   * who gives it keeps the event elsewhere for the next start.
   */
  add(key: string, event: () => Promise<ChannelEvent | undefined>, onDone?: () => Promise<void>): void
  /** Leaves what is kept elsewhere and has not begun. Resolves when everything else has been dealt with. */
  end(): Promise<void>
}

export function createEventQueue(receive: ReceiveEvent, gate: Gate, logger: Logger): EventQueue {
  const tails = new Map<string, Promise<void>>()
  const underWay = new Set<Promise<void>>()
  let isEnding = false

  async function handOver(
    event: () => Promise<ChannelEvent | undefined>,
    onWaiting: () => void,
    onDone?: () => Promise<void>,
  ): Promise<void> {
    await gate.passed()
    if (isEnding && onDone !== undefined) return
    try {
      const happened = await event()
      if (happened !== undefined) await receive(happened, onWaiting)
    } catch (error) {
      logger.error({ err: error }, 'An event from WhatsApp was not dealt with')
    }
    // An answer that was cut off by the end is given at the next start.
    if (!isEnding) await onDone?.()
  }

  return {
    add(key, event, onDone) {
      let onWaiting: () => void = ignore
      const waiting = new Promise<void>((resolve) => {
        onWaiting = resolve
      })
      const work = (tails.get(key) ?? Promise.resolve())
        .then(() => handOver(event, onWaiting, onDone))
        .finally(() => {
          underWay.delete(work)
          if (tails.get(key) === tail) tails.delete(key)
        })
      underWay.add(work)
      const tail = Promise.race([work, waiting])
      tails.set(key, tail)
    },
    async end() {
      isEnding = true
      gate.open()
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
