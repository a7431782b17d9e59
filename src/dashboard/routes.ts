import { channelRoutes } from './channels/routes.tsx'
import type { Desks } from './desks.ts'
import { homeRoutes } from './home/routes.tsx'
import { kimRoutes } from './kims/routes.ts'
import type { StaffRoute } from './route.ts'

export type { Desks } from './desks.ts'

/** Every page and every step of the dashboard. */
export function staffRoutes(desks: Desks): StaffRoute[] {
  return [...homeRoutes(desks), ...kimRoutes(desks), ...channelRoutes(desks)]
}
