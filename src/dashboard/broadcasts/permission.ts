import { createHash } from 'node:crypto'
import { isWithin, PROVINCE_CODE, type AreaCode } from '../../domain/area.ts'
import { sameName } from '../../domain/broadcast-life.ts'
import { AppError } from '../../domain/error.ts'
import type { Ability } from '../../domain/staff.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { Desks } from '../desks.ts'
import type { Visit } from '../visit.tsx'

type Aimed = Pick<StoredBroadcast, 'audience'>

export const BEYOND =
  'Siaran ini juga sampai ke luar wilayah tugas Anda. Minta petugas yang mencakup semua wilayahnya.'

/** Whether somebody may do something with a broadcast: in every area that it goes to. */
export const mayEverywhere = (visit: Visit, ability: Ability, { audience }: Aimed): boolean =>
  audience.areaCodes.every((code) => visit.may(ability, code))

/** Throws `AppError('forbidden')` unless somebody may do it in every area that the broadcast goes to. */
export function insistEverywhere(visit: Visit, ability: Ability, { audience }: Aimed): void {
  for (const code of audience.areaCodes) visit.insist(ability, code, BEYOND)
}

export const isOwn = (visit: Visit, { author }: Pick<StoredBroadcast, 'author'>): boolean =>
  sameName(author, visit.member.name)

/** The smallest area that holds all of a broadcast, no smaller than a regency: where its steps are on record. */
export function areaOf({ audience }: Aimed): AreaCode {
  const regency = (audience.areaCodes[0] ?? PROVINCE_CODE).split('.').slice(0, 2).join('.')
  return audience.areaCodes.every((code) => isWithin(code, regency)) ? regency : PROVINCE_CODE
}

/** The broadcast of an address. Rejects with `not_found`, or `forbidden` when it concerns other areas only. */
export async function findSeen({ storage }: Desks, visit: Visit): Promise<StoredBroadcast> {
  const broadcast = await storage.broadcasts.find(visit.param('id'))
  if (broadcast === undefined) throw new AppError('not_found', 'Siaran ini tidak ada.')
  visit.insistConcerned(broadcast.audience.areaCodes, 'Siaran ini')
  return broadcast
}

/** Changes whenever what a broadcast says, to whom or when, changes. */
export const versionOf = ({ title, message, corrected, audience, schedule }: StoredBroadcast): string =>
  createHash('sha256')
    .update(JSON.stringify([title, message, corrected, audience, schedule]))
    .digest('base64url')
    .slice(0, 16)
