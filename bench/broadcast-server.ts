/** The whole server in a process of its own, at the pace of the product or without limits. */
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { DEFAULT_PACE } from '../src/dissemination/pace.ts'
import { createLogger } from '../src/logger.ts'

const NO_LIMITS = { ...DEFAULT_PACE, telegram: { inFlight: 64 } }

async function main(): Promise<void> {
  const config = readConfig(process.env)
  const pace = process.env['BENCH_NO_LIMITS'] === 'true' ? NO_LIMITS : DEFAULT_PACE
  const app = await createApp(config, { logger: createLogger(config.logLevel), pace })
  process.once('SIGTERM', () => {
    void app.stop().then(() => process.exit(0))
  })
  await app.start()
  process.send?.('ready')
}

if (process.send !== undefined) await main()
