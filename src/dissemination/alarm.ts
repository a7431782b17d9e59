import type { Clock } from '../clock.ts'

/** A wait that can be cut short. */
export interface Alarm {
  /** Resolves after `ms`, or as soon as it is rung; at once when it was rung since the last wait. */
  wait(ms: number): Promise<void>
  ring: () => void
}

export function createAlarm(clock: Clock): Alarm {
  let hasRung = false
  let waiting: AbortController | undefined
  return {
    async wait(ms) {
      if (!hasRung) {
        waiting = new AbortController()
        await clock.sleep(Math.ceil(ms), waiting.signal)
        waiting = undefined
      }
      hasRung = false
    },
    ring() {
      hasRung = true
      waiting?.abort()
    },
  }
}
