import { areaLabel, parentCode, type Area, type AreaCode, type AreaLevel } from '../../domain/area.ts'
import { AppError } from '../../domain/error.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'

/** From here on two names are written alike or sound alike; below, people are asked. */
const SAME_NAME = 0.97
const SUGGESTIONS = 4

export interface AreaQuestion {
  levels: AreaLevel[]
  /** What is looked for, in Indonesian: `Kabupaten/kota`. */
  what: string
  /** Look only in here. */
  within?: AreaCode
}

function described(area: Area, gazetteer: Gazetteer): string {
  const parent = gazetteer.get(parentCode(area.code) ?? '')
  const place = parent === undefined || parent.level === 'province' ? '' : `, ${areaLabel(parent)}`
  return `${areaLabel(area)} (${area.code}${place})`
}

/**
 * The area that a name or code on the command line means. Rejects with `AppError('not_found')` and suggestions when no
 * name is the same, with `('invalid')` when several are.
 */
export function readArea(text: string, gazetteer: Gazetteer, { levels, what, within }: AreaQuestion): Area {
  const byCode = gazetteer.get(text.trim())
  if (byCode !== undefined && levels.includes(byCode.level)) return byCode
  const options = within === undefined ? {} : { within }
  const matches = gazetteer.find(text, { ...options, levels, limit: SUGGESTIONS + 1 })
  const [best] = matches
  const same = matches.filter(({ score }) => score >= SAME_NAME && score === best?.score)
  if (best !== undefined && same.length === 1) return best.area
  const listed = (same.length > 1 ? same : matches.slice(0, SUGGESTIONS)).map(
    ({ area }) => `\n  ${described(area, gazetteer)}`,
  )
  if (same.length > 1) {
    throw new AppError(
      'invalid',
      `Ada beberapa ${what.toLowerCase()} "${text}". Tulis kodenya:${listed.join('')}`,
    )
  }
  const hint = listed.length === 0 ? ' Tulis nama resminya atau kodenya.' : ` Maksud Anda:${listed.join('')}`
  throw new AppError('not_found', `${what} "${text}" tidak ditemukan.${hint}`)
}

export const REGENCY: AreaQuestion = { levels: ['regency', 'city'], what: 'Kabupaten/kota' }
export const DISTRICT: AreaQuestion = { levels: ['district'], what: 'Kecamatan' }
export const VILLAGE: AreaQuestion = { levels: ['village', 'urban_village'], what: 'Desa/kelurahan' }

/** The district, else the regency, else the whole province that the options name. Rejects as `readArea` does. */
export function readScope(
  { regency, district }: { regency?: string; district?: string },
  gazetteer: Gazetteer,
  province: AreaCode,
): AreaCode {
  const outer = regency === undefined ? province : readArea(regency, gazetteer, REGENCY).code
  return district === undefined ? outer : readArea(district, gazetteer, { ...DISTRICT, within: outer }).code
}
