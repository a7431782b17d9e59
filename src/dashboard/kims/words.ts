import { isWithin, type Area, type AreaCode } from '../../domain/area.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { CHANNEL_NAMES, type ChannelName } from '../../domain/message.ts'
import { KIM_STATUSES, type KimStatus } from '../../domain/kim.ts'
import type { Tone } from '../ui/parts.tsx'

const REGENCY_WIDTH = '64.02'.length

/** The regency or city that an area is in; the province for itself. */
export const regencyOf = (code: AreaCode): AreaCode => code.slice(0, REGENCY_WIDTH)

export const KIM_TONE: Record<KimStatus, Tone> = { verified: 'good', registered: 'plain', dormant: 'warn' }

/** What somebody chose in a list of statuses; undefined for anything else. */
export const readKimStatus = (text: string | undefined): KimStatus | undefined =>
  KIM_STATUSES.find((status) => status === text)

export const readChannel = (text: string | undefined): ChannelName | undefined =>
  CHANNEL_NAMES.find((name) => name === text)

/** The page of a KIM. */
export const kimPath = (id: string, below = ''): string => `/kim/${encodeURIComponent(id)}${below}`

const LEVELS_TO_DISTRICT = 3

/** The district that a code is in, or the regency that it is; undefined for what is not in `scope`, or wider. */
export function aroundOf(
  code: AreaCode,
  scope: AreaCode,
  gazetteer: Pick<Gazetteer, 'get'>,
): Area | undefined {
  const around = gazetteer.get(code.split('.').slice(0, LEVELS_TO_DISTRICT).join('.'))
  return around === undefined || around.level === 'province' || !isWithin(around.code, scope)
    ? undefined
    : around
}
