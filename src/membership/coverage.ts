import { isWithin, type Area, type AreaCode } from '../domain/area.ts'
import { CONNECTIVITIES, type Connectivity } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import { CHANNEL_NAMES, type ChannelName } from '../domain/message.ts'
import type { CoverageFacts, CoverageGroup, DeliveredAnnouncement } from '../storage/coverage.ts'
import type { Storage } from '../storage/storage.ts'

/** How far back acknowledgements are counted. */
export const ACKNOWLEDGEMENT_DAYS = 365
const DAY_MS = 86_400_000

/**
 * How a village is covered. "For the village" means that the KIM's own area is the village, or that one of its groups is
 * subscribed to it.
 *
 * - `active`: there is a verified KIM for it with a group that receives
 * - `dormant`: there is a registered, verified or dormant KIM for it, but none that makes it active
 * - `none`: there is no such KIM
 */
export type VillageState = 'active' | 'dormant' | 'none'

/** How many villages are in each state. */
export type VillageTally = Record<VillageState, number> & { villages: number }

export interface AcknowledgementTally {
  asked: number
  acknowledged: number
  /** 0 to 1; missing when none asked. */
  rate?: number
}

export interface CoverageCounts extends VillageTally {
  /**
   * Villages with an active KIM group on a platform, and dormant villages whose KIM has a group there. A village may
   * count on several platforms; a KIM without a group counts on none.
   */
  byPlatform: Record<ChannelName, { active: number; dormant: number }>
  byConnectivity: Record<Connectivity | 'unknown', VillageTally>
  /** Public groups that receive and are subscribed to a village here. */
  publicGroups: number
  /** Groups of any kind that receive and are subscribed to an area here that is wider than a village. */
  widerGroups: number
  /** The newest one that went to a group that is subscribed to an area here, or whose KIM is at home here. */
  lastDelivered?: DeliveredAnnouncement
  /** Deliveries to those groups that went out and asked to be acknowledged, and how many were. */
  acknowledgement: AcknowledgementTally
}

export interface CoverageRow extends CoverageCounts {
  area: Area
}

export interface CoverageReport {
  area: Area
  at: Date
  /** Acknowledgements are counted for what was sent after this instant. */
  since: Date
  total: CoverageCounts
  /** One for each area directly below, by code. */
  rows: CoverageRow[]
}

/** A group, with every area that it stands for: what it is subscribed to, and a KIM's own area. */
interface PlacedGroup extends CoverageGroup {
  places: AreaCode[]
}

/** What is known of a village. */
interface Village {
  code: AreaCode
  connectivity: Connectivity | 'unknown'
  hasKim: boolean
  /** Platforms of the KIM groups that make it active. */
  active: Set<ChannelName>
  /** Platforms of the other groups of its KIMs. */
  silent: Set<ChannelName>
}

const stateOf = ({ active, hasKim }: Village): VillageState =>
  active.size > 0 ? 'active' : hasKim ? 'dormant' : 'none'

const isKnownKim = ({ kind, communityStatus }: CoverageGroup) =>
  kind === 'kim' && communityStatus !== 'unverified'

/** Every village inside `within`, with what its KIMs make of it. */
function readVillages(
  within: AreaCode,
  { kimAreas, marks }: CoverageFacts,
  groups: PlacedGroup[],
  gazetteer: Gazetteer,
): Village[] {
  const villages = new Map<AreaCode, Village>(
    gazetteer
      .villages(within)
      .map(({ code }) => [
        code,
        { code, connectivity: 'unknown', hasKim: false, active: new Set(), silent: new Set() },
      ]),
  )
  for (const { areaCode, connectivity } of marks) {
    const village = villages.get(areaCode)
    if (village !== undefined) village.connectivity = connectivity
  }
  for (const code of kimAreas) {
    const village = villages.get(code)
    if (village !== undefined) village.hasKim = true
  }
  for (const group of groups.filter(isKnownKim)) {
    const isActive = group.communityStatus === 'verified' && group.receives
    for (const code of group.places) {
      const village = villages.get(code)
      if (village === undefined) continue
      village.hasKim = true
      village[isActive ? 'active' : 'silent'].add(group.channel)
    }
  }
  return [...villages.values()]
}

function tally(villages: Village[]): VillageTally {
  const counts: VillageTally = { villages: villages.length, active: 0, dormant: 0, none: 0 }
  for (const village of villages) counts[stateOf(village)] += 1
  return counts
}

/** The later of two; of two at the same instant the one whose id comes first. */
function later(one: DeliveredAnnouncement | undefined, other: DeliveredAnnouncement): DeliveredAnnouncement {
  if (one === undefined) return other
  const differenceMs = other.at.getTime() - one.at.getTime()
  return differenceMs > 0 || (differenceMs === 0 && other.broadcastId < one.broadcastId) ? other : one
}

function newestOf(groups: PlacedGroup[]): DeliveredAnnouncement | undefined {
  let newest: DeliveredAnnouncement | undefined
  for (const { last } of groups) if (last !== undefined) newest = later(newest, last)
  return newest
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

function acknowledgementOf(groups: PlacedGroup[]): AcknowledgementTally {
  const asked = sum(groups.map((group) => group.asked))
  const acknowledged = sum(groups.map((group) => group.acknowledged))
  return { asked, acknowledged, ...(asked === 0 ? {} : { rate: acknowledged / asked }) }
}

/** One area with all that counts in it. */
interface Place {
  code: AreaCode
  villages: Village[]
  /** Groups that stand for an area here. */
  groups: PlacedGroup[]
}

function count({ code, villages, groups }: Place): CoverageCounts {
  const codes = new Set(villages.map((village) => village.code))
  const inside = `${code}.`
  const isVillageHere = (one: AreaCode) => codes.has(one)
  const isWiderHere = (one: AreaCode) => !codes.has(one) && (one === code || one.startsWith(inside))
  const receiving = groups.filter(({ receives }) => receives)
  const platforms = CHANNEL_NAMES.map((name) => {
    const active = villages.filter((village) => village.active.has(name)).length
    const dormant = villages.filter((one) => stateOf(one) === 'dormant' && one.silent.has(name)).length
    return [name, { active, dormant }]
  })
  const connectivities = [...CONNECTIVITIES, 'unknown' as const].map((mark) => [
    mark,
    tally(villages.filter(({ connectivity }) => connectivity === mark)),
  ])
  const lastDelivered = newestOf(groups)
  return {
    ...tally(villages),
    byPlatform: Object.fromEntries(platforms) as CoverageCounts['byPlatform'],
    byConnectivity: Object.fromEntries(connectivities) as CoverageCounts['byConnectivity'],
    publicGroups: receiving.filter(
      ({ kind, areaCodes }) => kind === 'public' && areaCodes.some(isVillageHere),
    ).length,
    widerGroups: receiving.filter(({ areaCodes }) => areaCodes.some(isWiderHere)).length,
    ...(lastDelivered === undefined ? {} : { lastDelivered }),
    acknowledgement: acknowledgementOf(groups),
  }
}

/** Deals villages and groups out to the areas directly below. A group may be in several of them. */
function divide({ code: parent, villages, groups }: Place, children: Area[]): Place[] {
  const places = new Map(
    children.map(({ code }): [AreaCode, Place] => [code, { code, villages: [], groups: [] }]),
  )
  // Codes of one level have one length.
  const width = children[0]?.code.length ?? parent.length
  for (const village of villages) places.get(village.code.slice(0, width))?.villages.push(village)
  for (const group of groups) {
    for (const child of new Set(group.places.map((code) => code.slice(0, width)))) {
      places.get(child)?.groups.push(group)
    }
  }
  return [...places.values()]
}

const placed = (group: CoverageGroup): PlacedGroup => ({
  ...group,
  places: group.kind === 'kim' ? [...group.areaCodes, group.homeCode] : group.areaCodes,
})

/** Puts a report together. Pure. `area` is the province, a regency or city, or a district. */
function assembleCoverage(
  area: Area,
  facts: CoverageFacts,
  gazetteer: Gazetteer,
  time: { at: Date; since: Date },
): CoverageReport {
  const groups = facts.groups
    .map(placed)
    .filter(({ places }) => places.some((code) => isWithin(code, area.code)))
  const whole: Place = {
    code: area.code,
    villages: readVillages(area.code, facts, groups, gazetteer),
    groups,
  }
  const children = gazetteer.children(area.code)
  const parts = divide(whole, children)
  return {
    area,
    ...time,
    total: count(whole),
    rows: children.flatMap((child, index) => {
      const part = parts[index]
      return part === undefined ? [] : [{ area: child, ...count(part) }]
    }),
  }
}

/** What is known of all areas at an instant: every report of that instant can be made of it. */
export interface CoverageSnapshot {
  at: Date
  since: Date
  facts: CoverageFacts
}

/** Reads what the reports of an instant are made of. */
export async function readCoverageSnapshot(
  { coverage }: Pick<Storage, 'coverage'>,
  at: Date,
): Promise<CoverageSnapshot> {
  const since = new Date(at.getTime() - ACKNOWLEDGEMENT_DAYS * DAY_MS)
  return { at, since, facts: await coverage.read({ at, since }) }
}

/** An area that coverage is counted for. Throws as `readCoverage` rejects. */
function countedArea(areaCode: AreaCode, gazetteer: Gazetteer): Area {
  const area = gazetteer.get(areaCode)
  if (area === undefined) throw new AppError('not_found', `Kode wilayah "${areaCode}" tidak dikenal.`)
  if (area.level === 'village' || area.level === 'urban_village') {
    throw new AppError('invalid', 'Cakupan dihitung untuk provinsi, kabupaten/kota, atau kecamatan.')
  }
  return area
}

/** The report of one area. Throws as `readCoverage` rejects. */
export function coverageOf(
  { facts, at, since }: CoverageSnapshot,
  areaCode: AreaCode,
  gazetteer: Gazetteer,
): CoverageReport {
  return assembleCoverage(countedArea(areaCode, gazetteer), facts, gazetteer, { at, since })
}

/**
 * How an area is covered, at an instant. Rejects with `AppError('not_found')` for a code that is not known and
 * `('invalid')` for a village, which has nothing below it.
 */
export async function readCoverage(
  { coverage, gazetteer }: Pick<Storage, 'coverage' | 'gazetteer'>,
  areaCode: AreaCode,
  at: Date,
): Promise<CoverageReport> {
  countedArea(areaCode, gazetteer)
  return coverageOf(await readCoverageSnapshot({ coverage }, at), areaCode, gazetteer)
}

/** The platforms to show: the simulator only where something is on it. */
export const shownPlatforms = ({ byPlatform }: Pick<CoverageCounts, 'byPlatform'>): ChannelName[] =>
  CHANNEL_NAMES.filter(
    (name) => name !== 'simulator' || byPlatform[name].active + byPlatform[name].dormant > 0,
  )

/** The state of the one village that a row of a district is about. */
export const stateOfVillage = ({ active, dormant }: VillageTally): VillageState =>
  active > 0 ? 'active' : dormant > 0 ? 'dormant' : 'none'

/** What somebody said about the signal of the one village that a row is about. */
export const markOfVillage = ({ byConnectivity }: CoverageCounts): Connectivity | 'unknown' =>
  CONNECTIVITIES.find((mark) => byConnectivity[mark].villages > 0) ?? 'unknown'
