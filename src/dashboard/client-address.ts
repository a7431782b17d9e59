import type { Context } from 'hono'
import { ADDRESS_HEADER } from '../staff/auth.ts'

/** What the server knows of a connection. */
export interface Connection {
  /** The other end, as the operating system says. */
  remoteAddress?: string
}

const isLoopback = (address: string) => /^(?:127\.|::1$|::ffff:127\.)/.test(address)

/**
 * The headers of a request with the network address that it comes from. A proxy on this machine is believed what it
 * says about the address before it; nobody else is.
 */
export function withClientAddress(c: Context): Headers {
  const headers = new Headers(c.req.raw.headers)
  const { remoteAddress = '' } = (c.env as Connection | undefined) ?? {}
  const told = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim()
  const address = isLoopback(remoteAddress) && told ? told : remoteAddress
  headers.set(ADDRESS_HEADER, address === '' ? '0.0.0.0' : address.replace(/^::ffff:/, ''))
  return headers
}
