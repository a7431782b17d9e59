import { systemClock } from '../../clock.ts'
import { createKimCodes } from '../../membership/kim-codes.ts'
import { createKimDesk } from '../../membership/kim-desk.ts'
import { createKimCodeHash } from '../../person-key.ts'
import type { Terminal } from '../terminal.ts'
import { withStorage } from '../with-storage.ts'
import { KIM_USAGE, readKimArguments } from './arguments.ts'
import { performKim } from './commands.ts'

/**
 * `kim …`: what staff do with the registry of KIMs, also while the server runs. Resolves to the exit code: 1 when a part
 * was refused. Rejects with `UsageError`, or with `AppError` when all of it was.
 */
export async function runKim(args: string[], terminal: Terminal): Promise<number> {
  if (args[0] === 'help' || args.includes('--help')) {
    terminal.print(KIM_USAGE)
    return 0
  }
  const request = readKimArguments(args)
  return withStorage(terminal.env, async ({ storage, secretKey }) => {
    const codes = createKimCodes({ storage, clock: systemClock, hashCode: createKimCodeHash(secretKey) })
    const { result, lines, isComplete } = await performKim(request, {
      desk: createKimDesk({ storage, clock: systemClock, codes }),
      gazetteer: storage.gazetteer,
      topics: storage.topics,
      chatIdAt: async (address) => (await storage.chats.find({ ...address, account: '' }))?.id,
    })
    terminal.print(request.isJson ? JSON.stringify(result, undefined, 2) : lines.join('\n'))
    return isComplete ? 0 : 1
  })
}
