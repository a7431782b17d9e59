import type { AreaCode } from '../domain/area.ts'
import type { Clock } from '../clock.ts'
import {
  coverageOf,
  readCoverageSnapshot,
  type CoverageReport,
  type CoverageSnapshot,
} from '../membership/coverage.ts'
import type { Storage } from '../storage/storage.ts'

/** Reading what a province with thousands of groups got takes a tenth of a second, and changes little within a minute. */
const KEPT_MS = 60_000

/** Reads how areas are covered, at most once a minute for all of them unless something is known to have changed. */
export function createCoverageMemory(
  { coverage, gazetteer }: Pick<Storage, 'coverage' | 'gazetteer'>,
  clock: Pick<Clock, 'now'>,
) {
  let kept: { readAt: number; snapshot: Promise<CoverageSnapshot> } | undefined
  const reports = new Map<AreaCode, CoverageReport>()

  function forget(): void {
    kept = undefined
    reports.clear()
  }

  function snapshotNow(): Promise<CoverageSnapshot> {
    const now = clock.now()
    if (kept !== undefined && now.getTime() - kept.readAt < KEPT_MS) return kept.snapshot
    forget()
    const snapshot = readCoverageSnapshot({ coverage }, now)
    kept = { readAt: now.getTime(), snapshot }
    snapshot.catch(forget)
    return snapshot
  }

  return {
    async read(area: AreaCode): Promise<CoverageReport> {
      const reading = snapshotNow()
      const snapshot = await reading
      const known = reports.get(area)
      if (known !== undefined && kept?.snapshot === reading) return known
      const report = coverageOf(snapshot, area, gazetteer)
      if (kept?.snapshot === reading) reports.set(area, report)
      return report
    },
    forget,
  }
}
