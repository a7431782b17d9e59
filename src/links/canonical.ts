import { HOST_ALIASES, isTracker, SHORTENERS, WRAPPERS } from './link-lists.ts'
import { isShareLink, platformForm } from './platform-links.ts'

/** Longer links are none: browsers and chats cut them too. UTF-16 units. */
export const MAXIMUM_LINK_LENGTH = 2048
const MAXIMUM_WRAPPERS = 3

/** A link in a message. */
export interface Link {
  /** As it stands in the message. */
  written: string
  /** What to open: unwrapped, without trackers and credentials, host as written. `http://` when no scheme was written. */
  url: string
  /** For comparing only: one form for all addresses of a page. Need not open. */
  canonical: string
  /** Lower case, in ASCII (`xn--…`), without a final dot. */
  host: string
  /** A short or share link: the page, and with it the canonical form, is known only after opening. */
  needsResolving: boolean
}

/** Names that only registries give out names under: `www.co.id` is a name itself. */
const REGISTRY = /^(?:ac|biz|co|com|desa|go|gov|mil|my|net|or|org|sch|web)\.[a-z]{2}$/
const DEVICE_PREFIX = /^(?:www\d?|m|mobile|amp|wap|touch)\./

const withoutFinalDot = (host: string) => host.replace(/\.$/, '')

/** One name for a site on telephones and computers: `m.detik.com` → `detik.com`. */
export function foldHost(host: string): string {
  let folded = withoutFinalDot(host)
  for (let round = 0; round < 2; round += 1) {
    const rest = folded.replace(DEVICE_PREFIX, '')
    if (!rest.includes('.') || REGISTRY.test(rest)) break
    folded = rest
  }
  if (folded.endsWith('.facebook.com') && !/^lm?\./.test(folded)) folded = 'facebook.com'
  return HOST_ALIASES.get(folded) ?? folded.replace(/^([a-z-]{2,12})\.m\.wikipedia\.org$/, '$1.wikipedia.org')
}

/** The web address that a text is. Undefined when it is none; a name without a dot is only known inside a house. */
function parse(text: string): URL | undefined {
  if (text.length > MAXIMUM_LINK_LENGTH) return undefined
  const full = /^(?:[a-z][a-z0-9+.-]{0,20}:\/\/|https?:\/)/i.test(text) ? text : `http://${text}`
  if (!URL.canParse(full)) return undefined
  const url = new URL(full)
  if (!/^https?:$/.test(url.protocol) || !/[^.]\.[^.]|^\[/.test(url.hostname)) return undefined
  url.username = ''
  url.password = ''
  return url
}

/** The page that a wrapper leads to. */
function wrapped(url: URL): URL | undefined {
  const host = foldHost(url.hostname)
  const amp = /^google\.[a-z.]{2,6}$/.test(host) ? /^\/amp\/(s\/)?(.+)$/.exec(url.pathname) : null
  const cache = host.endsWith('.cdn.ampproject.org') ? /^\/[cv]\/(s\/)?(.+)$/.exec(url.pathname) : null
  const copy = amp ?? cache
  if (copy !== null)
    return parse(`${copy[1] === undefined ? 'http' : 'https'}://${copy[2] ?? ''}${url.search}`)
  const rule = WRAPPERS.find(({ host: pattern, path }) => pattern.test(host) && path.test(url.pathname))
  const inner = rule?.parameters.map((name) => url.searchParams.get(name)).find((value) => value !== null)
  return inner !== undefined && inner !== null && /^https?:\/\//i.test(inner) ? parse(inner) : undefined
}

function unwrap(url: URL): URL {
  let current = url
  for (let level = 0; level < MAXIMUM_WRAPPERS; level += 1) {
    const inner = wrapped(current)
    if (inner === undefined) break
    current = inner
  }
  return current
}

function dropTrackers(url: URL, host: string): void {
  const names = [...new Set(url.searchParams.keys())]
  const trackers = names.filter((name) => isTracker(host, name))
  for (const name of trackers) url.searchParams.delete(name)
  if (!url.hash.startsWith('#!')) url.hash = ''
}

/** `%7E` → `~`, `%2f` → `%2F`: each character is written in one way (RFC 3986, 6.2.2). */
function evenEscapes(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : escape.toUpperCase()
  })
}

/** Copies of a page for telephones (AMP), and the whole article instead of its first page. */
function pagePath(path: string): string {
  return evenEscapes(path)
    .replace(/^\/amp\/(?=.)/, '/')
    .replace(/\/amp\/?$/, '/')
    .replace(/\.amp(?=\.html?$|$)/, '')
    .replace(/\/index\.html?$/, '/')
    .replace(/\/$/, '')
}

function pageQuery(query: URLSearchParams): string {
  const kept = [...query].filter(
    ([name, value]) =>
      !/^(?:amp|single)$/.test(name) &&
      !(name === 'page' && value === 'all') &&
      !(name === 'outputType' && value === 'amp'),
  )
  if (kept.length === 0) return ''
  const sorted = new URLSearchParams(kept)
  sorted.sort()
  return `?${sorted.toString()}`
}

function canonicalForm(url: URL, host: string): string {
  const post = platformForm(host, url)
  if (post !== undefined) return `https://${post}`
  const port = url.port === '' || url.port === '443' || url.port === '80' ? '' : `:${url.port}`
  return `https://${host}${port}${pagePath(url.pathname)}${pageQuery(url.searchParams)}${url.hash}`
}

function isShortener(host: string, url: URL): boolean {
  if (url.pathname.length < 2) return false
  const parent = host.slice(host.indexOf('.') + 1)
  return SHORTENERS.has(host) || (/^(?:page\.link|onelink\.me)$/.test(parent) && SHORTENERS.has(parent))
}

/** Reads one link. Undefined when the text is no address of the web, or longer than `MAXIMUM_LINK_LENGTH`. */
export function readLink(written: string): Link | undefined {
  const parsed = parse(written)
  if (parsed === undefined) return undefined
  const url = unwrap(parsed)
  const host = foldHost(url.hostname)
  dropTrackers(url, host)
  return {
    written,
    url: url.href,
    canonical: canonicalForm(url, host),
    host: withoutFinalDot(url.hostname),
    needsResolving: isShortener(host, url) || isShareLink(host, url),
  }
}
