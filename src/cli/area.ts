import {
  areaLabel,
  isWithin,
  parentCode,
  PROVINCE_CODE,
  type Area,
  type AreaCode,
  type AreaLevel,
} from '../domain/area.ts'
import { AppError } from '../domain/error.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'

/** From here on two names are written alike or sound alike; below, people are asked. */
const SAME_NAME = 0.97
const SUGGESTIONS = 4
/** More than there are areas of one name. */
const MOST_OF_A_NAME = 25

export interface AreaQuestion {
  /** Any level when left out; the widest area of a name is meant then. */
  levels?: AreaLevel[]
  /** What is looked for, in Indonesian: `Kabupaten/kota`. */
  what: string
  /** Look only in here. */
  within?: AreaCode
  /** Among several of a name the one in here is meant. */
  near?: AreaCode
}

export const ANY_AREA: AreaQuestion = { what: 'Wilayah' }
const REGENCY: AreaQuestion = { levels: ['regency', 'city'], what: 'Kabupaten/kota' }
const DISTRICT: AreaQuestion = { levels: ['district'], what: 'Kecamatan' }
export const VILLAGE: AreaQuestion = { levels: ['village', 'urban_village'], what: 'Desa/kelurahan' }

function described(area: Area, gazetteer: Gazetteer): string {
  const parent = gazetteer.get(parentCode(area.code) ?? '')
  const place = parent === undefined || parent.level === 'province' ? '' : `, ${areaLabel(parent)}`
  return `${areaLabel(area)} (${area.code}${place})`
}

/** The areas that a name may mean, out of those that have it. */
function meant(areas: Area[], near: AreaCode | undefined): Area[] {
  const nearby = near === undefined ? [] : areas.filter(({ code }) => isWithin(code, near))
  const known = nearby.length > 0 ? nearby : areas
  const widest = Math.min(...known.map(({ code }) => code.length))
  return known.filter(({ code }) => code.length === widest)
}

/**
 * The area that a name or code on the command line means. Throws `AppError('not_found')` with suggestions when no name
 * is the same, `AppError('invalid')` when several are.
 */
export function readArea(text: string, gazetteer: Gazetteer, question: AreaQuestion): Area {
  const { levels, what, within, near } = question
  const byCode = gazetteer.get(text.trim())
  if (byCode !== undefined && (levels === undefined || levels.includes(byCode.level))) return byCode
  const matches = gazetteer.find(text, {
    limit: MOST_OF_A_NAME,
    ...(levels === undefined ? {} : { levels }),
    ...(within === undefined ? {} : { within }),
  })
  const [best] = matches
  const same = matches.filter(({ score }) => score >= SAME_NAME && score === best?.score)
  const [area, ...others] = meant(
    same.map((match) => match.area),
    near,
  )
  if (area !== undefined && others.length === 0) return area
  const suggested = area === undefined ? matches.map((match) => match.area) : [area, ...others]
  const listed = suggested.slice(0, SUGGESTIONS).map((one) => `\n  ${described(one, gazetteer)}`)
  if (area !== undefined) {
    throw new AppError(
      'invalid',
      `Ada beberapa ${what.toLowerCase()} "${text}". Tulis kodenya:${listed.join('')}`,
    )
  }
  const hint = listed.length === 0 ? ' Tulis nama resminya atau kodenya.' : ` Maksud Anda:${listed.join('')}`
  throw new AppError('not_found', `${what} "${text}" tidak ditemukan.${hint}`)
}

/** The district, else the regency, else the whole province that the options name. Throws as `readArea` does. */
export function readScope(
  { regency, district }: { regency?: string | undefined; district?: string | undefined },
  gazetteer: Gazetteer,
): AreaCode {
  const outer = regency === undefined ? PROVINCE_CODE : readArea(regency, gazetteer, REGENCY).code
  return district === undefined ? outer : readArea(district, gazetteer, { ...DISTRICT, within: outer }).code
}
