import type { Context } from 'hono'

/** A file to keep instead of a page. `name` is plain letters, digits, dots and hyphens. */
export function download(c: Context, name: string, text: string): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}"`)
  return c.body(text)
}
