import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { openStorage } from '../src/storage/storage.ts'
import { fillWorld } from '../test/support/coverage-world.ts'
import { seededRandom } from '../test/support/seeded-random.ts'
import { enlarge } from './enlarge.ts'

const DAY_MS = 86_400_000
const QUESTIONS = 200_000
const CLAIMS = 4_000
const OPEN_CLAIMS = 150
const CLARIFICATIONS = 20_000
const GROUPS = 5_000
const RUNS = 200
const WORDS =
  'info banjir bantuan pupuk gratis daftar segera desa kata tetangga katanya benar tidak ya min'.split(' ')

const stored = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00')

interface SeededClarification {
  id: string
  claimReviewed: string
  circulatingTexts: string[]
  explanation: string
}

function addClarifications(db: Database.Database, now: number): string[] {
  const rows = readFileSync(new URL('../prisma/seed/clarifications.jsonl', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as SeededClarification)
  const add = db.prepare(
    `INSERT INTO Clarification (id, claimReviewed, circulatingTexts, verdict, explanation, sources, areaCodes, publishedAt, status, version, updatedAt)
     VALUES (?, ?, ?, 'false', ?, ?, '["64"]', ?, 'published', 1, ?)`,
  )
  const source = JSON.stringify([{ name: 'Diskominfo', url: 'https://diskominfo.kaltimprov.go.id' }])
  const all = enlarge(rows, CLARIFICATIONS)
  all.forEach(({ id, claimReviewed, circulatingTexts, explanation }, index) => {
    const at = stored(now - index * 3_600_000)
    add.run(id, claimReviewed, JSON.stringify(circulatingTexts), explanation, source, at, at)
  })
  return all.map(({ id }) => id)
}

function addQuestions(db: Database.Database, clarifications: string[], areas: string[], now: number): void {
  const random = seededRandom(7)
  const below = (limit: number) => Math.floor(random() * limit)
  const claim = db.prepare(
    `INSERT INTO Claim (id, number, text, status, harm, dueAt, firstAskedAt, lastAskedAt, clarificationId, closedAt)
     VALUES (?, ?, ?, ?, 'normal', ?, ?, ?, ?, ?)`,
  )
  const sentence = () => Array.from({ length: 14 }, () => WORDS[below(WORDS.length)]).join(' ')
  const claims = Array.from({ length: CLAIMS }, (_, index) => {
    const isOpen = index < OPEN_CLAIMS
    const at = now - (isOpen ? below(20) * 3_600_000 : below(365) * DAY_MS)
    const id = `claim-${index}`
    claim.run(
      id,
      index + 1,
      sentence(),
      isOpen ? 'new' : 'answered',
      stored(at + 3 * 3_600_000),
      stored(at),
      stored(at),
      isOpen ? null : (clarifications[below(clarifications.length)] ?? null),
      isOpen ? null : stored(at + below(6) * 3_600_000),
    )
    return id
  })
  const inquiry = db.prepare(
    `INSERT INTO Inquiry (id, channel, askerKey, text, answerType, clarificationId, score, status, receivedAt, placeKey, claimId, areaCode)
     VALUES (?, 'telegram', ?, ?, ?, ?, 0.9, ?, ?, ?, ?, ?)`,
  )
  for (let index = 0; index < QUESTIONS; index += 1) {
    const isKnown = random() < 0.7
    inquiry.run(
      `inquiry-${index}`,
      `asker-${below(40_000)}`,
      sentence(),
      isKnown ? 'clarified' : 'unknown',
      isKnown ? (clarifications[below(3_000)] ?? null) : null,
      isKnown ? 'answered' : 'open',
      stored(now - below(365 * 24 * 60) * 60_000),
      `place-${below(40_000)}`,
      isKnown ? null : (claims[below(claims.length)] ?? null),
      areas[below(areas.length)] ?? '64',
    )
  }
}

/** What the pages need of announcements that `fillWorld` leaves empty. */
function completeBroadcasts(db: Database.Database, now: number): void {
  const audience = { areaCodes: ['64'], except: [], topics: ['kesehatan'], communityKinds: [], channels: [] }
  db.prepare('UPDATE Broadcast SET audience = ?, schedule = ?, author = ?').run(
    JSON.stringify(audience),
    JSON.stringify({ type: 'once', at: new Date(now - 30 * DAY_MS).toISOString() }),
    'Penulis',
  )
  db.exec(`UPDATE Broadcast SET programme = 'Program ' || (rowid % 12)`)
}

/** Builds a database as it may be after years: see the numbers above. `url`: `file:…`, a file that is not there yet. */
export async function buildDashboardWorld(url: string, now: Date): Promise<void> {
  const path = url.slice('file:'.length)
  const empty = await openStorage(url, () => now)
  const areas = empty.gazetteer.villages('64').map(({ code }) => code.slice(0, 8))
  await empty.close()
  fillWorld(path, empty.gazetteer, { groups: GROUPS, runs: RUNS, reach: 1, seed: 1, at: now })
  const db = new Database(path)
  db.pragma('synchronous = OFF')
  db.transaction(() => {
    const clarifications = addClarifications(db, now.getTime())
    addQuestions(db, clarifications, areas, now.getTime())
    completeBroadcasts(db, now.getTime())
  })()
  db.exec('ANALYZE')
  db.close()
}
