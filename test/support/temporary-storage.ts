import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { openStorage, type Storage } from '../../src/storage/storage.ts'

/** A folder of its own for the running test; it is deleted when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The URL of a migrated database with all areas, in a folder of its own. */
export async function temporaryDatabase(folder?: string): Promise<string> {
  const path = join(folder ?? (await temporaryFolder()), 'kabar-kim.db')
  await copyFile(inject('emptyDatabase'), path)
  return `file:${path}`
}

/** A migrated database in a file of its own (or the one at `url`), closed and deleted when the test ends. */
export async function temporaryStorage(now: () => Date = () => new Date(), url?: string): Promise<Storage> {
  const storage = await openStorage(url ?? (await temporaryDatabase()), now)
  onTestFinished(() => storage.close())
  return storage
}
