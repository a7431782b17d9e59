import type { Ability } from '../domain/staff.ts'
import type { Visit } from './visit.tsx'

/** One page, or one thing that staff can do. The dashboard serves nothing else, so every route names what it needs. */
export interface StaffRoute {
  method: 'GET' | 'POST'
  /** Below `/dasbor`, as Hono writes it: `/siaran/:id`. */
  path: string
  /** Whoever lacks it gets 403, and a line in the record. */
  needs: Ability
  /** The largest body, in bytes; 64 KB unless it says otherwise. */
  mostBytes?: number
  handle: (visit: Visit) => Response | Promise<Response>
}

export const get = (path: string, needs: Ability, handle: StaffRoute['handle']): StaffRoute => ({
  method: 'GET',
  path,
  needs,
  handle,
})

export const post = (
  path: string,
  needs: Ability,
  handle: StaffRoute['handle'],
  mostBytes?: number,
): StaffRoute => ({
  method: 'POST',
  path,
  needs,
  handle,
  ...(mostBytes === undefined ? {} : { mostBytes }),
})
