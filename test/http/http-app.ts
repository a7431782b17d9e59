import { pino } from 'pino'
import { systemClock } from '../../src/clock.ts'
import { createHttpApp, type HttpDeps } from '../../src/http/app.tsx'
import type { HealthReport } from '../../src/http/health.ts'

export const SINCE = new Date('2026-11-26T00:15:00Z')

export const HEALTHY: HealthReport = {
  database: 'ok',
  scheduler: 'ok',
  channels: { simulator: { state: 'connected', since: SINCE } },
  broadcasts: { problems: [] },
}

/** The HTTP app with parts that are well, unless said otherwise. */
export function httpApp(overrides: Partial<HttpDeps> = {}) {
  return createHttpApp({
    clarification: () => Promise.resolve(undefined),
    health: async () => HEALTHY,
    webhooks: {},
    publicUrl: 'https://kabar.example.id',
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    ...overrides,
  })
}

/** A browser asks for pages; programs do not. */
export const BROWSER = { headers: { Accept: 'text/html,application/xhtml+xml' } }
