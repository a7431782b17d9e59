import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

it('lets a developer chat with the real bot from the command line', { timeout: 40_000 }, async () => {
  const server = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'test/support/whatsapp/dev-server.ts'],
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void server.kill())
  let said = ''
  server.stdout.setEncoding('utf8')
  server.stdout.on('data', (chunk: string) => (said += chunk))
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve))
  const hears = async (words: RegExp) => {
    await expect.poll(() => said, { timeout: 20_000, interval: 50 }).toMatch(words)
  }

  await hears(/Bot tersambung/)
  await hears(/Halo semua/)
  server.stdin.write('lowongan pramugari kereta gantung antariksa dibuka lusa\n')
  await hears(/bot, pribadi\n.*klarifikasi/i)
  server.stdin.write('m /langganan\n')
  await hears(/hanya admin grup/)
  server.stdin.write('g /langganan loa kulu kota\n')
  await hears(/bot, di grup\nSudah benar begini\?\n+Wilayah: \*Desa Loa Kulu Kota\*/)
  server.stdin.write('quit\n')
  expect(await ended).toBe(0)
})
