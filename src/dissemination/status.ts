import type { BroadcastStatus } from '../domain/broadcast.ts'
import type { Storage } from '../storage/storage.ts'
import { nextUsefulOccurrence } from './occurrences.ts'

/** More unfinished runs of one broadcast than this do not change what is said about it. */
const RUNS_TO_LOOK_AT = 50

/**
 * Brings the status of a broadcast that is `scheduled` or `running` in line with its rows: `scheduled` while something
 * is still to come, then `running` until its last run is over, then `finished`. Leaves every other status alone.
 */
export async function refreshStatus(
  storage: Pick<Storage, 'broadcasts' | 'deliveries'>,
  broadcastId: string,
): Promise<void> {
  const broadcast = await storage.broadcasts.find(broadcastId)
  if (broadcast?.status !== 'scheduled' && broadcast?.status !== 'running') return
  const runs = await storage.deliveries.listRuns({ broadcastId, limit: RUNS_TO_LOOK_AT })
  const isUnderWay = runs.some(({ status }) => status === 'running' || status === 'paused')
  const isMoreToCome = nextUsefulOccurrence(broadcast, broadcast.settledAt) !== undefined
  const status: BroadcastStatus = isMoreToCome ? 'scheduled' : isUnderWay ? 'running' : 'finished'
  if (status !== broadcast.status) await storage.broadcasts.setStatus(broadcastId, status)
}
