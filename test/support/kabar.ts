import { runProgram } from '../../src/cli/program.ts'

export interface Outcome {
  code: number
  /** What it printed, warnings included. */
  output: string
}

/** `npm run kabar -- …` on a database, in this process: one of its own takes seconds to begin. */
export async function kabar(databaseUrl: string, ...args: string[]): Promise<Outcome> {
  const lines: string[] = []
  const print = (line: string) => void lines.push(`${line}\n`)
  const env = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' }
  const code = await runProgram(args, { env, print, warn: print, isInteractive: false })
  return { code, output: lines.join('') }
}
