import { systemClock } from '../../clock.ts'
import type { Terminal } from '../terminal.ts'
import { withStorage } from '../with-storage.ts'
import { carryOutConnectivity, printCoverage } from './commands.ts'

/** `coverage …`: which villages have a KIM group. Rejects with `UsageError` or `AppError`. */
export const runCoverage = (args: string[], { env, print }: Terminal): Promise<void> =>
  withStorage(env, ({ storage }) => printCoverage(args, { storage, clock: systemClock, print }))

/** `connectivity …`: how well messages get to villages. Rejects with `UsageError` or `AppError`. */
export const runConnectivity = (args: string[], { env, print }: Terminal): Promise<void> =>
  withStorage(env, ({ storage }) => carryOutConnectivity(args, { storage, clock: systemClock, print }))
