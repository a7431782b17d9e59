import type { Clock } from '../clock.ts'
import { AppError } from '../domain/error.ts'
import type { ActiveAsker } from '../storage/askers.ts'
import type { Storage } from '../storage/storage.ts'

const DAY_MS = 86_400_000
const LOOKED_BACK_DAYS = 7
const SHOWN = 50
const CODE_LENGTH = 10
const MOST_DAYS = 365

/** What staff call somebody whom nobody knows: the beginning of the keyed hash. */
export const askerCode = (askerKey: string): string => askerKey.slice(0, CODE_LENGTH).toUpperCase()

export interface AskerDeskDeps {
  storage: Pick<Storage, 'askers'>
  clock: Clock
}

export type AskerDesk = ReturnType<typeof createAskerDesk>

/** What staff do about people who flood the bot. All errors are `AppError`, in plain Indonesian. */
export function createAskerDesk({ storage, clock }: AskerDeskDeps) {
  const { askers } = storage

  async function keyOf(code: string): Promise<string> {
    const start = code.trim().toLowerCase()
    const keys = /^[0-9a-f]{6,64}$/.test(start) ? await askers.keysBeginning(start) : []
    const [key] = keys
    if (key === undefined) throw new AppError('not_found', `Penanya "${code}" tidak ada.`)
    if (keys.length > 1) throw new AppError('conflict', `Kode "${code}" cocok dengan beberapa penanya.`)
    return key
  }

  return {
    /** Who is blocked, and who asked most within the last seven days. */
    list: (): Promise<ActiveAsker[]> =>
      askers.mostActive({
        since: new Date(clock.now().getTime() - LOOKED_BACK_DAYS * DAY_MS),
        limit: SHOWN,
      }),

    /** The bot answers this person no more, for so many days. Nobody is told. */
    async block(
      code: string,
      { days, by, because }: { days: number; by: string; because: string },
    ): Promise<{ until: Date }> {
      if (by.trim() === '') throw new AppError('invalid', 'Tulis siapa yang melakukannya.')
      if (because.trim() === '') throw new AppError('invalid', 'Tulis alasannya: alasan ikut dicatat.')
      if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
        throw new AppError('invalid', `Lamanya 1 sampai ${MOST_DAYS} hari.`)
      }
      const until = new Date(clock.now().getTime() + days * DAY_MS)
      await askers.block(await keyOf(code), until, by.trim(), because.trim())
      return { until }
    },

    /** The bot answers this person again. */
    async unblock(code: string, by: string): Promise<void> {
      if (by.trim() === '') throw new AppError('invalid', 'Tulis siapa yang melakukannya.')
      await askers.block(await keyOf(code), clock.now(), by.trim(), 'Dibuka lagi.')
    },
  }
}
