import { systemClock } from '../../clock.ts'
import { createLiteracyProgramme } from '../../literacy/programme.ts'
import { createLogger } from '../../logger.ts'
import { isServerRunning } from '../../storage/single-server.ts'
import { withStorage } from '../with-storage.ts'
import { readLiteracyArguments } from './arguments.ts'
import { carryOutLiteracy } from './commands.ts'

/** `literacy …`: turns tips and quizzes on and off, and tells about them. Rejects with `UsageError` or `AppError`. */
export async function runLiteracy(args: string[]): Promise<void> {
  const request = readLiteracyArguments(args)
  await withStorage(async ({ storage, config }) => {
    await carryOutLiteracy(request, {
      programme: createLiteracyProgramme({ storage, clock: systemClock, logger: createLogger('silent') }),
      storage,
      clock: systemClock,
      isServerRunning: () => isServerRunning(config.databaseUrl),
      print: (line) => console.log(line),
    })
  })
}
