import { isWithin, parentCode, PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import type { AreaMatch, Gazetteer } from '../domain/gazetteer.ts'

/** From here on a name is taken without asking. */
const CERTAIN_SCORE = 0.9
const GUESS_LIMIT = 4
/** Names of one message that are looked up. */
const MOST_NAMES = 12
/** Words that people put before the name of their area. */
const LEAD_WORDS = /^(?:(?:kim|grup|group|wilayah|daerah|seluruh|semua|untuk|di)\s+)+/i

/** What a typed name means. `guess`: up to four areas to ask about, the likeliest first. */
export type NamedArea = { type: 'area'; area: Area } | { type: 'guess'; areas: Area[] } | { type: 'none' }

/** The one area among equally good matches: alone, or directly inside, or the one that holds all the others. */
function theOne(matches: AreaMatch[], inside: AreaCode): Area | undefined {
  const areas = matches.map(({ area }) => area)
  if (areas.length <= 1) return areas[0]
  const children = areas.filter(({ code }) => parentCode(code) === inside)
  if (children.length === 1) return children[0]
  return areas.find(({ code }) => areas.every((other) => isWithin(other.code, code)))
}

const equallyGood = (matches: AreaMatch[]) =>
  matches.filter(({ score }) => score >= CERTAIN_SCORE && score >= (matches[0]?.score ?? 0) - 0.001)

/** Reads a typed area name or code. Looks inside `inside` first, then everywhere; forgives spelling. */
export function readAreaName(text: string, inside: AreaCode, gazetteer: Gazetteer): NamedArea {
  const name = text.trim().replace(LEAD_WORDS, '')
  const byCode = gazetteer.get(name)
  if (byCode !== undefined) return { type: 'area', area: byCode }
  const everywhere = gazetteer.find(name, { limit: 12 })
  const within = inside === PROVINCE_CODE ? everywhere : gazetteer.find(name, { within: inside, limit: 12 })
  const near = theOne(equallyGood(within), inside)
  if (near !== undefined) return { type: 'area', area: near }
  const here = everywhere.find(({ area, score }) => area.code === inside && score >= CERTAIN_SCORE)
  if (here !== undefined) return { type: 'area', area: here.area }
  const sure = [...equallyGood(within), ...equallyGood(everywhere)]
  const guesses = [...(sure.length > 0 ? sure : [...within, ...everywhere])].map(({ area }) => area)
  const areas = [...new Set(guesses)].slice(0, GUESS_LIMIT)
  return areas.length === 0 ? { type: 'none' } : { type: 'guess', areas }
}

/** Names typed together: `loa kulu, tenggarong dan sebulu`. One when there is nothing between them. */
export function splitAreaNames(text: string): string[] {
  const names = text.split(/\s*(?:[,;\n&+]|\bdan\b|\bserta\b)\s*/i).map((name) => name.trim())
  return names.filter((name) => name !== '').slice(0, MOST_NAMES)
}

/** True when a text is the name of an area, or of several, and hardly anything else. */
export function isAreaName(text: string, gazetteer: Gazetteer): boolean {
  const names = splitAreaNames(text)
  return (
    names.length > 0 &&
    names.every((name) => (gazetteer.find(name, { limit: 1 })[0]?.score ?? 0) >= CERTAIN_SCORE)
  )
}
