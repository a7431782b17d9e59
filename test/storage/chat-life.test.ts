import { describe, expect, it, onTestFinished } from 'vitest'
import { createChatLifeStore } from '../../src/storage/chat-life.ts'
import { createChatStore } from '../../src/storage/communities.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { createTrouble } from '../../src/storage/trouble.ts'
import { DAY_MS, later, MONDAY_8 } from '../support/broadcast-builder.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-clock.ts'

const CHAT = { channel: 'telegram', account: 'bot', chatId: '-1' } as const

async function setUp() {
  const clock = createTestClock({ startAt: MONDAY_8.toISOString() })
  const db = await openDatabase(await temporaryDatabase(), createTrouble())
  onTestFinished(() => db.$disconnect())
  const chats = createChatStore(db, () => clock.now())
  const life = createChatLifeStore(db, () => clock.now())
  await chats.subscribe(CHAT, { title: 'KIM Loa Kulu', areaCodes: ['64.02'], topics: [] })
  return { clock, db, chats, life, community: () => db.community.findFirstOrThrow() }
}

describe('a new title', () => {
  it('is the new name of a public community', async () => {
    const { chats, community, clock } = await setUp()
    await chats.rename(CHAT, 'KIM Maju')
    expect(await chats.find(CHAT)).toMatchObject({ title: 'KIM Maju' })
    expect(await community()).toMatchObject({ name: 'KIM Maju', updatedAt: clock.now() })
  })

  it('leaves the name of a KIM as it is', async () => {
    const { chats, community, db } = await setUp()
    await db.community.updateMany({ data: { kind: 'kim', status: 'verified' } })
    await chats.rename(CHAT, 'Grup heboh')
    expect(await chats.find(CHAT)).toMatchObject({ title: 'Grup heboh', communityKind: 'kim' })
    expect(await community()).toMatchObject({ name: 'KIM Loa Kulu', updatedAt: null })
  })
})

describe('leaving and coming back', () => {
  it('keeps the KIM that a group belongs to', async () => {
    const { chats, life, community, db } = await setUp()
    await db.community.updateMany({ data: { kind: 'kim', status: 'verified' } })
    expect(await life.leave(CHAT)).toBe(true)
    expect(await life.leave(CHAT)).toBe(false)
    await chats.move(CHAT, '-2')
    const moved = { ...CHAT, chatId: '-2', account: 'other-bot' }
    expect(await life.comeBack(moved)).toBe(true)
    expect(await life.comeBack(moved)).toBe(false)
    expect(await chats.find(moved)).toMatchObject({
      status: 'active',
      communityKind: 'kim',
      account: 'other-bot',
    })
    expect(await community()).toMatchObject({ status: 'verified', name: 'KIM Loa Kulu' })
  })

  it('keeps a pause, with or without an end', async () => {
    const { chats, life, clock } = await setUp()
    for (const until of [undefined, later(MONDAY_8, DAY_MS)]) {
      await chats.pause(CHAT, until)
      await life.leave(CHAT)
      expect(await chats.find(CHAT)).toMatchObject({ status: 'gone' })
      await life.comeBack(CHAT)
      const back = await chats.find(CHAT)
      expect([back?.status, back?.pausedUntil]).toEqual(['paused', until])
    }
    await life.leave(CHAT)
    clock.advance(DAY_MS)
    expect(await chats.listActive()).toEqual([])
    await life.comeBack(CHAT)
    expect(await chats.listActive()).toMatchObject([{ status: 'active' }])
  })

  it('is over with a new subscription', async () => {
    const { chats, life } = await setUp()
    await chats.pause(CHAT)
    await life.leave(CHAT)
    await chats.subscribe(CHAT, { title: 'KIM Loa Kulu', areaCodes: ['64.02'], topics: [] })
    expect(await chats.find(CHAT)).toMatchObject({ status: 'active' })
  })
})

describe('an obstacle', () => {
  it('is news once, goes with the bot, and is nothing in an unknown group', async () => {
    const { chats, life } = await setUp()
    expect(await life.setObstacle(CHAT)).toBe(false)
    expect(await life.setObstacle(CHAT, 'announce_only')).toBe(true)
    expect(await life.setObstacle(CHAT, 'announce_only')).toBe(false)
    expect(await life.setObstacle(CHAT, 'topic_closed')).toBe(true)
    expect(await life.listBarred()).toMatchObject([{ chatId: '-1', obstacle: 'topic_closed' }])
    await life.leave(CHAT)
    expect(await life.listBarred()).toEqual([])
    expect(await life.setObstacle(CHAT, 'announce_only')).toBe(false)
    expect(await chats.find(CHAT)).not.toHaveProperty('obstacle')
    expect(await life.setObstacle({ ...CHAT, chatId: '-9' }, 'announce_only')).toBe(false)
  })
})
