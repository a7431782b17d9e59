import { fold } from './folding.ts'
import { findHotlines } from './kept.ts'
import { findLinks } from './links.ts'
import { findPersonalData, MAXIMUM_SEARCHED_LENGTH } from './personal-data.ts'
import { MASK, type Span } from './spans.ts'

/** What stands in the place of what a scam text must not hand on. */
const ECHO_MASK = { link: '[tautan disamarkan]', handle: '[akun disamarkan]' } as const

/** Endings that only Indonesian authorities, universities and the armed forces can register. */
const OFFICIAL_ENDINGS = ['go.id', 'ac.id', 'mil.id']

/** Fact-checkers that residents may be sent to. */
export const FACT_CHECK_HOSTS: readonly string[] = ['turnbackhoax.id', 'cekfakta.com', 'cekfakta.tempo.co']

/** Signs that turn the direction of writing, or are not seen at all: they may hide a link. */
const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g
/** Addresses taken apart so that no program sees them, `bit . ly/abc`, and ones with an ending of any kind. */
const BROKEN_LINK =
  /(?<![a-z\d])[a-z\d-]{2,63}(?: ?\. ?| (?:dot|titik) )[a-z]{2,12}\/[^\s<>"]{1,500}|(?<![a-z\d])[a-z\d-]{2,63}(?: \. ?| (?:dot|titik) )(?:com|net|org|id|co|me|ly|xyz|site|online|info|top|link|click)(?![a-z\d])/gi
const HANDLE = /(?<![\p{L}\p{N}._/@])@[a-z\d_.]{3,39}[a-z\d_]/giu
const ADDRESS = /^(?:https?:\/\/)?([a-z\d.-]{1,253})(?::(?:80|443))?((?:\/[^\s]*)?)$/i

interface Masked extends Span {
  mask: string
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`)

/**
 * Does a link lead to an official host and nowhere else? It must be written plainly: no user name before an @, no
 * letters in disguise, no other address behind it.
 */
function isOfficial(link: string, hosts: readonly string[]): boolean {
  const [, host = '', path = ''] = ADDRESS.exec(link) ?? []
  if (host === '' || /%|\/\/|@|www\.|[?&#]/i.test(path)) return false
  const lower = host.toLowerCase().replace(/\.$/, '')
  return [...OFFICIAL_ENDINGS, ...hosts].some((domain) => isWithin(lower, domain))
}

interface Allowed {
  hosts: readonly string[]
  handles: readonly string[]
}

function findMasked(text: string, folded: ReturnType<typeof fold>, { hosts, handles }: Allowed): Masked[] {
  const masked: Masked[] = []
  const official: Span[] = []
  for (const { start, end } of findLinks(folded.text)) {
    const [from, to] = folded.toOriginal(start, end)
    // As it was written: a letter of another script makes another host.
    const link = text.slice(from, to).replace(/[.,!?:)\]*_~]{1,20}$/, '')
    if (isOfficial(link, hosts)) official.push({ start: from, end: to })
    else masked.push({ start: from, end: from + link.length, mask: ECHO_MASK.link })
  }
  const add = ({ start, end }: Span, mask: string) => {
    const [from, to] = folded.toOriginal(start, end)
    const isPartOfOfficial = official.some((link) => from < link.end && to > link.start)
    if (mask !== ECHO_MASK.link || !isPartOfOfficial) masked.push({ start: from, end: to, mask })
  }
  for (const { 0: link, index } of folded.text.matchAll(BROKEN_LINK))
    add({ start: index, end: index + link.length }, ECHO_MASK.link)
  for (const data of findPersonalData(folded)) add(data, MASK[data.kind])
  for (const number of findHotlines(folded.text)) add(number, MASK.phone)
  for (const { 0: handle, index } of text.matchAll(HANDLE))
    if (!handles.includes(handle))
      masked.push({ start: index, end: index + handle.length, mask: ECHO_MASK.handle })
  return masked.toSorted((a, b) => a.start - b.start || b.end - a.end)
}

/**
 * A text, most often of a scam, as the bot may show it: links, numbers, accounts and e-mail addresses become words in
 * square brackets. Links to hosts under go.id, ac.id, mil.id and `hosts` stay, and so do `handles`, with their `@`.
 *
 * Undefined when it cannot tell (over 100,000 UTF-16 units, or something broke): then nothing of it may be shown.
 * Never throws.
 */
export function maskForEcho(
  text: string,
  hosts: readonly string[] = FACT_CHECK_HOSTS,
  handles: readonly string[] = [],
): string | undefined {
  try {
    if (text.length > MAXIMUM_SEARCHED_LENGTH) return undefined
    const shown: string[] = []
    let from = 0
    for (const { start, end, mask } of findMasked(text, fold(text), { hosts, handles })) {
      if (start >= from) shown.push(text.slice(from, start), mask)
      from = Math.max(from, end)
    }
    return (shown.join('') + text.slice(from)).replaceAll(HIDDEN, '')
  } catch {
    return undefined
  }
}
