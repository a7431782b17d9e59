/**
 * `npx tsx bench/coverage.ts`: how long the coverage of the whole province takes, with 1,038 villages, 5,000 groups and
 * 1,000,000 deliveries of a year. Prints the first read after opening, and median and maximum of 20 more, in ms;
 * beside them the median of the processor's time, which other work on the machine lengthens less.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCoverage } from '../src/membership/coverage.ts'
import { openStorage } from '../src/storage/storage.ts'
import { fillWorld } from '../test/support/coverage-world.ts'

const READS = 20
const AT = new Date('2026-12-01T00:00:00Z')
const SIZE = { groups: 5_000, runs: 200, reach: 1, seed: 1, at: AT }
const AREAS = { 'the province': '64', 'Kutai Kartanegara': '64.02', 'Loa Kulu': '64.02.02' }

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Drops the file from the system's memory, where `dd` can: the next read comes from the disk. */
function forget(path: string): boolean {
  try {
    execFileSync('/bin/dd', [`if=${path}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const medianOf = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
const inMs = (ms: number) => `${ms.toFixed(0)} ms`

const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-coverage-'))
try {
  const path = join(folder, 'kabar-kim.db')
  const empty = await openStorage(`file:${path}`, () => AT)
  await empty.close()
  const buildMs = await timed(async () => fillWorld(path, empty.gazetteer, SIZE))
  const megabytes = (await stat(path)).size / 1_000_000
  console.log(`built in ${(buildMs / 1_000).toFixed(0)} s, ${megabytes.toFixed(0)} MB`)
  for (const [name, code] of Object.entries(AREAS)) {
    const isForgotten = forget(path)
    const storage = await openStorage(`file:${path}`, () => AT)
    const read = () => readCoverage(storage, code, AT)
    const firstMs = await timed(read)
    const times: number[] = []
    const cpuTimes: number[] = []
    for (let count = 0; count < READS; count += 1) {
      const before = process.cpuUsage()
      times.push(await timed(read))
      const { user, system } = process.cpuUsage(before)
      cpuTimes.push((user + system) / 1_000)
    }
    await storage.close()
    const source = isForgotten ? 'first, from the disk' : 'first'
    console.log(
      `${name}: ${source} ${inMs(firstMs)}, median ${inMs(medianOf(times))}, max ${inMs(Math.max(...times))}, processor ${inMs(medianOf(cpuTimes))}`,
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
