import { AppError } from '../domain/error.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage.ts'

/** Resolves with the exit code where it is not 0; rejects with `UsageError` or `AppError`. */
type Runner = (args: string[], terminal: Terminal) => Promise<number | void>

/** By noun. Each is loaded when it is asked for: a command should not wait for the others. */
const RUNNERS: Record<string, () => Promise<Runner>> = {
  broadcast: async () => (await import('./broadcast/run.ts')).runBroadcast,
  kim: async () => (await import('./kim/run.ts')).runKim,
  coverage: async () => (await import('./coverage/run.ts')).runCoverage,
  connectivity: async () => (await import('./coverage/run.ts')).runConnectivity,
  literacy: async () => (await import('./literacy/run.ts')).runLiteracy,
  inquiries: async () => (await import('./inquiries/run.ts')).runInquiryCommands,
  topics: async () => (await import('./topics/run.ts')).runTopics,
  clarifications: async () => (await import('./clarifications/run.ts')).runClarificationCommands,
}

const USAGE = `Cara pakai: npm run kabar -- ${Object.keys(RUNNERS).join('|')} PERINTAH …
Tulis salah satunya tanpa perintah untuk melihat pilihannya.`

/**
 * Carries out `NOUN COMMAND …`. Resolves to the exit code: 0 done, 1 refused with a sentence, 2 not understood. Rejects
 * with what nobody expected.
 */
export async function runProgram([noun = '', ...args]: string[], terminal: Terminal): Promise<number> {
  try {
    const load = Object.hasOwn(RUNNERS, noun) ? RUNNERS[noun] : undefined
    if (load === undefined) throw new UsageError(USAGE)
    const run = await load()
    return (await run(args, terminal)) ?? 0
  } catch (error) {
    if (!(error instanceof AppError || error instanceof UsageError)) throw error
    terminal.warn(error.message)
    return error instanceof UsageError ? 2 : 1
  }
}
