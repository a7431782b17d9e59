import type { ChannelStatus } from '../domain/channel.ts'

export type PartState = 'ok' | 'broken'

/** How each part of the server is. */
export interface HealthReport {
  database: PartState
  /** What is wrong with the database, in plain Indonesian. */
  databaseDetail?: string
  scheduler: PartState
  /** The channels that are on, by name: `telegram`, `whatsapp`, or `whatsapp/utama` where there are several. */
  channels: Record<string, ChannelStatus>
  /** One line for each announcement file that could not be read. Shown, but the server works without it. */
  broadcasts: { problems: string[] }
}

/** A channel that waits for pairing or a connection is not broken: the rest of the server does its work. */
export function isHealthy({ database, scheduler, channels }: HealthReport): boolean {
  const states = Object.values(channels).map(({ state }) => state)
  return database === 'ok' && scheduler === 'ok' && !states.includes('broken')
}

/** The report as everyone may see it. Never holds a pairing code. */
export function publicHealth(report: HealthReport) {
  const channels = Object.entries(report.channels).map(([name, { state, detail, since }]) => [
    name,
    { state, ...(detail === undefined ? {} : { detail }), since: since.toISOString() },
  ])
  return {
    status: isHealthy(report) ? ('ok' as const) : ('broken' as const),
    database: report.database,
    ...(report.databaseDetail === undefined ? {} : { databaseDetail: report.databaseDetail }),
    scheduler: report.scheduler,
    channels: Object.fromEntries(channels) as Record<string, object>,
    broadcasts: report.broadcasts,
  }
}
