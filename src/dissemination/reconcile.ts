import { isDeepStrictEqual } from 'node:util'
import type { BroadcastStatus, Schedule } from '../domain/broadcast.ts'
import type { StoredBroadcast } from '../storage/broadcasts.ts'
import type { ParsedBroadcast } from './content.ts'
import type { FolderReading } from './folder.ts'
import { nextUsefulOccurrence } from './occurrences.ts'
import { settledBefore } from './plan.ts'

/** From when on a schedule counts that was not there before. */
function startOf(schedule: Schedule, now: Date): Date {
  return schedule.type === 'once' ? settledBefore(schedule.at, now) : now
}

/**
 * True when the broadcast was taken out because of its file. Then its content hash is gone, which also tells it from
 * one that staff cancelled.
 */
const isTakenOut = ({ status, contentHash }: StoredBroadcast) =>
  contentHash === undefined && (status === 'cancelled' || status === 'draft')

function settledAtOf(parsed: ParsedBroadcast, stored: StoredBroadcast, hasRun: boolean, now: Date): Date {
  const isReturning = isTakenOut(stored) && stored.status === 'cancelled'
  const { schedule } = parsed
  if (isDeepStrictEqual(schedule, stored.schedule) && !isReturning) return stored.settledAt
  // What went out once goes out again only at a time that is still to come.
  if (schedule.type === 'once' && hasRun) return now
  return startOf(schedule, now)
}

function statusOf(parsed: ParsedBroadcast, stored: StoredBroadcast, settledAt: Date): BroadcastStatus {
  if (isTakenOut(stored)) return 'scheduled'
  const { status } = stored
  if (status === 'cancelled') {
    return isDeepStrictEqual(parsed.schedule, stored.schedule) ? 'cancelled' : 'scheduled'
  }
  const isOver = status === 'running' || status === 'finished'
  return isOver && nextUsefulOccurrence(parsed, settledAt) !== undefined ? 'scheduled' : status
}

/**
 * What to store for a good file. Undefined: nothing changed. Pure.
 * `hasRun`: an occurrence of the stored broadcast was sent or missed before.
 */
export function adopt(
  parsed: ParsedBroadcast,
  stored: StoredBroadcast | undefined,
  { hasRun, now }: { hasRun: boolean; now: Date },
): StoredBroadcast | undefined {
  if (stored === undefined) {
    return { ...parsed, status: 'scheduled', settledAt: startOf(parsed.schedule, now) }
  }
  const { status: _status, settledAt: _settledAt, ...content } = stored
  if (isDeepStrictEqual(content, parsed)) return undefined
  const settledAt = settledAtOf(parsed, stored, hasRun, now)
  return { ...parsed, settledAt, status: statusOf(parsed, stored, settledAt) }
}

/**
 * What to store for a broadcast whose file no longer stands behind it. Undefined: nothing changes. Pure.
 *
 * - `cancelled` when the file is gone: a run that is under way halts too
 * - `draft` while the file has problems: a run that is under way goes on with the good text that it began with
 */
export function release(stored: StoredBroadcast, reading: FolderReading): StoredBroadcast | undefined {
  const { sourceFile, status } = stored
  if (sourceFile === undefined || reading.broadcasts.some(({ id }) => id === stored.id)) return undefined
  const isBad = reading.problems.some(({ file }) => file === sourceFile)
  const { contentHash: _hash, ...rest } = stored
  if (isBad) return status === 'scheduled' ? { ...rest, status: 'draft' } : undefined
  const isCancelled = status === 'scheduled' || status === 'running' || status === 'draft'
  return isCancelled ? { ...rest, status: 'cancelled' } : undefined
}
