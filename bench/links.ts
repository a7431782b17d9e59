/**
 * What a hostile link costs, with the limits that serve people: `npx tsx --expose-gc bench/links.ts`. Reads each
 * hostile site of the tests once and prints how long it took, the CPU time, and how much memory was taken at most
 * above what was there before. The site runs in the same process: its share is in the numbers.
 */
import { endless, large, broken, type Case } from '../test/links/hostile-site-cases.ts'
import { answer, goodPage, PUBLIC_ADDRESS, startLoopbackInternet } from '../test/links/loopback-internet.ts'

const MEGABYTE = 1024 * 1024
const SAMPLE_MS = 5

const tagSoup = (tag: string, other: string) =>
  tag.repeat((2.5 * MEGABYTE) / (tag.length + other.length)) + other.repeat(100_000)

/** Pages that want to keep the parser busy. Each is just below the limits. */
const busy: Case[] = [
  { name: 'sends a good page', site: answer(goodPage()), expected: { type: 'page' } },
  {
    name: 'sends a title of a megabyte',
    site: answer(`<title>${'x'.repeat(MEGABYTE - 100)}</title>`),
    expected: { type: 'page' },
  },
  { name: 'sends 200,000 open tags', site: answer(tagSoup('<b>', '</i>').slice(0, MEGABYTE)), expected: {} },
  { name: 'sends a megabyte of "<"', site: answer('<'.repeat(MEGABYTE)), expected: {} },
  { name: 'sends a megabyte of entities', site: answer('&amp;'.repeat(MEGABYTE / 5)), expected: {} },
]

const memory = () => {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / MEGABYTE
}

const internet = await startLoopbackInternet()
internet.names.set('jahat.example', [PUBLIC_ADDRESS])
console.log('  wall ms   cpu ms   peak MB   outcome                  a site that …')
for (const { name, site } of [...busy, ...endless, ...large, ...broken]) {
  internet.sites.set('/x', site)
  globalThis.gc?.()
  const before = memory()
  let peak = before
  const sampler = setInterval(() => {
    peak = Math.max(peak, memory())
  }, SAMPLE_MS)
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const result = await internet.reader().read('http://jahat.example/x')
  const wall = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  peak = Math.max(peak, memory())
  clearInterval(sampler)
  const outcome = result.type === 'page' ? 'page' : `${result.type}: ${result.because}`
  const numbers = [wall, (user + system) / 1000, peak - before]
    .map((value) => value.toFixed(0).padStart(9))
    .join('')
  console.log(`${numbers}   ${outcome.padEnd(24)} ${name}`)
}
console.log(`connections to the inside: ${internet.decoyConnections()}`)
await internet.stop()
