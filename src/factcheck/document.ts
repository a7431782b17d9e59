import type { Clarification } from '../domain/clarification.ts'
import { isDebunk } from './debunk.ts'
import { cutText, readWords, type Word } from './normalize.ts'

/** What the search needs of a clarification. */
export type SearchDocument = Pick<
  Clarification,
  'id' | 'claimReviewed' | 'circulatingTexts' | 'explanation'
> &
  Partial<Pick<Clarification, 'verdict'>>

const MAXIMUM_FIELD_LENGTH = 6000
const MAXIMUM_TEXTS = 12
/** An explanation opens with the claim as it circulates; this many words of it count as the lead. */
const LEAD_WORDS = 60

/** What a document says: its words in order, with repeats. */
export interface DocumentView {
  id: string
  claim: Word[]
  texts: Word[][]
  /** For each text: does it hold a denial itself, as texts that a checker has touched do? */
  denials: boolean[]
  body: Word[]
  /** How many words of the body are its lead. */
  leadLength: number
}

/** Reads a clarification. */
export function viewDocument(document: SearchDocument): DocumentView {
  const body = readWords(cutText(document.explanation, MAXIMUM_FIELD_LENGTH))
  const texts = document.circulatingTexts
    .slice(0, MAXIMUM_TEXTS)
    .map((text) => cutText(text, MAXIMUM_FIELD_LENGTH))
  return {
    id: document.id,
    claim: readWords(cutText(document.claimReviewed, MAXIMUM_FIELD_LENGTH)),
    texts: texts.map((text) => readWords(text)),
    denials: texts.map(isDebunk),
    body,
    leadLength: Math.min(LEAD_WORDS, body.length),
  }
}
