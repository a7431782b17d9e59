import { AppError } from '../../domain/error.ts'
import type { Desks } from '../desks.ts'
import { get, type StaffRoute } from '../route.ts'
import { drawBars } from '../ui/chart.ts'
import type { Visit } from '../visit.tsx'
import { CHARTS, isChartName } from './charts.ts'
import { StatisticsPage } from './page.tsx'
import { readPeriod, readStatistics, type Period, type Statistics } from './read.ts'

/** The page and its pictures ask for the same numbers within a second. */
const KEPT_MS = 30_000

/** Keeps the last numbers of each area and period for half a minute. */
function createMemory(desks: Desks) {
  const kept = new Map<string, { at: number; reading: Promise<Statistics> }>()
  return (period: Period, within: string): Promise<Statistics> => {
    const key = `${period} ${within}`
    const now = desks.clock.now().getTime()
    const found = kept.get(key)
    if (found !== undefined && now - found.at < KEPT_MS) return found.reading
    const reading = readStatistics(desks, { period, within })
    kept.set(key, { at: now, reading })
    reading.catch(() => kept.delete(key))
    return reading
  }
}

/** Statistik: what people ask, how it is answered, and whom announcements reach. */
export function statisticsRoutes(desks: Desks): StaffRoute[] {
  const read = createMemory(desks)
  const of = (visit: Visit) => read(readPeriod(visit.query('hari')), visit.member.areaCode)
  return [
    get('/statistik', 'look', async (visit) =>
      visit.page({
        title: 'Statistik',
        section: 'statistics',
        children: <StatisticsPage {...await of(visit)} />,
      }),
    ),

    get('/statistik/grafik/:name', 'look', async (visit) => {
      const name = visit.param('name').replace(/\.svg$/, '')
      if (!isChartName(name)) throw new AppError('not_found', 'Grafik itu tidak ada.')
      const statistics = await of(visit)
      const { chart, size } = CHARTS[name]
      const theme = visit.query('tema') === 'dark' ? 'dark' : 'light'
      const svg = await drawBars(chart(statistics), theme, size(statistics))
      visit.c.header('Cache-Control', 'private, max-age=30')
      return visit.c.body(svg, 200, { 'Content-Type': 'image/svg+xml' })
    }),
  ]
}
