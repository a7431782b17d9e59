import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'

const CSS = 'text/css; charset=utf-8'
const JAVASCRIPT = 'text/javascript; charset=utf-8'

/** Each file: where it is, and its type. */
const FILES = {
  'base.css': ['./assets/base.css', CSS],
  'app.css': ['./assets/app.css', CSS],
  'dashboard.css': ['./assets/dashboard.css', CSS],
  'simulator.js': ['./assets/simulator.js', JAVASCRIPT],
  'dashboard.js': ['./assets/dashboard.js', JAVASCRIPT],
  'htmx.js': ['htmx.org/dist/htmx.min.js', JAVASCRIPT],
  'icon.svg': ['./assets/icon.svg', 'image/svg+xml'],
} as const

export type AssetName = keyof typeof FILES

const { resolve } = createRequire(import.meta.url)
const locate = (path: string) => (path.startsWith('.') ? new URL(path, import.meta.url) : resolve(path))

/** The address of a file, with its version: a changed file has another address. */
export type AssetUrl = (name: AssetName) => string

const FOREVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** Reads and compresses the pages' own files once. `routes` serves them under `/assets`. */
export function createAssets(): { urlOf: AssetUrl; routes: Hono } {
  const files = new Map(
    Object.entries(FILES).map(([name, [path, type]]) => {
      const bytes = readFileSync(locate(path))
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
