import Database from 'better-sqlite3'
import type { CommunityStatus } from '../../src/domain/community.ts'

/** Makes every community of a database a KIM, as staff would. */
export function makeKims(databaseUrl: string, status: CommunityStatus = 'verified'): void {
  const db = new Database(databaseUrl.slice('file:'.length), { timeout: 5_000 })
  db.prepare(`UPDATE Community SET kind = 'kim', status = ?`).run(status)
  db.close()
}
