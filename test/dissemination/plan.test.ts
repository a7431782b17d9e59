import { describe, expect, it } from 'vitest'
import type { Audience } from '../../src/domain/broadcast.ts'
import type { Chat } from '../../src/domain/community.ts'
import {
  nextOccurrences,
  nextUsefulOccurrence,
  occurrencesBetween,
} from '../../src/dissemination/occurrences.ts'
import { MISSED_REASON, planDue, selectChats, settledBefore } from '../../src/dissemination/plan.ts'
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

describe('what is due', () => {
  it('is nothing before its time', () => {
    expect(planDue(aBroadcast(), later(MONDAY_8, -1))).toEqual({ run: [], missed: [] })
  })

  it('is sent at its time, and up to two hours late', () => {
    expect(planDue(aBroadcast(), MONDAY_8)).toEqual({ run: [MONDAY_8], missed: [] })
    expect(planDue(aBroadcast(), later(MONDAY_8, 2 * HOUR_MS))).toEqual({ run: [MONDAY_8], missed: [] })
  })

  it('is recorded as missed when it is later than that', () => {
    expect(planDue(aBroadcast(), later(MONDAY_8, 2 * HOUR_MS + 1))).toEqual({
      run: [],
      missed: [{ at: MONDAY_8, reason: MISSED_REASON.late }],
    })
  })

  it('is only the latest of several: people do not need the same twice', () => {
    const schedule = { ...weekly(), cron: '0 * * * *' }
    const now = later(MONDAY_8, 3 * HOUR_MS)
    const plan = planDue(aBroadcast({ schedule, settledAt: later(MONDAY_8, -1) }), now)
    expect(plan).toEqual({
      run: [now],
      missed: [
        { at: MONDAY_8, reason: MISSED_REASON.late },
        { at: later(MONDAY_8, HOUR_MS), reason: MISSED_REASON.superseded },
        { at: later(MONDAY_8, 2 * HOUR_MS), reason: MISSED_REASON.superseded },
      ],
    })
  })

  it('is missed when the broadcast has expired', () => {
    const expiresAt = later(MONDAY_8, HOUR_MS)
    expect(planDue(aBroadcast({ expiresAt }), expiresAt)).toEqual({
      run: [],
      missed: [{ at: MONDAY_8, reason: MISSED_REASON.expired }],
    })
  })

  it('is not what was settled before', () => {
    expect(planDue(aBroadcast({ settledAt: MONDAY_8 }), MONDAY_8)).toEqual({ run: [], missed: [] })
  })

  it('includes a new announcement whose time has just passed', () => {
    const now = later(MONDAY_8, HOUR_MS)
    const settledAt = settledBefore(MONDAY_8, now)
    expect(planDue(aBroadcast({ settledAt }), now).run).toEqual([MONDAY_8])
    expect(settledBefore(MONDAY_8, later(MONDAY_8, -DAY_MS))).toEqual(later(MONDAY_8, -DAY_MS))
  })
})

const chat = (id: string, overrides: Partial<Chat> = {}): Chat => ({
  id,
  communityId: id,
  communityKind: 'kim',
  areaCode: '64.72.01.1001',
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
    const chats = [chat('in'), chat('city', { areaCode: '64.72' }), chat('else', { areaCode: '64.7' })]
    expect(reached({ areaCodes: ['64.72'] }, chats)).toEqual(['in', 'city'])
  })

  it('do not get a village announcement for the whole regency', () => {
    expect(reached({ areaCodes: ['64.72.01'] }, [chat('regency', { areaCode: '64.72' })])).toEqual([])
  })

  it('do not lie inside an exception', () => {
    const chats = [chat('in'), chat('out', { areaCode: '64.71.02' })]
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
