import type { Environment } from '../config.ts'

/** Where a command is given, and where it answers. */
export interface Terminal {
  env: Environment
  /** A line of the result. */
  print: (line: string) => void
  /** A line about what went wrong. */
  warn: (line: string) => void
  /** A person looks on, rather than a program that reads the output. */
  isInteractive: boolean
}
