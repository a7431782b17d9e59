import { parseArgs, type ParseArgsConfig } from 'node:util'

/** The command line does not make sense; the message says how it should be. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Reads options that are known. Throws `UsageError` with the usage for any other. */
export function readOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
  usage: string,
) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch {
    throw new UsageError(`Ada pilihan yang tidak dikenal atau kurang isinya.\n\n${usage}`)
  }
}
