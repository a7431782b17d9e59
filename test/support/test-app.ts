import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { onTestFinished } from 'vitest'
import { createApp, type App, type AppOverrides } from '../../src/app.ts'
import { readConfig, type Environment } from '../../src/config.ts'
import { WITA } from '../../src/domain/broadcast.ts'
import { createLogger } from '../../src/logger.ts'
import { temporaryDatabase, temporaryFolder } from './temporary-storage.ts'

export interface TestApp {
  app: App
  /** Where it listens. */
  url: string
  /** Its announcements; empty at first. */
  broadcastsDir: string
  databaseUrl: string
  /** Stops it and starts it again on the same database. */
  restart: () => Promise<void>
}

/** The real server on a free port of this machine, with a fresh database. It is stopped when the test ends. */
export async function startTestApp(
  env: Environment,
  overrides: Partial<AppOverrides> = {},
): Promise<TestApp> {
  const folder = await temporaryFolder()
  const broadcastsDir = join(folder, 'broadcasts')
  await mkdir(broadcastsDir)
  let app: App | undefined
  const server = serve({
    fetch: (request, { incoming }) =>
      app?.fetch(request, { remoteAddress: incoming.socket.remoteAddress ?? '' }) ??
      new Response(null, { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
  })
  if (!server.listening) await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const config = readConfig({
    DATABASE_URL: await temporaryDatabase(folder),
    BROADCASTS_DIR: broadcastsDir,
    PUBLIC_URL: url,
    // Tests run at any hour of the day.
    QUIET_HOURS: 'off',
    ...env,
  })
  const create = () => createApp(config, { logger: createLogger('silent'), ...overrides })
  let started = await create()
  app = started
  onTestFinished(async () => {
    await started.stop()
    server.close()
  })
  await started.start()
  return {
    app: started,
    url,
    broadcastsDir,
    databaseUrl: config.databaseUrl,
    async restart() {
      await started.stop()
      started = await create()
      app = started
      await started.start()
    },
  }
}

const MINUTE = new Intl.DateTimeFormat('sv-SE', {
  timeZone: WITA,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

/** An instant as announcements write it, to the minute: `2026-12-01 08:00`. */
export const witaMinute = (instant: Date): string => MINUTE.format(instant)

/** Puts an announcement into a folder: due in the minute that has just begun, or in another one. */
export async function announce(
  folder: string,
  {
    id,
    area,
    body,
    topic = 'umum',
    attachment,
    acknowledge,
    at = new Date(),
  }: {
    id: string
    area: string
    body: string
    topic?: string
    attachment?: string
    acknowledge?: true
    at?: Date
  },
): Promise<void> {
  const lines = [
    '---',
    `title: Pengumuman ${id}`,
    'programme: Program contoh',
    `topic: ${topic}`,
    'author: Penulis',
    'approved_by: Pemeriksa',
    'audience:',
    `  areas: ["${area}"]`,
    'schedule:',
    `  at: ${witaMinute(at)}`,
    ...(attachment === undefined ? [] : [`attachment: ${attachment}`]),
    ...(acknowledge === undefined ? [] : ['acknowledge: true']),
    '---',
    body,
    '',
  ]
  await writeFile(join(folder, `${id}.md`), lines.join('\n'))
}
