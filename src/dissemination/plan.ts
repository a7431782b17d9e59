import { isWithin, type AreaCode } from '../domain/area.ts'
import type { Audience, Broadcast, BroadcastPriority } from '../domain/broadcast.ts'
import type { Chat } from '../domain/community.ts'
import type { ChannelName } from '../domain/message.ts'
import { DEFAULT_QUIET_HOURS, quietUntil, type QuietHours } from '../domain/quiet-hours.ts'
import { occurrencesBetween } from './schedule/occurrences.ts'

/** An occurrence that was missed by no more than this is sent late. */
export const CATCH_UP_MS = 2 * 3_600_000

/** Why an occurrence was not sent, for staff. */
export const MISSED_REASON = {
  expired: 'Masa berlaku siaran ini sudah lewat, jadi tidak dikirim.',
  late: 'Sistem tidak berjalan pada waktunya dan sudah terlambat lebih dari 2 jam, jadi tidak dikirim.',
  superseded: 'Ada jadwal berikutnya yang juga sudah tiba, jadi cukup yang terbaru yang dikirim.',
  overlap: 'Pengiriman sebelumnya belum selesai saat jadwal ini tiba, jadi jadwal ini dilewati.',
  paused:
    'Siaran ini sedang dijeda pada waktunya dan belum dilanjutkan 2 jam sesudahnya, jadi tidak dikirim.',
  unapproved: 'Siaran ini belum disetujui sampai 2 jam sesudah waktunya, jadi tidak dikirim.',
} as const

/** Emergencies ring at any hour, and what goes to the simulator only rings nowhere. */
const ignoresQuietHours = ({ priority, audience }: Pick<Broadcast, 'priority' | 'audience'>) =>
  priority === 'emergency' || (audience.channels.length === 1 && audience.channels[0] === 'simulator')

/** When an occurrence of a broadcast may go out: at its time, or when the quiet hours that it falls in are over. */
export function dueTime(
  broadcast: Pick<Broadcast, 'priority' | 'audience'>,
  at: Date,
  quietHours: QuietHours = DEFAULT_QUIET_HOURS,
): Date {
  return (ignoresQuietHours(broadcast) ? undefined : quietUntil(at, quietHours)) ?? at
}

/**
 * Until when a message waits that is due at `now`, by the quiet hours: what began before them stops too. Undefined: it
 * may go. The simulator rings nowhere, so it never waits. Pure.
 */
export function holdUntil(
  { priority, channel }: { priority: BroadcastPriority; channel: ChannelName },
  now: Date,
  quietHours: QuietHours = DEFAULT_QUIET_HOURS,
): Date | undefined {
  return priority === 'emergency' || channel === 'simulator' ? undefined : quietUntil(now, quietHours)
}

export interface DuePlan {
  /** Send now: at most one, the latest. */
  run: Date[]
  /** Record as not sent, with the reason in plain Indonesian. */
  missed: { at: Date; status: 'missed' | 'expired'; reason: string }[]
  /** Everything up to here is decided. What waits for its hour, or for staff, is later. */
  settledAt: Date
  /** When the first occurrence that waits for the end of the quiet hours may go out. */
  heldUntil?: Date
}

export interface DueCircumstances {
  now: Date
  /** A run of the same broadcast still sends. One that only waits for the hours of some groups does not count. */
  isRunUnderWay?: boolean
  quietHours?: QuietHours
}

type DueBroadcast = Pick<Broadcast, 'schedule' | 'expiresAt' | 'priority' | 'audience' | 'status'> & {
  settledAt: Date
}

/** Why a broadcast in this state does not go out, and is not settled before it is too late. */
const WAITING_REASON: Partial<Record<Broadcast['status'], string>> = {
  paused: MISSED_REASON.paused,
  awaiting_approval: MISSED_REASON.unapproved,
}

/**
 * What to do about every occurrence since `settledAt`. Pure.
 *
 * An occurrence in the quiet hours is due when they end, unless it is an emergency. Of several that are due, the latest
 * goes out. What is paused or not yet approved is left undecided until it is too late for it.
 */
export function planDue(
  broadcast: DueBroadcast,
  { now, isRunUnderWay = false, quietHours = DEFAULT_QUIET_HOURS }: DueCircumstances,
): DuePlan {
  const { schedule, expiresAt, settledAt, status } = broadcast
  const plan: DuePlan = { run: [], missed: [], settledAt: now }
  const leaveOpen = (at: Date) => {
    plan.settledAt = new Date(Math.min(plan.settledAt.getTime(), at.getTime() - 1))
  }
  const reached: { at: Date; dueAt: Date }[] = []
  for (const at of occurrencesBetween(schedule, settledAt, now)) {
    const dueAt = dueTime(broadcast, at, quietHours)
    if (expiresAt !== undefined && expiresAt <= (dueAt > now ? dueAt : now)) {
      plan.missed.push({ at, status: 'expired', reason: MISSED_REASON.expired })
    } else if (dueAt > now) {
      leaveOpen(at)
      plan.heldUntil ??= dueAt
    } else reached.push({ at, dueAt })
  }
  const latest = reached.at(-1)
  const waiting = WAITING_REASON[status]
  const miss = (at: Date, reason: string) => plan.missed.push({ at, status: 'missed', reason })
  for (const { at, dueAt } of reached) {
    const isLate = now.getTime() - dueAt.getTime() > CATCH_UP_MS
    if (isLate) miss(at, waiting ?? MISSED_REASON.late)
    else if (at !== latest?.at) miss(at, MISSED_REASON.superseded)
    else if (waiting !== undefined) leaveOpen(at)
    else if (isRunUnderWay) miss(at, MISSED_REASON.overlap)
    else plan.run.push(at)
  }
  return plan
}

/** What about a chat decides whether an announcement goes to it. */
type Addressee = Pick<Chat, 'status' | 'areaCodes' | 'topics' | 'communityKind' | 'channel' | 'hasLiteracy'>

/** The chats that an announcement goes to: one of their areas is meant. Pure. */
export function selectChats<Chosen extends Addressee>(audience: Audience, chats: Chosen[]): Chosen[] {
  const { areaCodes, except, topics, communityKinds, channels, isLiteracy } = audience
  const isMeant = (area: AreaCode) =>
    areaCodes.some((code) => isWithin(area, code)) && !except.some((code) => isWithin(area, code))
  return chats.filter(
    (chat) =>
      chat.status === 'active' &&
      chat.areaCodes.some(isMeant) &&
      (topics.length === 0 ||
        chat.topics.length === 0 ||
        chat.topics.some((topic) => topics.includes(topic))) &&
      (communityKinds.length === 0 || communityKinds.includes(chat.communityKind)) &&
      (channels.length === 0 || channels.includes(chat.channel)) &&
      (isLiteracy !== true || chat.hasLiteracy),
  )
}

/** The settling instant of a new announcement at `at`: one that was just missed still counts as due. */
export function settledBefore(at: Date, now: Date): Date {
  return new Date(Math.min(now.getTime(), at.getTime() - 1))
}
