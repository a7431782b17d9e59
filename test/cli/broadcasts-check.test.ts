import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/storage.ts'
import { subscribe } from '../support/broadcast-builder.ts'
import { announcement, BAD_FILES, malformedFolder } from '../support/malformed-broadcasts.ts'
import { temporaryFolder } from '../support/temporary-storage.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

function check(folder: string, databaseUrl: string): Promise<{ code: number; output: string }> {
  const args = ['--import', 'tsx', 'src/cli/broadcasts-check.ts', folder]
  const env = { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, { cwd: ROOT, env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr })
    })
  })
}

async function goodFolder(): Promise<string> {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'images'))
  await writeFile(
    join(folder, 'posyandu.md'),
    announcement({ schedule: '{ at: 2090-01-02 08:00 }', acknowledge: 'true' }),
  )
  return folder
}

describe('npm run broadcasts:check', () => {
  it('says when and to whom each announcement goes, and ends well', async () => {
    const folder = await goodFolder()
    const url = `file:${folder}/test.db`
    const storage = await openStorage(url, () => new Date())
    await subscribe(storage, 'telegram', '-1')
    await subscribe(storage, 'telegram', '-2')
    await subscribe(storage, 'whatsapp', '1@g.us', '64.71')
    await storage.close()
    const { code, output } = await check(folder, url)
    expect(output).toContain('Jadwal posyandu')
    expect(output).toContain('Senin, 2 Januari 2090 pukul 08.00 WITA')
    expect(output).toContain('Kota Samarinda')
    expect(output).toContain('Telegram 2, WhatsApp 0, Simulator 0')
    expect(output).toContain('grup diminta mengabari bila sudah disampaikan')
    expect(output).toContain('Semua baik: 1 pengumuman')
    expect(code).toBe(0)
  })

  it('names every bad file with field and reason, and ends with 1', async () => {
    const folder = await malformedFolder()
    const { code, output } = await check(folder, `file:${folder}/none/none.db`)
    for (const [file, fields] of Object.entries(BAD_FILES)) {
      const report = output.split('✘ ').find((part) => part.startsWith(`${file}\n`))
      for (const field of fields) expect(report).toContain(`  ${field}: `)
    }
    expect(output).toContain('4 pengumuman siap')
    expect(code).toBe(1)
  })

  it('ends with 1 when the folder is missing', async () => {
    const { code, output } = await check('/nowhere/broadcasts', `file:${await temporaryFolder()}/none.db`)
    expect(output).toContain('folder: Folder siaran tidak ada')
    expect(code).toBe(1)
  })
})
