import { createHash } from 'node:crypto'
import { AppError } from '../domain/error.ts'
import { logoPicture } from '../reading/logo-picture.ts'
import type { SettingStore } from '../storage/settings.ts'

const KEY = 'agency_logo'

export interface Logo {
  png: Buffer
  /** Another picture has another one. */
  version: string
}

export type AgencyLogo = Awaited<ReturnType<typeof openAgencyLogo>>

function read(stored: string | undefined): Logo | undefined {
  if (stored === undefined || stored === '') return undefined
  const png = Buffer.from(stored, 'base64')
  return { png, version: createHash('sha256').update(png).digest('base64url').slice(0, 12) }
}

/** The agency's logo, as staff chose it, kept in the database. */
export async function openAgencyLogo(settings: SettingStore) {
  let logo = read(await settings.get(KEY))

  async function keep(stored: string): Promise<void> {
    await settings.set(KEY, stored)
    logo = read(stored)
  }

  return {
    /** Undefined when nobody chose one. */
    get: (): Logo | undefined => logo,

    /** Takes a JPEG, PNG or WebP. Rejects with `AppError('invalid')` for anything else. */
    async change(bytes: Uint8Array): Promise<void> {
      const png = await logoPicture(bytes)
      if (png === undefined) {
        throw new AppError(
          'invalid',
          'Berkas itu tidak bisa dibuka sebagai gambar. Pakai JPEG, PNG, atau WebP.',
        )
      }
      await keep(png.toString('base64'))
    },

    remove: () => keep(''),
  }
}
