import type { Clock } from '../clock.ts'
import type { ChatAddress } from '../domain/message.ts'

const HOUR_MS = 60 * 60 * 1000

/** Which claims were answered in which group lately: a group hears an answer at most once an hour. */
export function createRecentAnswers(clock: Clock) {
  const answeredAt = new Map<string, number>()
  return {
    /** True the first time in an hour. `subject`: the clarification, or the claim that has none yet. */
    isNew({ channel, chatId }: ChatAddress, subject: string): boolean {
      const now = clock.now().getTime()
      for (const [key, at] of answeredAt) {
        if (now - at < HOUR_MS) break
        answeredAt.delete(key)
      }
      const key = `${channel}/${chatId}/${subject}`
      if (answeredAt.has(key)) return false
      answeredAt.set(key, now)
      return true
    },
  }
}
export type RecentAnswers = ReturnType<typeof createRecentAnswers>
