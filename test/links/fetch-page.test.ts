import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createPageReader } from '../../src/links/fetch-page.ts'
import { createLogger } from '../../src/logger.ts'
import { createTestClock } from '../support/test-clock.ts'
import {
  answer,
  DEAD_PUBLIC_ADDRESS,
  goodPage,
  OTHER_PUBLIC_ADDRESS,
  PUBLIC_ADDRESS,
  redirectTo,
  startLoopbackInternet,
  TLS_NAME,
  type LoopbackInternet,
} from './loopback-internet.ts'

const KABAR = 'http://kabar.example'
const TEN_MINUTES = 10 * 60_000

describe('the page reader', () => {
  let internet: LoopbackInternet

  beforeAll(async () => {
    internet = await startLoopbackInternet()
  })

  beforeEach(() => {
    internet.sites.clear()
    internet.names.clear()
    for (const list of [internet.asked, internet.lookups, internet.connectedTo, internet.logged])
      list.length = 0
    internet.names.set('kabar.example', [PUBLIC_ADDRESS])
    internet.names.set('pendek.example', [OTHER_PUBLIC_ADDRESS])
    internet.names.set(TLS_NAME, [PUBLIC_ADDRESS])
    internet.sites.set('/x', answer(goodPage()))
  })

  afterAll(async () => {
    await internet.stop()
  })

  it('reads a page', async () => {
    expect(await internet.reader().read(`${KABAR}/x?id=1`)).toEqual({
      type: 'page',
      url: 'https://kabar.example/x?id=1',
      host: 'kabar.example',
      title: 'Judul berita',
      description: '',
      text: 'Isi berita yang cukup panjang. '.repeat(20).trim(),
    })
  })

  it('asks honestly, for nothing but the page', async () => {
    await internet.reader().read(`${KABAR}/x?id=1`)
    const lines = internet.asked[0]?.head.trim().split('\r\n') ?? []
    expect(lines[0]).toBe('GET /x?id=1 HTTP/1.1')
    expect(lines.slice(1).toSorted()).toEqual([
      'Accept-Encoding: gzip, br',
      'Accept-Language: id,en;q=0.5',
      'Accept: text/html,application/xhtml+xml',
      'Connection: close',
      'Host: kabar.example',
      'User-Agent: KabarKIM/0.1 (+link preview)',
    ])
  })

  it('reads a page with TLS, by the name that was asked for', async () => {
    expect(await internet.reader().read(`https://${TLS_NAME}/x`)).toMatchObject({ type: 'page' })
    expect(internet.asked[0]).toMatchObject({ serverName: TLS_NAME })
    expect(internet.asked[0]?.head).toContain(`Host: ${TLS_NAME}\r\n`)
  })

  it('follows a short link to the page, and sends no cookie back', async () => {
    internet.sites.set(
      '/s',
      answer('', {
        status: '301 Moved',
        headers: { Location: `https://${TLS_NAME}/y`, 'Set-Cookie': 'a=b' },
      }),
    )
    internet.sites.set('/y', redirectTo(`${KABAR}/z?utm_source=wa#atas`, '307 Temporary Redirect'))
    internet.sites.set('/z', answer(goodPage('Tujuan')))
    expect(await internet.reader().read('http://pendek.example/s')).toMatchObject({
      type: 'page',
      title: 'Tujuan',
      url: 'https://kabar.example/z',
      host: 'kabar.example',
    })
    expect(internet.asked.map(({ path }) => path)).toEqual(['/s', '/y', '/z?utm_source=wa'])
    expect(internet.asked.map(({ head }) => head).join('')).not.toMatch(/^cookie/im)
  })

  it('follows five redirects', async () => {
    for (const step of [1, 2, 3, 4, 5]) internet.sites.set(`/${step}`, redirectTo(`${step + 1}`))
    internet.sites.set('/6', answer(goodPage('Sampai')))
    expect(await internet.reader().read(`${KABAR}/1`)).toMatchObject({ type: 'page', title: 'Sampai' })
  })

  it('says where a link led when there was no content', async () => {
    internet.sites.set('/s', redirectTo(`${KABAR}/masuk`))
    internet.sites.set('/masuk', answer('<title>Masuk • Instagram</title>'))
    expect(await internet.reader().read('http://pendek.example/s')).toEqual({
      type: 'no_content',
      because: 'login',
      url: 'https://kabar.example/masuk',
      host: 'kabar.example',
    })
  })

  it('tries the next address when nobody listens at the first', async () => {
    internet.names.set('kabar.example', [DEAD_PUBLIC_ADDRESS, PUBLIC_ADDRESS])
    expect(await internet.reader().read(`${KABAR}/x`)).toMatchObject({ type: 'page' })
    expect(internet.connectedTo).toEqual([DEAD_PUBLIC_ADDRESS, PUBLIC_ADDRESS])
  })

  it('reads names in other alphabets in a redirect', async () => {
    internet.names.set('xn--mnchen-3ya.example', [PUBLIC_ADDRESS])
    internet.sites.set('/s', redirectTo('http://münchen.example/x'))
    expect(await internet.reader().read(`${KABAR}/s`)).toMatchObject({ host: 'xn--mnchen-3ya.example' })
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('unpacks %s', async (encoding, pack) => {
    internet.sites.set('/x', answer(pack(goodPage('Padat')), { headers: { 'Content-Encoding': encoding } }))
    expect(await internet.reader().read(`${KABAR}/x`)).toMatchObject({ title: 'Padat' })
  })

  it.each([
    [
      'the header',
      'text/html; charset=windows-1252',
      Buffer.from('<title>Caf\xe9 \x93Etam\x94</title>isi', 'latin1'),
      'Café “Etam”',
    ],
    [
      'an old header',
      'text/html; charset="ISO-8859-1"',
      Buffer.from('<title>Caf\xe9</title>isi', 'latin1'),
      'Café',
    ],
    [
      'a meta',
      'text/html',
      Buffer.from('<meta charset=windows-1252><title>Caf\xe9</title>', 'latin1'),
      'Café',
    ],
    [
      'a long meta',
      'text/html',
      Buffer.from(
        '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Caf\xe9</title>',
        'latin1',
      ),
      'Café',
    ],
    ['nothing, as UTF-8', 'text/html', Buffer.from('<title>Café</title>'), 'Café'],
    ['nothing, as something else', 'text/html', Buffer.from('<title>Caf\xe9</title>', 'latin1'), 'Café'],
    [
      'a byte order mark',
      'text/html; charset=windows-1252',
      Buffer.from('\ufeff<title>Café</title>'),
      'Café',
    ],
    [
      'a charset that does not exist',
      'text/html; charset=klingon',
      Buffer.from('<title>Café</title>'),
      'Café',
    ],
    ['a wrong one', 'text/html; charset=utf-8', Buffer.from('<title>Caf\xe9</title>', 'latin1'), 'Caf\ufffd'],
  ])('knows the charset from %s', async (_, type, body, title) => {
    internet.sites.set('/x', answer(body, { headers: { 'Content-Type': type } }))
    expect(await internet.reader().read(`${KABAR}/x`)).toMatchObject({ title })
  })

  it('asks once for 200 copies of a link', async () => {
    const reader = internet.reader()
    const copies = Array.from({ length: 200 }, async () => reader.read(`${KABAR}/x`))
    const results = await Promise.all(copies)
    expect(new Set(results).size).toBe(1)
    expect(internet.asked).toHaveLength(1)
  })

  it('asks again after ten minutes, and after one when the site was down', async () => {
    const clock = createTestClock()
    const reader = internet.reader({ clock })
    internet.sites.set('/rusak', (socket) => socket.destroy())
    await reader.read(`${KABAR}/x`)
    await reader.read(`${KABAR}/rusak`)
    clock.advance(59_000)
    await reader.read(`${KABAR}/x`)
    await reader.read(`${KABAR}/rusak`)
    expect(internet.asked.map(({ path }) => path)).toEqual(['/x', '/rusak'])
    clock.advance(2000)
    await reader.read(`${KABAR}/rusak`)
    clock.advance(TEN_MINUTES)
    await reader.read(`${KABAR}/x`)
    expect(internet.asked.map(({ path }) => path)).toEqual(['/x', '/rusak', '/rusak', '/x'])
  })

  it('remembers 200 pages', async () => {
    const reader = internet.reader()
    await reader.read(`${KABAR}/x?0`)
    for (let page = 1; page <= 200; page += 1) await reader.read(`${KABAR}/x?${page}`)
    expect(internet.asked).toHaveLength(201)
    await reader.read(`${KABAR}/x?200`)
    await reader.read(`${KABAR}/x?1`)
    expect(internet.asked).toHaveLength(201)
    await reader.read(`${KABAR}/x?0`)
    expect(internet.asked).toHaveLength(202)
  })

  it('reads four pages at once, and the others after them', async () => {
    let open = 0
    let most = 0
    internet.sites.set('/x', (socket, asked) => {
      open += 1
      most = Math.max(most, open)
      setTimeout(() => {
        open -= 1
        answer(goodPage())(socket, asked)
      }, 20)
    })
    const reader = internet.reader()
    const results = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => reader.read(`${KABAR}/x?${at}`)),
    )
    expect(results.every(({ type }) => type === 'page')).toBe(true)
    expect(most).toBe(4)
  })

  it('gives up by its own clock: three seconds for the head, eight for everything', async () => {
    const clock = createTestClock()
    internet.sites.set('/diam', () => {})
    internet.sites.set('/lambat', (socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>'),
    )
    const reader = internet.reader({ clock })
    const silent = reader.read(`${KABAR}/diam`)
    const slow = reader.read(`${KABAR}/lambat`)
    await vi.waitFor(() => {
      expect(internet.asked).toHaveLength(2)
    })
    await systemClock.sleep(50)
    clock.advance(3000)
    expect(await silent).toEqual({ type: 'failed', because: 'timeout' })
    clock.advance(4999)
    expect(await Promise.race([slow, systemClock.sleep(50)])).toBeUndefined()
    clock.advance(1)
    expect(await slow).toEqual({ type: 'failed', because: 'timeout' })
  })

  it('lets one person leave, and the others still get the page', async () => {
    internet.sites.set('/x', (socket, asked) => {
      setTimeout(() => {
        answer(goodPage())(socket, asked)
      }, 100)
    })
    const reader = internet.reader()
    const leaving = new AbortController()
    const first = reader.read(`${KABAR}/x`, { signal: leaving.signal })
    const second = reader.read(`${KABAR}/x`, { signal: new AbortController().signal })
    leaving.abort()
    expect(await first).toEqual({ type: 'failed', because: 'timeout' })
    expect(await second).toMatchObject({ type: 'page' })
  })

  it('stops when the last one leaves, and starts anew for the next', async () => {
    internet.sites.set('/x', () => {})
    const reader = internet.reader()
    const leaving = new AbortController()
    const read = reader.read(`${KABAR}/x`, { signal: leaving.signal })
    await vi.waitFor(() => {
      expect(internet.openConnections()).toBe(1)
    })
    leaving.abort()
    await read
    await vi.waitFor(() => {
      expect(internet.openConnections()).toBe(0)
    })
    internet.sites.set('/x', answer(goodPage()))
    expect(await reader.read(`${KABAR}/x`, { signal: new AbortController().signal })).toMatchObject({
      type: 'page',
    })
    expect(await reader.read(`${KABAR}/x`, { signal: leaving.signal })).toEqual({
      type: 'failed',
      because: 'timeout',
    })
  })

  it('logs the host and nothing else of a link', async () => {
    internet.sites.set('/s', redirectTo('/rahasia/081234567890?nik=6472010101010001'))
    const reader = internet.reader()
    await reader.read(`${KABAR}/s?nik=6472010101010001&nama=rahasia#rahasia`)
    await reader.read('http://rahasia:rahasia@kabar.example/')
    await reader.read('rahasia')
    const logged = internet.logged.join('')
    expect(logged).toContain('"host":"kabar.example"')
    expect(logged).not.toMatch(/rahasia|6472|0812|nik/)
  })

  it('without any options for tests refuses the inside, and knows no name that does not exist', async () => {
    const reader = createPageReader({
      clock: systemClock,
      logger: createLogger('silent'),
      limits: { totalMs: 500 },
    })
    expect(await reader.read('http://127.0.0.1/')).toEqual({ type: 'refused', because: 'private_address' })
    expect((await reader.read('http://tidak-ada.example/')).type).toBe('failed')
  })
})
