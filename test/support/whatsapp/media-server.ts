import { createServer } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tlsCertificate } from './certificate.ts'

/** Keeps uploaded (encrypted) files in memory and gives them back. */
export interface MediaServer {
  /** `127.0.0.1:port` */
  host: string
  /** The authority to trust, in PEM. */
  ca: string
  stop(): Promise<void>
}

export async function startMediaServer(): Promise<MediaServer> {
  const files = new Map<string, Buffer>()
  const { key, cert } = await tlsCertificate()
  const server = createServer({ key, cert }, (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (request.method === 'POST') {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        files.set(path, Buffer.concat(chunks))
        response.end(JSON.stringify({ url: `https://${host}${path}`, direct_path: path }))
      })
      return
    }
    const file = files.get(path)
    if (file === undefined) response.statusCode = 404
    response.end(file)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    ca: cert,
    async stop() {
      server.close()
      server.closeAllConnections()
      if (server.listening) await once(server, 'close')
    },
  }
}
