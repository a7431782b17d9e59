/** The server under load, in a process of its own: its heap holds nothing of the people who write to it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { createLogger } from '../src/logger.ts'

/** What the other process asks for, and what it hears. */
export type SoakCommand = 'heap' | 'stop'
export interface SoakReport {
  type: 'ready' | 'heap'
  heapBytes: number
}

async function collectedHeap(): Promise<number> {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.()
    await sleep(100)
  }
  return process.memoryUsage().heapUsed
}

function report(type: SoakReport['type'], heapBytes: number): void {
  process.send?.({ type, heapBytes } satisfies SoakReport)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const app = await createApp(config, { logger: createLogger(config.logLevel) })
  const server = serve({ fetch: (request) => app.fetch(request), port: config.port, hostname: config.host })
  process.on('message', (command: SoakCommand) => {
    if (command === 'heap') {
      void collectedHeap().then((heapBytes) => report('heap', heapBytes))
      return
    }
    server.close()
    void app.stop().then(() => process.exit(0))
  })
  await app.start()
  report('ready', 0)
}

if (process.send !== undefined) await main()
