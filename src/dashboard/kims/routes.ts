import type { Desks } from '../desks.ts'
import type { StaffRoute } from '../route.ts'
import { coverageRoutes } from './coverage.tsx'
import { fileRoutes } from './files.tsx'
import { groupRoutes } from './groups.tsx'
import { listRoutes } from './list.tsx'
import { newRoutes } from './new.tsx'
import { recordRoutes } from './record.tsx'
import { relayRoutes } from './relay.tsx'

/** KIM: the registry, its groups and codes, and how far announcements get. */
export const kimRoutes = (desks: Desks): StaffRoute[] => [
  ...listRoutes(desks),
  ...newRoutes(desks),
  ...groupRoutes(desks),
  ...coverageRoutes(desks),
  ...relayRoutes(desks),
  ...fileRoutes(desks),
  // Last: what is no page of the section is the id of a KIM.
  ...recordRoutes(desks),
]
