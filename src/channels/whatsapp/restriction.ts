import {
  NewChatMessageCappingStatusType,
  type BaileysEventMap,
  type ConnectionState,
} from '@whiskeysockets/baileys'
import type { ChannelStatus } from '../../domain/channel.ts'
import { formatWita } from '../../domain/wita.ts'

/** How long to be careful when WhatsApp does not say until when. */
const DEFAULT_MS = 24 * 60 * 60 * 1000

/** One of WhatsApp's two warnings: a lock on new chats, or a used-up quota of messages to new chats. */
export type RestrictionSignal =
  Pick<Required<ConnectionState>, 'reachoutTimeLock'> | { capping: BaileysEventMap['message-capping.update'] }

/** Until when the account is restricted; undefined when it is not. */
export function liftsAt(signal: RestrictionSignal, now: Date): Date | undefined {
  const unknownEnd = new Date(now.getTime() + DEFAULT_MS)
  if ('reachoutTimeLock' in signal) {
    const { isActive, timeEnforcementEnds } = signal.reachoutTimeLock
    return isActive === true ? (timeEnforcementEnds ?? unknownEnd) : undefined
  }
  const { capping_status: status, cycle_end_timestamp: endsAtS } = signal.capping
  if (status !== NewChatMessageCappingStatusType.CAPPED) return undefined
  const endsAt = new Date(Number(endsAtS ?? 0) * 1000)
  return endsAt > now ? endsAt : unknownEnd
}

/** The status of a connected channel on which the longest of these restrictions is in force. */
export function quietStatus(restrictions: Iterable<Date>): Omit<ChannelStatus, 'since'> {
  const latestMs = Math.max(...[...restrictions].map((until) => until.getTime()))
  if (!Number.isFinite(latestMs)) return { state: 'connected' }
  const quietUntil = new Date(latestMs)
  return {
    state: 'connected',
    detail: `WhatsApp sedang membatasi akun ini sampai ${formatWita(quietUntil)}. Siaran menunggu sampai saat itu; jawaban untuk warga tetap dikirim.`,
    quietUntil,
  }
}
