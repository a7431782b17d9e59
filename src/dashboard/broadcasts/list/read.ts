import type { BroadcastRun, BroadcastStatus } from '../../../domain/broadcast.ts'
import { STATUS_LABEL } from '../../../dissemination/desk/labels.ts'
import { nextUsefulOccurrence } from '../../../dissemination/schedule/occurrences.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { Desks } from '../../desks.ts'
import type { Visit } from '../../visit.tsx'
import type { ListProps } from './page.tsx'

const PAGE_SIZE = 50
const HIGHEST_PAGE = 1_000

/** One broadcast in the list. */
export interface ListLine {
  broadcast: StoredBroadcast
  next?: Date
  latest?: BroadcastRun
}

/** The number of a page, from 1; whatever else was asked for is the first. */
export function pageNumber(written: string | undefined): number {
  const number = Number(written ?? 1)
  return Number.isInteger(number) && number >= 1 && number <= HIGHEST_PAGE ? number : 1
}

const isStatus = (word: string): word is BroadcastStatus => Object.hasOwn(STATUS_LABEL, word)

/** Nothing is to come any more of what is over, and nobody knows yet when a draft goes out. */
const isToCome = ({ kind, status }: StoredBroadcast) =>
  kind === 'announcement' && ['awaiting_approval', 'scheduled', 'running', 'paused'].includes(status)

/** What the list shows to this person. */
export async function readList({ storage, clock }: Desks, visit: Visit): Promise<ListProps> {
  const page = pageNumber(visit.query('halaman'))
  const text = (visit.query('q') ?? '').trim().slice(0, 80)
  const wanted = visit.query('keadaan') ?? ''
  const status = isStatus(wanted) ? wanted : undefined
  const { broadcasts, hasMore } = await storage.broadcastPages.list({
    scope: visit.member.areaCode,
    offset: (page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE,
    ...(status === undefined ? {} : { statuses: [status] }),
    ...(text === '' ? {} : { text }),
  })
  const runs = await storage.broadcastPages.latestRuns(broadcasts.map(({ id }) => id))
  const now = clock.now()
  const lines = broadcasts.map((broadcast): ListLine => {
    const next = isToCome(broadcast) ? nextUsefulOccurrence(broadcast, now) : undefined
    const latest = runs.get(broadcast.id)
    return {
      broadcast,
      ...(next === undefined ? {} : { next }),
      ...(latest === undefined ? {} : { latest }),
    }
  })
  return { lines, status, text, page, hasMore, mayWrite: visit.may('write_broadcasts') }
}
