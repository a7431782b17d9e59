import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Starts a part of the benchmark in a process of its own, so that its memory and time are its own. */
export function startPart(file: string, env: Record<string, string>): ChildProcess {
  const { PATH, HOME } = process.env
  return fork(fileURLToPath(new URL(file, import.meta.url)), {
    // As `npm start` does.
    execArgv: ['--max-semi-space-size=8', '--heap-growing-percent=50', '--import', 'tsx'],
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** The next thing that a part tells. Rejects when it ends before that. */
export function told<Report>(child: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Report))
    child.once('exit', (code) => reject(new Error(`A part of the benchmark ended with ${code}.`)))
  })
}

/** The most memory that a process has had resident, in MB. Linux only. */
export function peakMemoryMb({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024)
}

export async function stopPart(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
