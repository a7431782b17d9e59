/**
 * `npm run bench:broadcast`: how fast announcements go out, what that costs, and what residents notice of it.
 * Several minutes long, because Telegram's limits are.
 */
import type { ChatAddress } from '../src/domain/message.ts'
import type { EngineReport } from './broadcast-engine.ts'
import { makeFolderWithGroups } from './broadcast-groups.ts'
import { peakMemoryMb, startPart, stopPart, told } from './broadcast-process.ts'
import { runOverTelegram } from './broadcast-telegram.ts'

const SMALL = 5_000
const LARGE = 50_000
const ROUNDS = 3
/** Two minutes at Telegram's limit. */
const LIMITED_GROUPS = 3_600
const UNLIMITED_GROUPS = 10_000

interface EngineResult extends EngineReport {
  peakMemoryMb: number
}

async function runEngine(groups: number): Promise<EngineResult> {
  const addresses = Array.from({ length: groups }, (_, number): ChatAddress => ({
    channel: 'telegram',
    account: 'bench',
    chatId: String(-1 - number),
  }))
  const folder = await makeFolderWithGroups(addresses)
  const child = startPart('broadcast-engine.ts', { DATABASE_URL: folder.databaseUrl })
  const report = await told<EngineReport>(child)
  const result = { ...report, peakMemoryMb: peakMemoryMb(child) }
  await stopPart(child)
  await folder.remove()
  return result
}

const perSecond = ({ sent, sendingMs }: EngineReport) => (sent / sendingMs) * 1_000
const perCpuSecond = ({ sent, cpuMs }: EngineReport) => (sent / cpuMs) * 1_000

/** The middle one of several rounds: other work on the machine disturbs some. */
async function middleOf(groups: number): Promise<EngineResult> {
  const results: EngineResult[] = []
  for (let round = 0; round < ROUNDS; round += 1) results.push(await runEngine(groups))
  const sorted = results.toSorted((left, right) => perSecond(left) - perSecond(right))
  return sorted[Math.floor(ROUNDS / 2)] as EngineResult
}

const rows: [what: string, measured: string, wanted: string, isMet: boolean | undefined][] = []
const add = (what: string, measured: string, wanted = '', isMet?: boolean) =>
  rows.push([what, measured, wanted, isMet])

const small = await middleOf(SMALL)
const large = await middleOf(LARGE)
for (const [groups, result] of [
  [SMALL, small],
  [LARGE, large],
] as const) {
  const rate = perSecond(result)
  add(`${groups} groups, instant peer: deliveries a second`, rate.toFixed(0), '≥ 1000', rate >= 1_000)
  add('  … for each second of CPU time', perCpuSecond(result).toFixed(0))
  add('  … opening the run', `${result.openingMs.toFixed(0)} ms`)
  add('  … resident at most', `${result.peakMemoryMb} MB`, '< 250 MB', result.peakMemoryMb < 250)
}
const kept = perCpuSecond(large) / perCpuSecond(small)
add(`${LARGE} groups beside ${SMALL}, by CPU time`, `${(kept * 100).toFixed(0)} %`, '≥ 90 %', kept >= 0.9)
const keptByClock = perSecond(large) / perSecond(small)
add('  … by the clock', `${(keptByClock * 100).toFixed(0)} %`, '≥ 90 %', keptByClock >= 0.9)

const free = await runOverTelegram(UNLIMITED_GROUPS, false)
add('Whole server, grammY and the emulator, no limits: messages a second', free.perSecond.toFixed(0))

const limited = await runOverTelegram(LIMITED_GROUPS, true)
const share = limited.perSecond / 30
add(
  "Whole server, Telegram's limits enforced: messages a second",
  limited.perSecond.toFixed(2),
  '≥ 29.1',
  share >= 0.97,
)
const refused = limited.throttled / limited.calls
add('  … answered 429', `${limited.throttled} of ${limited.calls}`, '< 1 in 1000', refused < 0.001)
const { count, p50, p99, max } = limited.replyMs
const times = `${p50.toFixed(0)} / ${p99.toFixed(0)} / ${max.toFixed(0)} ms`
add(`  … ${count} replies to residents, p50 / p99 / longest`, times, 'p99 ≤ 200 ms', p99 <= 200)
const memory = limited.peakMemoryMb
add('  … the whole server resident at most', `${memory} MB`, '< 250 MB', memory < 250)

const width = (column: 0 | 1 | 2) => Math.max(...rows.map((row) => row[column].length))
for (const [what, measured, wanted, isMet] of rows) {
  const mark = isMet === undefined ? '' : isMet ? 'yes' : 'NO'
  console.log(`${what.padEnd(width(0))}  ${measured.padStart(width(1))}  ${wanted.padEnd(width(2))}  ${mark}`)
}
if (rows.some(([, , , isMet]) => isMet === false)) process.exitCode = 1
