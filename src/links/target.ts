import { promises as dns } from 'node:dns'
import { isIP } from 'node:net'
import { MAXIMUM_LINK_LENGTH } from './canonical.ts'
import { failed, refused } from './failure.ts'
import { isPublicAddress } from './public-address.ts'

const PORTS = new Set(['', '80', '443'])
/** Names that exist only inside a house, a machine or a cloud (RFC 6761, 6762, 8375, and what ICANN keeps free for it). */
const INSIDE_NAME =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|onion|test|invalid)$/
/** More addresses than this are not asked for a page; all are checked. */
const MAXIMUM_ADDRESSES = 64

/** The host of an address as a name or plain IP address: without brackets and without a final dot. */
export const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')

/**
 * Reads an address that shall be opened; `base` is the page that led to it. Throws `ReadingStopped` when only its
 * form already says that it must not be: another scheme or port, credentials, control characters, a name from inside.
 */
export function readTarget(written: string, base?: URL): URL {
  if (written.length > MAXIMUM_LINK_LENGTH || /[\s\p{Cc}]/u.test(written)) throw refused('bad_url')
  if (!URL.canParse(written, base)) throw refused('bad_url')
  const url = new URL(written, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused('bad_scheme')
  if (url.username !== '' || url.password !== '' || url.href.length > MAXIMUM_LINK_LENGTH * 3)
    throw refused('bad_url')
  const host = hostOf(url)
  if (host === '' || host.length > 253 || host.includes('..')) throw refused('bad_url')
  if (isIP(host) === 0 && (!host.includes('.') || INSIDE_NAME.test(host))) throw refused('private_address')
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refused('private_address')
  if (!PORTS.has(url.port)) throw refused('bad_port')
  url.hash = ''
  return url
}

/** Finds all addresses of a name. Rejects when there are none. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<string[]>

/**
 * Asks the name servers of the machine, with c-ares: `dns.lookup` would keep one of the four threads that files and
 * compression need too, for as long as a hostile name server likes.
 */
export const resolveByDns: Resolve = async (host, signal) => {
  const resolver = new dns.Resolver({ timeout: 1500, tries: 2 })
  const cancel = () => {
    resolver.cancel()
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/**
 * The addresses of a host, in the order in which they shall be tried. Throws `ReadingStopped` when there are none, or
 * when any of them is not public: whoever mixes both wants us to reach the other one.
 */
export async function publicAddresses(
  host: string,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<string[]> {
  if (isIP(host) !== 0) return [host]
  const addresses = await resolve(host, signal).catch(() => [])
  if (signal.aborted) throw failed('timeout')
  if (addresses.length === 0) throw failed('dns')
  if (addresses.length > MAXIMUM_ADDRESSES || !addresses.every(isPublicAddress))
    throw refused('private_address')
  // Many servers have no way out by IPv6.
  return addresses.toSorted((one, other) => isIP(one) - isIP(other))
}
