import type { prismaAdapter } from 'better-auth/adapters/prisma'
import type { Database } from './database.ts'

/** The database as better-auth wants it. */
export type StaffDatabase = ReturnType<typeof prismaAdapter>

/** Loaded when it is first needed: the library takes longer than the rest of a start. */
export async function openStaffDatabase(db: Database): Promise<StaffDatabase> {
  const { prismaAdapter: adapt } = await import('better-auth/adapters/prisma')
  return adapt(db, { provider: 'sqlite' })
}
