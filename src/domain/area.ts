/**
 * An official area code of the Ministry of Home Affairs: `64`, `64.02`, `64.02.01`, `64.02.01.1001`.
 * A prefix, cut at a dot, is an ancestor.
 */
export type AreaCode = string

export type AreaLevel = 'province' | 'regency' | 'city' | 'district' | 'village' | 'urban_village'

export interface Area {
  code: AreaCode
  level: AreaLevel
  /** As people write it, without the word for its level: `Kutai Kartanegara`, `Loa Kulu`. */
  name: string
}

/** East Kalimantan, the province that the product serves. */
export const PROVINCE_CODE: AreaCode = '64'

/** True when `code` is `ancestor` itself or lies inside it. */
export function isWithin(code: AreaCode, ancestor: AreaCode): boolean {
  return code === ancestor || code.startsWith(`${ancestor}.`)
}

/** The code one level up; undefined for a province. */
export function parentCode(code: AreaCode): AreaCode | undefined {
  const lastDot = code.lastIndexOf('.')
  return lastDot === -1 ? undefined : code.slice(0, lastDot)
}

/** The level that a code has by its shape. A village's number starts with 1 for an urban village, 2 for a village. */
export function levelOfCode(code: AreaCode): AreaLevel {
  const parts = code.split('.')
  if (parts.length === 1) return 'province'
  // Cities are numbered from 71 (Ministry of Home Affairs decree on area codes).
  if (parts.length === 2) return Number(parts[1]) >= 71 ? 'city' : 'regency'
  if (parts.length === 3) return 'district'
  return parts[3]?.startsWith('1') === true ? 'urban_village' : 'village'
}

const LEVEL_WORD: Record<AreaLevel, string> = {
  province: 'Provinsi',
  regency: 'Kabupaten',
  city: 'Kota',
  district: 'Kecamatan',
  village: 'Desa',
  urban_village: 'Kelurahan',
}

/** How people are shown an area: `Kabupaten Paser`, `Desa Loa Kulu Kota`. */
export function areaLabel(area: Area): string {
  return `${LEVEL_WORD[area.level]} ${area.name}`
}
