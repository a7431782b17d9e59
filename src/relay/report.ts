import { ACKNOWLEDGEMENT_METHODS, type AcknowledgementMethod } from '../domain/acknowledgement.ts'
import { isWithin, parentCode, PROVINCE_CODE, type Area, type AreaCode } from '../domain/area.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import type { RelayedDelivery } from '../storage/acknowledgement-reports.ts'
import type { Storage } from '../storage/storage.ts'

/** How far an announcement was passed on. */
export interface RelayTally {
  /** Groups that were asked, and how many of them answered or were reminded. */
  asked: number
  answered: number
  reminded: number
  /** About how many people it reached: of each group the highest number that somebody there named. */
  people: number
  /** How many groups passed it on in each way. */
  methods: Record<AcknowledgementMethod, number>
}

export interface RelayReport {
  broadcastId: string
  total: RelayTally
  /** Every area with a group that was asked, inside the areas around it: by code, so that each follows its parent. */
  areas: (RelayTally & { area: Area })[]
}

const emptyTally = (): RelayTally => ({
  asked: 0,
  answered: 0,
  reminded: 0,
  people: 0,
  methods: { read_aloud: 0, posted: 0, door_to_door: 0, loudspeaker: 0 },
})

function add(tally: RelayTally, { said, isReminded }: RelayedDelivery): void {
  // Who answers was asked, whatever became of the message.
  tally.asked += 1
  if (isReminded) tally.reminded += 1
  if (said.length === 0) return
  tally.answered += 1
  tally.people += Math.max(0, ...said.map(({ people }) => people ?? 0))
  for (const method of ACKNOWLEDGEMENT_METHODS) {
    if (said.some(({ methods }) => methods.includes(method))) tally.methods[method] += 1
  }
}

/** An area and those around it, up to the regency. The province stands for itself only. */
function chainOf(code: AreaCode): AreaCode[] {
  const chain = [code]
  for (let up = parentCode(code); up !== undefined && up.includes('.'); up = parentCode(up)) chain.push(up)
  return chain
}

/** Sums up by area. Pure. */
export function sumUp(
  broadcastId: string,
  relayed: RelayedDelivery[],
  gazetteer: Pick<Gazetteer, 'get'>,
): RelayReport {
  const total = emptyTally()
  const byCode = new Map<AreaCode, RelayTally & { area: Area }>()
  for (const delivery of relayed) {
    add(total, delivery)
    for (const code of chainOf(delivery.areaCode)) {
      const area = gazetteer.get(code)
      if (area === undefined) continue
      const tally = byCode.get(code) ?? { ...emptyTally(), area }
      byCode.set(code, tally)
      add(tally, delivery)
    }
  }
  const areas = [...byCode.values()].toSorted((a, b) => (a.area.code < b.area.code ? -1 : 1))
  return { broadcastId, total, areas }
}

/** How far a broadcast was passed on, in an area. Of a correction: how far what it corrects was. */
export async function reportRelay(
  { relayReports, gazetteer }: Pick<Storage, 'relayReports' | 'gazetteer'>,
  broadcast: { id: string; amends?: string },
  within: AreaCode = PROVINCE_CODE,
): Promise<RelayReport> {
  const id = broadcast.amends ?? broadcast.id
  const relayed = await relayReports.relayed(id)
  return sumUp(
    id,
    relayed.filter(({ areaCode }) => isWithin(areaCode, within)),
    gazetteer,
  )
}
