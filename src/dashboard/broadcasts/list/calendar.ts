import type { BroadcastRun } from '../../../domain/broadcast.ts'
import { occurrencesBetween } from '../../../dissemination/schedule/occurrences.ts'
import type { StoredBroadcast } from '../../../storage/broadcasts.ts'
import type { Desks } from '../../desks.ts'
import { seesBroadcast } from '../../scope.ts'
import { dateOf } from '../../time.ts'
import type { Visit } from '../../visit.tsx'

const DAY_MS = 86_400_000
const WEEK_DAYS = 7
const MOST_RUNS = 2_000

/** Occurrences of one broadcast on one day that came to the same. */
export interface CalendarEntry {
  broadcast: StoredBroadcast
  times: Date[]
  /** What became of them; missing while they are to come. */
  status?: BroadcastRun['status']
}

export interface CalendarDay {
  /** Midnight in WITA at its beginning. */
  at: Date
  /** `2026-12-01` */
  date: string
  /** In the month that is shown. */
  isInside: boolean
  isToday: boolean
  entries: CalendarEntry[]
}

/** What a calendar shows: whole weeks from Monday on. */
export interface Calendar {
  type: 'month' | 'week'
  /** An instant inside of what is shown, for its name. */
  shown: Date
  weeks: CalendarDay[][]
  /** For links: the months or weeks beside it. */
  earlier: string
  later: string
}

const midnight = (date: string) => new Date(`${date}T00:00:00+08:00`)
const after = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS)

/** The Monday on or before a day. */
function mondayOf(at: Date): Date {
  const weekday = new Date(`${dateOf(at)}T00:00:00Z`).getUTCDay()
  return after(at, -((weekday + 6) % WEEK_DAYS))
}

/** The first day of the month that lies so many months away. */
function monthBeside(date: string, months: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10)
}

interface Period {
  type: Calendar['type']
  /** The first day of the month or the week. */
  first: string
}

/** Which month or week is asked for; this month when that is not understood. */
export function periodOf(visit: Pick<Visit, 'query' | 'now'>): Period {
  const month = visit.query('bulan') ?? ''
  const week = visit.query('pekan') ?? ''
  if (/^20\d\d-(?:0[1-9]|1[0-2])$/.test(month)) return { type: 'month', first: `${month}-01` }
  const day = /^20\d\d-\d\d-\d\d$/.test(week) ? midnight(week) : undefined
  if (day !== undefined && !Number.isNaN(day.getTime())) return { type: 'week', first: dateOf(mondayOf(day)) }
  return { type: 'month', first: `${dateOf(visit.now).slice(0, 7)}-01` }
}

function add(days: Map<string, CalendarEntry[]>, broadcast: StoredBroadcast, at: Date, run?: BroadcastRun) {
  const entries = days.get(dateOf(at)) ?? []
  days.set(dateOf(at), entries)
  const same = entries.find((entry) => entry.broadcast.id === broadcast.id && entry.status === run?.status)
  if (same === undefined) {
    entries.push({ broadcast, times: [at], ...(run === undefined ? {} : { status: run.status }) })
  } else same.times.push(at)
}

/** What was sent or missed, and what is still to come, by day. */
async function entriesOf({ storage }: Desks, visit: Visit, from: Date, before: Date) {
  const days = new Map<string, CalendarEntry[]>()
  for (const { run, broadcast } of await storage.broadcastPages.runsBetween(from, before, MOST_RUNS)) {
    if (seesBroadcast(broadcast, visit.member.areaCode)) add(days, broadcast, run.scheduledFor, run)
  }
  const coming = await storage.broadcasts.list({
    statuses: ['awaiting_approval', 'scheduled', 'running', 'paused'],
  })
  const since = new Date(Math.max(visit.now.getTime(), from.getTime() - 1))
  const upTo = new Date(before.getTime() - 1)
  for (const broadcast of coming) {
    if (broadcast.kind !== 'announcement' || !seesBroadcast(broadcast, visit.member.areaCode)) continue
    for (const at of occurrencesBetween(broadcast.schedule, since, upTo)) {
      if (broadcast.expiresAt === undefined || at < broadcast.expiresAt) add(days, broadcast, at)
    }
  }
  for (const entries of days.values()) {
    entries.sort((a, b) => (a.times[0]?.getTime() ?? 0) - (b.times[0]?.getTime() ?? 0))
  }
  return days
}

/** The calendar that is asked for, as this person may see it. */
export async function readCalendar(desks: Desks, visit: Visit): Promise<Calendar> {
  const { type, first } = periodOf(visit)
  const isMonth = type === 'month'
  const end = midnight(isMonth ? monthBeside(first, 1) : dateOf(after(midnight(first), WEEK_DAYS)))
  const from = mondayOf(midnight(first))
  const count = Math.ceil((end.getTime() - from.getTime()) / (WEEK_DAYS * DAY_MS))
  const entries = await entriesOf(desks, visit, from, after(from, count * WEEK_DAYS))
  const today = dateOf(visit.now)
  const weeks = Array.from({ length: count }, (_, week) =>
    Array.from({ length: WEEK_DAYS }, (_day, day): CalendarDay => {
      const at = after(from, week * WEEK_DAYS + day)
      const date = dateOf(at)
      const isInside = !isMonth || date.startsWith(first.slice(0, 7))
      return { at, date, isInside, isToday: date === today, entries: entries.get(date) ?? [] }
    }),
  )
  const beside = (way: 1 | -1) =>
    isMonth ? monthBeside(first, way).slice(0, 7) : dateOf(after(midnight(first), way * WEEK_DAYS))
  return { type, shown: midnight(first), weeks, earlier: beside(-1), later: beside(1) }
}
