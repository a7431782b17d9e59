import type { Desks } from '../desks.ts'
import type { StaffRoute } from '../route.ts'
import { composeRoutes } from './compose/routes.tsx'
import { deliveryRoutes } from './deliveries/routes.tsx'
import { afterRoutes } from './details/after-routes.tsx'
import { detailsRoutes } from './details/routes.tsx'
import { listRoutes } from './list/routes.tsx'

/** Siaran: announcements from the first draft to the last receipt. */
export const broadcastRoutes = (desks: Desks): StaffRoute[] => [
  ...listRoutes(desks),
  ...composeRoutes(desks),
  ...detailsRoutes(desks),
  ...afterRoutes(desks),
  ...deliveryRoutes(desks),
]
