import type { Clarification } from '../domain/clarification.ts'
import { cutText, readWords } from './normalize.ts'

/** What the search needs of a clarification. */
export type SearchDocument = Pick<
  Clarification,
  'id' | 'claimReviewed' | 'circulatingTexts' | 'explanation'
> &
  Partial<Pick<Clarification, 'verdict'>>

const MAXIMUM_FIELD_LENGTH = 6000
const MAXIMUM_TEXTS = 12
/** An explanation opens with the claim as it circulates; this many words of it count as the lead. */
export const LEAD_WORDS = 60

/** The part of a field that is looked at. */
export const cutField = (text: string): string => cutText(text, MAXIMUM_FIELD_LENGTH)

/** The circulating texts that are looked at, as far as they are. */
export const textsOf = ({ circulatingTexts }: SearchDocument): string[] =>
  circulatingTexts.slice(0, MAXIMUM_TEXTS).map((text) => cutField(text))

/** The words of a text as one string: two texts with the same one say the same. */
export const keyOf = (text: string): string =>
  readWords(text)
    .map((word) => word.text)
    .join(' ')
