import type { Update } from 'grammy/types'

/** Nobody waits yet. */
const ignore = (): void => undefined

/** How many finished updates are remembered. Telegram repeats one within minutes. */
const REMEMBERED_UPDATES = 1_000

function queueOf({ message, callback_query, my_chat_member }: Update): string {
  const chat = message?.chat ?? callback_query?.message?.chat ?? my_chat_member?.chat
  return String(chat?.id ?? '')
}

/**
 * Processes updates one at a time in each chat, chats side by side, and each update once. `handle` calls `onWaiting` when
 * an update waits for the next one of its chat.
 */
export function createUpdateIntake(handle: (update: Update, onWaiting: () => void) => Promise<void>) {
  const inFlight = new Map<number, Promise<void>>()
  const finished = new Set<number>()
  const tails = new Map<string, Promise<void>>()

  async function process(
    update: Update,
    previous: Promise<void> | undefined,
    onWaiting: () => void,
  ): Promise<void> {
    await previous
    await handle(update, onWaiting)
    finished.add(update.update_id)
    const [oldest] = finished
    if (finished.size > REMEMBERED_UPDATES && oldest !== undefined) finished.delete(oldest)
  }

  return {
    /** True when the update is being processed or was. */
    knows: ({ update_id: id }: Update): boolean => finished.has(id) || inFlight.has(id),

    /**
     * Resolves when the update is processed, and rejects as `handle` does: it may then be given in again. An update
     * that is known is not processed twice; it ends as the first one does.
     */
    take(update: Update): Promise<void> {
      const id = update.update_id
      if (finished.has(id)) return Promise.resolve()
      const known = inFlight.get(id)
      if (known !== undefined) return known
      const queue = queueOf(update)
      let onWaiting: () => void = ignore
      const waiting = new Promise<void>((resolve) => {
        onWaiting = resolve
      })
      const work = process(update, tails.get(queue), onWaiting).finally(() => {
        inFlight.delete(id)
        if (tails.get(queue) === tail) tails.delete(queue)
      })
      inFlight.set(id, work)
      // Whoever gave the update in hears how it ended; the next one only waits for its turn.
      const tail = Promise.race([work.catch(() => undefined), waiting])
      tails.set(queue, tail)
      return work
    },

    /** Resolves when nothing is being processed. Never rejects. */
    async settled(): Promise<void> {
      while (inFlight.size > 0) await Promise.allSettled(inFlight.values())
    },
  }
}
