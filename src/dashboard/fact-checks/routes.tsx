import type { Desks } from '../desks.ts'
import type { StaffRoute } from '../route.ts'
import { askerRoutes } from './askers/routes.tsx'
import { claimRoutes } from './claims/routes.tsx'
import { clarificationRoutes } from './clarifications/routes.tsx'
import { libraryRoutes } from './library/routes.tsx'
import { tryOutRoutes } from './try-out/routes.tsx'

/** Cek Fakta: residents' questions, and the clarifications that answer them. */
export const factCheckRoutes = (desks: Desks): StaffRoute[] => [
  ...askerRoutes(desks),
  ...claimRoutes(desks),
  ...clarificationRoutes(desks),
  ...libraryRoutes(desks),
  ...tryOutRoutes(desks),
]
