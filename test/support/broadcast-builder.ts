import { WITA } from '../../src/domain/broadcast.ts'
import type { Chat } from '../../src/domain/community.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** Monday, 30 November 2026 at 08.00 WITA. */
export const MONDAY_8 = new Date('2026-11-30T00:00:00Z')
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const later = (instant: Date, ms: number) => new Date(instant.getTime() + ms)

export const weekly = (until?: Date) =>
  ({
    type: 'recurring',
    cron: '0 8 * * 1',
    timeZone: WITA,
    ...(until === undefined ? {} : { until }),
  }) as const

/** A scheduled announcement for all of East Kalimantan, once on Monday at 08.00. */
export function aBroadcast(overrides: Partial<StoredBroadcast> = {}): StoredBroadcast {
  return {
    id: 'posyandu',
    kind: 'announcement',
    author: 'Penulis',
    title: 'Posyandu',
    programme: 'Posyandu',
    message: { text: '**Posyandu**\n\nBawa buku KIA.' },
    audience: { areaCodes: ['64'], except: [], topics: [], communityKinds: [], channels: [] },
    schedule: { type: 'once', at: MONDAY_8 },
    priority: 'normal',
    status: 'scheduled',
    settledAt: later(MONDAY_8, -DAY_MS),
    ...overrides,
  }
}

/** Subscribes a group in Samarinda, in the name of the channel's test bot. */
export function subscribe(
  storage: Storage,
  channel: ChannelName,
  chatId: string,
  areaCode = '64.72',
): Promise<Chat> {
  const address = { channel, account: `${channel}-bot`, chatId }
  return storage.chats.subscribe(address, { title: `KIM ${chatId}`, areaCodes: [areaCode], topics: [] })
}
