import { MAXIMUM_LINK_LENGTH, readLink, type Link } from './canonical.ts'
import { BARE_ENDINGS } from './link-lists.ts'

/** A message with more links than this is looked at no further. */
export const MAXIMUM_LINKS = 50
/** UTF-16 units of a message that are looked at. */
const MAXIMUM_TEXT_LENGTH = 100_000

/**
 * Where a link may start: `https://`, or a name with an ending behind a character that names do not have.
 * All repetitions are bounded, and a name starts only once in a run of its characters: the time stays linear.
 */
const LETTER = String.raw`[\p{L}\p{N}\p{M}\p{Cf}-]`
const DOT = '[.。．｡]'
const START = new RegExp(
  [
    String.raw`(?<scheme>https?:\/{1,3})`,
    String.raw`(?<![\p{L}\p{N}\p{M}@._/-])(?<name>(?:${LETTER}{1,63}${DOT}){1,20}(?<ending>xn--[a-z\d-]{2,30}|[\p{L}\p{M}\p{Cf}]{2,24})(?!${DOT}?[\p{L}\p{N}@_])(?::\d{2,5})?)(?<next>[/?#])?`,
  ].join('|'),
  'giu',
)
/** `https://` right behind a letter: somebody forgot the space between two links. */
const GLUED_SCHEME = /(?<=[a-z\d.,;)])https?:\/\//i
/** What no link holds: spaces, quotes, angle brackets, and control characters. */
const STOP = /[\s<>"`“”„«»‹›|\\^\p{Cc}]/u
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', "'": "'", '‘': '’' }
const TRAILING = /[.,;:!?'"*~)\]}»”’…。、，！？]/u

/** Where the bracket closes that stands before the link. */
function closingAt(text: string, open: string, close: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === close) {
      if (depth === 0) return at
      depth -= 1
    } else if (text[at] === open) depth += 1
  }
  return text.length
}

const count = (text: string, character: string) => text.split(character).length - 1

/** Cuts off the punctuation of the sentence; a bracket that was opened inside stays, as Wikipedia's titles have it. */
function withoutTrailing(link: string, before: string): string {
  let end = link.length
  const unclosed = new Map([
    [')', count(link, ')') - count(link, '(')],
    [']', count(link, ']') - count(link, '[')],
  ])
  while (end > 0 && TRAILING.test(link.charAt(end - 1))) {
    const last = link.charAt(end - 1)
    const extra = unclosed.get(last)
    if (extra !== undefined && extra <= 0) break
    if (extra !== undefined) unclosed.set(last, extra - 1)
    end -= 1
  }
  const cut = link.slice(0, end)
  return before === '_' && cut.endsWith('_') ? cut.slice(0, -1) : cut
}

/** `https://detik.com,kompas.com`: no host has such characters; a name before `@` may. */
function withoutSecondHost(link: string): string {
  const authority = /^https?:\/{1,3}[^/?#]*/i.exec(link)?.[0]
  if (authority === undefined || authority.includes('@')) return link
  const at = authority.search(/[,;!*'()&=~$+]/)
  return at < 0 ? link : link.slice(0, at)
}

/** The link that starts at the head of `rest`. */
function cutLink(rest: string, before: string): string {
  const stop = rest.search(STOP)
  let link = stop < 0 ? rest : rest.slice(0, stop)
  const close = CLOSING[before]
  if (close !== undefined) link = link.slice(0, closingAt(link, before, close))
  const glued = link.slice(8).search(GLUED_SCHEME)
  if (glued >= 0) link = link.slice(0, glued + 8)
  return withoutTrailing(withoutSecondHost(link), before)
}

/** True when a name without `https://` is meant as a link. */
function isBareLink(name: string, ending: string, next: string | undefined): boolean {
  if (/^www\d?\./i.test(name)) return true
  const plain = ending.toLowerCase().replaceAll(/\p{Cf}/gu, '')
  if (BARE_ENDINGS.has(plain)) return true
  // Any other ending only with a path: `contoh.ac/daftar`. `dan/atau` has no dot, `12.30/orang` no letters.
  return next === '/' && /^xn--|^[a-z]{2,24}$/.test(plain) && /[a-z]/i.test(name) && count(name, '.') > 1
}

/**
 * Finds the links in a message, with and without `https://`, inside of brackets, quotes, Markdown and WhatsApp's
 * formatting. In order, at most `MAXIMUM_LINKS`; a link that stands twice comes twice. Any string is welcome.
 */
export function findLinks(text: string): Link[] {
  const seen = text.slice(0, MAXIMUM_TEXT_LENGTH)
  const links: Link[] = []
  const starts = new RegExp(START)
  for (let match = starts.exec(seen); match !== null; match = starts.exec(seen)) {
    const { scheme, name = '', ending = '', next } = match.groups ?? {}
    if (scheme === undefined && !isBareLink(name, ending, next)) continue
    const before = match.index === 0 ? '' : seen.charAt(match.index - 1)
    const hasMore = scheme !== undefined || next !== undefined
    const rest = seen.slice(match.index, match.index + MAXIMUM_LINK_LENGTH + 1)
    const written = hasMore ? cutLink(rest, before) : name
    const link = readLink(written)
    starts.lastIndex = Math.max(starts.lastIndex, match.index + written.length)
    if (link !== undefined) links.push(link)
    if (links.length === MAXIMUM_LINKS) break
  }
  return links
}
