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
