import type { Clock } from '../clock.ts'

export interface PageCacheOptions<T> {
  clock: Clock
  /** The oldest entries make room. */
  maximum: number
  /** How long a result is good for, in milliseconds. */
  keepMs: (result: T) => number
}

interface Entry<T> {
  result: Promise<T>
  /** Milliseconds since the epoch; infinite while it is being read. */
  until: number
  /** How many people wait. The last one who leaves stops the reading. */
  readers: number
  stopping: AbortController
}

export interface PageCache<T> {
  /**
   * What is known under a key, or what `load` finds: once for everyone who asks in the meantime. Undefined when
   * `signal` aborts first; the others still get it. `load` must not reject.
   */
  get(key: string, load: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T | undefined>
}

/** Results by key, in memory. */
export function createPageCache<T>({ clock, maximum, keepMs }: PageCacheOptions<T>): PageCache<T> {
  const entries = new Map<string, Entry<T>>()

  function start(key: string, load: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const stopping = new AbortController()
    const state = { until: Infinity, readers: 0, stopping }
    const read = async () => {
      const result = await load(stopping.signal)
      state.until = clock.now().getTime() + keepMs(result)
      return result
    }
    const entry: Entry<T> = Object.assign(state, { result: read() })
    entries.delete(key)
    entries.set(key, entry)
    const [oldest] = entries.keys()
    if (entries.size > maximum && oldest !== undefined) entries.delete(oldest)
    return entry
  }

  function leave(key: string, entry: Entry<T>): void {
    entry.readers -= 1
    if (entry.readers > 0 || entry.until !== Infinity) return
    entry.stopping.abort()
    if (entries.get(key) === entry) entries.delete(key)
  }

  return {
    async get(key, load, signal) {
      if (signal?.aborted === true) return undefined
      const known = entries.get(key)
      const entry = known !== undefined && known.until > clock.now().getTime() ? known : start(key, load)
      entry.readers += 1
      if (signal === undefined) return entry.result
      let onAbort: (() => void) | undefined
      const aborted = new Promise<undefined>((resolve) => {
        onAbort = () => {
          leave(key, entry)
          resolve(undefined)
        }
        signal.addEventListener('abort', onAbort, { once: true })
      })
      const result = await Promise.race([entry.result, aborted])
      if (onAbort !== undefined) signal.removeEventListener('abort', onAbort)
      return result
    },
  }
}
