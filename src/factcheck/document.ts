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

/** Some checkers write the claim in two languages. */
const LANGUAGE_BREAK = ' | '

/** The claim as far as it is looked at; of two languages the first. */
export const claimOf = ({ claimReviewed }: SearchDocument): string =>
  cutField(claimReviewed.split(LANGUAGE_BREAK)[0] ?? '')

/** The texts that are looked at, as far as they are: those that circulate, and the claim in another language. */
export const textsOf = ({ claimReviewed, circulatingTexts }: SearchDocument): string[] =>
  [...circulatingTexts, ...claimReviewed.split(LANGUAGE_BREAK).slice(1)]
    .slice(0, MAXIMUM_TEXTS)
    .map((text) => cutField(text))

/** The words of a text as one string: two texts with the same one say the same. */
export const keyOf = (text: string): string =>
  readWords(text)
    .map((word) => word.text)
    .join(' ')
