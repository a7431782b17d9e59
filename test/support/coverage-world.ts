import { randomUUID } from 'node:crypto'
import Database from 'better-sqlite3'
import { CHAT_OBSTACLES, CONNECTIVITIES } from '../../src/domain/community.ts'
import type { Gazetteer } from '../../src/domain/gazetteer.ts'
import { CHANNEL_NAMES } from '../../src/domain/message.ts'
import { seededRandom } from './seeded-random.ts'

export interface WorldSize {
  groups: number
  runs: number
  /** The share of all groups that a run goes to. */
  reach: number
  seed: number
  /** What "now" is for the world: runs are spread over the 420 days before it. */
  at: Date
}

const DAY_MS = 86_400_000
const DAYS = 420
const PROVINCE = '64'

/** As Prisma writes an instant. */
const stored = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')

/** Chooses the way a seeded die falls. */
function createChance(seed: number) {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    below,
    is: (share: number) => random() < share,
    /** One of a list that is not empty. */
    of: <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item,
    /** One of the words, each as likely as its weight. */
    weighed<Word extends string>(weights: Record<Word, number>): Word {
      const entries = Object.entries(weights) as [Word, number][]
      let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries[0])?.[0] as Word
    },
  }
}
type Chance = ReturnType<typeof createChance>

const KIND = { kim: 60, public: 30, government: 10 }
const KIM_STATUS = { verified: 70, registered: 15, dormant: 12, unverified: 3 }
const CHAT_STATUS = { active: 80, paused: 10, paused_until_past: 3, paused_until_later: 3, gone: 4 }
const DELIVERY_STATUS = {
  read: 30,
  delivered: 30,
  sent: 25,
  failed: 6,
  skipped: 4,
  uncertain: 2,
  unconfirmed: 2,
  queued: 1,
}
const HAS_NO_SENT_AT = new Set<string>(['failed', 'skipped', 'queued'])

/** The areas of a group: mostly one village, sometimes several, sometimes a wider area. */
function areasFor(chance: Chance, villages: string[]): string[] {
  const village = chance.of(villages)
  const regency = village.slice(0, 5)
  switch (
    chance.weighed({ village: 70, neighbours: 10, far: 6, district: 6, regency: 4, province: 1, none: 3 })
  ) {
    case 'neighbours':
      return [village, ...villages.filter((code) => code.startsWith(`${village.slice(0, 8)}.`)).slice(0, 2)]
    case 'far':
      return [village, chance.of(villages), regency]
    case 'district':
      return [village.slice(0, 8)]
    case 'regency':
      return [regency]
    case 'province':
      return [PROVINCE]
    case 'none':
      return []
    case 'village':
    default:
      return [village]
  }
}

function addCommunities(
  db: Database.Database,
  chance: Chance,
  villages: string[],
  { groups, at }: WorldSize,
): string[] {
  const addCommunity = db.prepare(
    'INSERT INTO Community (id, kind, name, areaCode, status, createdAt) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const addChat = db.prepare(
    `INSERT INTO Chat (id, communityId, channel, account, chatId, title, areaCodes, topics, status, pausedUntil, obstacle, createdAt)
     VALUES (?, ?, ?, 'bot', ?, ?, ?, '[]', ?, ?, ?, ?)`,
  )
  const now = stored(at.getTime())
  const chats: string[] = []
  for (let number = 1; chats.length < groups; number += 1) {
    const kind = chance.weighed(KIND)
    const status = kind === 'public' ? 'unverified' : chance.weighed(KIM_STATUS)
    const areaCodes = areasFor(chance, villages)
    const home = chance.is(0.1) ? chance.of(villages) : (areaCodes[0] ?? chance.of(villages))
    const communityId = `community-${number}`
    addCommunity.run(communityId, kind, `Kelompok ${number}`, home, status, now)
    const count = status === 'registered' ? 0 : chance.of([1, 1, 1, 2])
    for (let index = 0; index < count && chats.length < groups; index += 1) {
      const id = `chat-${String(chats.length + 1).padStart(32, '0')}`
      const state = chance.weighed(CHAT_STATUS)
      const until = { paused_until_past: -DAY_MS, paused_until_later: DAY_MS }[state as string]
      addChat.run(
        id,
        communityId,
        chance.weighed({ telegram: 50, whatsapp: 45, simulator: 5 }),
        id,
        `Grup ${number}`,
        JSON.stringify(index === 0 ? areaCodes : areasFor(chance, villages)),
        state.startsWith('paused') ? 'paused' : state,
        until === undefined ? null : stored(at.getTime() + until),
        chance.is(0.04) ? chance.of(CHAT_OBSTACLES) : null,
        now,
      )
      chats.push(id)
    }
  }
  return chats
}

interface Run {
  id: string
  openedAtMs: number
  wantsAcknowledgement: boolean
}

function addRuns(db: Database.Database, chance: Chance, { runs, at }: WorldSize): Run[] {
  const addBroadcast = db.prepare(
    `INSERT INTO Broadcast (id, kind, title, programme, message, audience, schedule, priority, status, settledAt, createdAt, wantsAcknowledgement)
     VALUES (?, ?, ?, 'Program', '{"text":"Kabar"}', '{}', '{}', 'normal', 'finished', ?, ?, ?)`,
  )
  const addRun = db.prepare(
    `INSERT INTO BroadcastRun (id, broadcastId, scheduledFor, status, message, openedAt) VALUES (?, ?, ?, 'finished', '{"text":"Kabar"}', ?)`,
  )
  const added: Run[] = []
  for (let number = 1; added.length < runs; number += 1) {
    const wanted = added.filter((run) => run.wantsAcknowledgement).length
    const wantsAcknowledgement = wanted * 10 < added.length
    const broadcastId = `siaran-${number}`
    const kind = chance.weighed({ announcement: 94, correction: 4, recall: 2 })
    const now = stored(at.getTime())
    addBroadcast.run(broadcastId, kind, `Kabar ke-${number}`, now, now, wantsAcknowledgement ? 1 : 0)
    const repeats = wantsAcknowledgement ? [1] : [1, 1, 1, 4]
    for (let count = chance.of(repeats); count > 0 && added.length < runs; count -= 1) {
      const openedAtMs = at.getTime() - (1 + chance.below(DAYS * 24 - 2)) * 3_600_000
      const id = randomUUID()
      const isAdded = added.some((run) => run.openedAtMs === openedAtMs)
      if (isAdded) continue
      addRun.run(id, broadcastId, stored(openedAtMs), stored(openedAtMs))
      added.push({ id, openedAtMs, wantsAcknowledgement })
    }
  }
  return added.toSorted((a, b) => a.openedAtMs - b.openedAtMs)
}

function addDeliveries(
  db: Database.Database,
  chance: Chance,
  chats: string[],
  runs: Run[],
  { reach, at }: WorldSize,
): void {
  const addDelivery = db.prepare(
    `INSERT INTO Delivery (id, runId, chatId, channel, account, status, attempts, nextAttemptAt, messageId, externalId, triedAt, sentAt, recipients, deliveredTo, readBy, receipts)
     VALUES (?, ?, ?, ?, 'bot', ?, 1, ?, ?, ?, ?, ?, 40, 12, 5, ?)`,
  )
  const addAcknowledgement = db.prepare(
    `INSERT INTO Acknowledgement (id, deliveryId, chatId, areaCode, personKey, methods, people, at) VALUES (?, ?, ?, ?, ?, '["read_aloud"]', 30, ?)`,
  )
  const receipts = 'AbCdEfGh+'.repeat(12)
  for (const run of runs) {
    for (const chatId of chats) {
      if (!chance.is(reach)) continue
      const id = randomUUID()
      const status = chance.weighed(DELIVERY_STATUS)
      // Whole seconds, so that some are sent at the same time.
      const sentAtMs = Math.min(at.getTime(), run.openedAtMs + chance.below(7_200) * 1_000)
      const sentAt = HAS_NO_SENT_AT.has(status) ? null : stored(sentAtMs)
      const channel = chance.of(CHANNEL_NAMES)
      addDelivery.run(
        id,
        run.id,
        chatId,
        channel,
        status,
        stored(run.openedAtMs),
        id,
        `external-${id}`,
        sentAt,
        sentAt,
        receipts,
      )
      if (!chance.is(run.wantsAcknowledgement ? 0.45 : 0.001)) continue
      for (let person = chance.of([1, 1, 2]); person > 0; person -= 1) {
        const key = `${person}`.padStart(43, 'k')
        addAcknowledgement.run(randomUUID(), id, chatId, PROVINCE, key, stored(sentAtMs + 60_000))
      }
    }
  }
}

/**
 * Fills a migrated, closed database with made-up communities, groups, runs, deliveries and acknowledgements, every state
 * among them, and marks of connectivity. The same for the same seed, but for ids.
 */
export function fillWorld(path: string, gazetteer: Gazetteer, size: WorldSize): void {
  const db = new Database(path)
  db.pragma('synchronous = OFF')
  const chance = createChance(size.seed)
  const villages = gazetteer.villages(PROVINCE).map(({ code }) => code)
  const indexes = db
    .prepare(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'Delivery' AND sql IS NOT NULL`,
    )
    .all() as { name: string; sql: string }[]
  db.transaction(() => {
    // Made once at the end: many times quicker than row by row.
    for (const { name } of indexes) db.exec(`DROP INDEX "${name}"`)
    const chats = addCommunities(db, chance, villages, size)
    addDeliveries(db, chance, chats, addRuns(db, chance, size), size)
    const mark = db.prepare(
      'UPDATE Area SET connectivity = ?, connectivitySetBy = ?, connectivitySetAt = ? WHERE code = ?',
    )
    for (const code of villages) {
      if (chance.is(0.6)) mark.run(chance.of(CONNECTIVITIES), 'staff', stored(size.at.getTime()), code)
    }
    for (const { sql } of indexes) db.exec(sql)
  })()
  db.close()
}
