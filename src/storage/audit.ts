import { isWithin, PROVINCE_CODE, type AreaCode } from '../domain/area.ts'
import type { AuditEntry, AuditSubjectType, NewAuditEntry, Snapshot } from '../domain/audit.ts'
import type { Database } from './database.ts'
import { Prisma, type AuditEntry as Row } from './generated/client.ts'

export type AuditStore = ReturnType<typeof createAuditStore>

export interface AuditFilter {
  /** Entries of this area and of what lies in it. */
  within?: AreaCode
  by?: string
  subject?: string
  subjectId?: string
  /** Entries before this id: the next page. */
  before?: number
  limit: number
}

const entryOf = (row: Row): AuditEntry => ({
  id: row.id,
  at: row.at,
  ...(row.memberId === null ? {} : { memberId: row.memberId }),
  by: row.by,
  action: row.action,
  subject: row.subject as AuditSubjectType,
  subjectId: row.subjectId,
  areaCode: row.areaCode,
  ...(row.before === null ? {} : { before: row.before as Snapshot }),
  ...(row.after === null ? {} : { after: row.after as Snapshot }),
})

const json = (snapshot: Snapshot | undefined) =>
  snapshot === undefined ? Prisma.DbNull : (JSON.parse(JSON.stringify(snapshot)) as Prisma.InputJsonValue)

/** Who did what, when. Entries are only ever added. */
export function createAuditStore(db: Database, now: () => Date) {
  return {
    async add({ before, after, memberId, ...entry }: NewAuditEntry): Promise<void> {
      await db.auditEntry.create({
        data: { ...entry, memberId: memberId ?? null, at: now(), before: json(before), after: json(after) },
      })
    },

    /** The newest first. */
    async list({ within = PROVINCE_CODE, before, limit, ...equal }: AuditFilter): Promise<AuditEntry[]> {
      const rows = await db.auditEntry.findMany({
        where: {
          ...equal,
          ...(before === undefined ? {} : { id: { lt: before } }),
          ...(within === PROVINCE_CODE ? {} : { areaCode: { startsWith: within } }),
        },
        orderBy: { id: 'desc' },
        take: limit,
      })
      return rows.map(entryOf).filter(({ areaCode }) => isWithin(areaCode, within))
    },
  }
}
