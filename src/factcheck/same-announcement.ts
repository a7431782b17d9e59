import { fold } from './scrubbing/folding.ts'
import { findPersonalData } from './scrubbing/personal-data.ts'

/** Marks and punctuation around a word: platforms write them in their own ways. */
const OUTER = /^[.,;:!?'"()[\]{}<>“”‘’«»…*_~`•·–—-]+|[.,;:!?'"()[\]{}<>“”‘’«»…*_~`•·–—-]+$/g
/** Variation selectors, joiners and other signs that nobody sees. */
const UNSEEN = /[\p{Cf}\uFE0E\uFE0F]/gu
const MARKDOWN_LINK = /\[([^\]\n]*)\]\(([^)\s]+)\)/g
const ESCAPED = /\\([!-/:-@[-`{-~])/g

/** The words, figures and signs of a text, with everything inside of them: `a-b.id` and `a.b.id` are two words. */
export function tokensOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(UNSEEN, '')
    .split(/\s+/)
    .map((word) => word.replaceAll(OUTER, ''))
    .filter((word) => word !== '')
}

const withoutEscapes = (text: string) => text.replaceAll(ESCAPED, '$1')

/**
 * The Markdown of an announcement as people have it before them: Telegram hides an address behind its label, the others
 * write it behind the label unless that says the same.
 */
export function readableForms(markdown: string): string[] {
  const labelled = markdown.replaceAll(MARKDOWN_LINK, '$1')
  const written = markdown.replaceAll(MARKDOWN_LINK, (_, label: string, url: string) =>
    label === '' || url.replace(/^https?:\/\//, '') === label || url === label
      ? label || url
      : `${label}: ${url}`,
  )
  return [...new Set([withoutEscapes(labelled), withoutEscapes(written)])]
}

export const isSameText = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((word, place) => word === right[place])

/** So much of an announcement's words stands in a message that was made from it. */
const COPIED_SHARE = 0.7

/** Whether most of an announcement stands in a message. */
export function isMadeFrom(announcement: readonly string[], message: readonly string[]): boolean {
  const said = new Set(message)
  const words = [...new Set(announcement)]
  return words.filter((word) => said.has(word)).length >= COPIED_SHARE * words.length
}

/** The words of a message that hold a figure and do not stand in an announcement. */
export function foreignFigures(announcement: readonly string[], message: readonly string[]): string[] {
  const known = new Set(announcement)
  return message.filter((word) => /\p{N}/u.test(word) && !known.has(word))
}

/** Telephone, account and other personal numbers of a text, digits only. */
export function numbersOf(text: string): Set<string> {
  const folded = fold(text)
  const spans = findPersonalData(folded).filter(({ kind }) => kind === 'phone' || kind === 'account')
  return new Set(spans.map(({ start, end }) => folded.text.slice(start, end).replaceAll(/\D/g, '')))
}
