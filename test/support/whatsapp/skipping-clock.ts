import type { Clock } from '../../../src/clock.ts'

/** The real time, which a test can move on. */
export interface SkippingClock extends Clock {
  /** Moves the time on, and wakes everyone whose sleep is over. */
  skip(ms: number): void
}

export function createSkippingClock(): SkippingClock {
  let skippedMs = 0
  const sleepers = new Set<{ untilMs: number; wake: () => void }>()
  const nowMs = () => Date.now() + skippedMs
  return {
    now: () => new Date(nowMs()),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        const sleeper = { untilMs: nowMs() + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake)
        if (signal?.aborted === true) wake()
      }),
    skip(ms) {
      skippedMs += ms
      for (const sleeper of sleepers) if (sleeper.untilMs <= nowMs()) sleeper.wake()
    },
  }
}
