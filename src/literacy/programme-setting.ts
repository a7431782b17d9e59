import { z } from 'zod'
import type { Storage } from '../storage/storage.ts'
import type { WeeklySlot } from './calendar.ts'

/** Who turned the programme on or off, and when it goes out. */
export interface ProgrammeSetting {
  isOn: boolean
  /** Who turned it on or off. */
  by: string
  /** Who approved what goes out; somebody else than `by`. Empty while it was never on. */
  approvedBy: string
  /** The `fingerprint` of the content that was approved. */
  approvedContent: string
  changedAt: Date
  tip: WeeklySlot
  quiz: WeeklySlot
}

const KEY = 'literacy_programme'

/** Wednesday, and the first Saturday of the month, at 16.00 WITA. */
export const DEFAULT_SLOTS = { tip: { weekday: 3, minute: 960 }, quiz: { weekday: 6, minute: 960 } } as const

const slot = z.object({ weekday: z.number().int().min(0).max(6), minute: z.number().int().min(0).max(1_439) })
const stored = z.object({
  isOn: z.boolean(),
  by: z.string(),
  approvedBy: z.string(),
  approvedContent: z.string(),
  changedAt: z.coerce.date(),
  tip: slot,
  quiz: slot,
})

/** Undefined while nobody has ever turned it on. */
export async function readSetting({
  settings,
}: Pick<Storage, 'settings'>): Promise<ProgrammeSetting | undefined> {
  const text = await settings.get(KEY)
  return text === undefined ? undefined : stored.parse(JSON.parse(text))
}

export async function saveSetting(
  { settings }: Pick<Storage, 'settings'>,
  setting: ProgrammeSetting,
): Promise<void> {
  await settings.set(KEY, JSON.stringify(setting))
}
