import type { ChannelMemory } from '../../domain/channel.ts'

/** What is remembered, without asking the database again for what was just read or written. */
type CachedMemory = Pick<ChannelMemory, 'get' | 'set' | 'clear'>

/** Of most conversations one session and a few keys: some kilobytes each. */
const MOST_ENTRIES = 2_000

const nameOf = (collection: string, key: string) => `${collection} ${key}`

/**
 * Keeps the last entries that were used at hand: every message needs the keys of its conversation several times. What
 * is written counts once the database has it. `memory` must be changed by nobody else.
 */
export function createCachedMemory(memory: ChannelMemory, mostEntries = MOST_ENTRIES): CachedMemory {
  /** By collection and key, the last used at the end; undefined for what is known to be missing. */
  const known = new Map<string, string | undefined>()
  /** Counts what is written: what was read meanwhile may be older. */
  let writes = 0

  const keep = (name: string, value: string | undefined) => {
    known.delete(name)
    known.set(name, value)
    for (const oldest of known.keys()) {
      if (known.size <= mostEntries) break
      known.delete(oldest)
    }
  }

  return {
    async get(collection, keys) {
      const found = new Map<string, string>()
      const unknown: string[] = []
      for (const key of keys) {
        const name = nameOf(collection, key)
        if (!known.has(name)) {
          unknown.push(key)
          continue
        }
        const value = known.get(name)
        keep(name, value)
        if (value !== undefined) found.set(key, value)
      }
      if (unknown.length === 0) return found
      const before = writes
      const stored = await memory.get(collection, unknown)
      for (const key of unknown) {
        const value = stored.get(key)
        if (value !== undefined) found.set(key, value)
        if (writes === before) keep(nameOf(collection, key), value)
      }
      return found
    },

    async set(entries) {
      const forget = () => {
        writes += 1
        for (const { collection, key } of entries) known.delete(nameOf(collection, key))
      }
      forget()
      try {
        await memory.set(entries)
      } finally {
        forget()
      }
      for (const { collection, key, value } of entries) keep(nameOf(collection, key), value ?? undefined)
    },

    async clear(collections) {
      try {
        await memory.clear(collections)
      } finally {
        writes += 1
        known.clear()
      }
    },
  }
}
