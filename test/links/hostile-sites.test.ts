import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { createPageReader } from '../../src/links/fetch-page.ts'
import { createLogger } from '../../src/logger.ts'
import {
  broken,
  BROKEN,
  endless,
  HEAD,
  large,
  MEGABYTE,
  otherThings,
  TIMED_OUT,
  type Case,
} from './hostile-site-cases.ts'
import {
  answer,
  goodPage,
  PUBLIC_ADDRESS,
  startLoopbackInternet,
  TLS_NAME,
  type LoopbackInternet,
} from './loopback-internet.ts'

/** Real time, for those that only the clock stops. All others must be stopped by something else. */
const SHORT = { totalMs: 900, headersMs: 400 }

describe('a hostile site', () => {
  let internet: LoopbackInternet
  const surprises: unknown[] = []
  const note = (error: unknown) => surprises.push(error)

  beforeAll(async () => {
    internet = await startLoopbackInternet()
    internet.names.set('jahat.example', [PUBLIC_ADDRESS])
    internet.names.set(TLS_NAME, [PUBLIC_ADDRESS])
    process.on('uncaughtException', note)
  })

  beforeEach(() => {
    internet.sites.clear()
    internet.asked.length = 0
  })

  afterAll(async () => {
    process.off('uncaughtException', note)
    await internet.stop()
  })

  async function visit({ site, expected }: Case) {
    internet.sites.set('/x', site)
    const limits = expected === TIMED_OUT ? SHORT : {}
    expect(await internet.reader({ limits }).read('http://jahat.example/x')).toMatchObject(expected)
    expect(internet.decoyConnections()).toBe(0)
    expect(surprises).toEqual([])
    // Nothing is left open.
    await vi.waitFor(() => {
      expect(internet.openConnections()).toBe(0)
    })
  }

  it.each(endless)('that $name is cut off', visit)
  it.each(large)('that $name is cut off', visit)
  it.each(broken)('that $name is bounded', visit)
  it.each(otherThings)('that $name has no content', visit)

  it('with a certificate for another name is not believed', async () => {
    internet.sites.set('/x', answer(goodPage()))
    expect(await internet.reader().read('https://jahat.example/x')).toEqual({
      type: 'failed',
      because: 'tls',
    })
    expect(internet.asked).toEqual([])
  })

  it('with a certificate of its own making is not believed', async () => {
    internet.sites.set('/x', answer(goodPage()))
    const reader = internet.reader({ trusted: false })
    expect(await reader.read(`https://${TLS_NAME}/x`)).toEqual({ type: 'failed', because: 'tls' })
  })

  it('that speaks no TLS where it should is not believed', async () => {
    // Port 443 without TLS: the site sees a request in plain text and hangs up.
    expect(await internet.reader().read('http://jahat.example:443/x')).toEqual(BROKEN)
    const patient = internet.reader({ limits: SHORT })
    expect(await patient.read('https://jahat.example:80/x')).toMatchObject({ type: 'failed' })
  })

  it('that sends a million pieces of one byte is read', async () => {
    internet.sites.set('/x', (socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`)
      socket.end(`${'1\r\nx\r\n'.repeat(MEGABYTE - 10)}0\r\n\r\n`)
    })
    const result = await internet
      .reader({ limits: { totalMs: 20_000, headersMs: 5000 } })
      .read('http://jahat.example/x')
    expect(result).toMatchObject({ type: 'page' })
  })

  it('whose name servers never answer is given up', async () => {
    const reader = createPageReader({
      clock: systemClock,
      logger: createLogger('silent'),
      limits: { totalMs: 100 },
      resolve: async () => new Promise(() => {}),
    })
    expect(await reader.read('http://jahat.example/')).toEqual(TIMED_OUT)
  })
})
