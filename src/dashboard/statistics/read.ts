import { areaLabel, PROVINCE_CODE, type AreaCode } from '../../domain/area.ts'
import type { AskedClarification, ProgrammeReach } from '../../storage/statistics.ts'
import type { Desks } from '../desks.ts'
import { dateOf, startOfDay } from '../time.ts'

export const PERIODS = [7, 30, 90] as const
/** How many days are looked back. */
export type Period = (typeof PERIODS)[number]

const DAY_MS = 86_400_000
const MOST_ASKED = 10
const MOST_PROGRAMMES = 30

/** Questions of one day, by what the bot could say. */
export interface DayOfQuestions {
  /** In WITA, `2026-11-26`. */
  date: string
  clarified: number
  suggested: number
  unknown: number
}

export interface RegencyQuestions {
  name: string
  questions: number
}

export interface Statistics {
  period: Period
  days: DayOfQuestions[]
  total: number
  clarified: number
  /** Undefined when nothing was answered. In milliseconds. */
  medianAnswerMs: number | undefined
  answeredClaims: number
  withinTarget: number
  regencies: RegencyQuestions[]
  mostAsked: AskedClarification[]
  reach: (Omit<ProgrammeReach, 'regency'> & { regencies: (ProgrammeReach & { name: string })[] })[]
}

/** Reads `7`, `30` or `90`; 30 for anything else. */
export const readPeriod = (text: string | undefined): Period =>
  PERIODS.find((days) => String(days) === text) ?? 30

function daysOf(since: Date, period: Period): Map<string, DayOfQuestions> {
  const dates = Array.from({ length: period }, (_, day) => dateOf(new Date(since.getTime() + day * DAY_MS)))
  return new Map(dates.map((date) => [date, { date, clarified: 0, suggested: 0, unknown: 0 }]))
}

const medianOf = (values: number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const sum = (of: ProgrammeReach[], key: 'messages' | 'sent' | 'delivered' | 'read') =>
  of.reduce((total, row) => total + row[key], 0)

function byProgramme(rows: ProgrammeReach[], nameOf: (code: AreaCode) => string): Statistics['reach'] {
  const programmes = new Map<string, ProgrammeReach[]>()
  for (const row of rows) programmes.set(row.programme, [...(programmes.get(row.programme) ?? []), row])
  return [...programmes]
    .map(([programme, of]) => ({
      programme,
      messages: sum(of, 'messages'),
      sent: sum(of, 'sent'),
      delivered: sum(of, 'delivered'),
      read: sum(of, 'read'),
      regencies: of.map((row) => ({ ...row, name: nameOf(row.regency) })),
    }))
    .toSorted((a, b) => b.messages - a.messages)
    .slice(0, MOST_PROGRAMMES)
}

/** Everything that the page of statistics shows, for the last days up to now. */
export async function readStatistics(
  { storage, clock }: Pick<Desks, 'storage' | 'clock'>,
  { period, within }: { period: Period; within: AreaCode },
): Promise<Statistics> {
  const { statistics, gazetteer } = storage
  const since = new Date(startOfDay(clock.now()).getTime() - (period - 1) * DAY_MS)
  const nameOf = (code: AreaCode) => {
    const area = gazetteer.get(code)
    return area === undefined || code === PROVINCE_CODE ? 'Seluruh provinsi' : areaLabel(area)
  }
  const [questions, mostAsked, claims, reach] = await Promise.all([
    statistics.questions({ since, within }),
    statistics.mostAsked({ since, within }, MOST_ASKED),
    statistics.answeredClaims({ since }),
    statistics.reach({ since, within }),
  ])
  const days = daysOf(since, period)
  const regencies = new Map<string, number>()
  let total = 0
  for (const { hour, answerType, regency, questions: count } of questions) {
    const day = days.get(dateOf(hour))
    if (day !== undefined) day[answerType] += count
    const name = regency === undefined ? 'Belum diketahui' : nameOf(regency)
    regencies.set(name, (regencies.get(name) ?? 0) + count)
    total += count
  }
  const waits = claims.map(({ firstAskedAt, closedAt }) => closedAt.getTime() - firstAskedAt.getTime())
  return {
    period,
    days: [...days.values()],
    total,
    clarified: [...days.values()].reduce((sum, day) => sum + day.clarified, 0),
    medianAnswerMs: medianOf(waits),
    answeredClaims: waits.length,
    withinTarget: waits.filter((wait) => wait <= 3 * 3_600_000).length,
    regencies: [...regencies]
      .map(([name, count]) => ({ name, questions: count }))
      .toSorted((a, b) => b.questions - a.questions),
    mostAsked,
    reach: byProgramme(reach, nameOf),
  }
}
