import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createDiskSync } from '../../src/storage/disk-sync.ts'
import { temporaryFolder } from '../support/temporary-storage.ts'

it('says so while the log cannot be opened, and works as soon as it can', async () => {
  const path = join(await temporaryFolder(), 'kabar-kim.db-wal')
  const disk = createDiskSync(path)
  await expect(disk.reached()).rejects.toMatchObject({ code: 'ENOENT' })
  await writeFile(path, '')
  await disk.reached()
  await disk.close()
})

it('lets what is under way reach the disk before it closes', async () => {
  const path = join(await temporaryFolder(), 'kabar-kim.db-wal')
  await writeFile(path, '')
  const disk = createDiskSync(path)
  const asked = [disk.reached(), disk.reached(), disk.reached()]
  await disk.close()
  await expect(Promise.all(asked)).resolves.toHaveLength(3)
})
