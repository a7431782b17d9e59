/**
 * The server as a process of its own, for tests that kill it. Reads the usual environment; sends faster than real
 * platforms would tolerate, or at the `TEST_PACE` of each channel (JSON), and prints one line when it is ready.
 */
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Pace } from '../../src/dissemination/pace.ts'
import type { ChannelName } from '../../src/domain/message.ts'
import { createLogger } from '../../src/logger.ts'

const PACE: Pace = { gapMs: { min: 10, max: 30 } }

const given = process.env['TEST_PACE']
const pace =
  given === undefined
    ? { telegram: PACE, whatsapp: PACE, simulator: PACE }
    : (JSON.parse(given) as Record<ChannelName, Pace>)

const config = readConfig(process.env)
const app = await createApp(config, {
  logger: createLogger(config.logLevel),
  pace,
})
process.once('SIGTERM', () => {
  app.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
await app.start()
process.stdout.write('ready\n')
