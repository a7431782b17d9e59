import type { Clock } from '../../clock.ts'
import { SendError } from '../../domain/error.ts'
import { retryAfterOf } from './errors.ts'

/** Timers wake up to a millisecond early; such a call need not wait again. */
const EARLY_MS = 5

/** Keeps a chat quiet for as long as Telegram asked, whoever wants to write there. */
export interface Pauses {
  /** Runs a call. Rejects with `SendError('throttled')` and the rest of the pause, without calling, during one. */
  outside<Result>(chatId: number, call: () => Promise<Result>): Promise<Result>
}

/** Remembers for each chat how long Telegram asked to wait (429 with `retry_after`). */
export function createPauses(clock: Clock): Pauses {
  const pausedUntil = new Map<number, number>()

  function pause(chatId: number, waitMs: number): void {
    const now = clock.now().getTime()
    for (const [chat, until] of pausedUntil) if (until <= now) pausedUntil.delete(chat)
    pausedUntil.set(chatId, Math.max(pausedUntil.get(chatId) ?? 0, now + waitMs))
  }

  return {
    async outside(chatId, call) {
      const restMs = (pausedUntil.get(chatId) ?? 0) - clock.now().getTime()
      if (restMs > EARLY_MS) {
        throw new SendError('throttled', 'Telegram asked for a pause in this chat.', { retryAfterMs: restMs })
      }
      try {
        return await call()
      } catch (error) {
        const waitMs = retryAfterOf(error)
        if (waitMs !== undefined) pause(chatId, waitMs)
        throw error
      }
    },
  }
}
