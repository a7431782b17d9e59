import { staffRoutes, type Desks } from '../../src/dashboard/routes.ts'

/** Stands for every desk: routes are only listed here, never asked. */
const nobody: unknown = new Proxy(() => undefined, { get: () => nobody })

/** Every route of the dashboard, as it is served. */
export const ROUTES = staffRoutes(nobody as Desks)
