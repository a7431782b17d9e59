import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStorage, type Storage } from '../../src/storage/storage.ts'

/** A folder of its own for the running test; it is deleted when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A migrated database in a file of its own, closed and deleted when the test ends. */
export async function temporaryStorage(now: () => Date = () => new Date()): Promise<Storage> {
  const storage = await openStorage(`file:${await temporaryFolder()}/test.db`, now)
  onTestFinished(() => storage.close())
  return storage
}
