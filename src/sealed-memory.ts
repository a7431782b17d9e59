import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { ChannelMemory } from './domain/channel.ts'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Seals and opens texts. What was sealed under another key, or changed since, opens to undefined. */
function createSeal(secretKey: string) {
  const key = createHmac('sha256', secretKey).update('sealed channel memory').digest()
  return {
    close(text: string): string {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed: string): string | undefined {
      const bytes = Buffer.from(sealed, 'base64')
      if (bytes.length < IV_BYTES + TAG_BYTES) return undefined
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES))
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
        const body = bytes.subarray(IV_BYTES + TAG_BYTES)
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

/**
 * A memory in which some collections are encrypted (AES-256-GCM) under the installation's secret: what people wrote must
 * not lie readable in the database, not even for the seconds until it is answered. What cannot be opened is missing.
 */
export function createSealedMemory(
  memory: ChannelMemory,
  { secretKey, collections }: { secretKey: string; collections: readonly string[] },
): ChannelMemory {
  const seal = createSeal(secretKey)
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
