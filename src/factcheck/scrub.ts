import { scrub as scrubOrNothing } from './scrubbing/scrub.ts'

/** As `scrubbing/scrub.ts`, for the responder: it stores no text when this throws, and logs that. */
export function scrub(text: string): string {
  const scrubbed = scrubOrNothing(text)
  if (scrubbed === undefined) throw new RangeError('the text could not be scrubbed')
  return scrubbed
}
