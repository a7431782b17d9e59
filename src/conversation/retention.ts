import type { Clock } from '../clock.ts'
import type { Rules } from '../domain/rules.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from '../storage/storage.ts'

const DAY_MS = 24 * 3_600_000
/** Platforms do not repeat messages after days. */
const RECEIVED_MESSAGES_DAYS = 30

export interface RetentionDeps {
  storage: Pick<Storage, 'inquiries' | 'claims' | 'notices' | 'receivedMessages'>
  clock: Clock
  logger: Logger
  rules: Pick<Rules, 'retentionDays'>
}

/** Once a day: deletes what is older than was promised. */
export function createRetention({ storage, clock, logger, rules }: RetentionDeps) {
  const { inquiries, claims, notices, receivedMessages } = storage
  let nextAt = 0

  return {
    name: 'retention',
    /** Returns in how many milliseconds there is more to do. */
    async work(): Promise<number | undefined> {
      const now = clock.now().getTime()
      if (now < nextAt) return nextAt - now
      const days = rules.retentionDays
      const before = new Date(now - days * DAY_MS)
      const questions = await inquiries.forgetBefore(before)
      await claims.forgetBefore(before)
      await notices.forgetBefore(before)
      await receivedMessages.forgetBefore(new Date(now - RECEIVED_MESSAGES_DAYS * DAY_MS))
      if (questions > 0) logger.info({ questions, days }, 'Old questions were deleted')
      nextAt = now + DAY_MS
      return DAY_MS
    },
  }
}
