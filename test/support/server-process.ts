import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import type { Environment } from '../../src/config.ts'

const SERVER = fileURLToPath(new URL('app-server.ts', import.meta.url))

/** The server as a process of its own. Resolves when it is ready; it does not outlive the test. */
export async function startServer(env: Environment): Promise<ChildProcess> {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', SERVER], {
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready.`)))
  })
  return child
}

/** Ends it as a power cut would. */
export async function killHard(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** Waits until something holds; looks again every few milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await systemClock.sleep(2)
}
