import type { AreaCode } from '../domain/area.ts'
import type { Clock } from '../clock.ts'
import { readCoverage, type CoverageReport } from '../membership/coverage.ts'
import type { Storage } from '../storage/storage.ts'

/** Counting a province with thousands of groups takes a tenth of a second, and changes little within a minute. */
const KEPT_MS = 60_000

/** Reads how areas are covered, each at most once a minute unless something is known to have changed. */
export function createCoverageMemory(
  storage: Pick<Storage, 'coverage' | 'gazetteer'>,
  clock: Pick<Clock, 'now'>,
) {
  const kept = new Map<AreaCode, Promise<CoverageReport>>()
  const readAt = new Map<AreaCode, number>()
  return {
    read(area: AreaCode): Promise<CoverageReport> {
      const now = clock.now()
      const found = kept.get(area)
      if (found !== undefined && now.getTime() - (readAt.get(area) ?? 0) < KEPT_MS) return found
      const reading = readCoverage(storage, area, now)
      kept.set(area, reading)
      readAt.set(area, now.getTime())
      reading.catch(() => kept.delete(area))
      return reading
    },
    forget(): void {
      kept.clear()
    },
  }
}
