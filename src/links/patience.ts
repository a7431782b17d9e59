import type { Clock } from '../clock.ts'
import { failed } from './failure.ts'

/**
 * Waits for `work` for at most `ms`, and not after `outer` aborted. Then its signal aborts and the wait rejects with
 * `ReadingStopped` (timeout), also when the work does not listen.
 */
export async function waitFor<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stopping = new AbortController()
  const done = new AbortController()
  const stop = () => {
    stopping.abort()
  }
  outer.addEventListener('abort', stop, { once: true })
  if (outer.aborted) stop()
  const watch = async () => {
    await clock.sleep(ms, done.signal)
    if (!done.signal.aborted) stop()
  }
  const watching = watch()
  const stopped = new Promise<never>((_resolve, reject) => {
    const give = () => {
      reject(failed('timeout'))
    }
    if (stopping.signal.aborted) give()
    else stopping.signal.addEventListener('abort', give, { once: true })
  })
  try {
    return await Promise.race([stopped, work(stopping.signal)])
  } finally {
    done.abort()
    outer.removeEventListener('abort', stop)
    await watching
  }
}

/** Lets a fixed number of people in at once. The others wait in order. */
export interface Gate {
  /** Resolves with the way out when there is room, or rejects with `ReadingStopped` (timeout) when `signal` aborts. */
  enter(signal: AbortSignal): Promise<() => void>
}

export function createGate(places: number): Gate {
  let inside = 0
  const waiting = new Set<() => void>()
  const leave = () => {
    inside -= 1
    const [next] = waiting
    next?.()
  }
  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        const forget = () => {
          waiting.delete(comeIn)
          signal.removeEventListener('abort', give)
        }
        const comeIn = () => {
          forget()
          inside += 1
          resolve(leave)
        }
        const give = () => {
          forget()
          reject(failed('timeout'))
        }
        if (signal.aborted) give()
        else if (inside < places) comeIn()
        else {
          waiting.add(comeIn)
          signal.addEventListener('abort', give, { once: true })
        }
      }),
  }
}
