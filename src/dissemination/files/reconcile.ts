import { isDeepStrictEqual } from 'node:util'
import type { Schedule } from '../../domain/broadcast.ts'
import { SYSTEM } from '../../domain/broadcast-life.ts'
import type { PlannedStep, StoredBroadcast } from '../../storage/broadcasts.ts'
import { settledBefore } from '../plan.ts'
import { nextUsefulOccurrence } from '../schedule/occurrences.ts'
import { saysTheSame } from '../wording.ts'
import type { Clearance, ParsedBroadcast } from './content.ts'
import type { FolderReading } from './folder.ts'

/** What to store for a file: its content, and the steps that its broadcast takes. */
export interface FileChange {
  broadcast: StoredBroadcast
  steps: PlannedStep[]
}

/** From when on a schedule counts that was not there before. */
function startOf(schedule: Schedule, now: Date): Date {
  return schedule.type === 'once' ? settledBefore(schedule.at, now) : now
}

/**
 * A file says how often, not since when: the first reading is the beginning of `count`, for as long as the rhythm
 * stays the same.
 */
export function anchored(schedule: Schedule, stored: Schedule | undefined, now: Date): Schedule {
  if (schedule.type === 'once' || schedule.count === undefined || schedule.startsAt !== undefined) {
    return schedule
  }
  const isSameRhythm = stored?.type === 'recurring' && stored.cron === schedule.cron
  return { ...schedule, startsAt: (isSameRhythm ? stored.startsAt : undefined) ?? now }
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
  const isSameRhythm =
    schedule.type === 'recurring' &&
    stored.schedule.type === 'recurring' &&
    schedule.cron === stored.schedule.cron
  const isKept = isSameRhythm || isDeepStrictEqual(schedule, stored.schedule)
  if (isKept && !isReturning) return stored.settledAt
  // What went out once goes out again only at a time that is still to come.
  if (schedule.type === 'once' && hasRun) return now
  return startOf(schedule, now)
}

/** The steps from `draft` on that need no staff: a sample, an approval or an emergency that the file speaks of. */
function clearingSteps(clearance: Clearance, author: string, isSubmitted: boolean): PlannedStep[] {
  const submit: PlannedStep[] = isSubmitted ? [] : [{ action: 'submit', by: author }]
  switch (clearance.type) {
    case 'sample':
      return [{ action: 'accept', by: SYSTEM, reason: 'Contoh: hanya dikirim ke simulator.' }]
    case 'emergency':
      return [{ action: 'expedite', by: author, reason: clearance.reason }]
    case 'approved':
      return [
        ...submit,
        { action: 'approve', by: clearance.by, reason: 'Persetujuan tertulis di berkasnya.' },
      ]
    case 'staff':
    default:
      return submit
  }
}

const REVISED = 'Isi atau penerimanya berubah di berkasnya.'

/** What has to happen to a broadcast whose file changed. */
function stepsOf(
  parsed: StoredBroadcast,
  stored: StoredBroadcast,
  clearance: Clearance,
  settledAt: Date,
): PlannedStep[] {
  const { status } = stored
  const clear = (isSubmitted: boolean) => clearingSteps(clearance, parsed.author, isSubmitted)
  const isMoreToCome = nextUsefulOccurrence(parsed, settledAt) !== undefined
  const isOther =
    !saysTheSame(parsed.id, parsed.message, stored.message) ||
    (['wantsAcknowledgement', 'audience', 'priority', 'emergencyReason'] as const).some(
      (key) => !isDeepStrictEqual(parsed[key], stored[key]),
    )
  switch (status) {
    case 'draft':
      return clear(false)
    case 'awaiting_approval':
      return clear(true)
    case 'scheduled':
    case 'running':
      if (!isOther || !isMoreToCome) return []
      return [{ action: 'revise', by: SYSTEM, reason: REVISED }, ...clear(true)]
    case 'paused':
      // A pause is for staff to end; but what nobody approved must not go out when they do.
      return isOther && clearance.type === 'staff' ? [{ action: 'revise', by: SYSTEM, reason: REVISED }] : []
    case 'cancelled':
      if (!isTakenOut(stored) && isDeepStrictEqual(parsed.schedule, stored.schedule)) return []
      return [
        { action: 'reschedule', by: SYSTEM, reason: 'Berkasnya kembali, atau jadwalnya diganti.' },
        ...clear(false),
      ]
    case 'finished':
    case 'expired':
    default:
      if (!isMoreToCome) return []
      return [{ action: 'reschedule', by: SYSTEM, reason: 'Berkasnya diberi jadwal baru.' }, ...clear(false)]
  }
}

/**
 * What to store for a good file. Undefined: nothing changed. Pure.
 * `hasRun`: an occurrence of the stored broadcast was sent or missed before.
 */
export function adopt(
  { clearance, ...file }: ParsedBroadcast,
  stored: StoredBroadcast | undefined,
  { hasRun, now }: { hasRun: boolean; now: Date },
): FileChange | undefined {
  const parsed = { ...file, schedule: anchored(file.schedule, stored?.schedule, now) }
  if (stored === undefined) {
    return {
      broadcast: { ...parsed, status: 'draft', settledAt: startOf(parsed.schedule, now) },
      steps: clearingSteps(clearance, parsed.author, false),
    }
  }
  const { status, settledAt: _settledAt, ...content } = stored
  if (isDeepStrictEqual(content, parsed)) return undefined
  const settledAt = settledAtOf({ ...parsed, clearance }, stored, hasRun, now)
  const broadcast = { ...parsed, status, settledAt }
  return { broadcast, steps: stepsOf(broadcast, stored, clearance, settledAt) }
}

/**
 * What to store for a broadcast whose file no longer stands behind it. Undefined: nothing changes. Pure.
 *
 * - `cancelled` when the file is gone: a run that is under way halts too
 * - `draft` while the file has problems: a run that is under way goes on with the good text that it began with
 */
export function release(stored: StoredBroadcast, reading: FolderReading): FileChange | undefined {
  const { sourceFile, status } = stored
  if (sourceFile === undefined || reading.broadcasts.some(({ id }) => id === stored.id)) return undefined
  const isBad = reading.problems.some(({ file }) => file === sourceFile)
  const { contentHash: _hash, ...broadcast } = stored
  const change = (action: 'withdraw' | 'cancel', reason: string): FileChange => ({
    broadcast,
    steps: [{ action, by: SYSTEM, reason }],
  })
  if (isBad) {
    const isWaiting = status === 'scheduled' || status === 'awaiting_approval'
    return isWaiting ? change('withdraw', 'Berkasnya sedang salah.') : undefined
  }
  const isOver = status === 'finished' || status === 'expired' || status === 'cancelled'
  return isOver ? undefined : change('cancel', 'Berkasnya dihapus.')
}
