import { systemClock } from '../../clock.ts'
import { createLiteracyProgramme } from '../../literacy/programme.ts'
import { createLogger } from '../../logger.ts'
import { isServerRunning } from '../../storage/single-server.ts'
import type { Terminal } from '../terminal.ts'
import { withStorage } from '../with-storage.ts'
import { readLiteracyArguments } from './arguments.ts'
import { carryOutLiteracy } from './commands.ts'

/** `literacy …`: turns tips and quizzes on and off, and tells about them. Rejects with `UsageError` or `AppError`. */
export async function runLiteracy(args: string[], terminal: Terminal): Promise<void> {
  const request = readLiteracyArguments(args)
  await withStorage(terminal.env, async ({ storage, config }) => {
    await carryOutLiteracy(request, {
      programme: createLiteracyProgramme({ storage, clock: systemClock, logger: createLogger('silent') }),
      storage,
      clock: systemClock,
      isServerRunning: () => isServerRunning(config.databaseUrl),
      print: terminal.print,
    })
  })
}
