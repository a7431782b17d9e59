import { stat } from 'node:fs/promises'
import { isWithin, type Area } from '../../domain/area.ts'
import { announcedMessage, type Audience } from '../../domain/broadcast.ts'
import type { Gazetteer } from '../../domain/gazetteer.ts'
import { CHANNEL_NAMES, type ChannelName, type OutgoingMessage } from '../../domain/message.ts'
import type { QuietHours } from '../../domain/quiet-hours.ts'
import {
  dueInGroup,
  RECEIVING_HOURS,
  type ReceivingHours,
  type Urgency,
} from '../../domain/receiving-hours.ts'
import type { StoredBroadcast } from '../../storage/broadcasts.ts'
import type { ReachableChat } from '../../storage/reachable-chats.ts'
import { asked } from '../asking.ts'
import { dueTime, selectChats } from '../plan.ts'
import { nextOccurrences } from '../schedule/occurrences.ts'
import { estimateDurationMs, type PaceNumbers } from './duration.ts'

const OCCURRENCES_SHOWN = 10
/** `64.02` */
const REGENCY_CODE_LENGTH = 5

/** How a message looks on one platform: one text for each message that it becomes. */
export type Render = (channel: ChannelName, message: OutgoingMessage) => string[]

export interface Rendering {
  channel: ChannelName
  parts: string[]
  /** UTF-8, all parts together. */
  bytes: number
}

/** How many groups of one regency get it, by platform. */
export interface RegencyReach {
  area: Area
  groups: Partial<Record<ChannelName, number>>
}

/** How long one sending account takes. */
export interface AccountEstimate {
  channel: ChannelName
  account: string
  messages: number
  durationMs: number
}

/** An occurrence, and when it may leave: later when it falls in the quiet hours. */
export interface Occurrence {
  at: Date
  dueAt: Date
}

/** Groups that get the next occurrence only when their hours begin. */
export interface WaitingGroups {
  hours: ReceivingHours
  groups: number
  from: Date
}

/** What approving a broadcast would mean. */
export interface Preview {
  groups: number
  /** Of these: who waits for the hours that it chose. */
  waiting: WaitingGroups[]
  /** Of these: in how many the bot may not write at the moment. */
  barred: number
  regencies: RegencyReach[]
  /** All villages of the audience, and those of them that have no group of their own. */
  villages: { total: number; without: Area[] }
  renderings: Rendering[]
  /** Size of the picture. */
  attachmentBytes?: number
  estimates: AccountEstimate[]
  /** Accounts send side by side: the longest of them. */
  durationMs: number
  next: Occurrence[]
}

export interface PreviewSources {
  gazetteer: Gazetteer
  chats: ReachableChat[]
  now: Date
  quietHours: QuietHours
  render: Render
  paceOf: (channel: ChannelName, account: string) => Promise<PaceNumbers>
}

/** The next ten occurrences that may still be sent. */
export function upcoming(broadcast: StoredBroadcast, now: Date, quietHours: QuietHours): Occurrence[] {
  if (broadcast.kind !== 'announcement') return []
  return nextOccurrences(broadcast.schedule, now, OCCURRENCES_SHOWN)
    .map((at) => ({ at, dueAt: dueTime(broadcast, at, quietHours) }))
    .filter(({ dueAt }) => broadcast.expiresAt === undefined || dueAt < broadcast.expiresAt)
}

function reachByRegency(reached: ReachableChat[], gazetteer: Gazetteer): RegencyReach[] {
  const byCode = new Map<string, RegencyReach>()
  for (const { areaCodes, channel } of reached) {
    // A group of several areas counts where it is at home.
    const code = areaCodes[0]?.slice(0, REGENCY_CODE_LENGTH) ?? ''
    const area = gazetteer.get(code)
    if (area === undefined) continue
    const reach = byCode.get(code) ?? { area, groups: {} }
    reach.groups[channel] = (reach.groups[channel] ?? 0) + 1
    byCode.set(code, reach)
  }
  return [...byCode.values()].toSorted((a, b) => a.area.code.localeCompare(b.area.code))
}

function villagesOf({ areaCodes, except }: Audience, reached: ReachableChat[], gazetteer: Gazetteer) {
  const inside = new Map(
    areaCodes.flatMap((code) => gazetteer.villages(code)).map((village) => [village.code, village]),
  )
  const meant = [...inside.values()].filter(({ code }) => !except.some((area) => isWithin(code, area)))
  const covered = new Set(reached.flatMap((chat) => chat.areaCodes))
  return { total: meant.length, without: meant.filter(({ code }) => !covered.has(code)) }
}

/** Which groups do not get at once what leaves at `dueAt`. */
function waitingGroups(reached: ReachableChat[], dueAt: Date, urgency: Urgency): WaitingGroups[] {
  return RECEIVING_HOURS.flatMap((hours) => {
    const groups = reached.filter((chat) => chat.hours === hours).length
    const from = dueInGroup(hours, dueAt, urgency)
    return groups > 0 && from > dueAt ? [{ hours, groups, from }] : []
  })
}

function estimatesOf(reached: ReachableChat[], paceOf: PreviewSources['paceOf']): Promise<AccountEstimate[]> {
  const counts = new Map<string, AccountEstimate>()
  for (const { channel, account } of reached) {
    const key = `${channel}:${account}`
    const estimate = counts.get(key) ?? { channel, account, messages: 0, durationMs: 0 }
    estimate.messages += 1
    counts.set(key, estimate)
  }
  return Promise.all(
    [...counts.values()].map(async (estimate) => {
      const pace = await paceOf(estimate.channel, estimate.account)
      return { ...estimate, durationMs: estimateDurationMs(pace, estimate.messages) }
    }),
  )
}

/** What approving a broadcast would mean, as things are now. Sends nothing. */
export async function previewOf(
  broadcast: StoredBroadcast,
  { gazetteer, chats, now, quietHours, render, paceOf }: PreviewSources,
): Promise<Preview> {
  const { audience, message } = broadcast
  const reached = selectChats(audience, chats)
  const channels = CHANNEL_NAMES.filter(
    (name) => audience.channels.length === 0 || audience.channels.includes(name),
  )
  const renderings = channels.map((channel) => {
    const parts = render(channel, asked(announcedMessage(broadcast), { channel, deliveryId: '' }))
    return { channel, parts, bytes: Buffer.byteLength(parts.join('')) }
  })
  const picture = message.attachment?.path
  const size = picture === undefined ? undefined : await stat(picture).catch(() => undefined)
  const estimates = await estimatesOf(reached, paceOf)
  const next = upcoming(broadcast, now, quietHours)
  return {
    groups: reached.length,
    waiting: waitingGroups(reached, next[0]?.dueAt ?? now, broadcast),
    barred: reached.filter(({ obstacle }) => obstacle !== undefined).length,
    regencies: reachByRegency(reached, gazetteer),
    villages: villagesOf(audience, reached, gazetteer),
    renderings,
    ...(size === undefined ? {} : { attachmentBytes: size.size }),
    estimates,
    durationMs: Math.max(0, ...estimates.map(({ durationMs }) => durationMs)),
    next,
  }
}
