import type { Clock } from '../clock.ts'
import type { ChannelName, ChatAddress } from '../domain/message.ts'
import { nextWitaMidnight, witaDay } from '../domain/wita.ts'
import type { SendingAccount } from '../storage/delivery-queue.ts'
import { keyOf } from './account.ts'
import type { Pace } from './pace.ts'

/** Keeps each sending account within its pace. Announcements ask before they go; replies to people go first. */
export interface Governor {
  /** How long the account must wait before its next announcement, in milliseconds. 0: go. */
  accountWaitMs(sender: SendingAccount): number
  /** How long this chat must wait, in milliseconds. 0: go. */
  chatWaitMs(address: ChatAddress): number
  /** A message is about to be sent. Returns what to call when the platform has answered. */
  record(address: ChatAddress): () => void
  /**
   * Resolves when a reply to a person may go, ahead of every announcement, with what to call when it is answered. It
   * waits for nothing but the platform's own limit over all chats.
   */
  turn(address: ChatAddress): Promise<() => void>
  /** The platform asked to wait. It does not say whether it means the chat or the account: see `throttled`. */
  throttled(address: ChatAddress, waitMs: number): void
  /** True when the account has caps for an hour or a day: its history counts. */
  hasCaps(sender: SendingAccount): boolean
  /** How many announcements the account may send within an hour; `Infinity` without a cap. */
  hourlyCap(sender: SendingAccount): number
  /** What the account sent, and what it may. */
  usage(sender: SendingAccount): AccountUsage
  /** How many messages the account may have under way at once. */
  inFlight(sender: SendingAccount): number
  /** Stops the account until somebody lifts it. */
  restrict(sender: SendingAccount, reason: string): void
  lift(sender: SendingAccount): void
  /** Why the account is stopped, when it is. */
  restriction(sender: SendingAccount): string | undefined
  /** Goes on from an earlier process: when the account was first used, and when it sent in the last day. */
  resume(sender: SendingAccount, history: { since: Date; sentAt: Date[] }): void
}

/** Announcements of an account; its caps are `Infinity` where it has none. */
export interface AccountUsage {
  /** Since midnight in WITA; without caps: of this process only. */
  today: number
  perDay: number
  /** Within one hour; not counted without caps. */
  lastHour: number
  perHour: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** So much of its even rhythm an account may make up for when it came late. */
const CATCH_UP_MS = 100
/** How soon to look again when only an answer that has not come yet can make room. */
const ANSWER_POLL_MS = 20
/** A reply waits no longer than this for a pause that the platform asked for: the reply tells then what is wrong. */
const LONGEST_TURN_MS = 60_000

/**
 * A message on its way through the platform. It counts from when it goes until its window after the answer is over:
 * wherever in between the platform counts it, none of the platform's own windows has more than the limit.
 */
interface Passage {
  /** When it went out; once it is answered, when that was. */
  at: number
  isOpen: boolean
}

interface AccountState {
  /** The last messages, over all chats. */
  lastSecond: Passage[]
  /** The next announcement keeps this rhythm. */
  nextSlotAt: number
  repliesWaiting: number
  /** By chat, the longest quiet first: its last messages. */
  chats: Map<string, Passage[]>
  blockedUntil: number
  restriction?: string
  since?: number
  /** When announcements went out, within one hour. */
  lastHour: number[]
  day: string
  count: number
}

const counts = ({ at, isOpen }: Passage, after: number) => isOpen || at > after

const forget = (passages: Passage[], before: number) => {
  while (passages[0] !== undefined && !counts(passages[0], before)) passages.shift()
}

/** How long until fewer than `limit` of the passages count within the window before `now`. */
function windowWaitMs(passages: Passage[], limit: number, windowMs: number, now: number): number {
  const inside = passages.filter((passage) => counts(passage, now - windowMs))
  if (inside.length < limit) return 0
  const ends = inside.filter(({ isOpen }) => !isOpen).map(({ at }) => at)
  const last = ends.toSorted((left, right) => left - right)[inside.length - limit]
  return last === undefined ? ANSWER_POLL_MS : last + windowMs - now
}

/** `random` is like `Math.random`. */
export function createGovernor(
  pace: Record<ChannelName, Pace>,
  clock: Clock,
  random: () => number = Math.random,
): Governor {
  const states = new Map<string, AccountState>()

  const stateOf = (sender: SendingAccount): AccountState => {
    const key = keyOf(sender)
    const today = witaDay(clock.now())
    const state = states.get(key) ?? {
      lastSecond: [],
      nextSlotAt: 0,
      repliesWaiting: 0,
      chats: new Map<string, Passage[]>(),
      blockedUntil: 0,
      lastHour: [],
      day: today,
      count: 0,
    }
    if (state.day !== today) Object.assign(state, { day: today, count: 0 })
    states.set(key, state)
    return state
  }

  /** The caps of an account: a young number has lower ones. */
  const capsOf = ({ channel }: SendingAccount, { since }: AccountState, now: number) => {
    const { perHour = Infinity, perDay = Infinity, warmUp = [] } = pace[channel]
    const ageDays = since === undefined ? Infinity : (now - since) / DAY_MS
    const young = warmUp.find(({ untilDay }) => ageDays < untilDay)
    return { perHour: young?.perHour ?? perHour, perDay: young?.perDay ?? perDay }
  }

  const capWaitMs = (sender: SendingAccount, state: AccountState, instant: Date): number => {
    const now = instant.getTime()
    const { perHour, perDay } = capsOf(sender, state, now)
    const hourly = state.lastHour.at(-perHour)
    return Math.max(
      Number.isFinite(perHour) && hourly !== undefined ? hourly + HOUR_MS - now : 0,
      state.count >= perDay ? nextWitaMidnight(instant).getTime() - now : 0,
    )
  }

  const recordChat = (state: AccountState, chatId: string, entry: Passage) => {
    const recent = state.chats.get(chatId) ?? []
    forget(recent, entry.at - MINUTE_MS)
    recent.push(entry)
    // Moves to the end, so that those to forget are at the front.
    state.chats.delete(chatId)
    state.chats.set(chatId, recent)
    for (const [chat, entries] of state.chats) {
      if ((entries.at(-1)?.at ?? 0) > entry.at - MINUTE_MS) break
      state.chats.delete(chat)
    }
  }

  const record = (address: ChatAddress): (() => void) => {
    const now = clock.now().getTime()
    const state = stateOf(address)
    const { perSecond, chatGapMs, chatPerMinute } = pace[address.channel]
    const entry: Passage = { at: now, isOpen: true }
    if (perSecond !== undefined) {
      forget(state.lastSecond, now - SECOND_MS)
      state.lastSecond.push(entry)
      state.nextSlotAt = Math.max(state.nextSlotAt, now - CATCH_UP_MS) + SECOND_MS / perSecond
    }
    if (chatGapMs !== undefined || chatPerMinute !== undefined) recordChat(state, address.chatId, entry)
    return () => {
      Object.assign(entry, { at: clock.now().getTime(), isOpen: false })
    }
  }

  const platformWaitMs = (sender: SendingAccount, state: AccountState, now: number, reserved = 0): number => {
    const { perSecond } = pace[sender.channel]
    if (perSecond === undefined) return 0
    return windowWaitMs(state.lastSecond, perSecond - reserved, SECOND_MS, now)
  }

  return {
    accountWaitMs(sender) {
      const instant = clock.now()
      const now = instant.getTime()
      const state = stateOf(sender)
      return Math.max(
        0,
        state.blockedUntil - now,
        state.nextSlotAt - now,
        platformWaitMs(sender, state, now, state.repliesWaiting),
        capWaitMs(sender, state, instant),
      )
    },
    chatWaitMs(address) {
      const now = clock.now().getTime()
      const { chatGapMs = 0, chatPerMinute = Infinity } = pace[address.channel]
      const passages = stateOf(address).chats.get(address.chatId) ?? []
      return Math.max(
        chatGapMs === 0 ? 0 : windowWaitMs(passages, 1, chatGapMs, now),
        windowWaitMs(passages, chatPerMinute, MINUTE_MS, now),
      )
    },
    record(address) {
      const now = clock.now().getTime()
      const state = stateOf(address)
      const { gapMs, perHour, perDay } = pace[address.channel]
      state.count += 1
      if (perHour !== undefined || perDay !== undefined) {
        while ((state.lastHour[0] ?? Infinity) <= now - HOUR_MS) state.lastHour.shift()
        state.lastHour.push(now)
      }
      if (gapMs !== undefined) {
        const gap = gapMs.min + random() * (gapMs.max - gapMs.min)
        state.blockedUntil = Math.max(state.blockedUntil, now + gap)
      }
      return record(address)
    },
    async turn(address) {
      const state = stateOf(address)
      const givingUpAt = clock.now().getTime() + LONGEST_TURN_MS
      state.repliesWaiting += 1
      try {
        for (;;) {
          const now = clock.now().getTime()
          const waitMs = platformWaitMs(address, state, now)
          if (waitMs <= 0 || now >= givingUpAt) return record(address)
          await clock.sleep(Math.ceil(waitMs))
        }
      } finally {
        state.repliesWaiting -= 1
      }
    },
    /** A chat that had other messages within a minute met its own limit; else it is the account's. */
    throttled(address, waitMs) {
      const state = stateOf(address)
      const others = (state.chats.get(address.chatId)?.length ?? 0) > 1
      if (!others) state.blockedUntil = Math.max(state.blockedUntil, clock.now().getTime() + waitMs)
    },
    hasCaps: ({ channel }) => pace[channel].perHour !== undefined || pace[channel].perDay !== undefined,
    hourlyCap: (sender) => capsOf(sender, stateOf(sender), clock.now().getTime()).perHour,
    usage(sender) {
      const now = clock.now().getTime()
      const state = stateOf(sender)
      const lastHour = state.lastHour.filter((at) => at > now - HOUR_MS).length
      return { today: state.count, lastHour, ...capsOf(sender, state, now) }
    },
    inFlight: ({ channel }) => pace[channel].inFlight ?? 1,
    restrict(sender, reason) {
      stateOf(sender).restriction = reason
    },
    lift(sender) {
      delete stateOf(sender).restriction
    },
    restriction: (sender) => stateOf(sender).restriction,
    resume(sender, { since, sentAt }) {
      const now = clock.now()
      const state = stateOf(sender)
      state.since = since.getTime()
      state.count = Math.max(state.count, sentAt.filter((instant) => witaDay(instant) === state.day).length)
      const hour = sentAt.map((instant) => instant.getTime()).filter((at) => at > now.getTime() - HOUR_MS)
      if (hour.length > state.lastHour.length) state.lastHour = hour
    },
  }
}
