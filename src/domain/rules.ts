import type { QuietHours } from './quiet-hours.ts'

/** What holds for the whole installation. Staff may change it while the server runs: read it each time. */
export interface Rules {
  readonly quietHours: QuietHours
  /** How many days residents' questions are kept. */
  readonly retentionDays: number
  /** Who speaks: on pages and in guides. */
  readonly agencyName: string
}
