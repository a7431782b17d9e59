import type { Update } from 'grammy/types'

/** How many finished updates are remembered. Telegram repeats one within minutes. */
const REMEMBERED_UPDATES = 1_000

function queueOf({ message, callback_query, my_chat_member }: Update): string {
  const chat = message?.chat ?? callback_query?.message?.chat ?? my_chat_member?.chat
  return String(chat?.id ?? '')
}

/** Processes updates one at a time in each chat, chats side by side, and each update once. */
export function createUpdateIntake(handle: (update: Update) => Promise<void>) {
  const inFlight = new Map<number, Promise<void>>()
  const finished = new Set<number>()
  const tails = new Map<string, Promise<void>>()

  async function process(update: Update, previous: Promise<void> | undefined): Promise<void> {
    // Whoever gave the previous update in hears how it ended.
    await previous?.catch(() => undefined)
    await handle(update)
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
      const work = process(update, tails.get(queue)).finally(() => {
        inFlight.delete(id)
        if (tails.get(queue) === work) tails.delete(queue)
      })
      inFlight.set(id, work)
      tails.set(queue, work)
      return work
    },

    /** Resolves when nothing is being processed. Never rejects. */
    async settled(): Promise<void> {
      while (inFlight.size > 0) await Promise.allSettled(inFlight.values())
    },
  }
}
