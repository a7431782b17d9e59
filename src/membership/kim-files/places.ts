import {
  areaLabel,
  isWithin,
  parentCode,
  PROVINCE_CODE,
  type Area,
  type AreaCode,
  type AreaLevel,
} from '../../domain/area.ts'
import type { AreaMatch, Gazetteer } from '../../domain/gazetteer.ts'
import type { Field } from './columns.ts'

/** The cells of a row that say where a KIM is; empty when not written. */
export type PlaceCells = Record<'areaCode' | 'area' | 'village' | 'district' | 'regency', string>

/** The area, or what is wrong, and in which column. */
export type Place = { area: Area } | { field: Field; reason: string }

/** Spelled otherwise but sounding the same still counts: `Loa Koeloe`. Less is a guess. */
const SAME_NAME_SCORE = 0.97
const VILLAGE_LEVELS: AreaLevel[] = ['village', 'urban_village']
const REGENCY_LEVELS: AreaLevel[] = ['regency', 'city']
const MOST_SUGGESTIONS = 3
/** Each search for a name that there is not takes some milliseconds. A table with more of them is no table of places. */
const MOST_VAIN_SEARCHES = 1_000

/** `64,02`, `6402011001` and `64.02.01.1001` are the same code. Undefined for what is no code. */
function readCode(text: string): AreaCode | undefined {
  const digits = text.replaceAll(/[\s.,]/g, '')
  const [, province, regency, district, village] =
    /^(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{4}))?)?)?$/.exec(digits) ?? []
  const parts = [province, regency, district, village].filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : parts.join('.')
}

const letters = (name: string) => name.toLowerCase().replaceAll(/[^a-z\d]/g, '')

/** Widest first. */
function everythingIn(code: AreaCode, gazetteer: Gazetteer): Area[] {
  const inside: Area[] = []
  for (let level = gazetteer.children(code); level.length > 0;) {
    inside.push(...level)
    level = level.flatMap((area) => gazetteer.children(area.code))
  }
  return inside
}

const isSame = (match: AreaMatch | undefined) => match !== undefined && match.score >= SAME_NAME_SCORE
const areasOf = (matches: AreaMatch[]) => matches.map(({ area }) => area)

export type PlaceReader = (cells: PlaceCells) => Place

/**
 * Reads where KIMs are: by code, or by name, with the district and the regency to tell villages of the same name apart.
 * Among several of a name the one in `scope` is meant.
 */
export function createPlaceReader(gazetteer: Gazetteer, scope: AreaCode): PlaceReader {
  const byLetters = new Map<string, Area[]>()
  const found = new Map<string, AreaMatch[]>()
  let vainSearches = 0
  for (const area of everythingIn(PROVINCE_CODE, gazetteer)) {
    byLetters.set(letters(area.name), [...(byLetters.get(letters(area.name)) ?? []), area])
  }

  /** Areas with a name, best first. */
  function find(name: string, within?: AreaCode, levels?: AreaLevel[]): AreaMatch[] {
    const exact = (byLetters.get(letters(name)) ?? [])
      .filter(({ code }) => within === undefined || (code !== within && isWithin(code, within)))
      .filter(({ level }) => levels === undefined || levels.includes(level))
    if (exact.length > 0) return exact.map((area) => ({ area, score: 1 }))
    // Looking through all names takes a millisecond, and most rows of a table share their district.
    const key = JSON.stringify([name, within, levels])
    const known = found.get(key)
    if (known !== undefined) return known
    const options = { limit: 12, ...(within === undefined ? {} : { within }) }
    if (vainSearches >= MOST_VAIN_SEARCHES) return []
    const matches = gazetteer.find(name, levels === undefined ? options : { ...options, levels })
    if (!isSame(matches[0])) vainSearches += 1
    found.set(key, matches)
    return matches
  }

  function described(area: Area): string {
    const parent = gazetteer.get(parentCode(area.code) ?? '')
    return `${areaLabel(area)}${parent === undefined ? '' : `, ${areaLabel(parent)}`} (${area.code})`
  }

  const inWords = (areas: Area[]) => areas.slice(0, MOST_SUGGESTIONS).map(described).join(' atau ')

  /** The one area of a name; in a province-wide search the widest of a name that levels share. */
  function named(name: string, field: Field, within?: AreaCode, levels?: AreaLevel[]): Place {
    const all = find(name, within, levels)
    const same = areasOf(all.filter((match) => isSame(match) && match.score === all[0]?.score))
    const here = same.filter(({ code }) => isWithin(code, scope))
    const candidates = here.length > 0 ? here : same
    const [first, ...others] = candidates
    if (first === undefined) {
      const near = inWords(areasOf(all))
      const place = within === undefined ? '' : ` di ${areaLabel(areaAt(within))}`
      return { field, reason: `Tidak dikenal${place}.${near === '' ? '' : ` Mungkin maksudnya ${near}.`}` }
    }
    const isWidest = others.every(({ code }) => code.split('.').length > first.code.split('.').length)
    if (isWidest) return { area: first }
    const hint = 'Isi juga kolom kecamatan dan kabupaten, atau tulis kodenya'
    return { field, reason: `Ada lebih dari satu wilayah bernama itu. ${hint}: ${inWords(candidates)}.` }
  }

  const areaAt = (code: AreaCode): Area => gazetteer.get(code) ?? { code, level: 'province', name: code }

  /** A code or a name. The name of the area that it must be in is that area itself, when nothing in it has the name. */
  function written(text: string, field: Field, within?: AreaCode, levels?: AreaLevel[]): Place {
    const code = readCode(text)
    if (code === undefined) {
      const place = named(text, field, within, levels)
      if ('area' in place || within === undefined || levels !== undefined) return place
      const isItself = find(text).some((match) => match.area.code === within && isSame(match))
      return isItself ? { area: areaAt(within) } : place
    }
    const area = gazetteer.get(code)
    if (area === undefined) return { field, reason: 'Kode wilayah ini tidak ada di Kalimantan Timur.' }
    if (within === undefined || isWithin(code, within)) return { area }
    return { field, reason: `Kode ini milik ${described(area)}, bukan di ${areaLabel(areaAt(within))}.` }
  }

  /** Regency, district, village: each inside the one before. */
  function stepByStep(cells: PlaceCells): Place | undefined {
    const steps: [Field & keyof PlaceCells, AreaLevel[] | undefined][] = [
      ['regency', REGENCY_LEVELS],
      ['district', ['district']],
      ['village', VILLAGE_LEVELS],
      ['area', undefined],
    ]
    let place: { area: Area } | undefined
    for (const [field, levels] of steps) {
      const text = cells[field]
      if (text === '') continue
      const step = written(text, field, place?.area.code, levels)
      if (!('area' in step)) return step
      place = step
    }
    return place
  }

  return (cells) => {
    if (cells.areaCode === '') {
      return stepByStep(cells) ?? { field: 'area', reason: 'Wilayah wajib diisi dengan nama atau kode.' }
    }
    const place = written(cells.areaCode, 'areaCode')
    if (!('area' in place)) return place
    // The code decides; the names beside it must not say something else.
    const { area } = place
    for (const field of ['regency', 'district', 'village', 'area'] as const) {
      const name = cells[field]
      if (name === '') continue
      const isMeant =
        readCode(name) === area.code || find(name).some((match) => isWithin(area.code, match.area.code))
      if (!isMeant) return { field, reason: `Tidak cocok dengan kodenya: ${described(area)}.` }
    }
    return place
  }
}
