import type { Clock } from '../clock.ts'
import type { Storage } from '../storage/storage.ts'

const WINDOW_MS = 10 * 60 * 1000
/** Questions of one person within the window. */
const PERSON_LIMIT = 20
/** A group of many may ask more than one person, but not without end. */
const GROUP_LIMIT = 60

/** Keyed hashes: who asks, and in a group where. */
export interface WhoAsks {
  askerKey: string
  groupKey: string | undefined
}

export type Judgement = 'go on' | 'too much for the first time' | 'too much'

interface Window {
  /** When questions came, in milliseconds, the oldest first. */
  times: number[]
  /** When somebody was last told that it is too much. */
  toldAt?: number
  usedAt: number
}

/**
 * How much a person, or a group, may ask. The windows are kept in memory; after a restart each is read from the stored
 * questions when it is first needed.
 */
export function createAskingLimits(inquiries: Storage['inquiries'], clock: Clock) {
  /** The longest unused first. */
  const windows = new Map<string, Window>()
  const nowMs = () => clock.now().getTime()

  function use(key: string, window: Window): Window {
    const now = nowMs()
    window.times = window.times.filter((at) => at >= now - WINDOW_MS)
    window.usedAt = now
    windows.delete(key)
    windows.set(key, window)
    for (const [oldest, { usedAt }] of windows) {
      if (usedAt > now - WINDOW_MS) break
      windows.delete(oldest)
    }
    return window
  }

  async function windowOf(key: string, kind: 'askerKey' | 'placeKey', limit: number): Promise<Window> {
    if (!windows.has(key)) {
      const since = new Date(nowMs() - WINDOW_MS)
      const who = kind === 'askerKey' ? { askerKey: key } : { placeKey: key }
      const times = await inquiries.timesSince(who, since, limit)
      if (!windows.has(key)) return use(key, { times: times.map((at) => at.getTime()), usedAt: nowMs() })
    }
    return use(key, windows.get(key) ?? { times: [], usedAt: nowMs() })
  }

  return {
    /** Whether a question may be answered. "Too much" is to be said once, and then no more while it goes on. */
    async judge({ askerKey, groupKey }: WhoAsks): Promise<Judgement> {
      const person = await windowOf(askerKey, 'askerKey', PERSON_LIMIT)
      const group = groupKey === undefined ? undefined : await windowOf(groupKey, 'placeKey', GROUP_LIMIT)
      const isTooMuch =
        person.times.length >= PERSON_LIMIT || (group !== undefined && group.times.length >= GROUP_LIMIT)
      if (!isTooMuch) return 'go on'
      const told = group ?? person
      const isTold = told.toldAt !== undefined && nowMs() - told.toldAt < WINDOW_MS
      if (isTold) return 'too much'
      told.toldAt = nowMs()
      return 'too much for the first time'
    },

    /** A question was answered and stored. */
    note({ askerKey, groupKey }: WhoAsks): void {
      for (const key of [askerKey, groupKey]) {
        const window = key === undefined ? undefined : windows.get(key)
        window?.times.push(nowMs())
      }
    },
  }
}
