import { areaLabel, isWithin, parentCode, type Area, type AreaCode, type AreaLevel } from './area.ts'

/** Short names that people use for regencies and cities. */
const SHORT_NAMES: Record<string, AreaCode> = {
  kaltim: '64',
  kukar: '64.02',
  kubar: '64.07',
  kutim: '64.08',
  ppu: '64.09',
  penajam: '64.09',
  mahulu: '64.11',
  mahakamhulu: '64.11',
  bpp: '64.71',
  smd: '64.72',
}

/** Words for a level at the head of a name: they narrow the search instead of counting as letters. */
const LEVEL_WORDS: Record<string, AreaLevel[]> = {
  provinsi: ['province'],
  prov: ['province'],
  kabupaten: ['regency'],
  kab: ['regency'],
  kota: ['city'],
  kecamatan: ['district'],
  kec: ['district'],
  desa: ['village'],
  kampung: ['village'],
  kelurahan: ['urban_village'],
  kel: ['urban_village'],
}

export interface AreaMatch {
  area: Area
  /** 1 for the very name, less the more it differs. */
  score: number
}

export interface FindOptions {
  /** Only areas strictly inside this one. */
  within?: AreaCode
  levels?: AreaLevel[]
  /** At most this many, best first. Default 5. */
  limit?: number
}

/** Look-ups in the official areas. */
export interface Gazetteer {
  readonly size: number
  get(code: AreaCode): Area | undefined
  /** The areas one level below, by code. */
  children(code: AreaCode): Area[]
  /** Villages and urban villages inside an area. */
  villages(code: AreaCode): Area[]
  /** Areas whose name resembles `query`, best first; forgives spelling, spaces and short names. */
  find(query: string, options?: FindOptions): AreaMatch[]
  /**
   * The one area that a code or a name means without doubt.
   * A name shared by areas of different levels means the widest; shared within a level it is ambiguous.
   */
  resolve(codeOrName: string): Area | 'ambiguous' | undefined
}

const letters = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')

/** Spellings that sound the same: `Loa Koeloe`, `Long Ikis`/`Longikis`, doubled letters. */
function sound(text: string): string {
  return letters(text)
    .replaceAll('oe', 'u')
    .replaceAll('dj', 'j')
    .replaceAll('tj', 'c')
    .replaceAll('v', 'f')
    .replaceAll(/(.)\1+/g, '$1')
}

function bigrams(text: string): string[] {
  const padded = `^${text}$`
  return Array.from({ length: padded.length - 1 }, (_, index) => padded.slice(index, index + 2))
}

/** Share of letter pairs that two words have in common (Dice), 0 to 1. */
function similarity(left: string, right: string): number {
  const leftPairs = bigrams(left)
  const rightPairs = bigrams(right)
  const rest = [...rightPairs]
  let common = 0
  for (const pair of leftPairs) {
    const index = rest.indexOf(pair)
    if (index === -1) continue
    rest.splice(index, 1)
    common += 1
  }
  return (2 * common) / (leftPairs.length + rightPairs.length)
}

/** How much two words sound alike, 0 to 1. */
export function likeness(left: string, right: string): number {
  return similarity(sound(left), sound(right))
}

/** `Kec. Loa Kulu` → levels district, name `Loa Kulu`. */
function splitLevel(query: string): { name: string; levels?: AreaLevel[] } {
  const match = /^\s*([a-z]+)\.?\s+(\S.*)$/i.exec(query)
  const levels = LEVEL_WORDS[match?.[1]?.toLowerCase() ?? '']
  return match?.[2] !== undefined && levels !== undefined ? { name: match[2], levels } : { name: query }
}

const LEVEL_RANK: Record<AreaLevel, number> = {
  province: 0,
  regency: 1,
  city: 1,
  district: 2,
  village: 3,
  urban_village: 3,
}
const MINIMUM_SCORE = 0.6
const CERTAIN_SCORE = 0.9
/** No area has a longer name; more is a message, not a name. */
const MAXIMUM_QUERY_LENGTH = 80

interface Entry {
  area: Area
  letters: string
  sound: string
}

function scoreOf(entry: Entry, name: string, sounding: string): number {
  if (entry.letters === name) return 1
  if (entry.sound === sounding) return 0.97
  const likeness = similarity(entry.sound, sounding)
  const isBeginning = sounding.length >= 4 && entry.sound.startsWith(sounding)
  return Math.min(0.95, isBeginning ? Math.max(likeness, 0.8) : likeness)
}

/** Builds the look-ups. `areas` may come in any order; codes are unique. */
export function createGazetteer(areas: Area[]): Gazetteer {
  const byCode = new Map(areas.map((area) => [area.code, area]))
  const childrenOf = new Map<AreaCode, Area[]>()
  for (const area of areas) {
    const parent = parentCode(area.code)
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), area])
  }
  const entries: Entry[] = areas.map((area) => ({
    area,
    letters: letters(area.name),
    sound: sound(area.name),
  }))
  const matchesOf = (query: string, { within, levels }: FindOptions): AreaMatch[] => {
    if (query.length > MAXIMUM_QUERY_LENGTH) return []
    const { name, levels: namedLevels } = splitLevel(query)
    const spelled = letters(name)
    if (spelled.length < 2) return []
    const sounding = sound(name)
    const shortName = SHORT_NAMES[spelled] ?? SHORT_NAMES[letters(query)]
    const matches: AreaMatch[] = []
    for (const entry of entries) {
      const { code, level } = entry.area
      if (within !== undefined && (code === within || !isWithin(code, within))) continue
      if (levels !== undefined && !levels.includes(level)) continue
      const score = code === shortName ? 1 : scoreOf(entry, spelled, sounding)
      if (score < MINIMUM_SCORE) continue
      const isNamedLevel = namedLevels === undefined || namedLevels.includes(level)
      matches.push({ area: entry.area, score: isNamedLevel ? score : score * 0.7 })
    }
    return matches.toSorted(
      (a, b) =>
        b.score - a.score ||
        LEVEL_RANK[a.area.level] - LEVEL_RANK[b.area.level] ||
        a.area.code.localeCompare(b.area.code),
    )
  }
  return {
    size: areas.length,
    get: (code) => byCode.get(code),
    children: (code) => childrenOf.get(code) ?? [],
    villages: (code) => areas.filter((area) => LEVEL_RANK[area.level] === 3 && isWithin(area.code, code)),
    find: (query, options = {}) => matchesOf(query, options).slice(0, options.limit ?? 5),
    resolve(codeOrName) {
      const byItsCode = byCode.get(codeOrName.trim())
      if (byItsCode !== undefined) return byItsCode
      const [best, second] = matchesOf(codeOrName, {})
      if (best === undefined || best.score < CERTAIN_SCORE) return undefined
      const isShared =
        second !== undefined &&
        second.score === best.score &&
        LEVEL_RANK[second.area.level] === LEVEL_RANK[best.area.level]
      return isShared ? 'ambiguous' : best.area
    },
  }
}

/** `Desa Loa Kulu Kota, Kecamatan Loa Kulu`: an area with the one around it. The code when it is not known. */
export function placeOf(code: AreaCode, gazetteer: Pick<Gazetteer, 'get'>): string {
  const parts = [code, parentCode(code)].flatMap((one) => {
    const area = one === undefined ? undefined : gazetteer.get(one)
    return area === undefined || area.level === 'province' ? [] : [areaLabel(area)]
  })
  if (parts.length > 0) return parts.join(', ')
  const area = gazetteer.get(code)
  return area === undefined ? code : areaLabel(area)
}
