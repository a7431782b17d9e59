import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { generate } from 'selfsigned'
import { pino } from 'pino'
import { systemClock, type Clock } from '../../src/clock.ts'
import {
  createPageReader,
  type PageLimits,
  type PageReader,
  type PageReaderDeps,
} from '../../src/links/fetch-page.ts'

/** A request as it came in. */
export interface Asked {
  path: string
  /** The whole head, as sent. */
  head: string
  /** The name in the TLS handshake; undefined without TLS. */
  serverName: string | undefined
}

/** What a site does with a connection. It may write whatever it likes. */
export type Site = (socket: Socket, asked: Asked) => void

/** The addresses of the sites: public ones that are led to the loopback. Everything else is led to the decoy. */
export const PUBLIC_ADDRESS = '93.184.215.14'
export const OTHER_PUBLIC_ADDRESS = '93.184.215.15'
/** Nobody listens there. */
export const DEAD_PUBLIC_ADDRESS = '93.184.215.99'
const SITE_ADDRESSES = new Set([PUBLIC_ADDRESS, OTHER_PUBLIC_ADDRESS])

/** An internet on the loopback: sites at public addresses, and a decoy wherever an inside address would lead. */
export interface LoopbackInternet {
  /** What the sites do, by path without query. */
  sites: Map<string, Site>
  /** Names and their addresses; a function is asked anew each time. */
  names: Map<string, string[] | (() => string[])>
  asked: Asked[]
  lookups: string[]
  /** Addresses that a connection was made to. */
  connectedTo: string[]
  /** Connections that reached the inside. */
  decoyConnections: () => number
  openConnections: () => number
  logged: string[]
  /** What a page reader needs to be in this internet. */
  wires(options?: { trusted?: boolean }): Required<Pick<PageReaderDeps, 'resolve' | 'wiring'>>
  reader(options?: { limits?: Partial<PageLimits>; clock?: Clock; trusted?: boolean }): PageReader
  stop(): Promise<void>
}

/** A plain answer, with a length and an end. */
export function answer(
  body: string | Buffer,
  { status = '200 OK', headers = {} }: { status?: string; headers?: Record<string, string> } = {},
): Site {
  const bytes = Buffer.from(body)
  const all = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': String(bytes.length),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return (socket) => {
    socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`), bytes]))
  }
}

export const redirectTo = (location: string, status = '302 Found'): Site =>
  answer('', { status, headers: { Location: location } })

/** A page that is worth reading. */
export const goodPage = (title = 'Judul berita') =>
  `<!doctype html><html><head><title>${title}</title></head><body><p>${'Isi berita yang cukup panjang. '.repeat(20)}</p></body></html>`

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function siteCertificate(name: string) {
  const pem = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  })
  return { key: pem.private, cert: pem.cert }
}

/** The certificate of the sites is for this name only. */
export const TLS_NAME = 'aman.example'

export async function startLoopbackInternet(): Promise<LoopbackInternet> {
  const certificate = await siteCertificate(TLS_NAME)
  const open = new Set<Socket>()
  const internet = {
    sites: new Map<string, Site>(),
    names: new Map<string, string[] | (() => string[])>(),
    asked: [] as Asked[],
    lookups: [] as string[],
    connectedTo: [] as string[],
    logged: [] as string[],
  }
  let decoyConnections = 0

  const serve = (socket: Socket, serverName?: string) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => {})
    let head = ''
    socket.on('data', (piece) => {
      if (head.includes('\r\n\r\n')) return
      head += piece.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      const path = head.split(' ')[1] ?? ''
      const asked = { path, head, serverName }
      internet.asked.push(asked)
      const site =
        internet.sites.get(path.split('?')[0] ?? '') ?? answer('tidak ada', { status: '404 Not Found' })
      site(socket, asked)
    })
  }
  const plain = createServer((socket) => {
    serve(socket)
  })
  const secure = createTlsServer(certificate, (socket) => {
    serve(socket, socket.servername === false ? undefined : (socket.servername ?? undefined))
  })
  secure.on('tlsClientError', () => {})
  const decoy = createServer((socket) => {
    decoyConnections += 1
    socket.on('error', () => {})
    socket.end(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>rahasia</title>rahasia dari dalam jaringan',
    )
  })
  const [plainPort, securePort, decoyPort] = [await listen(plain), await listen(secure), await listen(decoy)]
  const stream = { write: (line: string) => internet.logged.push(line) }
  const logger = pino({ level: 'trace' }, stream)

  const wires: LoopbackInternet['wires'] = ({ trusted = true } = {}) => ({
    resolve: async (host) => {
      internet.lookups.push(host)
      const known = internet.names.get(host)
      if (known === undefined) throw new Error('ENOTFOUND')
      return typeof known === 'function' ? known() : known
    },
    wiring: {
      connectTo: ({ address, port }) => {
        internet.connectedTo.push(address)
        if (address === DEAD_PUBLIC_ADDRESS) return { address: '127.0.0.1', port: 1 }
        const sitePort = port === 443 ? securePort : plainPort
        return { address: '127.0.0.1', port: SITE_ADDRESSES.has(address) ? sitePort : decoyPort }
      },
      ...(trusted ? { ca: certificate.cert } : {}),
    },
  })

  return {
    ...internet,
    decoyConnections: () => decoyConnections,
    openConnections: () => open.size,
    wires,
    reader: ({ limits, clock = systemClock, trusted = true } = {}) =>
      createPageReader({
        clock,
        logger,
        ...(limits === undefined ? {} : { limits }),
        ...wires({ trusted }),
      }),
    async stop() {
      for (const socket of open) socket.destroy()
      await Promise.all(
        [plain, secure, decoy].map(async (server) => {
          server.close()
          await once(server, 'close')
        }),
      )
    },
  }
}
