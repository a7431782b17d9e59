import type { Clock } from '../clock.ts'

/** Remembers for a while that something happened. Forgotten at a restart. */
export function createRecently(clock: Pick<Clock, 'now'>, intervalMs: number) {
  const happenedAt = new Map<string, number>()

  function has(key: string): boolean {
    const now = clock.now().getTime()
    for (const [known, at] of happenedAt) if (now - at >= intervalMs) happenedAt.delete(known)
    return happenedAt.has(key)
  }

  return {
    has,
    /** Notes that it happens now, unless it did lately. Returns whether it is new. */
    isFirst(key: string): boolean {
      if (has(key)) return false
      happenedAt.set(key, clock.now().getTime())
      return true
    },
    /** Notes that it happens now. */
    note: (key: string) => void happenedAt.set(key, clock.now().getTime()),
  }
}
