import { accountRoutes } from './account/routes.tsx'
import { auditRoutes } from './audit/routes.tsx'
import { channelRoutes } from './channels/routes.tsx'
import type { Desks } from './desks.ts'
import { factCheckRoutes } from './fact-checks/routes.tsx'
import { helpRoutes } from './help/routes.tsx'
import { broadcastRoutes } from './broadcasts/routes.ts'
import { homeRoutes } from './home/routes.tsx'
import { kimRoutes } from './kims/routes.ts'
import type { StaffRoute } from './route.ts'
import { literacyRoutes } from './literacy/routes.tsx'
import { settingsRoutes } from './settings/routes.tsx'
import { statisticsRoutes } from './statistics/routes.tsx'

export type { Desks } from './desks.ts'

/** Every page and every step of the dashboard. */
export function staffRoutes(desks: Desks): StaffRoute[] {
  return [
    ...homeRoutes(desks),
    ...literacyRoutes(desks),
    ...broadcastRoutes(desks),
    ...factCheckRoutes(desks),
    ...kimRoutes(desks),
    ...channelRoutes(desks),
    ...statisticsRoutes(desks),
    ...settingsRoutes(desks),
    ...auditRoutes(desks),
    ...accountRoutes(desks),
    ...helpRoutes(desks),
  ]
}
