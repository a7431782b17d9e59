import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Delivery } from '../../src/domain/broadcast.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { killHard, startServer, until } from '../support/server-process.ts'
import { setUpTwoPlatforms, type TwoPlatforms } from './two-platforms.ts'

// `npm run test:crash` asks for a hundred kills and 300 groups; `npm test` is content with a taste of it.
const KILLS = Number(process.env['CRASH_KILLS'] ?? 4)
const GROUPS = Number(process.env['CRASH_GROUPS'] ?? 40)
const SEED = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
const TIMEOUT_MS = 60_000 + KILLS * 20_000

/** A server that is ready is killed within this time. */
const LONGEST_LIFE_MS = 3_000
/** The longest that a message is on its way, to a platform or back. */
const TRAVEL_MS = 30
/** From the mark in the database until a request has left the process, and its answer is written: on a busy machine. */
const HANDING_OVER_MS = 2_000

/** What was under way when the server was killed. */
interface Wreck {
  at: number
  sending: Delivery[]
}

const isOpen = ({ status }: Delivery) => status === 'queued' || status === 'sending'

async function runIsOver({ storage }: TwoPlatforms, id: string): Promise<boolean> {
  const [run] = await storage.deliveries.listRuns({ broadcastId: id, limit: 1 })
  return run?.status === 'finished'
}

/** Kills the server at a random moment once it is ready, and gives what it left behind. */
async function wreck(
  server: ChildProcess,
  storage: TwoPlatforms['storage'],
  afterMs: number,
): Promise<Wreck> {
  await systemClock.sleep(afterMs)
  const at = Date.now()
  await killHard(server)
  return { at, sending: await storage.deliveries.list({ statuses: ['sending'] }) }
}

/** Staff look into the groups, and say of each uncertain message whether it is there. Returns how many were not. */
async function decide({ storage, copiesOf }: TwoPlatforms, deliveries: Delivery[]): Promise<number> {
  const missing = deliveries.filter((delivery) => copiesOf(delivery) === 0)
  const settled = deliveries.map((delivery) => {
    const isThere = copiesOf(delivery) > 0
    const decided: Delivery = { ...delivery, status: isThere ? 'sent' : 'queued', isInDoubt: false }
    if (!isThere) delete decided.messageId
    return { was: 'uncertain' as const, delivery: decided }
  })
  await storage.deliveries.commit({ settled, starting: [] })
  return missing.length
}

it(
  `gives every group each message once, on two platforms at once, through ${KILLS} kills (seed ${SEED})`,
  async () => {
    const random = seededRandom(SEED)
    const scene = await setUpTwoPlatforms(GROUPS, () => random() * TRAVEL_MS)
    const { storage, env, copiesOf, askedAt, api } = scene
    const wrecks: Wreck[] = []
    let runs = 0
    let current = ''
    while (wrecks.length < KILLS) {
      if (current === '' || (await runIsOver(scene, current))) {
        runs += 1
        current = `siaran-${runs}`
        await scene.announce(current)
      }
      const server = await startServer(env)
      wrecks.push(await wreck(server, storage, random() * LONGEST_LIFE_MS))
    }

    const server = await startServer(env)
    await until(() => runIsOver(scene, current))
    const uncertain = await storage.deliveries.list({ statuses: ['uncertain'] })
    const marked = new Map(
      wrecks.flatMap(({ at, sending }) => sending.map((delivery) => [delivery.id, { at, delivery }])),
    )
    // Every uncertain message was marked when the server was killed, and had just been handed over or was on its way.
    for (const delivery of uncertain) {
      expect(delivery.address.channel).toBe('telegram')
      const wrecked = marked.get(delivery.id)
      if (wrecked === undefined) throw new Error('An uncertain message was not under way at any kill.')
      const since = askedAt(delivery) ?? delivery.triedAt?.getTime() ?? 0
      expect(wrecked.at - since).toBeLessThan(HANDING_OVER_MS + TRAVEL_MS)
      expect(copiesOf(delivery)).toBeLessThanOrEqual(1)
    }
    const arrived = uncertain.filter((delivery) => copiesOf(delivery) === 1).length
    const missing = await decide(scene, uncertain)
    await until(async () => !(await storage.deliveries.list({})).some(isOpen))
    const exited = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await exited).toEqual([0, null])

    const deliveries = await storage.deliveries.list({})
    expect(deliveries).toHaveLength(runs * GROUPS)
    expect(deliveries.filter((delivery) => copiesOf(delivery) !== 1)).toEqual([])
    expect(deliveries.filter(({ status }) => status !== 'sent')).toEqual([])
    expect(api.violations).toEqual([])
    process.stdout.write(
      `seed ${SEED}: ${wrecks.length} kills, ${runs} runs to ${GROUPS} groups, ${marked.size} messages in flight, ` +
        `${uncertain.length} uncertain on Telegram (${arrived} had arrived, ${missing} had not); none missing, none twice\n`,
    )
  },
  TIMEOUT_MS,
)
