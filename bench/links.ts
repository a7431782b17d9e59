/**
 * What a hostile link costs, with the limits that serve people: `npx tsx --expose-gc bench/links.ts`. Reads each
 * hostile site of the tests once and prints how long it took, the CPU time, and how much memory was taken at most
 * above what was there before, and the longest time in which nothing else could run. The site runs in the same
 * process: its share is in the numbers.
 */
import { gzipSync } from 'node:zlib'
import { broken, endless, HEAD, large, type Case } from '../test/links/hostile-site-cases.ts'
import { answer, goodPage, PUBLIC_ADDRESS, startLoopbackInternet } from '../test/links/loopback-internet.ts'

const MEGABYTE = 1024 * 1024
const SAMPLE_MS = 5

const tagSoup = (tag: string, other: string) =>
  tag.repeat((2.5 * MEGABYTE) / (tag.length + other.length)) + other.repeat(100_000)

const packed = (html: string) => answer(gzipSync(html), { headers: { 'Content-Encoding': 'gzip' } })

/** Pages that want to keep the parser busy. Each is just below the limits. */
const busy: Case[] = [
  { name: 'sends a good page', site: answer(goodPage()), expected: { type: 'page' } },
  {
    name: 'sends a title of a megabyte',
    site: answer(`<title>${'x'.repeat(MEGABYTE - 100)}</title>`),
    expected: { type: 'page' },
  },
  {
    name: 'sends a tag with 300,000 attributes',
    site: packed(`<p ${Array.from({ length: 300_000 }, (_, at) => `a${at}=1`).join(' ')}>`),
    expected: {},
  },
  {
    name: 'sends three megabytes of text',
    site: packed('<p>Halo &amp; <b class="x">semua</b></p>\n'.repeat(70_000)),
    expected: {},
  },
  {
    name: 'sends a million chunks of one byte',
    site: (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)
      socket.end(`${'1\r\nx\r\n'.repeat(1_000_000)}0\r\n\r\n`)
    },
    expected: {},
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
console.log('  wall ms   cpu ms   peak MB  stall ms   outcome                  a site that …')
for (const { name, site } of [...busy, ...endless, ...large, ...broken]) {
  internet.sites.set('/x', site)
  globalThis.gc?.()
  const before = memory()
  let peak = before
  let stall = 0
  let sampledAt = performance.now()
  const sample = () => {
    peak = Math.max(peak, memory())
    stall = Math.max(stall, performance.now() - sampledAt - SAMPLE_MS)
    sampledAt = performance.now()
  }
  const sampler = setInterval(sample, SAMPLE_MS)
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const result = await internet.reader().read('http://jahat.example/x')
  const wall = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpu)
  sample()
  clearInterval(sampler)
  const outcome = result.type === 'page' ? 'page' : `${result.type}: ${result.because}`
  const numbers = [wall, (user + system) / 1000, peak - before, stall]
    .map((value) => value.toFixed(0).padStart(9))
    .join('')
  console.log(`${numbers}   ${outcome.padEnd(24)} ${name}`)
}
console.log(`connections to the inside: ${internet.decoyConnections()}`)
await internet.stop()
