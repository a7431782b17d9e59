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

const OVER_REASON = 'Tidak ada lagi jadwal yang tersisa.'

/**
 * Brings the status of a broadcast in line with its rows.
 *
 * - `scheduled` or `running`: `running` while a run is going, else `scheduled` while something is still to come, else
 *   `finished`, or `expired` when its time was over before the last occurrence was sent
 * - `awaiting_approval` or `paused`: `expired` when nothing is left that staff could still let out
 * - every other status stays
 */
export async function refreshStatus(storage: Stores, broadcastId: string): Promise<void> {
  const broadcast = await storage.broadcasts.find(broadcastId)
  // What an amendment has to do is not all in its runs: whoever carries it out says when it is over.
  if (broadcast?.kind !== 'announcement') return
  const { status } = broadcast
  const isUnderWay = (await storage.occurrences.underWay(broadcastId)).length > 0
  const isMoreToCome = nextUsefulOccurrence(broadcast, broadcast.settledAt) !== undefined
  if (status === 'awaiting_approval' || status === 'paused') {
    if (isUnderWay || isMoreToCome) return
    await storage.broadcasts.setStatus(broadcastId, 'expired', OVER_REASON)
  }
  if (status !== 'scheduled' && status !== 'running') return
  const next = isUnderWay ? 'running' : isMoreToCome ? 'scheduled' : await endOf(broadcast, storage)
  if (next !== status) await storage.broadcasts.setStatus(broadcastId, next)
}
