import type { BroadcastPriority } from './broadcast.ts'
import { quietUntil, type QuietHours } from './quiet-hours.ts'

/** When a group wants its announcements. Emergencies come at any hour. */
export const RECEIVING_HOURS = ['any', 'morning', 'midday', 'evening'] as const
export type ReceivingHours = (typeof RECEIVING_HOURS)[number]

export const RECEIVING_HOURS_LABEL: Record<ReceivingHours, string> = {
  any: 'Kapan saja',
  morning: 'Pagi (06.00–10.00)',
  midday: 'Siang (11.00–14.00)',
  evening: 'Sore (16.00–20.00)',
}

/** The rest of the day, in WITA. */
const CLOSED: Record<Exclude<ReceivingHours, 'any'>, QuietHours> = {
  morning: { fromMinute: 10 * 60, toMinute: 6 * 60 },
  midday: { fromMinute: 14 * 60, toMinute: 11 * 60 },
  evening: { fromMinute: 20 * 60, toMinute: 16 * 60 },
}

export function isReceivingHours(value: string): value is ReceivingHours {
  return (RECEIVING_HOURS as readonly string[]).includes(value)
}

/** When a group with these hours may get what is due at `instant`: then, or when its hours begin. */
export function receivedFrom(hours: ReceivingHours, instant: Date): Date {
  return hours === 'any' ? instant : (quietUntil(instant, CLOSED[hours]) ?? instant)
}

/** What about an announcement decides whether it waits for a group's hours. */
export interface Urgency {
  priority: BroadcastPriority
  expiresAt?: Date
}

/**
 * When an announcement that is due at `instant` goes to a group: then, or when the group's hours begin. It does not wait
 * when it is an emergency, nor when it would have expired by then.
 */
export function dueInGroup(hours: ReceivingHours, instant: Date, { priority, expiresAt }: Urgency): Date {
  const from = receivedFrom(hours, instant)
  const isTooLate = expiresAt !== undefined && expiresAt <= from
  return priority === 'emergency' || isTooLate ? instant : from
}

/** Why a message waits, for staff. */
export const waitingReason = (hours: ReceivingHours): string =>
  `Menunggu jam grup: ${RECEIVING_HOURS_LABEL[hours]}.`
