import type { Ability, Bench, Platform } from './bench.ts'

/** One sentence of the contract, on one platform. */
export interface Sentence {
  words: string
  /** Why the platform cannot be asked. */
  lacking: string | undefined
  check: (bench: Bench) => Promise<void>
}

/** One chapter of the contract, on one platform: `sentence` adds to it. */
export interface Chapter {
  platform: Platform
  sentences: Sentence[]
}

/** Adds a sentence. Where the platform lacks `ability`, it is shown as skipped, with the reason. */
export function sentence(
  { platform, sentences }: Chapter,
  words: string,
  check: Sentence['check'],
  ability?: Ability,
): void {
  const lacking = ability === undefined ? undefined : platform.lacks[ability]
  sentences.push({ words, lacking, check })
}

/** Every sentence that `write` adds, for one platform. */
export function sentencesOf(platform: Platform, write: (chapter: Chapter) => void): Sentence[] {
  const chapter: Chapter = { platform, sentences: [] }
  write(chapter)
  return chapter.sentences
}
