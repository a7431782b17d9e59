import type { Clock } from '../../src/clock.ts'

/** A clock that stands still until the test moves it. */
export interface TestClock extends Clock {
  /** Moves the time on, and wakes everyone whose sleep is over. */
  advance(ms: number): void
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[]
}

/** With `wakesAtOnce`, sleeping takes no real time and moves the clock on by itself. */
export function createTestClock(options: { startAt?: string; wakesAtOnce?: boolean } = {}): TestClock {
  let time = Date.parse(options.startAt ?? '2026-12-01T00:00:00Z')
  const sleepers = new Set<{ until: number; wake: () => void }>()
  const sleeps: number[] = []
  const clock: TestClock = {
    sleeps,
    now: () => new Date(time),
    advance(ms) {
      time += ms
      for (const sleeper of sleepers) if (sleeper.until <= time) sleeper.wake()
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        sleeps.push(ms)
        const sleeper = {
          until: time + ms,
          wake: () => {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        if (options.wakesAtOnce === true) clock.advance(ms)
        if (signal?.aborted === true || sleeper.until <= time) {
          resolve()
          return
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake, { once: true })
      }),
  }
  return clock
}
