import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { ReplyAddress } from './domain/message.ts'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** Closes texts so that only this installation can open them. */
export interface Seal {
  close(text: string): string
  /** Undefined for what was closed under another key or for another purpose, or changed since. */
  open(sealed: string): string | undefined
}

/** AES-256-GCM under a key that is made from the installation's secret; each purpose has its own. */
export function createSeal(secretKey: string, purpose: string): Seal {
  const key = createHmac('sha256', secretKey).update(purpose).digest()
  return {
    close(text) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(CIPHER, key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed) {
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

/** Seals the address of a chat: a private one must not lie readable in the database. */
export const createAddressSeal = (secretKey: string): Seal => createSeal(secretKey, 'chat address')

/** The whole address of a chat, closed; with the message that is answered there. */
export const closeAddress = (seal: Seal, { channel, account, chatId, replyTo }: ReplyAddress): string =>
  seal.close(JSON.stringify({ channel, account, chatId, ...(replyTo === undefined ? {} : { replyTo }) }))

/** Undefined for what this installation did not close. */
export function openAddress(seal: Seal, sealed: string): ReplyAddress | undefined {
  const text = seal.open(sealed)
  return text === undefined ? undefined : (JSON.parse(text) as ReplyAddress)
}
