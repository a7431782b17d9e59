/** One line of at most `limit` characters for a table or a list; a longer one ends in `…`. */
export function oneLine(text: string, limit: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  // No half of a character is left at the end.
  return line.length <= limit ? line : `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
