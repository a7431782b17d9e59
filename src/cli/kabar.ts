/** `npm run kabar -- NOUN COMMAND …`: what staff do, also while the server runs. */
import { AppError } from '../domain/error.ts'
import { runBroadcast } from './broadcast/run.ts'
import { runConnectivity, runCoverage } from './coverage/run.ts'
import { runClarificationCommands } from './clarifications/run.ts'
import { runInquiryCommands } from './inquiries/run.ts'
import { runKim } from './kim/run.ts'
import { runLiteracy } from './literacy/run.ts'
import { UsageError } from './usage.ts'

/** By noun. Resolves with the exit code where it is not 0; rejects with `UsageError` (2) or `AppError` (1). */
const RUNNERS: Record<string, (args: string[]) => Promise<number | void>> = {
  broadcast: runBroadcast,
  kim: runKim,
  coverage: runCoverage,
  connectivity: runConnectivity,
  literacy: runLiteracy,
  inquiries: runInquiryCommands,
  clarifications: runClarificationCommands,
}

const USAGE = `Cara pakai: npm run kabar -- ${Object.keys(RUNNERS).join('|')} PERINTAH …
Tulis salah satunya tanpa perintah untuk melihat pilihannya.`

// Whoever reads only the beginning (`| head`) closes the pipe: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  const [noun = '', ...args] = process.argv.slice(2)
  const run = RUNNERS[noun]
  if (run === undefined) throw new UsageError(USAGE)
  process.exitCode = (await run(args)) ?? 0
} catch (error) {
  // What we expect is said in one sentence; anything else keeps its stack.
  console.error(error instanceof AppError || error instanceof UsageError ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
