import { createHmac } from 'node:crypto'
import type { ChannelName } from './domain/message.ts'

/** Turns a platform's person into a key: the same person gives the same key, and nothing leads back. */
export type PersonKey = (channel: ChannelName, senderId: string) => string

/** HMAC-SHA-256 under the installation's secret, 32 hexadecimal characters. */
export function createPersonKey(secretKey: string): PersonKey {
  return (channel, senderId) =>
    createHmac('sha256', secretKey).update(`person\n${channel}\n${senderId}`).digest('hex').slice(0, 32)
}

/** What is kept of a KIM's code, and what the groups that guess codes are known by; 32 hexadecimal characters. */
export function createKimCodeHash(secretKey: string): (code: string) => string {
  return (code) => createHmac('sha256', secretKey).update(`kim code\n${code}`).digest('hex').slice(0, 32)
}

/** What is kept of a staff invitation's link, and what accounts that somebody guesses at are known by. */
export function createStaffHash(secretKey: string, purpose: string): (text: string) => string {
  return (text) =>
    createHmac('sha256', secretKey).update(`staff ${purpose}\n${text}`).digest('hex').slice(0, 32)
}

/** The secret under which sessions are signed and second factors are encrypted. */
export function createSessionSecret(secretKey: string): string {
  return createHmac('sha256', secretKey).update('staff sessions').digest('base64url')
}
