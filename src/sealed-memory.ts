import type { ChannelMemory } from './domain/channel.ts'
import { createSeal } from './sealing.ts'

/**
 * A memory in which some collections are encrypted (AES-256-GCM) under the installation's secret: what people wrote must
 * not lie readable in the database, not even for the seconds until it is answered. What cannot be opened is missing.
 */
export function createSealedMemory(
  memory: ChannelMemory,
  { secretKey, collections }: { secretKey: string; collections: readonly string[] },
): ChannelMemory {
  const seal = createSeal(secretKey, 'sealed channel memory')
  const opened = (collection: string, stored: Map<string, string>) => {
    if (!collections.includes(collection)) return stored
    return new Map(
      [...stored].flatMap(([key, value]): [string, string][] => {
        const text = seal.open(value)
        return text === undefined ? [] : [[key, text]]
      }),
    )
  }
  return {
    get: async (collection, keys) => opened(collection, await memory.get(collection, keys)),
    list: async (collection) => opened(collection, await memory.list(collection)),
    set: (entries) =>
      memory.set(
        entries.map((entry) =>
          entry.value === null || !collections.includes(entry.collection)
            ? entry
            : { ...entry, value: seal.close(entry.value) },
        ),
      ),
    clear: (names) => memory.clear(names),
  }
}
