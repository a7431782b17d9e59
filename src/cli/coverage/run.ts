import { systemClock } from '../../clock.ts'
import { withStorage } from '../with-storage.ts'
import { carryOutConnectivity, printCoverage } from './commands.ts'

const print = (line: string) => console.log(line)

/** `coverage …`: which villages have a KIM group. Rejects with `UsageError` or `AppError`. */
export const runCoverage = (args: string[]): Promise<void> =>
  withStorage(({ storage }) => printCoverage(args, { storage, clock: systemClock, print }))

/** `connectivity …`: how well messages get to villages. Rejects with `UsageError` or `AppError`. */
export const runConnectivity = (args: string[]): Promise<void> =>
  withStorage(({ storage }) => carryOutConnectivity(args, { storage, clock: systemClock, print }))
