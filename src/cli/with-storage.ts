import { randomBytes } from 'node:crypto'
import { systemClock } from '../clock.ts'
import { readConfig, type Config, type Environment } from '../config.ts'
import { openStorage, type Storage } from '../storage/storage.ts'

/** What a command works with. */
export interface Opened {
  storage: Storage
  config: Config
  /** The installation's secret: from the environment, or made on first start. */
  secretKey: string
}

/** Opens the database for one command, also beside a running server, and closes it after. */
export async function withStorage<Result>(
  env: Environment,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const config = readConfig(env)
  const storage = await openStorage(config.databaseUrl, () => systemClock.now())
  try {
    const made = randomBytes(32).toString('base64url')
    const secretKey = config.secretKey ?? (await storage.settings.getOrSet('secret_key', made))
    return await work({ storage, config, secretKey })
  } finally {
    await storage.close()
  }
}
