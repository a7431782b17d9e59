import { expect, it } from 'vitest'
import { CATCH_UP_MS, dueTime, MISSED_REASON, selectChats } from '../../src/dissemination/plan.ts'
import { occurrencesBetween } from '../../src/dissemination/schedule/occurrences.ts'
import type { Audience } from '../../src/domain/broadcast.ts'
import { DEFAULT_QUIET_HOURS, quietUntil } from '../../src/domain/quiet-hours.ts'
import type { StoredBroadcast } from '../../src/storage/broadcasts.ts'
import { later } from '../support/broadcast-builder.ts'
import { at, openWeek, scheduleOf, span, WEEK_START, type Weather, type Week } from '../support/week.ts'

/** With all 1,038 villages it takes two minutes: `npm run test:week`. */
const EVERY_NTH_VILLAGE = process.env['WEEK'] === undefined ? 12 : 1

const REGENCIES = ['64.01', '64.02', '64.03', '64.07', '64.08', '64.09', '64.11', '64.71', '64.72', '64.74']
const DISTRICTS = [
  '64.01.01',
  '64.02.06',
  '64.03.01',
  '64.07.05',
  '64.08.05',
  '64.72.06',
  '64.71.01',
  '64.11.01',
]

const inAreas = (...areaCodes: string[]): Audience => ({
  areaCodes,
  except: [],
  topics: [],
  communityKinds: [],
  channels: [],
})

const broadcast = (
  id: string,
  words: string,
  areas: string[],
  more: Partial<StoredBroadcast> = {},
): Partial<StoredBroadcast> => ({
  id,
  schedule: scheduleOf(words),
  audience: inAreas(...areas),
  message: { text: id },
  ...more,
})

const WEEKDAYS = ['Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu', 'Ahad']

/** Forty recurring announcements: for everybody, for regencies, for districts, by day and by night. */
const BROADCASTS = [
  broadcast('provinsi-1', 'setiap Senin 08.00', ['64']),
  broadcast('provinsi-2', 'setiap Rabu 19.50', ['64']),
  broadcast('provinsi-3', 'setiap Jumat 10.00', ['64']),
  broadcast('provinsi-4', 'setiap Sabtu 22.00', ['64']),
  ...REGENCIES.map((code, index) =>
    broadcast(
      `kabupaten-${index}`,
      `setiap ${WEEKDAYS[index % 7]} dan ${WEEKDAYS[(index + 3) % 7]} 1${index % 8}.30`,
      [code],
    ),
  ),
  ...DISTRICTS.map((code, index) =>
    broadcast(`harian-${index}`, `setiap hari 0${6 + (index % 4)}.00`, [code]),
  ),
  ...DISTRICTS.map((code, index) =>
    broadcast(`kerja-${index}`, `setiap hari Senin sampai Jumat 1${index}.15`, [code]),
  ),
  broadcast('malam', 'setiap hari 23.30', ['64.72']),
  broadcast('dini', 'setiap hari 04.00', ['64.71']),
  broadcast('sering', 'setiap hari 07.00, 07.30, 08.00, 08.30, 09.00, 09.30, 20.30, 21.00 dan 21.30', [
    '64.09',
  ]),
  broadcast('sering-2', 'setiap hari 10.00, 11.00, 12.00, 13.00, 14.00, 15.00 dan 16.00', ['64.11']),
  broadcast('habis-di-tengah', 'setiap hari 09.45', ['64.74'], { expiresAt: at(3, 9) }),
  broadcast('habis-malam', 'setiap hari 21.30', ['64.74'], { expiresAt: at(4, 3) }),
  broadcast('darurat-malam', 'setiap hari 02.00', ['64.03.01'], {
    priority: 'emergency',
    emergencyReason: 'Siaga banjir.',
  }),
  broadcast('darurat-sore', 'setiap hari 21.15', ['64.03.02'], {
    priority: 'emergency',
    emergencyReason: 'Siaga banjir.',
  }),
  broadcast('tanpa-rabu', 'setiap hari 16.45 kecuali 2 Desember 2026', ['64.01.02']),
  broadcast('sampai-jumat', 'setiap hari 17.20 sampai 4 Desember 2026', ['64.02.05']),
]

const WEATHER: Weather = {
  down: [
    span(at(0, 11.5), at(0, 12)),
    span(at(2, 6.5), at(2, 7)),
    span(at(3, 5), at(3, 13)),
    span(at(4, 20), at(5, 5.5)),
    span(at(6, 8), at(6, 8.5)),
  ],
  outages: [
    { channel: 'telegram', span: span(at(1, 7.5), at(1, 12)) },
    { channel: 'whatsapp', span: span(at(2, 19.5), at(3, 16)) },
    { channel: 'telegram', span: span(at(4, 9.5), at(4, 15)) },
    { channel: 'whatsapp', span: span(at(4, 9.5), at(4, 15)) },
  ],
  jumps: [
    { at: at(5, 9), minutes: 190 },
    { at: at(6, 13), minutes: -120 },
  ],
}

/** What has to become of one occurrence, from when the scheduler looked for the first time after it was due. */
function verdictsFor(dueAt: Date, expiresAt: Date | undefined, { ticks }: Week): string[] {
  const seenAt = ticks.find((tick) => tick >= dueAt)
  if (expiresAt !== undefined && expiresAt <= (seenAt ?? dueAt)) return ['expired']
  if (seenAt === undefined) return ['not yet']
  if (seenAt.getTime() - dueAt.getTime() > CATCH_UP_MS) return [MISSED_REASON.late]
  return ['sent', MISSED_REASON.overlap, MISSED_REASON.superseded]
}

/** Every occurrence of a broadcast, with what the database says about it. */
async function occurrencesOf(
  one: StoredBroadcast,
  week: Week,
): Promise<{ at: Date; outcome: string; wanted: string[] }[]> {
  const runs = new Map((await week.runsOf(one.id)).map((run) => [run.scheduledFor.getTime(), run]))
  const last = new Date(Math.max(...week.ticks.map(Number)))
  const ends = one.expiresAt === undefined ? last : later(one.expiresAt, -1)
  const upTo = ends < last ? ends : last
  return occurrencesBetween(one.schedule, later(WEEK_START, -1), upTo).map((instant) => {
    const run = runs.get(instant.getTime())
    const sent = run?.status === 'finished' || run?.status === 'running' ? 'sent' : undefined
    const outcome =
      run === undefined ? 'not yet' : (sent ?? (run.status === 'expired' ? 'expired' : (run.reason ?? '?')))
    return { at: instant, outcome, wanted: verdictsFor(dueTime(one, instant), one.expiresAt, week) }
  })
}

it('lives through a week of outages, restarts and clock jumps: every occurrence once, or on record with its reason', async () => {
  const week = await openWeek(BROADCASTS, { everyNthVillage: EVERY_NTH_VILLAGE })
  expect([BROADCASTS.length, week.villages]).toEqual([40, Math.ceil(1_038 / EVERY_NTH_VILLAGE)])
  await week.live(WEATHER)

  const { storage, posted } = week
  const tally: Record<string, number> = {}
  const wrong: unknown[] = []
  for (const one of await storage.broadcasts.list()) {
    const occurrences = await occurrencesOf(one, week)
    for (const { at: instant, outcome, wanted } of occurrences) {
      tally[outcome] = (tally[outcome] ?? 0) + 1
      if (!wanted.includes(outcome)) wrong.push({ id: one.id, at: instant, outcome, wanted })
    }
    // Nothing was sent that the schedule does not know.
    expect((await week.runsOf(one.id)).length).toBe(
      occurrences.filter(({ outcome }) => outcome !== 'not yet').length,
    )
  }
  expect(wrong).toEqual([])

  // Each group of each run has the message once, and nobody else has it.
  const deliveries = await storage.deliveries.list({})
  const ids = posted.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const sent = deliveries.filter(({ status }) => status === 'sent')
  expect(new Set(sent.map(({ messageId }) => messageId))).toEqual(new Set(ids))
  expect(sent).toHaveLength(ids.length)
  const chats = await storage.chats.listActive()
  for (const one of await storage.broadcasts.list()) {
    const meant = selectChats(one.audience, chats).length
    for (const run of await week.runsOf(one.id)) {
      const isSent = run.status === 'finished' || run.status === 'running'
      const rows = deliveries.filter(({ runId }) => runId === run.id)
      expect(rows).toHaveLength(isSent ? meant : 0)
    }
  }
  // What did not go out says why.
  const unsent = deliveries.filter(({ status }) => status !== 'sent')
  expect(unsent.filter(({ status, error }) => status !== 'queued' && error?.reason === undefined)).toEqual([])

  // Nothing rings at night but emergencies.
  const emergencies = new Set(
    BROADCASTS.flatMap(({ id, priority }) => (priority === 'emergency' ? [id] : [])),
  )
  const byMessage = new Map(deliveries.map((delivery) => [delivery.messageId, delivery.broadcastId]))
  const atNight = posted.filter((message) => quietUntil(message.at, DEFAULT_QUIET_HOURS) !== undefined)
  expect(atNight.filter(({ id }) => !emergencies.has(byMessage.get(id) ?? ''))).toEqual([])
  expect(atNight.length).toBeGreaterThan(0)

  // The week was as bad as it was meant to be.
  expect(posted.length).toBeGreaterThan(10_000 / EVERY_NTH_VILLAGE)
  for (const outcome of ['expired', MISSED_REASON.late, MISSED_REASON.overlap, MISSED_REASON.superseded]) {
    expect(tally[outcome]).toBeGreaterThan(0)
  }
  expect(tally['sent']).toBeGreaterThan(200)
}, 300_000)
