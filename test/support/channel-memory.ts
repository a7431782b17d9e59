import type { ChannelMemory } from '../../src/domain/channel.ts'

export interface TestMemory extends ChannelMemory {
  /** The names of the collections that hold something. */
  collections(): string[]
  /** The memory as it is now; later writes do not reach it. */
  copy(): TestMemory
}

/** A channel's memory that lives as long as the test. */
export function createChannelMemory(collections = new Map<string, Map<string, string>>()): TestMemory {
  return {
    collections: () => [...collections].filter(([, stored]) => stored.size > 0).map(([name]) => name),
    copy: () =>
      createChannelMemory(new Map([...collections].map(([name, stored]) => [name, new Map(stored)]))),
    get(collection, keys) {
      const stored = collections.get(collection)
      const found = keys.flatMap((key): [string, string][] => {
        const value = stored?.get(key)
        return value === undefined ? [] : [[key, value]]
      })
      return Promise.resolve(new Map(found))
    },
    list: (collection) => Promise.resolve(new Map(collections.get(collection))),
    set(entries) {
      for (const { collection, key, value } of entries) {
        const stored = collections.get(collection) ?? new Map<string, string>()
        collections.set(collection, stored)
        if (value === null) stored.delete(key)
        else stored.set(key, value)
      }
      return Promise.resolve()
    },
    clear(names) {
      for (const name of names ?? [...collections.keys()]) collections.delete(name)
      return Promise.resolve()
    },
  }
}
