const MARKUP_CHARACTER = /[!-/:-@[-`{-~]/g

/**
 * Makes plain text safe to put into the Markdown of an `OutgoingMessage`: what a person wrote is shown as written,
 * and never becomes bold, a list or a link. Spaces at the beginning of a line are dropped, as Markdown does.
 */
export function escapeMarkup(plain: string): string {
  return plain
    .replace(/\r\n?/g, '\n')
    .replace(/^[^\S\n]+/gm, '')
    .replace(MARKUP_CHARACTER, '\\$&')
}
