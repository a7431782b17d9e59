import { randomUUID } from 'node:crypto'
import type { CommunityKind } from '../domain/community.ts'
import { KIM_STATUSES, type Kim } from '../domain/kim.ts'
import { isTopic } from '../domain/topic.ts'
import { textsOf } from './communities.ts'
import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** What makes a community a KIM. */
export const IS_KIM = { kind: 'kim' satisfies CommunityKind } as const

export function toKim(row: Prisma.CommunityGetPayload<object>): Kim {
  const { id, name, areaCode, contactRole, createdAt, updatedAt } = row
  return {
    id,
    name,
    areaCode,
    status: KIM_STATUSES.find((status) => status === row.status) ?? 'registered',
    contactRole,
    topics: textsOf(row.topics).filter(isTopic),
    createdAt,
    ...(updatedAt === null ? {} : { updatedAt }),
  }
}

/** What staff say about a KIM. */
export type KimDetails = Pick<Kim, 'name' | 'areaCode' | 'status' | 'contactRole' | 'topics'>

export type KimStore = ReturnType<typeof createKimStore>

/** The registry of KIMs. */
export function createKimStore(db: Database, now: () => Date) {
  return {
    /** Adds a KIM under a new id. */
    async create(details: KimDetails): Promise<Kim> {
      const data = { ...details, ...IS_KIM, id: randomUUID(), createdAt: now() }
      return toKim(await db.community.create({ data }))
    },

    async find(id: string): Promise<Kim | undefined> {
      const row = await db.community.findUnique({ where: { id, ...IS_KIM } })
      return row === null ? undefined : toKim(row)
    },
  }
}
