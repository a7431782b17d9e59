import { areaLabel, type Area } from '../domain/area.ts'
import { AppError } from '../domain/error.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'

/** The area that a name or code means. Throws `AppError('invalid')` that names what may be meant. */
export function areaNamed(text: string, gazetteer: Gazetteer): Area {
  const area = gazetteer.resolve(text)
  if (area !== undefined && area !== 'ambiguous') return area
  const near = gazetteer
    .find(text, { limit: 4 })
    .map((match) => `${areaLabel(match.area)} (${match.area.code})`)
  const advice = near.length === 0 ? '' : ` Mungkin maksudnya ${near.join(' atau ')}.`
  throw new AppError('invalid', `Wilayah "${text}" tidak dikenal.${advice}`)
}
