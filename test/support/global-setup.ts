import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openStorage } from '../../src/storage/storage.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of a migrated database with all areas, made once for the whole run; tests copy it. */
    emptyDatabase: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-kim-'))
  const path = join(folder, 'empty.db')
  const storage = await openStorage(`file:${path}`, () => new Date())
  await storage.close()
  project.provide('emptyDatabase', path)
  return () => rm(folder, { recursive: true, force: true })
}
