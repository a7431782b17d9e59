import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestHttps, type RequestOptions } from 'node:https'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { failed, type ReadingStopped } from './failure.ts'
import { hostOf } from './target.ts'

const HEADERS = {
  'User-Agent': 'KabarKIM/0.1 (+link preview)',
  Accept: 'text/html,application/xhtml+xml',
  'Accept-Language': 'id,en;q=0.5',
  'Accept-Encoding': 'gzip, br',
  Connection: 'close',
}

/** Where a connection goes. `address` is an IP address. */
export interface Endpoint {
  address: string
  port: number
}

/** How connections are made. Only tests set anything: their sites live on the loopback. */
export interface Wiring {
  /** Called with an address that passed all checks; says where to connect in its stead. */
  connectTo?: (endpoint: Endpoint) => Endpoint
  /** Certificate authorities beside the usual ones, in PEM. */
  ca?: string
}

const endpointOf = (url: URL, address: string): Endpoint => ({
  address,
  port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
})

function optionsFor(url: URL, address: string, maxHeaderSize: number, wiring: Wiring): RequestOptions {
  const host = hostOf(url)
  const endpoint = endpointOf(url, address)
  const { address: connectAddress, port } = wiring.connectTo?.(endpoint) ?? endpoint
  return {
    host: connectAddress,
    port,
    path: `${url.pathname}${url.search}`,
    method: 'GET',
    agent: false,
    setHost: false,
    headers: { Host: url.port === '' ? bracketed(host) : `${bracketed(host)}:${url.port}`, ...HEADERS },
    maxHeaderSize,
    insecureHTTPParser: false,
    // The address is already known. A name must never come to a second look-up, with another answer.
    lookup: (_name, _options, answer) => {
      answer(new Error('No second look-up'), '')
    },
    servername: isIP(host) === 0 ? host : '',
    minVersion: 'TLSv1.2',
    ...(wiring.ca === undefined ? {} : { ca: wiring.ca }),
  }
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host)

/** What an error of a connection means: before the handshake is done it is about TLS, unless nobody was there. */
function meaning(error: NodeJS.ErrnoException, request: ClientRequest): ReadingStopped {
  const { socket } = request
  const isShakingHands = socket instanceof TLSSocket && !socket.authorized
  const isNetwork = /^E(?:CONN|HOST|NET|PIPE|TIMEDOUT|ADDR|ACCES|PERM|INVAL)/.test(error.code ?? '')
  return failed(isShakingHands && !isNetwork ? 'tls' : 'connection')
}

/**
 * Asks one address for a page and resolves when the head of the answer is there. Connects to exactly that address,
 * with the name in `Host` and in TLS. Rejects with `ReadingStopped`. When `signal` aborts, the connection is closed.
 */
export function ask(
  url: URL,
  address: string,
  limits: { headerBytes: number },
  wiring: Wiring,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(failed('timeout'))
      return
    }
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(optionsFor(url, address, limits.headerBytes, wiring))
    const give = () => {
      request.destroy()
      reject(failed('timeout'))
    }
    signal.addEventListener('abort', give, { once: true })
    request.on('close', () => {
      signal.removeEventListener('abort', give)
    })
    request.on('error', (error) => {
      reject(meaning(error, request))
    })
    // A server that changes the protocol without being asked.
    request.on('upgrade', (_answer, socket) => {
      socket.destroy()
      reject(failed('connection'))
    })
    request.on('response', (answer) => {
      // It may break before anybody reads it.
      answer.on('error', () => {})
      resolve(answer)
    })
    request.end()
  })
}
