import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isWithin, type AreaCode } from '../../src/domain/area.ts'
import { AppError } from '../../src/domain/error.ts'
import { readCoverage } from '../../src/membership/coverage.ts'
import { openStorage, type Storage } from '../../src/storage/storage.ts'
import { fillWorld } from '../support/coverage-world.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'

const AT = new Date('2026-12-01T00:00:00Z')
const YEAR_MS = 365 * 86_400_000

interface Rows {
  areas: { code: string; connectivity: string | null }[]
  communities: { id: string; kind: string; status: string; areaCode: string }[]
  chats: {
    id: string
    communityId: string
    channel: string
    areaCodes: string
    status: string
    pausedUntil: string | null
    obstacle: string | null
  }[]
  broadcasts: { id: string; title: string; kind: string; wantsAcknowledgement: number }[]
  runs: { id: string; broadcastId: string }[]
  deliveries: { id: string; runId: string; chatId: string; status: string; sentAt: string | null }[]
  acknowledgements: { deliveryId: string }[]
}

/** Every row, read without a line of the product's own. */
function readRows(path: string): Rows {
  const db = new Database(path, { readonly: true })
  const all = (table: string) => db.prepare(`SELECT * FROM "${table}"`).all() as never
  const rows: Rows = {
    areas: all('Area'),
    communities: all('Community'),
    chats: all('Chat'),
    broadcasts: all('Broadcast'),
    runs: all('BroadcastRun'),
    deliveries: all('Delivery'),
    acknowledgements: all('Acknowledgement'),
  }
  db.close()
  return rows
}

const counts = () => ({ villages: 0, active: 0, dormant: 0, none: 0 })

/** Counts one area by walking over all rows, village by village and delivery by delivery. */
function recount(area: AreaCode, rows: Rows) {
  const communityOf = new Map(rows.communities.map((row) => [row.id, row]))
  const chats = rows.chats.map((chat) => {
    const community = communityOf.get(chat.communityId)
    if (community === undefined) throw new Error('a chat without a community')
    const listed = JSON.parse(chat.areaCodes) as string[]
    const subscribed = listed.length > 0 ? listed : [community.areaCode]
    const isOver = chat.pausedUntil !== null && new Date(chat.pausedUntil) <= AT
    const isOn = chat.status === 'active' || (chat.status === 'paused' && isOver)
    return { ...chat, community, subscribed, receives: isOn && chat.obstacle === null }
  })
  const standsFor = (chat: (typeof chats)[number], code: string) =>
    chat.subscribed.includes(code) || (chat.community.kind === 'kim' && chat.community.areaCode === code)

  const total = counts()
  const platforms = ['telegram', 'whatsapp', 'simulator']
  const byPlatform = Object.fromEntries(platforms.map((name) => [name, { active: 0, dormant: 0 }]))
  const byConnectivity: Record<string, ReturnType<typeof counts>> = {
    good: counts(),
    weak: counts(),
    none: counts(),
    unknown: counts(),
  }
  for (const village of rows.areas) {
    if (village.code.split('.').length !== 4 || !isWithin(village.code, area)) continue
    const its = chats.filter(
      (chat) =>
        chat.community.kind === 'kim' &&
        chat.community.status !== 'unverified' &&
        standsFor(chat, village.code),
    )
    const active = its.filter((chat) => chat.community.status === 'verified' && chat.receives)
    const isHome = rows.communities.some(
      (one) => one.kind === 'kim' && one.status !== 'unverified' && one.areaCode === village.code,
    )
    const state = active.length > 0 ? 'active' : its.length > 0 || isHome ? 'dormant' : 'none'
    for (const tally of [total, byConnectivity[village.connectivity ?? 'unknown']]) {
      if (tally === undefined) continue
      tally.villages += 1
      tally[state] += 1
    }
    for (const name of platforms) {
      const tally = byPlatform[name] ?? { active: 0, dormant: 0 }
      if (active.some(({ channel }) => channel === name)) tally.active += 1
      if (state === 'dormant' && its.some(({ channel }) => channel === name)) tally.dormant += 1
    }
  }

  const here = chats.filter(
    (chat) =>
      chat.subscribed.some((code) => isWithin(code, area)) ||
      (chat.community.kind === 'kim' && isWithin(chat.community.areaCode, area)),
  )
  const isHere = new Set(here.map(({ id }) => id))
  const runOf = new Map(rows.runs.map((run) => [run.id, run]))
  const broadcastOf = new Map(rows.broadcasts.map((row) => [row.id, row]))
  const acknowledgedIds = new Set(rows.acknowledgements.map(({ deliveryId }) => deliveryId))
  const acknowledgement = { asked: 0, acknowledged: 0 }
  const delivered: { at: Date; broadcastId: string; title: string }[] = []
  for (const { id, runId, chatId, status, sentAt } of rows.deliveries) {
    if (!isHere.has(chatId) || sentAt === null || !['sent', 'delivered', 'read'].includes(status)) continue
    const broadcast = broadcastOf.get(runOf.get(runId)?.broadcastId ?? '')
    if (broadcast === undefined) continue
    const at = new Date(sentAt)
    if (broadcast.kind === 'announcement') {
      delivered.push({ at, broadcastId: broadcast.id, title: broadcast.title })
    }
    const isOfTheYear = at <= AT && AT.getTime() - at.getTime() < YEAR_MS
    if (broadcast.wantsAcknowledgement !== 1 || !isOfTheYear) continue
    acknowledgement.asked += 1
    if (acknowledgedIds.has(id)) acknowledgement.acknowledged += 1
  }
  const newestMs = Math.max(...delivered.map(({ at }) => at.getTime()))
  const newest = delivered
    .filter(({ at }) => at.getTime() === newestMs)
    .toSorted((a, b) => (a.broadcastId < b.broadcastId ? -1 : 1))[0]
  const levelsHere = (chat: (typeof chats)[number]) =>
    chat.subscribed.filter((code) => isWithin(code, area)).map((code) => code.split('.').length)
  const receiving = here.filter((chat) => chat.receives)
  return {
    ...total,
    byPlatform,
    byConnectivity,
    publicGroups: receiving.filter((chat) => chat.community.kind === 'public' && levelsHere(chat).includes(4))
      .length,
    widerGroups: receiving.filter((chat) => levelsHere(chat).some((level) => level < 4)).length,
    ...(newest === undefined ? {} : { lastDelivered: newest }),
    acknowledgement: {
      ...acknowledgement,
      ...(acknowledgement.asked === 0 ? {} : { rate: acknowledgement.acknowledged / acknowledgement.asked }),
    },
  }
}

async function openWorld(seed: number): Promise<{ storage: Storage; rows: Rows }> {
  const url = await temporaryDatabase()
  const path = url.slice('file:'.length)
  const storage = await openStorage(url, () => AT)
  onTestFinished(() => storage.close())
  fillWorld(path, storage.gazetteer, { groups: 300, runs: 90, reach: 0.75, seed, at: AT })
  return { storage, rows: readRows(path) }
}

describe('the coverage', () => {
  it.each([11, 12, 13])(
    'is exactly what a recount of every row says, in the world of seed %i',
    async (seed) => {
      const { storage, rows } = await openWorld(seed)
      expect(rows.deliveries.length).toBeGreaterThan(19_000)
      const { gazetteer } = storage
      const regencies = gazetteer.children('64')
      const districts = regencies
        .flatMap(({ code }) => gazetteer.children(code))
        .filter((_, index) => index % 9 === 0)
      for (const area of ['64', ...regencies.map(({ code }) => code), ...districts.map(({ code }) => code)]) {
        const report = await readCoverage(storage, area, AT)
        expect({ area, ...report.total }).toEqual({ area, ...recount(area, rows) })
        expect(report.rows.map((row) => row.area)).toEqual(gazetteer.children(area))
        for (const { area: child, ...row } of area === '64' ? report.rows : report.rows.slice(0, 4)) {
          expect({ child, ...row }).toEqual({ child, ...recount(child.code, rows) })
        }
      }
    },
    60_000,
  )

  it('is made of worlds in which everything happens', async () => {
    const { storage } = await openWorld(11)
    const { total, rows } = await readCoverage(storage, '64', AT)
    expect(total.villages).toBe(1_038)
    const { active, dormant, none, publicGroups, widerGroups, acknowledgement, byPlatform } = total
    for (const count of [active, dormant, none, publicGroups, widerGroups, acknowledgement.acknowledged]) {
      expect(count).toBeGreaterThan(5)
    }
    expect(acknowledgement.asked).toBeGreaterThan(acknowledgement.acknowledged)
    expect(byPlatform.simulator.dormant).toBeGreaterThan(0)
    expect(rows).toHaveLength(10)
  })

  it('of an empty database has no KIM anywhere', async () => {
    const storage = await openStorage(await temporaryDatabase(), () => AT)
    onTestFinished(() => storage.close())
    const { total } = await readCoverage(storage, '64', AT)
    expect(total).toMatchObject({ villages: 1_038, active: 0, dormant: 0, none: 1_038, publicGroups: 0 })
    expect(total.byConnectivity.unknown.none).toBe(1_038)
    expect(total).not.toHaveProperty('lastDelivered')
    expect(total.acknowledgement).toEqual({ asked: 0, acknowledged: 0 })
  })

  it('is never stale: what changes now counts in the next answer', async () => {
    const storage = await openStorage(await temporaryDatabase(), () => AT)
    onTestFinished(() => storage.close())
    const address = { channel: 'telegram', account: 'bot', chatId: '-1' } as const
    const village = '64.02.02.2004'
    const counts = async () => (await readCoverage(storage, '64.02.02', AT)).total
    await storage.chats.subscribe(address, { title: 'Grup', areaCodes: [village, '64.02'], topics: [] })
    await storage.connectivity.set(village, 'weak', 'staff')
    expect(await counts()).toMatchObject({ none: 15, publicGroups: 1, widerGroups: 0 })
    expect((await counts()).byConnectivity.weak).toEqual({ villages: 1, active: 0, dormant: 0, none: 1 })
    await storage.chats.pause(address)
    expect((await counts()).publicGroups).toBe(0)
    await storage.chats.pause(address, new Date(AT.getTime() - 1))
    expect((await counts()).publicGroups).toBe(1)
  })

  it.each([
    ['64.99', 'not_found'],
    ["64' OR 1=1", 'not_found'],
    ['', 'not_found'],
    ['64.02.02.2004', 'invalid'],
  ])('of %j is refused', async (code, expected) => {
    const storage = await openStorage(await temporaryDatabase(), () => AT)
    onTestFinished(() => storage.close())
    const error: unknown = await readCoverage(storage, code, AT).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: expected })
  })
})
