import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { openStorage } from '../../src/storage/storage.ts'
import { aBroadcast } from '../support/broadcast-builder.ts'
import { startTestApp } from '../support/test-app.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The command as staff give it, in a process of its own. */
function start(databaseUrl: string, ...args: string[]) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }
  const command = ['--import', 'tsx', 'src/cli/kabar.ts', ...args]
  return spawn(process.execPath, command, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function kabar(databaseUrl: string, ...args: string[]) {
  const child = start(databaseUrl, ...args)
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: code as unknown, out, err }
}

describe('npm run kabar', () => {
  it('works beside a running server, which notices at once', async () => {
    const url = await temporaryDatabase()
    await startTestApp({ SIMULATOR: 'true', DATABASE_URL: url })
    const storage = await openStorage(url, () => new Date())
    const at = new Date(Date.now() - 1_000)
    await storage.broadcasts.save(
      aBroadcast({
        status: 'awaiting_approval',
        schedule: { type: 'once', at },
        settledAt: new Date(at.getTime() - 1),
      }),
    )
    expect(await kabar(url, 'broadcast', 'approve', 'posyandu', '--oleh', 'Pemeriksa')).toEqual({
      code: 0,
      out: 'Disetujui. Siaran "posyandu" sekarang terjadwal.\n',
      err: '',
    })
    await expect
      .poll(async () => (await storage.broadcasts.find('posyandu'))?.status, { timeout: 10_000 })
      .toBe('finished')
    await storage.close()
  })

  it('refuses with a sentence beside the output, and the right exit code', async () => {
    const url = await temporaryDatabase()
    const [refused, unknown, nothing] = await Promise.all([
      kabar(url, 'broadcast', 'approve', 'apa', '--oleh', 'A'),
      kabar(url, 'toString'),
      kabar(url),
    ])
    expect(refused).toEqual({ code: 1, out: '', err: 'Siaran "apa" tidak ada.\n' })
    expect(unknown).toEqual({ code: 2, out: '', err: expect.stringContaining('Cara pakai: npm run kabar') })
    expect(nothing).toEqual(unknown)
  })

  it('ends quietly when whoever reads it has seen enough', async () => {
    const child = start(await temporaryDatabase(), 'coverage')
    child.stdout.destroy()
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect([err, code]).toEqual(['', 0])
  })
})
