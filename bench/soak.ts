/**
 * `npm run bench:soak [-- --messages 10000] [--only telegram,whatsapp,simulator]`: many messages through the real server.
 *
 * The server runs in a process of its own; the people and their platforms in this one. A person writes, waits for the
 * answer and writes again. The heap is taken after garbage collection, after the first thousand messages and at the end.
 * A message counts as dealt with when the server's table has a row for it: answered, or ignored with a reason; and the
 * answers that people got must be as many as the table says. Ordinary talk in groups must be counted, and leave no row
 * and no answer.
 * Exits with 1 when a message is lost, an answer is missing or double, or the heap grew by more than 10 %.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createMix } from './soak-mix.ts'
import type { SoakCounts, SoakPeople } from './soak-platform.ts'
import { makeSoakFolder, type SoakFolder, type SoakProcess } from './soak-process.ts'
import { startSimulator } from './soak-simulator.ts'
import { startTelegram } from './soak-telegram.ts'
import { startWhatsApp } from './soak-whatsapp.ts'

const WARM_UP = 1_000
const LARGEST_GROWTH = 1.1
/** Whoever has no answer by then will not get one. */
const PATIENCE_MS = 60_000

interface Measured extends SoakCounts {
  name: string
  messages: number
  people: number
  seconds: number
  latenciesMs: number[]
  unanswered: number
  talkCounted: number
  heapBefore: number
  heapAfter: number
}

const START = {
  telegram: startTelegram,
  whatsapp: startWhatsApp,
  simulator: startSimulator,
} satisfies Record<
  string,
  (folder: SoakFolder, messages: number) => Promise<{ people: SoakPeople; bot: SoakProcess }>
>

/** False when the work takes longer. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const enough = new AbortController()
  const late = sleep(ms, false, { signal: enough.signal }).catch(() => false)
  const isDone = await Promise.race([work.then(() => true), late])
  enough.abort()
  return isDone
}

/** Has people write until `total` messages are said. */
async function talk(
  people: SoakPeople,
  nextLine: ReturnType<typeof createMix>,
  total: number,
  told: { latenciesMs: number[]; unanswered: number },
): Promise<void> {
  let said = 0
  const worker = async (first: number) => {
    for (let turn = first; said < total; turn += people.atOnce) {
      said += 1
      const person = turn % people.people
      const line = nextLine(person)
      const begunAt = performance.now()
      const isDone = await within(people.say(person, line), PATIENCE_MS)
      if (!isDone) told.unanswered += 1
      else if (line.kind !== 'ordinary') told.latenciesMs.push(performance.now() - begunAt)
    }
  }
  await Promise.all(Array.from({ length: people.atOnce }, (_, number) => worker(number)))
  await people.settled()
}

async function soak(name: keyof typeof START, messages: number): Promise<Measured> {
  const folder = await makeSoakFolder()
  const { people, bot } = await START[name](folder, messages)
  const nextLine = createMix()
  const told = { latenciesMs: [] as number[], unanswered: 0 }
  try {
    const warmUp = Math.min(WARM_UP, messages)
    await talk(people, nextLine, warmUp, { latenciesMs: [], unanswered: 0 })
    const heapBefore = await bot.heap()
    const begunAt = performance.now()
    await talk(people, nextLine, messages - warmUp, told)
    const seconds = (performance.now() - begunAt) / 1_000
    const heapAfter = await bot.heap()
    await bot.stop()
    const counts = await people.count(folder.recorded())
    const talkCounted = folder.talkCounted()
    const measured = { name: people.name, messages, people: people.people, seconds, heapBefore, heapAfter }
    return { ...measured, ...told, ...counts, talkCounted }
  } finally {
    await people.stop()
    await folder.remove()
  }
}

function faultsOf(measured: Measured): string[] {
  const { lost, talk, talkCounted, kept, unanswered, fromBot, answered, heapBefore, heapAfter } = measured
  return [
    ...(lost === 0 ? [] : [`${lost} messages were lost`]),
    ...(talk === talkCounted ? [] : [`${talk} ordinary messages came, ${talkCounted} were counted`]),
    ...(kept === 0 ? [] : [`${kept} ordinary messages were stored`]),
    ...(unanswered === 0 ? [] : [`${unanswered} people got no answer`]),
    ...(fromBot === answered ? [] : [`${answered} answers were due, ${fromBot} came`]),
    ...(heapAfter <= heapBefore * LARGEST_GROWTH ? [] : ['the heap grew by more than 10 %']),
  ]
}

const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1)

function percentileMs(latenciesMs: number[], share: number): string {
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)
}

function print(measured: Measured): void {
  const { name, messages, people, seconds, latenciesMs, heapBefore, heapAfter } = measured
  const growth = ((heapAfter / heapBefore - 1) * 100).toFixed(1)
  const perSecond = ((messages - Math.min(WARM_UP, messages)) / seconds).toFixed(0)
  console.log(
    [
      name.padEnd(10),
      `${messages} messages of ${people} people`,
      `${perSecond}/s`,
      `p50 ${percentileMs(latenciesMs, 0.5)} ms, p99 ${percentileMs(latenciesMs, 0.99)} ms`,
      `heap ${megabytes(heapBefore)} → ${megabytes(heapAfter)} MB (${growth} %)`,
      `answered ${measured.answered}, ignored ${measured.ignored}, talk counted ${measured.talkCounted}, lost ${measured.lost}`,
      `delivered again ${measured.repeated}`,
    ].join(' | '),
  )
  for (const fault of faultsOf(measured)) console.log(`  ! ${fault}`)
}

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    only: { type: 'string', default: Object.keys(START).join(',') },
  },
})
for (const name of values.only.split(',')) {
  if (!Object.hasOwn(START, name)) throw new Error(`There is no platform ${name}.`)
  const measured = await soak(name as keyof typeof START, Number(values.messages))
  print(measured)
  if (faultsOf(measured).length > 0) process.exitCode = 1
}
