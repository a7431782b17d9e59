import { areaLabel, PROVINCE_CODE, type Area, type AreaCode } from '../../../domain/area.ts'
import { DELIVERY_STATUSES, type BroadcastRun, type DeliveryStatus } from '../../../domain/broadcast.ts'
import { AppError } from '../../../domain/error.ts'
import { reportRelay, type RelayReport } from '../../../relay/report.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { RunTally } from '../../../storage/deliveries.ts'
import type { DeliveryFilter, DeliveryLine, RegencyTally } from '../../../storage/delivery-pages.ts'
import type { Desks } from '../../desks.ts'
import type { Visit } from '../../visit.tsx'
import { pageNumber } from '../list/read.ts'
import { findSeen } from '../permission.ts'

const RUNS_OFFERED = 20
const PAGE_SIZE = 50
/** For files: no run goes to nearly as many groups. */
const ALL_LINES = 100_000

/** A run that somebody looks at, and which part of it. */
export interface RunView {
  broadcast: StoredBroadcast
  run: BroadcastRun
  filter: DeliveryFilter
}

/** How far a run is, in the area of whoever looks. */
export interface ProgressView extends RunView {
  tally: RunTally
  /** So many of the queued messages only wait for the hours of their groups. */
  waiting: number
}

export interface DeliveriesView extends ProgressView {
  runs: BroadcastRun[]
  lines: DeliveryLine[]
  page: number
  hasMore: boolean
  /** The regencies that can be chosen. */
  regencies: Area[]
}

/** One line of the report: what a run came to in a regency, and how far the announcement was passed on there. */
export interface ReportLine extends RegencyTally {
  name: string
  /** Of all runs of the announcement; missing when its groups were not asked. */
  relayed?: { asked: number; answered: number; people: number }
}

const isStatus = (word: string): word is DeliveryStatus =>
  (DELIVERY_STATUSES as readonly string[]).includes(word)

/** The regency that is asked for, inside the area of whoever asks. */
function withinOf(visit: Visit): AreaCode {
  const { areaCode } = visit.member
  const wanted = visit.query('wilayah') ?? ''
  return areaCode === PROVINCE_CODE && /^64\.\d\d$/.test(wanted) ? wanted : areaCode
}

/** The run of an address: the one that is named, else the latest. Rejects with `not_found` when there is none. */
export async function findRun(desks: Desks, visit: Visit): Promise<RunView & { runs: BroadcastRun[] }> {
  const broadcast = await findSeen(desks, visit)
  const all = await desks.storage.deliveries.listRuns({ broadcastId: broadcast.id, limit: RUNS_OFFERED })
  const runs = all.filter(({ status }) => status !== 'missed' && status !== 'expired')
  const wanted = visit.query('run')
  const named =
    wanted === undefined
      ? runs[0]
      : (runs.find(({ id }) => id === wanted) ?? (await desks.storage.broadcastPages.findRun(wanted)))
  if (named === undefined || named.broadcastId !== broadcast.id) {
    throw new AppError('not_found', 'Siaran ini belum punya kiriman.')
  }
  const status = visit.query('keadaan') ?? ''
  const filter = {
    runId: named.id,
    within: withinOf(visit),
    ...(isStatus(status) ? { status } : {}),
  }
  return { broadcast, run: named, filter, runs }
}

export async function readProgress({ storage }: Desks, view: RunView): Promise<ProgressView> {
  const { runId, within } = view.filter
  return { ...view, ...(await storage.deliveryPages.tally({ runId, within })) }
}

export async function readDeliveries(desks: Desks, visit: Visit): Promise<DeliveriesView> {
  const { runs, ...view } = await findRun(desks, visit)
  const page = pageNumber(visit.query('halaman'))
  const [progress, lines] = await Promise.all([
    readProgress(desks, view),
    desks.storage.deliveryPages.list(view.filter, { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE + 1 }),
  ])
  return {
    ...progress,
    runs,
    page,
    lines: lines.slice(0, PAGE_SIZE),
    hasMore: lines.length > PAGE_SIZE,
    regencies: visit.member.areaCode === PROVINCE_CODE ? desks.storage.gazetteer.children(PROVINCE_CODE) : [],
  }
}

/** Every message of what is shown, for a file. */
export const readAllLines = ({ storage }: Desks, { filter }: RunView): Promise<DeliveryLine[]> =>
  storage.deliveryPages.list(filter, { offset: 0, limit: ALL_LINES })

/** By regency: what the run came to, and how far the announcement was passed on. */
export async function readReport(desks: Desks, { broadcast, filter }: RunView): Promise<ReportLine[]> {
  const { storage } = desks
  const { runId, within } = filter
  const asks = broadcast.wantsAcknowledgement === true
  const [tallies, relay] = await Promise.all([
    storage.deliveryPages.byRegency({ runId, within }),
    asks ? reportRelay(storage, broadcast) : undefined,
  ])
  return tallies.map((tally) => ({
    ...tally,
    name: nameOf(storage.gazetteer.get(tally.areaCode), tally.areaCode),
    ...relayedIn(relay, tally.areaCode),
  }))
}

const nameOf = (area: Area | undefined, code: AreaCode) => (area === undefined ? code : areaLabel(area))

function relayedIn(relay: RelayReport | undefined, code: AreaCode): Pick<ReportLine, 'relayed'> {
  if (relay === undefined) return {}
  const found = relay.areas.find(({ area }) => area.code === code)
  return {
    relayed: { asked: found?.asked ?? 0, answered: found?.answered ?? 0, people: found?.people ?? 0 },
  }
}
