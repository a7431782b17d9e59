import type { IgnoredReason } from '../domain/inquiry.ts'
import type { OutgoingMessage } from '../domain/message.ts'

/**
 * What a message leads to. `ordinary`: talk among people in a group, nothing is said and it is only counted.
 * `inPlace`: where a tap led here, the tapped message may be changed instead of sending another.
 */
export type Response =
  | { type: 'reply'; message: OutgoingMessage; inPlace?: boolean }
  | { type: 'silent'; because: IgnoredReason }
  | { type: 'ordinary' }

/** Says something. */
export const say = (message: OutgoingMessage): Response => ({ type: 'reply', message })
