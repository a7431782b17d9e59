import { expect } from 'vitest'
import type { Fields } from './staff.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** The form of an announcement for Samarinda that goes out at once. */
export const FORM = {
  judul: 'Imunisasi campak',
  program: 'Imunisasi Dinas Kesehatan',
  topik: 'kesehatan',
  isi: '**Bawa buku KIA.** Gratis di posyandu.',
  wilayah: ['64.72'],
  kapan: 'segera',
  langkah: 'ajukan',
} satisfies Fields

/** The version of a broadcast that a page shows, for approving that very one. */
export const versionIn = (html: string): string => /name="versi" value="([^"]+)"/.exec(html)?.[1] ?? ''

/** Subscribes a group of the simulator. Only `grup-1` is really there. */
export const subscribeGroup = (storage: Storage, chatId = 'grup-1', title = 'KIM contoh', area = '64.72') =>
  storage.chats.subscribe(
    { channel: 'simulator', account: 'simulator', chatId },
    { title, areaCodes: [area], topics: [] },
  )

/** Waits until a broadcast is in a state. */
export async function becomes(storage: Storage, id: string, status: string): Promise<void> {
  await expect.poll(async () => (await storage.broadcasts.find(id))?.status, { timeout: 10_000 }).toBe(status)
}
