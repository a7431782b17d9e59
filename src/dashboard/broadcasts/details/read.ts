import type { Obstacle } from '../../../dissemination/amend/amendments.ts'
import type { BroadcastDetails } from '../../../dissemination/desk/desk.ts'
import type { Preview } from '../../../dissemination/desk/preview.ts'
import { CATCH_UP_MS } from '../../../dissemination/plan.ts'
import { nextUsefulOccurrence } from '../../../dissemination/schedule/occurrences.ts'
import { withoutCodeLine } from '../../../domain/broadcast-code.ts'
import type { OutgoingMessage } from '../../../domain/message.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { TestSend } from '../../../storage/test-sends.ts'
import type { Desks } from '../../desks.ts'
import type { Visit } from '../../visit.tsx'
import { findSeen, isOwn, mayEverywhere } from '../permission.ts'
import { stepsNow, type Step } from './steps.ts'

/** What was sent last, and what is to go out from now on. */
export interface Versions {
  before: string
  after: string
  isOtherPicture: boolean
}

/** Everything about a broadcast, and what whoever looks can do. */
export interface DetailsView extends BroadcastDetails {
  preview: Preview
  steps: Step[]
  /** Missing when nothing was sent yet. */
  versions?: Versions
  /** Of a correction or recall: where it could not be done in place. */
  obstacles: Obstacle[]
  trial?: TestSend
  /** Its times are all over, so that approving it would send nothing. */
  isTooLate: boolean
  /** Whoever looks wrote it. */
  isOwn: boolean
  may: { write: boolean; copy: boolean; edit: boolean; retry: boolean; correct: boolean; recall: boolean; try: boolean }
}

/** Whether a broadcast that nobody approved yet has no time left at which it could still go out. */
export const isTooLate = (broadcast: StoredBroadcast, now: Date): boolean =>
  broadcast.kind === 'announcement' &&
  (broadcast.status === 'draft' || broadcast.status === 'awaiting_approval') &&
  nextUsefulOccurrence(broadcast, new Date(now.getTime() - CATCH_UP_MS)) === undefined

const writtenAt = ({ schedule }: StoredBroadcast) => (schedule.type === 'once' ? schedule.at.getTime() : 0)

/** What its groups read now: as it was sent, or as an earlier correction left it. */
async function inForce({ storage }: Desks, broadcast: StoredBroadcast): Promise<OutgoingMessage | undefined> {
  const id = broadcast.amends ?? broadcast.id
  const sent = await storage.amendments.sentVersion(id)
  const earlier = (await storage.broadcasts.list({ amends: id, statuses: ['scheduled', 'running', 'finished'] }))
    .filter((one) => one.id !== broadcast.id && one.corrected !== undefined)
    .filter((one) => broadcast.kind !== 'correction' || writtenAt(one) < writtenAt(broadcast))
    .toSorted((a, b) => writtenAt(a) - writtenAt(b))
  return sent === undefined ? undefined : (earlier.at(-1)?.corrected ?? sent.message)
}

async function versionsOf(desks: Desks, broadcast: StoredBroadcast): Promise<Versions | undefined> {
  const id = broadcast.amends ?? broadcast.id
  const next = broadcast.kind === 'correction' ? broadcast.corrected : broadcast.message
  const isShown = broadcast.kind === 'correction' || broadcast.status === 'awaiting_approval'
  const before = isShown ? await inForce(desks, broadcast) : undefined
  if (before === undefined || next === undefined) return undefined
  const words = (message: OutgoingMessage) => withoutCodeLine(id, message).text
  return {
    before: words(before),
    after: words(next),
    isOtherPicture: before.attachment?.path !== next.attachment?.path,
  }
}

function permissions(
  visit: Visit,
  { broadcast, runs, amendments }: BroadcastDetails,
): DetailsView['may'] {
  const { kind, status, sourceFile } = broadcast
  const write = mayEverywhere(visit, 'write_broadcasts', broadcast)
  const control = mayEverywhere(visit, 'control_broadcasts', broadcast)
  const approve = mayEverywhere(visit, 'approve_broadcasts', broadcast)
  const isAnnouncement = kind === 'announcement'
  const isSent = runs.some(({ run }) => run.status !== 'missed' && run.status !== 'expired')
  const isRecalled = amendments.some((one) => one.broadcast.kind === 'recall')
  const latest = runs.find(({ run }) => run.status === 'running' || run.status === 'finished')
  const isGoing = status === 'scheduled' || status === 'running' || status === 'finished'
  return {
    write,
    copy: isAnnouncement && visit.may('write_broadcasts'),
    edit:
      write && isOwn(visit, broadcast) && isAnnouncement && status === 'draft' && sourceFile === undefined,
    retry:
      control && isGoing && latest !== undefined && latest.tally.failed + latest.tally.uncertain > 0,
    correct: write && isAnnouncement && isSent && sourceFile === undefined && !isRecalled,
    recall: control && isAnnouncement && isSent && !isRecalled,
    try: write || control || approve,
  }
}

/** Everything about the broadcast of an address, for whoever looks. */
export async function readDetails(desks: Desks, visit: Visit): Promise<DetailsView> {
  const { id, kind } = await findSeen(desks, visit)
  const trialId = visit.query('uji')
  const [details, preview, obstacles, trial] = await Promise.all([
    desks.broadcasts.show(id),
    desks.broadcasts.preview(id),
    kind === 'announcement' ? [] : desks.broadcasts.obstacles(id),
    trialId === undefined ? undefined : desks.broadcasts.trial(trialId),
  ])
  const versions = await versionsOf(desks, details.broadcast)
  return {
    ...details,
    preview,
    obstacles,
    steps: stepsNow(visit, details.broadcast),
    isTooLate: isTooLate(details.broadcast, visit.now),
    isOwn: isOwn(visit, details.broadcast),
    may: permissions(visit, details),
    ...(versions === undefined ? {} : { versions }),
    ...(trial === undefined || trial.broadcastId !== id ? {} : { trial }),
  }
}
