import type { ChannelName } from '../domain/message.ts'

/** How fast an account may send. A missing limit is no limit. */
export interface Pace {
  /** Messages under way at once; 1 when missing. */
  inFlight?: number
  /** Messages a second, over all chats: the platform's limit, which replies share. */
  perSecond?: number
  /** Between two messages to one chat. */
  chatGapMs?: number
  /** Messages a minute to one chat. */
  chatPerMinute?: number
  /** Between two announcements, over all chats: a new random length each time. */
  gapMs?: { min: number; max: number }
  /** Announcements within an hour. */
  perHour?: number
  /** Announcements a day, by the calendar of WITA. */
  perDay?: number
  /** Lower caps for a young account: the first whose `untilDay` its age in days has not reached. */
  warmUp?: { untilDay: number; perHour: number; perDay: number }[]
}

/**
 * Telegram: the limits of its FAQ (30 a second, 1 a second to a chat, 20 a minute to a group).
 * WhatsApp publishes no limits. People report bans at groups posted with 7 s gaps and at sudden volume from new numbers:
 * gaps are long and uneven, and a number earns its volume in a month.
 */
export const DEFAULT_PACE: Record<ChannelName, Pace> = {
  telegram: { inFlight: 30, perSecond: 30, chatGapMs: 1_000, chatPerMinute: 20 },
  whatsapp: {
    gapMs: { min: 6_000, max: 12_000 },
    perHour: 150,
    perDay: 500,
    warmUp: [
      { untilDay: 3, perHour: 15, perDay: 40 },
      { untilDay: 7, perHour: 30, perDay: 100 },
      { untilDay: 14, perHour: 60, perDay: 200 },
      { untilDay: 30, perHour: 100, perDay: 350 },
    ],
  },
  simulator: { inFlight: 10 },
}
