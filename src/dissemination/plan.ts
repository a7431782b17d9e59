import { isWithin } from '../domain/area.ts'
import type { Audience, Broadcast } from '../domain/broadcast.ts'
import type { Chat } from '../domain/community.ts'
import { occurrencesBetween } from './occurrences.ts'

/** An occurrence that was missed by no more than this is sent late. */
export const CATCH_UP_MS = 2 * 3_600_000

/** Why an occurrence was not sent, for staff. */
export const MISSED_REASON = {
  expired: 'Masa berlaku siaran ini sudah lewat, jadi tidak dikirim.',
  late: 'Sistem tidak berjalan pada waktunya dan sudah terlambat lebih dari 2 jam, jadi tidak dikirim.',
  superseded: 'Ada jadwal berikutnya yang juga sudah tiba, jadi cukup yang terbaru yang dikirim.',
} as const

export interface DuePlan {
  /** Send now: at most one, the latest. */
  run: Date[]
  /** Record as missed, with the reason in plain Indonesian. */
  missed: { at: Date; reason: string }[]
}

/** What to do about every occurrence since `settledAt`. Pure. */
export function planDue(
  broadcast: Pick<Broadcast, 'schedule' | 'expiresAt'> & { settledAt: Date },
  now: Date,
  catchUpMs = CATCH_UP_MS,
): DuePlan {
  const due = occurrencesBetween(broadcast.schedule, broadcast.settledAt, now)
  const isExpired = broadcast.expiresAt !== undefined && broadcast.expiresAt <= now
  const latest = due.at(-1)
  const plan: DuePlan = { run: [], missed: [] }
  for (const at of due) {
    if (isExpired) plan.missed.push({ at, reason: MISSED_REASON.expired })
    else if (now.getTime() - at.getTime() > catchUpMs) plan.missed.push({ at, reason: MISSED_REASON.late })
    else if (at !== latest) plan.missed.push({ at, reason: MISSED_REASON.superseded })
    else plan.run.push(at)
  }
  return plan
}

/** The chats that an announcement goes to. Pure. */
export function selectChats(audience: Audience, chats: Chat[]): Chat[] {
  const { areaCodes, except, topics, communityKinds, channels } = audience
  return chats.filter(
    (chat) =>
      chat.status === 'active' &&
      areaCodes.some((code) => isWithin(chat.areaCode, code)) &&
      !except.some((code) => isWithin(chat.areaCode, code)) &&
      (topics.length === 0 ||
        chat.topics.length === 0 ||
        chat.topics.some((topic) => topics.includes(topic))) &&
      (communityKinds.length === 0 || communityKinds.includes(chat.communityKind)) &&
      (channels.length === 0 || channels.includes(chat.channel)),
  )
}

/** The settling instant of a new announcement at `at`: one that was just missed still counts as due. */
export function settledBefore(at: Date, now: Date): Date {
  return new Date(Math.min(now.getTime(), at.getTime() - 1))
}
