import { Refusal } from './refusal.ts'

/** So many messages within a time, to one chat, one group, or all together. */
export interface FloodLimit {
  scope: 'chat' | 'group' | 'bot'
  messages: number
  windowMs: number
}

/** Telegram's FAQ for bots, "My bot is hitting limits". */
export const DOCUMENTED_LIMITS: readonly FloodLimit[] = [
  { scope: 'chat', messages: 1, windowMs: 1_000 },
  { scope: 'group', messages: 20, windowMs: 60_000 },
  { scope: 'bot', messages: 30, windowMs: 1_000 },
]

/** Refuses a message that comes too early, with how long to wait. `now` is in milliseconds. */
export function createFloodLimits(limits: readonly FloodLimit[], now: () => number) {
  const sentAt = new Map<string, number[]>()

  const keyOf = ({ scope }: FloodLimit, chatId: number): string | undefined => {
    if (scope === 'bot') return 'bot'
    return scope === 'group' && chatId > 0 ? undefined : `${scope} ${chatId}`
  }

  return (chatId: number): void => {
    const at = now()
    let waitMs = 0
    const within = limits.flatMap((limit) => {
      const key = keyOf(limit, chatId)
      if (key === undefined) return []
      const recent = (sentAt.get(key) ?? []).filter((sent) => sent > at - limit.windowMs)
      const first = recent.at(-limit.messages)
      if (first !== undefined) waitMs = Math.max(waitMs, first + limit.windowMs - at)
      return [{ key, recent }]
    })
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1_000)
      throw new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
    }
    for (const { key, recent } of within) sentAt.set(key, [...recent, at])
  }
}
