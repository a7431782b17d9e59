import type { Child } from 'hono/jsx'
import type { Desks } from '../../desks.ts'
import { to } from '../../paths.ts'
import { get, type StaffRoute } from '../../route.ts'
import { Tabs } from '../../ui/parts.tsx'
import type { Visit } from '../../visit.tsx'
import { CalendarPage } from './calendar-page.tsx'
import { readCalendar } from './calendar.ts'
import { ListPage } from './page.tsx'
import { readList } from './read.ts'

const TABS = [
  { label: 'Daftar', path: '/siaran' },
  { label: 'Kalender', path: '/siaran/kalender' },
]

function show(visit: Visit, current: string, children: Child) {
  return visit.page({
    title: 'Siaran',
    section: 'broadcasts',
    ...(visit.may('write_broadcasts')
      ? {
          actions: (
            <a class="button" href={to('/siaran/tulis')}>
              Tulis siaran
            </a>
          ),
        }
      : {}),
    children: (
      <>
        <Tabs tabs={TABS} current={current} />
        {children}
      </>
    ),
  })
}

/** All broadcasts, as a list and as a calendar. */
export const listRoutes = (desks: Desks): StaffRoute[] => [
  get('/siaran', 'look', async (visit) =>
    show(visit, '/siaran', <ListPage {...await readList(desks, visit)} />),
  ),
  get('/siaran/kalender', 'look', async (visit) =>
    show(visit, '/siaran/kalender', <CalendarPage {...await readCalendar(desks, visit)} />),
  ),
]
