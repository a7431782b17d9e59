/**
 * `npm run bench:burst [-- --kill] [-- --polling] [-- --telegram-only]`: 2,000 questions of 500 people in one minute,
 * through the whole server as `npm start` runs it, against the Bot API with Telegram's documented limits and a loopback
 * WhatsApp with real clients.
 *
 * Telegram lets a bot send about 30 messages a second, and 2,000 a minute are 33: over Telegram alone the last ones
 * would have to wait. So 440 people write 1,500 messages there, and 60 people 500 over two WhatsApp numbers.
 * A time runs from when the platform has the message of the person until it has the answer. A message counts as lost
 * when the server's table has no row for it, and as limited when the row says so.
 * Before that the server has answered some people, as on any day: a process that has just begun is several times slower.
 * Telegram answers one chat once a second at most. Who writes every second, and who forwards three at once, wait for
 * that: their times are told apart, and no time is wanted of them.
 * `--kill`: the process is killed hard in the middle of the burst and started again; then no time is wanted.
 * Exits with 1 when a message is lost, an answer is missing or comes twice, or it takes or needs too much.
 */
import { availableParallelism, loadavg } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { BurstPlatform } from './burst-platform.ts'
import { BURST_MS, COPY, HASTY_PEOPLE, writeScript, type BurstLine } from './burst-script.ts'
import { makeServer, type BurstServer } from './burst-server.ts'
import { startTelegram } from './burst-telegram.ts'
import { startWhatsApp } from './burst-whatsapp.ts'
import { freePort } from './soak-process.ts'

const SECRET = 'a secret of at least 32 characters, for the burst only'
const SHARES = {
  telegram: { people: 440, lines: 1_500, copies: 30, withAbuse: true },
  whatsapp: { people: 60, lines: 500, copies: 10, withAbuse: false },
}
const ALL_ON_TELEGRAM = { people: 500, lines: 2_000, copies: 40, withAbuse: true }
/** Who writes before the burst, and how often. */
const WARM_UP = { people: 40, everyMs: 250 }
const KILL_AT_MS = 24_000
/** Whoever has no answer by then will not get one. */
const PATIENCE_MS = 120_000
const WANTED_P99_MS = 1_000
const WANTED_PEAK_MB = 400
const SAMPLE_MS = 500
const LIMITED = new Set(['flood', 'blocked', 'repeated', 'echo'])

interface Side {
  platform: BurstPlatform
  people: number
  hasty: number
  script: BurstLine[]
}

interface Outcome {
  answered: number
  limited: Record<string, number>
  otherSilence: Record<string, number>
  lost: number
  /** Answers that no recorded message stands for, and the other way round. */
  tooMany: number
  tooFew: number
  latenciesMs: number[]
  /** Of those who write faster than the platform lets anybody be answered. */
  hastyMs: number[]
}

async function perform({ platform, script }: Side, begunAt: number): Promise<void> {
  const saying: Promise<void>[] = []
  for (const { atMs, person, text } of script) {
    const waitMs = begunAt + atMs - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    saying.push(platform.say(person, text))
  }
  await Promise.all(saying)
}

/** Ordinary people ask one thing each, well before the burst. */
async function warmUp({ platform, people, script }: Side): Promise<void> {
  const known = script.filter(({ kind }) => kind === 'known')
  for (let count = 0; count < WARM_UP.people; count += 1) {
    const text = known[count % known.length]?.text ?? 'halo'
    await Promise.all([platform.say(people - 1 - count, text), sleep(WARM_UP.everyMs)])
  }
}

/** What the server recorded, by the key of the platforms. */
function recordedBy(server: BurstServer): Map<string, string | null> {
  const rows = server.recorded()
  return new Map(
    rows.flatMap(({ chatId, messageId, ignored }) => [
      [`${chatId} ${messageId}`, ignored] as const,
      [messageId, ignored] as const,
    ]),
  )
}

const saidOf = ({ platform, people }: Side) =>
  Array.from({ length: people }, (_, person) => platform.said(person)).flat()

/** Waits until every message has a row, and no answer is under way any more. False when that takes too long. */
async function settled(server: BurstServer, sides: Side[]): Promise<boolean> {
  const givingUpAt = performance.now() + PATIENCE_MS
  while (performance.now() < givingUpAt) {
    const rows = recordedBy(server)
    if (sides.every((side) => saidOf(side).every(({ key }) => rows.has(key)))) return true
    await sleep(SAMPLE_MS)
  }
  return false
}

/** One chat is dealt with in order: the answered messages and the answers belong together one by one. */
function outcomeOf(
  { platform, people, hasty }: Side,
  rows: Map<string, string | null>,
  since: number,
): Outcome {
  const outcome: Outcome = {
    answered: 0,
    limited: {},
    otherSilence: {},
    lost: 0,
    tooMany: 0,
    tooFew: 0,
    latenciesMs: [],
    hastyMs: [],
  }
  for (let person = 0; person < people; person += 1) {
    const answers = platform.answers(person)
    const answered: number[] = []
    for (const { key, at } of platform.said(person)) {
      const ignored = rows.get(key)
      if (ignored === undefined) outcome.lost += 1
      else if (ignored === null) answered.push(at)
      else {
        const counts = LIMITED.has(ignored) ? outcome.limited : outcome.otherSilence
        counts[ignored] = (counts[ignored] ?? 0) + 1
      }
    }
    outcome.answered += answered.length
    outcome.tooMany += Math.max(0, answers.length - answered.length)
    outcome.tooFew += Math.max(0, answered.length - answers.length)
    for (const [index, at] of answered.entries()) {
      const answeredAt = answers[index]
      if (answeredAt === undefined || at < since) continue
      ;(person < hasty ? outcome.hastyMs : outcome.latenciesMs).push(answeredAt - at)
    }
  }
  return outcome
}

function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function times(latenciesMs: number[]): { p50: number; p95: number; p99: number; max: number } {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(percentile(sorted, share))
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: Math.round(sorted.at(-1) ?? 0) }
}

const tally = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ') || 'none'

function printSide({ platform, script, people }: Side, outcome: Outcome): void {
  const { p50, p95, p99, max } = times(outcome.latenciesMs)
  console.log(`${platform.name}: ${script.length} messages of ${people} people`)
  console.log(`  p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, longest ${max} ms`)
  if (outcome.hastyMs.length > 0) {
    const hasty = times(outcome.hastyMs)
    console.log(`  the hasty ones: p50 ${hasty.p50} ms, p99 ${hasty.p99} ms, of ${outcome.hastyMs.length}`)
  }
  console.log(
    `  answered ${outcome.answered}, limited: ${tally(outcome.limited)}, other silence: ${tally(outcome.otherSilence)}, lost ${outcome.lost}`,
  )
  console.log(
    `  answers too many ${outcome.tooMany}, too few ${outcome.tooFew}, refused with 429: ${platform.throttled()}`,
  )
}

const { values } = parseArgs({
  options: {
    kill: { type: 'boolean', default: false },
    polling: { type: 'boolean', default: false },
    'telegram-only': { type: 'boolean', default: false },
    seed: { type: 'string', default: '7' },
  },
})

const server = await makeServer(await freePort(), SECRET)
const isAlone = values['telegram-only']
const share = isAlone ? ALL_ON_TELEGRAM : SHARES.telegram
const telegram = await startTelegram({
  people: share.people,
  secret: SECRET,
  ...(values.polling ? {} : { url: server.url }),
})
const seed = Number(values.seed)
const sides: Side[] = [
  { platform: telegram, people: share.people, hasty: HASTY_PEOPLE, script: writeScript(share, seed) },
]
if (!isAlone) {
  const { people } = SHARES.whatsapp
  const platform = await startWhatsApp(server.databaseUrl, people)
  sides.push({ platform, people, hasty: 0, script: writeScript(SHARES.whatsapp, seed + 1) })
}
const env = Object.assign({}, ...sides.map(({ platform }) => platform.env)) as Record<string, string>
await server.start(env)
const before = await server.residentMb()
const cpuBefore = await server.cpuSeconds()
let peak = 0
const lag = monitorEventLoopDelay({ resolution: 10 })
lag.enable()

async function crash(): Promise<void> {
  await sleep(KILL_AT_MS)
  peak = await server.peakMb()
  await server.kill()
  await server.start(env)
}

await Promise.all(sides.map(warmUp))
await settled(server, sides)
const begunAt = performance.now()
await Promise.all([...sides.map((side) => perform(side, begunAt)), ...(values.kill ? [crash()] : [])])
const isSettled = await settled(server, sides)
await sleep(SAMPLE_MS)
lag.disable()
const seconds = (performance.now() - begunAt) / 1_000
peak = Math.max(peak, await server.peakMb())
const after = await server.residentMb()
const cpu = (await server.cpuSeconds()) - (values.kill ? 0 : cpuBefore)
await server.stop()

const rows = recordedBy(server)
const outcomes = sides.map((side) => outcomeOf(side, rows, begunAt))
for (const [index, side] of sides.entries()) printSide(side, outcomes[index] as Outcome)
const all = times(outcomes.flatMap(({ latenciesMs }) => latenciesMs))
console.log(`Both: p50 ${all.p50} ms, p95 ${all.p95} ms, p99 ${all.p99} ms, longest ${all.max} ms`)
console.log(
  `Resident: ${before} MB before, ${peak} MB at most, ${after} MB after; all done after ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of processor time`,
)
const claims = server.count('SELECT count(*) AS n FROM Claim')
const open = server.count("SELECT count(*) AS n FROM Inquiry WHERE status = 'open'")
const loose = server.count("SELECT count(*) AS n FROM Inquiry WHERE status = 'open' AND claimId IS NULL")
const copied = server.count(
  `SELECT count(DISTINCT claimId) AS n FROM Inquiry WHERE text = '${COPY.replaceAll("'", "''")}'`,
)
console.log(
  `Claims: ${claims} of ${open} open questions (${loose} without one); the message from 40 people: ${copied}`,
)
console.log(
  `The peers' own delay: p99 ${(lag.percentile(99) / 1e6).toFixed(0)} ms; load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores; ${(BURST_MS / 1_000).toFixed(0)} s of messages`,
)

const sum = (pick: (outcome: Outcome) => number) =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0)
const twiceOnWhatsApp = outcomes[1]?.tooMany ?? 0
const faults = [
  ...(isSettled && sum(({ lost }) => lost) === 0 ? [] : [`${sum(({ lost }) => lost)} messages were lost`]),
  ...(sum(({ tooFew }) => tooFew) === 0 ? [] : ['answers are missing']),
  ...(sum(({ otherSilence }) => otherSilence['undelivered'] ?? 0) === 0
    ? []
    : ['answers were not delivered']),
  ...((values.kill ? twiceOnWhatsApp : sum(({ tooMany }) => tooMany)) === 0 ? [] : ['answers came twice']),
  ...(copied === 1 ? [] : ['the copies of one message are not one claim']),
  ...(values.kill || all.p99 < WANTED_P99_MS ? [] : [`p99 is not under ${WANTED_P99_MS} ms`]),
  ...(peak < WANTED_PEAK_MB ? [] : [`more than ${WANTED_PEAK_MB} MB were resident`]),
]
for (const fault of faults) console.log(`  ! ${fault}`)
if (faults.length > 0) process.exitCode = 1
await Promise.all(sides.map(({ platform }) => platform.stop()))
await server.remove()
