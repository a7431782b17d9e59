import type { BroadcastRun } from '../../domain/broadcast.ts'
import type { CoverageCounts } from '../../membership/coverage.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { RunTally } from '../../storage/deliveries.ts'
import { broadcastPath } from '../broadcasts/words.tsx'
import type { Desks } from '../desks.ts'
import { startOfDay } from '../time.ts'
import { seesBroadcast } from '../scope.ts'
import type { Visit } from '../visit.tsx'

const RUNS_LOOKED_AT = 200

/** Something that waits for whoever opens the page. `path` is below `/dasbor`. */
export interface Todo {
  what: string
  detail: string
  path: string
  isUrgent: boolean
}

/** A run of today, and what it came to so far. */
export interface TodaysRun {
  broadcast: StoredBroadcast
  run: BroadcastRun
  tally: RunTally
}

export interface Home {
  todo: Todo[]
  today: TodaysRun[]
  coverage: CoverageCounts
  openClaims: number
  overdueClaims: number
}

const plural = (count: number, what: string) => `${count} ${what}`

async function approvals({ storage }: Desks, visit: Visit): Promise<Todo[]> {
  if (!visit.may('approve_broadcasts')) return []
  const waiting = await storage.broadcasts.list({ statuses: ['awaiting_approval'] })
  return waiting
    .filter(
      (broadcast) =>
        seesBroadcast(broadcast, visit.member.areaCode) && broadcast.author !== visit.member.name,
    )
    .map(({ id, title, author }) => ({
      what: title,
      detail: `Menunggu persetujuan, ditulis ${author}`,
      path: broadcastPath(id),
      isUrgent: false,
    }))
}

async function drafts({ storage }: Desks, visit: Visit): Promise<Todo[]> {
  if (!visit.may('answer_questions')) return []
  const all = await storage.clarificationDrafts.list()
  return all
    .filter(({ status, writtenBy }) => status === 'in_review' && writtenBy !== visit.member.name)
    .map(({ id, content, writtenBy }) => ({
      what: content.claimReviewed,
      detail: `Klarifikasi menunggu diperiksa, ditulis ${writtenBy}`,
      path: `/cek-fakta/klarifikasi/${encodeURIComponent(id)}`,
      isUrgent: false,
    }))
}

function questions(overdue: number, visit: Visit): Todo[] {
  if (!visit.may('answer_questions') || overdue === 0) return []
  return [
    {
      what: plural(overdue, 'pertanyaan warga lewat waktu'),
      detail: 'Sudah lebih dari tiga jam belum dijawab',
      path: '/cek-fakta',
      isUrgent: true,
    },
  ]
}

async function groups({ storage }: Desks, visit: Visit): Promise<Todo[]> {
  if (!visit.may('manage_kims')) return []
  const { total } = await storage.kimPages.publicGroups(visit.member.areaCode, { skip: 0, take: 1 })
  if (total === 0) return []
  const what = plural(total, 'grup menunggu diverifikasi')
  return [
    { what, detail: 'Berlangganan sendiri, belum diketahui KIM-nya', path: '/kim/grup', isUrgent: false },
  ]
}

const channelTrouble = ({ channels }: Desks): Todo[] =>
  channels()
    .filter(({ status }) => status.state === 'broken' || status.state === 'needs_pairing')
    .map(({ name, account, status }) => ({
      what: `Saluran ${name} (${account}) perlu dilihat`,
      detail: status.detail ?? 'Belum tersambung',
      path: '/saluran',
      isUrgent: true,
    }))

function fileTrouble({ fileProblems }: Desks, visit: Visit): Todo[] {
  const problems = fileProblems()
  if (problems.length === 0 || !visit.may('write_broadcasts')) return []
  const what = plural(problems.length, 'kesalahan di berkas siaran')
  return [{ what, detail: problems[0] ?? '', path: '/siaran', isUrgent: true }]
}

async function runsOfToday({ storage, clock }: Desks, visit: Visit): Promise<TodaysRun[]> {
  const since = startOfDay(clock.now())
  const runs = (await storage.deliveries.listRuns({ limit: RUNS_LOOKED_AT })).filter(
    ({ scheduledFor }) => scheduledFor >= since,
  )
  const found = await Promise.all(
    runs.map(async (run) => ({ run, broadcast: await storage.broadcasts.find(run.broadcastId) })),
  )
  const seen = found.flatMap(({ run, broadcast }) =>
    broadcast !== undefined && seesBroadcast(broadcast, visit.member.areaCode) ? [{ run, broadcast }] : [],
  )
  return Promise.all(seen.map(async (one) => ({ ...one, tally: await storage.deliveries.tally(one.run.id) })))
}

/** What Beranda shows to this person. */
export async function readHome(desks: Desks, visit: Visit): Promise<Home> {
  const { claims: openClaims, overdue } = await desks.claims.waiting(visit.member.areaCode)
  const [waiting, reviews, unverified, today, coverage] = await Promise.all([
    approvals(desks, visit),
    drafts(desks, visit),
    groups(desks, visit),
    runsOfToday(desks, visit),
    desks.coverage(visit.member.areaCode),
  ])
  return {
    todo: [
      ...channelTrouble(desks),
      ...fileTrouble(desks, visit),
      ...questions(overdue, visit),
      ...waiting,
      ...reviews,
      ...unverified,
    ],
    today,
    coverage: coverage.total,
    openClaims,
    overdueClaims: overdue,
  }
}
