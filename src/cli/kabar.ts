/** `npm run kabar -- NOUN COMMAND …`: what staff do, also while the server runs. */
import { loadEnvironment } from '../config.ts'
import { runProgram } from './program.ts'

// Whoever reads only the beginning (`| head`) closes the pipe: there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  process.exitCode = await runProgram(process.argv.slice(2), {
    env: loadEnvironment(),
    print: (line) => console.log(line),
    warn: (line) => console.error(line),
    isInteractive: process.stdout.isTTY,
  })
} catch (error) {
  // What we did not expect keeps its stack.
  console.error(error)
  process.exitCode = 1
}
