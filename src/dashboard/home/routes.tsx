import type { Desks } from '../desks.ts'
import { get, type StaffRoute } from '../route.ts'
import { HomePage } from './page.tsx'
import { readHome } from './read.ts'

/** Beranda: what needs whoever opens it now. */
export const homeRoutes = (desks: Desks): StaffRoute[] => [
  get('', 'look', async (visit) =>
    visit.page({
      title: 'Beranda',
      section: 'home',
      children: <HomePage {...await readHome(desks, visit)} />,
    }),
  ),
]
