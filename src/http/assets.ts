import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'

const TYPES = {
  'app.css': 'text/css; charset=utf-8',
  'simulator.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const

export type AssetName = keyof typeof TYPES

/** The address of a file, with its version: a changed file has another address. */
export type AssetUrl = (name: AssetName) => string

const FOREVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** Reads and compresses the pages' own files once. `routes` serves them under `/assets`. */
export function createAssets(): { urlOf: AssetUrl; routes: Hono } {
  const files = new Map(
    Object.entries(TYPES).map(([name, type]) => {
      const bytes = readFileSync(new URL(`assets/${name}`, import.meta.url))
      const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
      return [name, { bytes, zipped: gzipSync(bytes), type, version }] as const
    }),
  )
  const routes = new Hono()
  routes.get('/:name', (c) => {
    const file = files.get(c.req.param('name'))
    if (file === undefined) return c.notFound()
    const etag = `"${file.version}"`
    c.header('ETag', etag)
    c.header('Cache-Control', c.req.query('v') === file.version ? FOREVER : ASK_AGAIN)
    if (c.req.header('If-None-Match') === etag) return c.body(null, 304)
    c.header('Vary', 'Accept-Encoding')
    c.header('Content-Type', file.type)
    if (!/\bgzip\b/.test(c.req.header('Accept-Encoding') ?? '')) return c.body(file.bytes)
    c.header('Content-Encoding', 'gzip')
    return c.body(file.zipped)
  })
  return { routes, urlOf: (name) => `/assets/${name}?v=${files.get(name)?.version ?? ''}` }
}
