import type { Desks } from './desks.ts'
import { broadcastRoutes } from './broadcasts/routes.ts'
import { homeRoutes } from './home/routes.tsx'
import type { StaffRoute } from './route.ts'

export type { Desks } from './desks.ts'

/** Every page and every step of the dashboard. */
export function staffRoutes(desks: Desks): StaffRoute[] {
  return [...homeRoutes(desks), ...broadcastRoutes(desks)]
}
