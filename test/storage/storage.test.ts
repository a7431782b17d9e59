import { readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { Clarification } from '../../src/domain/clarification.ts'
import type { ChatAddress } from '../../src/domain/message.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { holdSingleServerLock } from '../../src/storage/single-server.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import { temporaryFolder, temporaryStorage } from '../support/temporary-storage.ts'

const NOON = new Date('2026-11-23T04:00:00Z')
const SIMULATOR = { channel: 'simulator', account: 'simulator' } as const
const at = (chatId: string): ChatAddress => ({ ...SIMULATOR, chatId })

const broadcast: StoredBroadcast = {
  id: 'posyandu',
  kind: 'announcement',
  author: 'Penulis',
  title: 'Posyandu',
  programme: 'Kesehatan',
  message: { text: '**Posyandu**' },
  audience: { areaCodes: ['64'], except: [], topics: [], communityKinds: [], channels: [] },
  schedule: {
    type: 'recurring',
    cron: '0 8 * * 1',
    timeZone: 'Asia/Makassar',
    until: new Date('2027-01-01T00:00:00Z'),
  },
  priority: 'normal',
  status: 'scheduled',
  settledAt: NOON,
}

const clarification: Omit<Clarification, 'version'> = {
  id: 'garam-langka',
  claimReviewed: 'Garam akan langka',
  circulatingTexts: ['Segera beli garam'],
  verdict: 'false',
  explanation: 'Stok garam cukup.',
  sources: [{ url: 'https://example.id/garam', publisher: 'Contoh' }],
  areaCodes: [],
  publishedAt: NOON,
  status: 'published',
}

async function subscribed(storage: Storage, chatId: string) {
  return storage.chats.subscribe(at(chatId), {
    title: 'KIM Contoh',
    areaCodes: ['64.72'],
    topics: ['kesehatan'],
  })
}

describe('the database', () => {
  it('is made and brought up to date at opening, and a second time changes nothing', async () => {
    const path = `${await temporaryFolder()}/new/folder/test.db`
    expect(await migrate(path)).toEqual(readdirSync('prisma/migrations').toSorted())
    expect(await migrate(path)).toEqual([])
    const storage = await openStorage(`file:${path}`, () => NOON)
    expect(storage.gazetteer.size).toBe(1154)
    await storage.close()
  })

  it('gives rows of before a default that can be read, in every JSON column', async () => {
    const path = `${await temporaryFolder()}/test.db`
    await migrate(path)
    const db = new Database(path, { readonly: true })
    const tables = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).pluck().all() as string[]
    const defaults = tables.flatMap((table) =>
      (db.pragma(`table_info("${table}")`) as { name: string; type: string; dflt_value: string | null }[])
        .filter(({ type, dflt_value }) => type === 'JSONB' && dflt_value !== null)
        .map(({ name, dflt_value }) => [`${table}.${name}`, dflt_value] as const),
    )
    db.close()
    expect(defaults.length).toBeGreaterThan(3)
    expect(defaults.filter(([, value]) => value !== "'[]'" && value !== "'{}'")).toEqual([])
  })

  it('refuses what is not a file', async () => {
    await expect(openStorage('postgres://x', () => NOON)).rejects.toThrow(/DATABASE_URL/)
  })

  it('lets only one server hold it at a time', async () => {
    const url = `file:${await temporaryFolder()}/test.db`
    const release = holdSingleServerLock(url)
    expect(() => holdSingleServerLock(url)).toThrow(/Another Kabar KIM server/)
    release()
    holdSingleServerLock(url)()
  })
})

describe('chats', () => {
  it('subscribe once and change in place', async () => {
    const storage = await temporaryStorage()
    const first = await subscribed(storage, 'a')
    const second = await storage.chats.subscribe(at('a'), { title: 'Baru', areaCodes: ['64.02'], topics: [] })
    expect(second).toEqual({ ...first, title: 'Baru', areaCodes: ['64.02'], topics: [] })
    expect(await storage.chats.listActive()).toEqual([second])
  })

  it('keep their subscription when the platform moves them, however often it says so', async () => {
    const storage = await temporaryStorage()
    const chat = await subscribed(storage, 'old')
    await storage.chats.move(at('old'), 'new')
    await storage.chats.move(at('old'), 'new')
    expect(await storage.chats.find(at('new'))).toEqual({ ...chat, chatId: 'new' })
    expect(await storage.chats.find(at('old'))).toBeUndefined()
  })

  it('are not listed as active once gone', async () => {
    const storage = await temporaryStorage()
    await subscribed(storage, 'a')
    expect(await storage.chats.setStatus(at('a'), 'gone')).toBe(true)
    expect(await storage.chats.setStatus(at('nobody'), 'gone')).toBe(false)
    expect(await storage.chats.listActive()).toEqual([])
  })
})

describe('broadcasts and their deliveries', () => {
  it('come back as they went in', async () => {
    const storage = await temporaryStorage()
    await storage.broadcasts.save(broadcast)
    expect(await storage.broadcasts.find('posyandu')).toEqual(broadcast)
    const once: StoredBroadcast = {
      ...broadcast,
      schedule: { type: 'once', at: NOON },
      expiresAt: NOON,
      contentHash: 'x',
    }
    await storage.broadcasts.save(once)
    expect(await storage.broadcasts.list({ statuses: ['scheduled'] })).toEqual([once])
  })

  it('open one run per occurrence, however often it is asked for', async () => {
    const storage = await temporaryStorage(() => NOON)
    await storage.broadcasts.save(broadcast)
    const chats = [await subscribed(storage, 'a'), await subscribed(storage, 'b')]
    const [first, second] = await Promise.all([
      storage.deliveries.openRun(broadcast, NOON, chats),
      storage.deliveries.openRun(broadcast, NOON, chats),
    ])
    const run = first ?? second
    expect([first, second].filter(Boolean)).toHaveLength(1)
    expect(await storage.deliveries.tally(run?.id ?? '')).toMatchObject({ queued: 2 })
    expect(await storage.deliveries.messageOf(run?.id ?? '')).toEqual(broadcast.message)
  })

  it('finish when nothing is queued or under way', async () => {
    const storage = await temporaryStorage(() => NOON)
    await storage.broadcasts.save(broadcast)
    const run = await storage.deliveries.openRun(broadcast, NOON, [await subscribed(storage, 'a')])
    const runId = run?.id ?? ''
    const [due] = await storage.deliveries.due(SIMULATOR, runId, NOON, 10)
    if (due === undefined) throw new Error('Nothing is due.')
    expect(due).toMatchObject({ status: 'queued', attempts: 0, broadcastId: 'posyandu' })
    expect(await storage.deliveries.finishIfDone(runId)).toBe(false)
    const sent = { ...due, status: 'sent', externalId: '7', sentAt: NOON } as const
    const committed = await storage.deliveries.commit({
      settled: [{ was: 'queued', delivery: sent }],
      starting: [],
    })
    expect(committed.changedRuns).toEqual([{ id: runId, broadcastId: 'posyandu', status: 'finished' }])
    const { chat: _, ...stored } = sent
    expect(await storage.deliveries.withExternalIds(SIMULATOR, ['7'])).toEqual([stored])
    expect(await storage.deliveries.withExternalIds({ ...SIMULATOR, account: 'other' }, ['7'])).toEqual([])
  })
})

describe('clarifications', () => {
  it('are versioned when they change and left alone when they do not', async () => {
    const storage = await temporaryStorage(() => NOON)
    expect(await storage.clarifications.save([clarification])).toEqual({ added: 1, changed: 0, unchanged: 0 })
    expect(await storage.clarifications.save([clarification])).toEqual({ added: 0, changed: 0, unchanged: 1 })
    const changed = { ...clarification, explanation: 'Stok garam nasional cukup.' }
    expect(await storage.clarifications.save([changed])).toEqual({ added: 0, changed: 1, unchanged: 0 })
    expect(await storage.clarifications.find('garam-langka')).toEqual({ ...changed, version: 2 })
  })
})

describe('questions', () => {
  it('keep why they were answered as they were; older ones have nothing to say', async () => {
    const storage = await temporaryStorage(() => NOON)
    const question = {
      channel: 'simulator',
      askerKey: 'key',
      text: 'garam',
      answerType: 'suggested',
      status: 'open',
      receivedAt: NOON,
      placeKey: 'place',
    } as const
    const explanation = {
      words: ['garam'],
      candidates: [{ clarificationId: 'garam-langka', score: 0.4 }],
      doubts: ['not_sure'],
    }
    const explained = await storage.inquiries.add({ ...question, explanation })
    expect(await storage.inquiries.list({ limit: 1 })).toEqual([explained])
    const older = await storage.inquiries.add({ ...question, status: 'answered' })
    expect(await storage.inquiries.list({ status: 'answered', limit: 1 })).toEqual([older])
  })
})

describe('what a channel remembers', () => {
  it('is written whole and kept apart by account', async () => {
    const storage = await temporaryStorage()
    const memory = storage.channelMemory({ channel: 'whatsapp', account: 'default' })
    const other = storage.channelMemory({ channel: 'whatsapp', account: 'second' })
    await memory.set([
      { collection: 'keys', key: '1', value: 'a' },
      { collection: 'keys', key: '2', value: 'b' },
    ])
    await memory.set([{ collection: 'keys', key: '1', value: null }])
    expect(await memory.get('keys', ['1', '2', '3'])).toEqual(new Map([['2', 'b']]))
    expect(await other.get('keys', ['2'])).toEqual(new Map())
    await memory.clear(['keys'])
    expect(await memory.get('keys', ['2'])).toEqual(new Map())
  })
})

describe('settings', () => {
  it('keep the first value', async () => {
    const storage = await temporaryStorage()
    expect(await storage.settings.getOrSet('secret_key', 'one')).toBe('one')
    expect(await storage.settings.getOrSet('secret_key', 'two')).toBe('one')
  })
})
