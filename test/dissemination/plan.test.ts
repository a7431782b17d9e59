import { describe, expect, it } from 'vitest'
import type { Audience } from '../../src/domain/broadcast.ts'
import type { Chat } from '../../src/domain/community.ts'
import { DEFAULT_QUIET_HOURS, quietUntil } from '../../src/domain/quiet-hours.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import {
  nextOccurrences,
  nextUsefulOccurrence,
  occurrencesBetween,
} from '../../src/dissemination/schedule/occurrences.ts'
import {
  holdUntil,
  MISSED_REASON,
  planDue,
  selectChats,
  settledBefore,
} from '../../src/dissemination/plan.ts'
import { aBroadcast, DAY_MS, HOUR_MS, later, MONDAY_8, weekly } from '../support/broadcast-builder.ts'

const NEXT_MONDAY = later(MONDAY_8, 7 * DAY_MS)

describe('occurrences', () => {
  it('of a recurring schedule are read in WITA', () => {
    expect(nextOccurrences(weekly(), later(MONDAY_8, -1), 2)).toEqual([MONDAY_8, NEXT_MONDAY])
  })

  it('leave out the beginning and take in the end', () => {
    expect(occurrencesBetween(weekly(), MONDAY_8, NEXT_MONDAY)).toEqual([NEXT_MONDAY])
    expect(occurrencesBetween(weekly(), MONDAY_8, later(NEXT_MONDAY, -1))).toEqual([])
  })

  it('end with `until`, which still counts', () => {
    expect(nextOccurrences(weekly(NEXT_MONDAY), MONDAY_8, 5)).toEqual([NEXT_MONDAY])
    expect(nextOccurrences(weekly(later(NEXT_MONDAY, -1)), MONDAY_8, 5)).toEqual([])
  })

  it('of a single date happen once', () => {
    const once = { type: 'once', at: MONDAY_8 } as const
    expect(nextOccurrences(once, later(MONDAY_8, -1), 3)).toEqual([MONDAY_8])
    expect(nextOccurrences(once, MONDAY_8, 3)).toEqual([])
  })

  it('are of no use once the broadcast has expired', () => {
    const expiresAt = later(MONDAY_8, DAY_MS)
    expect(nextUsefulOccurrence({ schedule: weekly(), expiresAt }, later(MONDAY_8, -1))).toEqual(MONDAY_8)
    expect(nextUsefulOccurrence({ schedule: weekly(), expiresAt }, MONDAY_8)).toBeUndefined()
  })
})

const decided = (broadcast: StoredBroadcast, now: Date, isRunUnderWay = false) => {
  const { run, missed } = planDue(broadcast, { now, isRunUnderWay })
  return { run, missed: missed.map(({ at, reason }) => ({ at, reason })) }
}

describe('what is due', () => {
  it('is nothing before its time', () => {
    expect(decided(aBroadcast(), later(MONDAY_8, -1))).toEqual({ run: [], missed: [] })
  })

  it('is sent at its time, and up to two hours late', () => {
    expect(decided(aBroadcast(), MONDAY_8)).toEqual({ run: [MONDAY_8], missed: [] })
    expect(decided(aBroadcast(), later(MONDAY_8, 2 * HOUR_MS))).toEqual({ run: [MONDAY_8], missed: [] })
  })

  it('is recorded as missed when it is later than that', () => {
    expect(decided(aBroadcast(), later(MONDAY_8, 2 * HOUR_MS + 1))).toEqual({
      run: [],
      missed: [{ at: MONDAY_8, reason: MISSED_REASON.late }],
    })
  })

  it('is only the latest of several: people do not need the same twice', () => {
    const schedule = { ...weekly(), cron: '0 * * * *' }
    const now = later(MONDAY_8, 3 * HOUR_MS)
    expect(decided(aBroadcast({ schedule, settledAt: later(MONDAY_8, -1) }), now)).toEqual({
      run: [now],
      missed: [
        { at: MONDAY_8, reason: MISSED_REASON.late },
        { at: later(MONDAY_8, HOUR_MS), reason: MISSED_REASON.superseded },
        { at: later(MONDAY_8, 2 * HOUR_MS), reason: MISSED_REASON.superseded },
      ],
    })
  })

  it('is recorded as expired when the broadcast has expired', () => {
    const expiresAt = later(MONDAY_8, HOUR_MS)
    expect(planDue(aBroadcast({ expiresAt }), { now: expiresAt })).toMatchObject({
      run: [],
      missed: [{ at: MONDAY_8, status: 'expired', reason: MISSED_REASON.expired }],
    })
  })

  it('is not what was settled before', () => {
    expect(decided(aBroadcast({ settledAt: MONDAY_8 }), MONDAY_8)).toEqual({ run: [], missed: [] })
  })

  it('includes a new announcement whose time has just passed', () => {
    const now = later(MONDAY_8, HOUR_MS)
    const settledAt = settledBefore(MONDAY_8, now)
    expect(decided(aBroadcast({ settledAt }), now).run).toEqual([MONDAY_8])
    expect(settledBefore(MONDAY_8, later(MONDAY_8, -DAY_MS))).toEqual(later(MONDAY_8, -DAY_MS))
  })

  it('is left out while the run before it is still going, and says so', () => {
    expect(decided(aBroadcast(), MONDAY_8, true)).toEqual({
      run: [],
      missed: [{ at: MONDAY_8, reason: MISSED_REASON.overlap }],
    })
  })

  it.each([
    ['paused', MISSED_REASON.paused],
    ['awaiting_approval', MISSED_REASON.unapproved],
  ] as const)('stays undecided for two hours while it is %s, then is missed', (status, reason) => {
    const soon = planDue(aBroadcast({ status }), { now: later(MONDAY_8, HOUR_MS) })
    expect(soon).toMatchObject({ run: [], missed: [] })
    expect(soon.settledAt < MONDAY_8).toBe(true)
    const tooLate = later(MONDAY_8, 2 * HOUR_MS + 1)
    expect(decided(aBroadcast({ status }), tooLate).missed).toEqual([{ at: MONDAY_8, reason }])
  })
})

/** 22.00 WITA, in the quiet hours, and 06.00 of the next day, when they end. */
const AT_22 = later(MONDAY_8, 14 * HOUR_MS)
const AT_6 = later(AT_22, 8 * HOUR_MS)
const atNight = (overrides: Partial<StoredBroadcast> = {}) =>
  aBroadcast({ schedule: { type: 'once', at: AT_22 }, settledAt: MONDAY_8, ...overrides })

describe('the quiet hours', () => {
  it('hold an announcement until they end, and it counts as on time then', () => {
    const held = planDue(atNight(), { now: later(AT_22, HOUR_MS) })
    expect(held).toMatchObject({ run: [], missed: [], heldUntil: AT_6 })
    expect(held.settledAt < AT_22).toBe(true)
    expect(decided(atNight(), AT_6)).toEqual({ run: [AT_22], missed: [] })
    expect(decided(atNight(), later(AT_6, 2 * HOUR_MS)).run).toEqual([AT_22])
  })

  it('do not hold an emergency', () => {
    expect(decided(atNight({ priority: 'emergency' }), AT_22).run).toEqual([AT_22])
  })

  it('let an announcement expire that is of no use any more when they end', () => {
    const plan = planDue(atNight({ expiresAt: AT_6 }), { now: AT_22 })
    expect(plan.missed).toMatchObject([{ at: AT_22, status: 'expired' }])
  })

  it('hold each message of a run that began before them, but no emergency and nothing for the simulator', () => {
    const message = { priority: 'normal', channel: 'telegram' } as const
    expect(holdUntil(message, MONDAY_8)).toBeUndefined()
    expect(holdUntil(message, AT_22)).toEqual(AT_6)
    expect(holdUntil({ ...message, priority: 'emergency' }, AT_22)).toBeUndefined()
    expect(holdUntil({ ...message, channel: 'simulator' }, AT_22)).toBeUndefined()
  })

  it('begin at 21.00 and end at 06.00, to the minute', () => {
    const at21 = later(AT_22, -HOUR_MS)
    expect(quietUntil(later(at21, -1), DEFAULT_QUIET_HOURS)).toBeUndefined()
    expect(quietUntil(at21, DEFAULT_QUIET_HOURS)).toEqual(AT_6)
    expect(quietUntil(later(AT_6, -1), DEFAULT_QUIET_HOURS)).toEqual(AT_6)
    expect(quietUntil(AT_6, DEFAULT_QUIET_HOURS)).toBeUndefined()
  })
})

const chat = (id: string, overrides: Partial<Chat> = {}): Chat => ({
  id,
  communityId: id,
  communityKind: 'kim',
  areaCodes: ['64.72.01.1001'],
  hours: 'any',
  register: 'formal',
  hasLiteracy: true,
  channel: 'telegram',
  account: 'bot',
  chatId: id,
  title: id,
  topics: [],
  status: 'active',
  isStandby: false,
  ...overrides,
})

const reached = (audience: Partial<Audience>, chats: Chat[]) =>
  selectChats(
    { areaCodes: ['64'], except: [], topics: [], communityKinds: [], channels: [], ...audience },
    chats,
  ).map(({ id }) => id)

describe('the chats of an audience', () => {
  it('lie inside its areas, cut at the dots of the code', () => {
    const chats = [chat('in'), chat('city', { areaCodes: ['64.72'] }), chat('else', { areaCodes: ['64.7'] })]
    expect(reached({ areaCodes: ['64.72'] }, chats)).toEqual(['in', 'city'])
  })

  it('do not get a village announcement for the whole regency', () => {
    expect(reached({ areaCodes: ['64.72.01'] }, [chat('regency', { areaCodes: ['64.72'] })])).toEqual([])
  })

  it('do not lie inside an exception', () => {
    const chats = [chat('in'), chat('out', { areaCodes: ['64.71.02'] })]
    expect(reached({ except: ['64.71'] }, chats)).toEqual(['in'])
  })

  it('chose the topic, or none at all', () => {
    const chats = [
      chat('all'),
      chat('health', { topics: ['kesehatan', 'umum'] }),
      chat('jobs', { topics: ['pekerjaan'] }),
    ]
    expect(reached({ topics: ['kesehatan'] }, chats)).toEqual(['all', 'health'])
    expect(reached({ topics: [] }, chats)).toEqual(['all', 'health', 'jobs'])
  })

  it('are of the kind and on the channel that was asked for', () => {
    const chats = [
      chat('kim'),
      chat('public', { communityKind: 'public' }),
      chat('wa', { channel: 'whatsapp' }),
    ]
    expect(reached({ communityKinds: ['kim'] }, chats)).toEqual(['kim', 'wa'])
    expect(reached({ channels: ['whatsapp', 'simulator'] }, chats)).toEqual(['wa'])
  })

  it('are active', () => {
    expect(reached({}, [chat('paused', { status: 'paused' }), chat('gone', { status: 'gone' })])).toEqual([])
  })
})
