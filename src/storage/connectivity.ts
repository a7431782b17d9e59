import type { AreaCode } from '../domain/area.ts'
import { CONNECTIVITIES, type Connectivity } from '../domain/community.ts'
import { AppError } from '../domain/error.ts'
import type { Gazetteer } from '../domain/gazetteer.ts'
import type { Database } from './database.ts'

/** Who marked a village. */
export type ConnectivitySetter = 'staff' | 'kim_admin'

/** How well messages get to a village, as somebody has said last. */
export interface VillageConnectivity {
  areaCode: AreaCode
  connectivity: Connectivity
  setBy: ConnectivitySetter
  setAt: Date
}

const COLUMNS = { code: true, connectivity: true, connectivitySetBy: true, connectivitySetAt: true } as const

interface MarkRow {
  code: string
  connectivity: string | null
  connectivitySetBy: string | null
  connectivitySetAt: Date | null
}

function toMark(row: MarkRow): VillageConnectivity[] {
  const connectivity = CONNECTIVITIES.find((known) => known === row.connectivity)
  if (connectivity === undefined || row.connectivitySetAt === null) return []
  const setBy = row.connectivitySetBy === 'kim_admin' ? 'kim_admin' : 'staff'
  return [{ areaCode: row.code, connectivity, setBy, setAt: row.connectivitySetAt }]
}

export type ConnectivityStore = ReturnType<typeof createConnectivityStore>

/** The connectivity marks of villages. The last word counts, whoever says it. */
export function createConnectivityStore(db: Database, gazetteer: Gazetteer, now: () => Date) {
  /** Rejects for anything but a village. */
  function checkVillage(code: AreaCode): void {
    const area = gazetteer.get(code)
    if (area === undefined) throw new AppError('not_found', `Kode wilayah "${code}" tidak dikenal.`)
    if (area.level !== 'village' && area.level !== 'urban_village') {
      throw new AppError('invalid', `Sinyal dicatat per desa atau kelurahan; "${code}" bukan salah satunya.`)
    }
  }

  return {
    /**
     * Marks one village, or several at once: all or none. `undefined` takes the mark away.
     * Rejects with `AppError('not_found')` for a code that is not known, `('invalid')` for an area that is no village.
     */
    async set(
      villages: AreaCode | AreaCode[],
      connectivity: Connectivity | undefined,
      by: ConnectivitySetter,
    ): Promise<void> {
      const codes = typeof villages === 'string' ? [villages] : villages
      for (const code of codes) checkVillage(code)
      const data =
        connectivity === undefined
          ? { connectivity: null, connectivitySetBy: null, connectivitySetAt: null }
          : { connectivity, connectivitySetBy: by, connectivitySetAt: now() }
      await db.area.updateMany({ where: { code: { in: codes } }, data })
    },

    /** Undefined for a village that nobody has marked. Rejects as `set` does. */
    async get(village: AreaCode): Promise<VillageConnectivity | undefined> {
      checkVillage(village)
      const row = await db.area.findUnique({ where: { code: village }, select: COLUMNS })
      return row === null ? undefined : toMark(row)[0]
    },

    /** The marked villages in an area (or the village itself), by code. */
    async list(within: AreaCode): Promise<VillageConnectivity[]> {
      const rows = await db.area.findMany({
        where: {
          OR: [{ code: within }, { code: { startsWith: `${within}.` } }],
          connectivity: { not: null },
        },
        select: COLUMNS,
        orderBy: { code: 'asc' },
      })
      return rows.flatMap(toMark)
    },
  }
}
