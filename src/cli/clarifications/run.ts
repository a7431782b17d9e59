import { createClarificationDesk } from '../../claims/clarification-desk.ts'
import { systemClock } from '../../clock.ts'
import { hashPicture } from '../../reading/picture-hash.ts'
import type { Terminal } from '../terminal.ts'
import { withStorage } from '../with-storage.ts'
import { runClarifications } from './commands.ts'

/** `clarifications …`: from a draft to a published answer. Rejects with `UsageError` or `AppError`. */
export const runClarificationCommands = (args: string[], { env, print }: Terminal): Promise<void> =>
  withStorage(env, ({ storage }) =>
    runClarifications(args, {
      desk: createClarificationDesk({ storage, clock: systemClock }),
      gazetteer: storage.gazetteer,
      hashPicture,
      print,
    }),
  )
