import type { AreaCode } from '../domain/area.ts'
import type { Broadcast } from '../domain/broadcast.ts'
import { concerns } from '../domain/staff.ts'

/** Whether a broadcast goes to groups of this area, or to a wider one around it. */
export const seesBroadcast = ({ audience }: Pick<Broadcast, 'audience'>, scope: AreaCode): boolean =>
  audience.areaCodes.some((code) => concerns(code, scope))
