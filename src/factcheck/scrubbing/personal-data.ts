import { findAddresses } from './addresses.ts'
import { findEmails } from './emails.ts'
import type { FoldedText } from './folding.ts'
import { keepHarmlessFigures } from './kept.ts'
import { findInLinks } from './links.ts'
import { findNumbers } from './numbers.ts'
import { findPapers } from './papers.ts'
import { findPlates } from './plates.ts'
import { Taken, type PersonalData } from './spans.ts'

/** The longest text that is searched, in UTF-16 units. */
export const MAXIMUM_SEARCHED_LENGTH = 100_000

/** What is known by its form comes before what is known by the words around it; harmless figures before numbers. */
const FINDERS = [findEmails, findInLinks, findPapers, findAddresses, findPlates] as const

/** All personal data of a text in order, none within another. Linear time. */
export function findPersonalData({ text }: FoldedText): PersonalData[] {
  const taken = new Taken(text.length)
  const found: PersonalData[] = []
  for (const find of FINDERS) {
    for (const span of find(text, taken)) {
      found.push(span)
      taken.add(span)
    }
  }
  keepHarmlessFigures(text, taken)
  found.push(...findNumbers(text, taken))
  return found.toSorted((a, b) => a.start - b.start)
}
