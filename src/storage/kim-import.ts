import { randomUUID } from 'node:crypto'
import type { AreaCode } from '../domain/area.ts'
import { CONNECTIVITIES, type Connectivity } from '../domain/community.ts'
import { kimNameKey, type Kim, type KimAction, type KimDetails } from '../domain/kim.ts'
import type { Database } from './database.ts'
import { batches, differs, IS_KIM, recordChanges, rewrite, toKim, type Transaction } from './kim-rows.ts'

/** What a file says about a KIM. What is missing stays as it is; for a new KIM it is the usual. */
export interface ImportedKim
  extends
    Pick<KimDetails, 'name' | 'areaCode'>,
    Partial<Pick<KimDetails, 'status' | 'contactRole' | 'topics'>> {
  /** Of the village. */
  connectivity?: Connectivity
}

export interface ImportCounts {
  added: number
  changed: number
  unchanged: number
}

const keyOf = ({ name, areaCode }: Pick<Kim, 'name' | 'areaCode'>) => `${areaCode}\n${kimNameKey(name)}`

/** What the KIM is from now on. A list from the office does not undo that a group has connected itself. */
function merged(kim: Kim, entry: ImportedKim): KimDetails {
  const { name, areaCode, contactRole, topics } = { ...kim, ...entry }
  const isStillVerified = kim.status === 'verified' && entry.status === 'registered'
  const status = isStillVerified ? kim.status : (entry.status ?? kim.status)
  return { name, areaCode, status, contactRole, topics }
}

async function allKims(tx: Transaction): Promise<Map<string, Kim>> {
  const rows = await tx.community.findMany({ where: IS_KIM })
  return new Map(rows.map((row) => [keyOf(row), toKim(row)]))
}

/** Villages whose connectivity is another one than the entries say. */
async function newConnectivities(
  tx: Transaction,
  entries: ImportedKim[],
): Promise<Map<AreaCode, Connectivity>> {
  const rows = await tx.area.findMany({ where: { connectivity: { not: null } } })
  const known = new Map(rows.map(({ code, connectivity }) => [code, connectivity]))
  return new Map(
    entries.flatMap(({ areaCode, connectivity }) =>
      connectivity === undefined || known.get(areaCode) === connectivity ? [] : [[areaCode, connectivity]],
    ),
  )
}

async function setConnectivities(tx: Transaction, marks: Map<AreaCode, Connectivity>, now: Date) {
  for (const connectivity of CONNECTIVITIES) {
    const codes = [...marks].filter(([, mark]) => mark === connectivity).map(([code]) => code)
    for (const some of batches(codes)) {
      await tx.area.updateMany({
        where: { code: { in: some } },
        data: { connectivity, connectivitySetBy: 'staff', connectivitySetAt: now },
      })
    }
  }
}

/** Returns the new ids. */
async function addAll(tx: Transaction, entries: ImportedKim[], now: Date): Promise<string[]> {
  const rows = entries.map((entry) => {
    const { name, areaCode, status = 'registered', contactRole = '', topics = [] } = entry
    return { id: randomUUID(), name, areaCode, status, contactRole, topics, ...IS_KIM, createdAt: now }
  })
  for (const some of batches(rows)) await tx.community.createMany({ data: some })
  return rows.map(({ id }) => id)
}

export type KimImportStore = ReturnType<typeof createKimImportStore>

/** Takes lists of KIMs into the registry. */
export function createKimImportStore(db: Database, now: () => Date) {
  return {
    /** Which village has which mark. */
    async connectivities(): Promise<Map<AreaCode, Connectivity>> {
      const rows = await db.area.findMany({ where: { connectivity: { not: null } } })
      return new Map(
        rows.flatMap(({ code, connectivity }) => {
          const known = CONNECTIVITIES.find((one) => one === connectivity)
          return known === undefined ? [] : [[code, known]]
        }),
      )
    },

    /**
     * Takes all entries in, or none. A KIM is known by its name and area, whatever the capitals; no two entries may be
     * the same one. An entry that says nothing new changes nothing.
     */
    save(entries: ImportedKim[], by: string): Promise<ImportCounts> {
      return db.$transaction(async (tx) => {
        const at = now()
        const known = await allKims(tx)
        const marks = await newConnectivities(tx, entries)
        const added = entries.filter((entry) => !known.has(keyOf(entry)))
        const rewritten: string[] = []
        let changed = 0
        for (const entry of entries) {
          const kim = known.get(keyOf(entry))
          if (kim === undefined) continue
          const details = merged(kim, entry)
          const isDifferent = differs(kim, details)
          if (isDifferent) rewritten.push((await rewrite(tx, kim, details, at)).id)
          if (isDifferent || marks.has(entry.areaCode)) changed += 1
        }
        const created = await addAll(tx, added, at)
        const changes: [KimAction, string[]][] = [
          ['added', created],
          ['changed', rewritten],
        ]
        for (const [action, ids] of changes) {
          await recordChanges(
            tx,
            ids.map((kimId) => ({ kimId, action, by })),
            at,
          )
        }
        await setConnectivities(tx, marks, at)
        return { added: added.length, changed, unchanged: entries.length - added.length - changed }
      })
    },
  }
}
