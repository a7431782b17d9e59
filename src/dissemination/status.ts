import type { BroadcastStatus } from '../domain/broadcast.ts'
import type { StoredBroadcast } from '../storage/broadcasts.ts'
import type { Storage } from '../storage/storage.ts'
import { nextUsefulOccurrence } from './schedule/occurrences.ts'

type Stores = Pick<Storage, 'broadcasts' | 'deliveries' | 'occurrences'>

/** What a broadcast that had its last occurrence has come to. */
async function endOf({ id, expiresAt }: StoredBroadcast, { occurrences }: Stores): Promise<BroadcastStatus> {
  const latest = await occurrences.latest(id)
  const isCutOff = expiresAt !== undefined && (latest === undefined || latest.status === 'expired')
  return isCutOff ? 'expired' : 'finished'
}

/**
 * Brings the status of a broadcast that is `scheduled` or `running` in line with its rows: `running` while a run is
 * going, else `scheduled` while something is still to come, else `finished`, or `expired` when its time was over before
 * the last occurrence was sent. Leaves every other status alone.
 */
export async function refreshStatus(storage: Stores, broadcastId: string): Promise<void> {
  const broadcast = await storage.broadcasts.find(broadcastId)
  if (broadcast?.status !== 'scheduled' && broadcast?.status !== 'running') return
  // What an amendment has to do is not all in its runs: whoever carries it out says when it is over.
  if (broadcast.kind !== 'announcement') return
  const isUnderWay = (await storage.occurrences.underWay(broadcastId)).length > 0
  const isMoreToCome = nextUsefulOccurrence(broadcast, broadcast.settledAt) !== undefined
  const status = isUnderWay ? 'running' : isMoreToCome ? 'scheduled' : await endOf(broadcast, storage)
  if (status !== broadcast.status) await storage.broadcasts.setStatus(broadcastId, status)
}
