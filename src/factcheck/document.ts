import type { Clarification } from '../domain/clarification.ts'
import { cutText, normalize, type NormalizedText } from './normalize.ts'

/** What the search needs of a clarification. */
export type SearchDocument = Pick<
  Clarification,
  'id' | 'claimReviewed' | 'circulatingTexts' | 'explanation'
> &
  Partial<Pick<Clarification, 'verdict'>>

/** Letter runs fall into this many buckets; a power of two. */
export const GRAM_BUCKETS = 1 << 18
const GRAM_LENGTH = 5
const MAXIMUM_FIELD_LENGTH = 6000
const MAXIMUM_TEXTS = 12
/** An explanation opens with the claim as it circulates; this many words of it count as the lead. */
const LEAD_WORDS = 60

/** One field of a document, ready to be compared. */
export interface FieldView {
  /** Keys of `normalize`, in order, with repeats. */
  terms: string[]
  /** Distinct buckets of runs of five letters. */
  grams: Int32Array
  /** The words as one string: two fields with the same one say the same. */
  key: string
}

export interface DocumentView {
  id: string
  claim: FieldView
  texts: FieldView[]
  lead: FieldView
  /** Terms of the whole explanation. */
  body: string[]
}

/** Buckets of all runs of five letters in the words, each once. */
export function gramsOf(words: string[]): Int32Array {
  const text = ` ${words.join(' ')} `
  const grams = new Set<number>()
  for (let index = 0; index + GRAM_LENGTH <= text.length; index += 1) {
    let hash = 0
    for (let offset = 0; offset < GRAM_LENGTH; offset += 1) {
      hash = Math.imul(hash, 31) + text.charCodeAt(index + offset)
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c_1b_3c_6d)
    grams.add((hash ^ (hash >>> 13)) & (GRAM_BUCKETS - 1))
  }
  return Int32Array.from(grams)
}

function fieldView({ words, terms }: NormalizedText): FieldView {
  return { terms, grams: gramsOf(words), key: words.join(' ') }
}

/** Reads a clarification once, so that queries need not. */
export function viewDocument(document: SearchDocument): DocumentView {
  const body = normalize(cutText(document.explanation, MAXIMUM_FIELD_LENGTH))
  const lead = { words: body.words.slice(0, LEAD_WORDS), terms: body.terms.slice(0, LEAD_WORDS) }
  const texts = document.circulatingTexts.slice(0, MAXIMUM_TEXTS)
  return {
    id: document.id,
    claim: fieldView(normalize(cutText(document.claimReviewed, MAXIMUM_FIELD_LENGTH))),
    texts: texts.map((text) => fieldView(normalize(cutText(text, MAXIMUM_FIELD_LENGTH)))),
    lead: fieldView(lead),
    body: body.terms,
  }
}
