import type { SimulatorControls } from './channels/simulator/controls.ts'
import type { Clock } from './clock.ts'
import { nextOccurrences } from './dissemination/schedule/occurrences.ts'
import { selectChats } from './dissemination/plan.ts'
import type { Scheduler } from './dissemination/scheduler.ts'
import { areaLabel } from './domain/area.ts'
import type { SimulatorDesk } from './http/simulator/routes.tsx'
import type { Storage } from './storage/storage.ts'

/** How soon an announcement goes out that a learner asks for. */
const SOON_MS = 10_000
const CLAIMS_SHOWN = 6
const REHEARSAL = /-latihan-\d+$/

interface DeskDeps {
  controls: SimulatorControls
  storage: Storage
  scheduler: Scheduler
  clock: Clock
}

/** What the simulator's page shows and does beyond its chats: the real schedule, and real forwards to try. */
export function createSimulatorDesk({ controls, storage, scheduler, clock }: DeskDeps): SimulatorDesk {
  return {
    controls,
    async upcoming() {
      const broadcasts = await storage.broadcasts.list({ statuses: ['scheduled', 'running'] })
      const chats = await storage.chats.listActive()
      const onSimulator = chats.filter(({ channel }) => channel === 'simulator')
      return broadcasts
        .filter(({ id, kind }) => kind === 'announcement' && !REHEARSAL.test(id))
        .map(({ id, title, audience, schedule }) => {
          const [next] = nextOccurrences(schedule, clock.now(), 1)
          return {
            id,
            title,
            areaLabels: audience.areaCodes.flatMap((code) => {
              const area = storage.gazetteer.get(code)
              return area === undefined ? [] : [areaLabel(area)]
            }),
            groups: selectChats(audience, onSimulator).length,
            ...(next === undefined ? {} : { next }),
          }
        })
    },
    async scheduleSoon(broadcastId) {
      const at = new Date(clock.now().getTime() + SOON_MS)
      await scheduler.scheduleOnce(broadcastId, at, ['simulator'])
      return { at }
    },
    async seededClaims() {
      const published = await storage.clarifications.listPublished()
      // What circulates close to home is the better example.
      const local = published.filter(({ areaCodes }) => areaCodes.length > 0)
      const clarifications = [...local, ...published.filter((one) => !local.includes(one))]
      return clarifications.flatMap(({ circulatingTexts: [text] }) => text ?? []).slice(0, CLAIMS_SHOWN)
    },
  }
}
