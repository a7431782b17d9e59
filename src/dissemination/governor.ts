import type { Clock } from '../clock.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import { nextWitaMidnight, witaDay } from '../domain/wita.ts'
import type { SendingAccount } from '../storage/deliveries.ts'

/** How fast an account may send. A missing limit is no limit. */
export interface Pace {
  /** Messages a second, over all chats. */
  perSecond?: number
  /** Between two messages to one chat. */
  chatGapMs?: number
  /** Messages a minute to one chat. */
  chatPerMinute?: number
  /** Between two messages, over all chats: a new random length each time. */
  gapMs?: { min: number; max: number }
  /** Messages a day, by the calendar of WITA. */
  perDay?: number
}

/**
 * Telegram: a little below the limits of its FAQ (30 a second, 1 a second to a chat, 20 a minute to a group).
 * WhatsApp publishes no limits; people report bans for groups posted with 7 s gaps, so gaps are long and uneven.
 */
export const DEFAULT_PACE: Record<ChannelName, Pace> = {
  telegram: { perSecond: 25, chatGapMs: 1_000, chatPerMinute: 20 },
  whatsapp: { gapMs: { min: 6_000, max: 12_000 }, perDay: 500 },
  simulator: {},
}

export interface Governor {
  /** How long the account must wait before its next message, in milliseconds. 0: go. */
  accountWaitMs(sender: SendingAccount): number
  /** How long this chat must wait, in milliseconds. 0: go. */
  chatWaitMs(address: ChatAddress): number
  /** A message is about to be sent. */
  record(address: ChatAddress): void
  /** The platform asked the whole account to wait. */
  block(sender: SendingAccount, waitMs: number): void
  /** Stops the account until the process starts again. */
  restrict(sender: SendingAccount, reason: string): void
  /** Why the account is stopped, when it is. */
  restriction(sender: SendingAccount): string | undefined
  /** What counts against the daily limit, for keeping it over a restart. Undefined when there is no such limit. */
  dailyCount(sender: SendingAccount): { day: string; count: number } | undefined
  /** Goes on counting from an earlier process of the same day. */
  resumeDailyCount(sender: SendingAccount, kept: { day: string; count: number }): void
}

interface AccountState {
  /** When the last messages went out, within one second. */
  lastSecond: number[]
  /** By chat: when its last messages went out, within one minute. */
  chats: Map<string, number[]>
  blockedUntil: number
  restriction?: string
  day: string
  count: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** How long until fewer than `limit` of the instants lie within the window before `now`. */
function windowWaitMs(instants: number[], limit: number | undefined, windowMs: number, now: number): number {
  if (limit === undefined) return 0
  const oldestThatCounts = instants.filter((instant) => instant > now - windowMs).at(-limit)
  return oldestThatCounts === undefined ? 0 : oldestThatCounts + windowMs - now
}

/** Keeps each sending account within its pace. `random` is like `Math.random`. */
export function createGovernor(
  pace: Record<ChannelName, Pace>,
  clock: Clock,
  random: () => number = Math.random,
): Governor {
  const states = new Map<string, AccountState>()
  const stateOf = ({ channel, account }: SendingAccount): AccountState => {
    const key = `${channel}:${account}`
    const today = witaDay(clock.now())
    const state = states.get(key) ?? {
      lastSecond: [],
      chats: new Map<string, number[]>(),
      blockedUntil: 0,
      day: today,
      count: 0,
    }
    if (state.day !== today) Object.assign(state, { day: today, count: 0 })
    states.set(key, state)
    return state
  }
  const recordChat = (state: AccountState, chatId: string, now: number) => {
    for (const [chat, instants] of state.chats) {
      if ((instants.at(-1) ?? 0) <= now - MINUTE_MS) state.chats.delete(chat)
    }
    const recent = (state.chats.get(chatId) ?? []).filter((instant) => instant > now - MINUTE_MS)
    state.chats.set(chatId, [...recent, now])
  }
  return {
    accountWaitMs(sender) {
      const now = clock.now()
      const { perSecond, perDay } = pace[sender.channel]
      const state = stateOf(sender)
      const isDayFull = perDay !== undefined && state.count >= perDay
      return Math.max(
        0,
        state.blockedUntil - now.getTime(),
        windowWaitMs(state.lastSecond, perSecond, SECOND_MS, now.getTime()),
        isDayFull ? nextWitaMidnight(now).getTime() - now.getTime() : 0,
      )
    },
    chatWaitMs(address) {
      const now = clock.now().getTime()
      const { chatGapMs = 0, chatPerMinute } = pace[address.channel]
      const instants = stateOf(address).chats.get(address.chatId) ?? []
      const gapWaitMs = (instants.at(-1) ?? -Infinity) + chatGapMs - now
      return Math.max(0, gapWaitMs, windowWaitMs(instants, chatPerMinute, MINUTE_MS, now))
    },
    record(address) {
      const now = clock.now().getTime()
      const state = stateOf(address)
      const { gapMs } = pace[address.channel]
      state.count += 1
      state.lastSecond = [...state.lastSecond.filter((instant) => instant > now - SECOND_MS), now]
      recordChat(state, address.chatId, now)
      if (gapMs !== undefined) {
        const gap = gapMs.min + random() * (gapMs.max - gapMs.min)
        state.blockedUntil = Math.max(state.blockedUntil, now + gap)
      }
    },
    block(sender, waitMs) {
      const state = stateOf(sender)
      state.blockedUntil = Math.max(state.blockedUntil, clock.now().getTime() + waitMs)
    },
    restrict(sender, reason) {
      stateOf(sender).restriction = reason
    },
    restriction: (sender) => stateOf(sender).restriction,
    dailyCount(sender) {
      const { day, count } = stateOf(sender)
      return pace[sender.channel].perDay === undefined ? undefined : { day, count }
    },
    resumeDailyCount(sender, { day, count }) {
      const state = stateOf(sender)
      if (state.day === day) state.count = Math.max(state.count, count)
    },
  }
}
