import { PassThrough } from 'node:stream'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { AppError, type AppErrorCode } from '../../src/domain/error.ts'
import { STATUS_OF } from '../../src/http/errors.ts'
import { BROWSER, HEALTHY, httpApp, SINCE } from './http-app.ts'

const fails = (reason: string) => () => Promise.reject(new Error(reason))
const echo = async (request: Request) => Response.json({ got: await request.json() }, { status: 202 })

describe('GET /health', () => {
  it('answers 200 with every part when all is well', async () => {
    const response = await httpApp().request('/health')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      status: 'ok',
      database: 'ok',
      scheduler: 'ok',
      channels: { simulator: { state: 'connected', since: '2026-11-26T00:15:00.000Z' } },
      broadcasts: { problems: [] },
    })
  })

  it.each([
    ['the database', { ...HEALTHY, database: 'broken' as const }],
    ['the scheduler', { ...HEALTHY, scheduler: 'broken' as const }],
    ['a channel', { ...HEALTHY, channels: { telegram: { state: 'broken' as const, since: SINCE } } }],
  ])('answers 503 when %s is broken', async (_, report) => {
    const response = await httpApp({ health: async () => report }).request('/health')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 'broken' })
  })

  it('shows a channel that waits for pairing as not broken, and never its code', async () => {
    const channels = {
      whatsapp: {
        state: 'needs_pairing' as const,
        since: SINCE,
        detail: 'Pindai kode QR.',
        pairing: { code: 'ABCD1234' },
      },
    }
    const response = await httpApp({ health: async () => ({ ...HEALTHY, channels }) }).request('/health')
    expect(response.status).toBe(200)
    const body = await response.text()
    expect(body).toContain('Pindai kode QR.')
    expect(body).not.toContain('ABCD1234')
  })

  it('shows announcement files with problems as not broken', async () => {
    const broadcasts = { problems: ['jadwal.md: schedule'] }
    const response = await httpApp({ health: async () => ({ ...HEALTHY, broadcasts }) }).request('/health')
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ broadcasts })
  })

  it('answers 503 when nothing can be asked', async () => {
    const response = await httpApp({ health: fails('database is locked') }).request('/health')
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ status: 'broken' })
  })
})

describe('GET /', () => {
  it('tells in Indonesian what this is and how each part is', async () => {
    const channels = {
      whatsapp: { state: 'needs_pairing' as const, since: SINCE, detail: 'Pindai kode QR.' },
    }
    const response = await httpApp({ health: async () => ({ ...HEALTHY, channels }) }).request('/')
    const page = await response.text()
    expect(response.headers.get('Content-Type')).toContain('text/html')
    expect(page).toMatch(/^<!doctype html><html lang="id">/)
    expect(page).toContain('Perlu dipasangkan dengan ponsel')
    expect(page).toContain('Pindai kode QR.')
    expect(page).not.toContain('href="/simulator"')
  })

  it('still answers when the health cannot be asked', async () => {
    const response = await httpApp({ health: fails('database is locked') }).request('/')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('Ada bagian yang bermasalah')
  })
})

describe('webhooks', () => {
  it('hands the request over and gives back the answer', async () => {
    const app = httpApp({ webhooks: { telegram: echo } })
    const response = await app.request('/webhooks/telegram', { method: 'POST', body: '{"update_id":1}' })
    expect(response.status).toBe(202)
    expect(await response.json()).toEqual({ got: { update_id: 1 } })
  })

  it('answers 404 for a channel that has none', async () => {
    expect((await httpApp().request('/webhooks/telegram', { method: 'POST' })).status).toBe(404)
    expect((await httpApp().request('/webhooks/constructor', { method: 'POST' })).status).toBe(404)
  })
})

describe('errors', () => {
  it.each(Object.entries(STATUS_OF) as [AppErrorCode, number][])('turns %s into %i', async (code, status) => {
    const telegram = () => Promise.reject(new AppError(code, 'Something is so.'))
    const response = await httpApp({ webhooks: { telegram } }).request('/webhooks/telegram', {
      method: 'POST',
    })
    expect(response.status).toBe(status)
  })

  it('gives people a page and programs JSON', async () => {
    const page = await httpApp().request('/tidak-ada', BROWSER)
    expect(page.status).toBe(404)
    expect(await page.text()).toContain('Halaman tidak ditemukan')
    expect(await (await httpApp().request('/tidak-ada')).json()).toEqual({ error: 'Halaman tidak ditemukan' })
  })

  it('hides an unexpected cause behind a reference that leads to it in the log', async () => {
    const lines = new PassThrough({ encoding: 'utf8' })
    const app = httpApp({
      webhooks: { telegram: fails('disk is full') },
      logger: pino({ level: 'error' }, lines),
    })
    const response = await app.request('/webhooks/telegram', { method: 'POST' })
    const { reference, ...rest } = (await response.json()) as { reference: string }
    expect(response.status).toBe(500)
    expect(JSON.stringify(rest)).not.toContain('disk')
    const logged = String(lines.read())
    expect(logged).toContain(reference)
    expect(logged).toContain('disk is full')
  })

  it('never writes the query of a request into the log', async () => {
    const lines = new PassThrough({ encoding: 'utf8' })
    const app = httpApp({ logger: pino({ level: 'trace' }, lines) })
    await app.request('/health?key=kunci-rahasia')
    const logged = String(lines.read())
    expect(logged).toContain('/health')
    expect(logged).not.toContain('kunci-rahasia')
  })
})

describe('security headers', () => {
  it.each(['/', '/health', '/tidak-ada', '/assets/app.css'])('are on %s', async (path) => {
    const { headers } = await httpApp().request(path)
    expect(headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('same-origin')
    expect(headers.get('X-Frame-Options')).toBe('DENY')
  })
})

describe('assets', () => {
  it('are kept for long under the address that the page gives', async () => {
    const app = httpApp()
    const page = await (await app.request('/')).text()
    const address = /href="(\/assets\/app\.css\?v=[^"]+)"/.exec(page)?.[1] ?? ''
    const response = await app.request(address, { headers: { 'Accept-Encoding': 'gzip, br' } })
    expect(response.headers.get('Cache-Control')).toContain('immutable')
    expect(response.headers.get('Content-Type')).toBe('text/css; charset=utf-8')
    expect(response.headers.get('Content-Encoding')).toBe('gzip')
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(5 * 1024)
  })

  it('answer 304 to whoever has them', async () => {
    const app = httpApp()
    const first = await app.request('/assets/icon.svg')
    const etag = first.headers.get('ETag') ?? ''
    const again = await app.request('/assets/icon.svg', { headers: { 'If-None-Match': etag } })
    expect(first.headers.get('Cache-Control')).toBe('no-cache')
    expect(again.status).toBe(304)
  })

  it('are only those that pages use', async () => {
    expect((await httpApp().request('/assets/..%2Fapp.tsx')).status).toBe(404)
  })
})
