import type { IncomingMessage } from 'node:http'
import type { Clock } from '../clock.ts'
import type { Logger } from '../logger.ts'
import { decodeText, readBody } from './body.ts'
import { readLink } from './canonical.ts'
import { ask, type Wiring } from './exchange.ts'
import { failed, noContent, ReadingStopped, refused, type PageFailure } from './failure.ts'
import { emptinessOf } from './no-content.ts'
import { createPageCache } from './page-cache.ts'
import { readPage } from './page-content.ts'
import { createGate, waitFor } from './patience.ts'
import { hostOf, publicAddresses, readTarget, resolveByDns, type Resolve } from './target.ts'

/** Where a link led in the end. */
interface Place {
  /** The canonical form of the final address; see `Link.canonical`. */
  url: string
  /** The final host: lower case, in ASCII. For `judgeHost`. */
  host: string
}

/** What is behind a link. All texts are one line each, without control characters; empty when the page has none. */
export type PageResult =
  | (Place & {
      type: 'page'
      title: string
      description: string
      siteName?: string
      publishedAt?: Date
      /** The head of the readable text, at most 2,000 characters. */
      text: string
    })
  | (Place & Extract<PageFailure, { type: 'no_content' }>)
  | Exclude<PageFailure, { type: 'no_content' }>

export interface PageLimits {
  /** Everything together, waiting for a free place included. */
  totalMs: number
  /** Connecting, TLS and the head of one answer. */
  headersMs: number
  headerBytes: number
  compressedBytes: number
  decodedBytes: number
  redirects: number
  /** Pages that are read at once. */
  atOnce: number
}

const LIMITS: PageLimits = {
  totalMs: 8000,
  headersMs: 3000,
  headerBytes: 16 * 1024,
  compressedBytes: 1024 * 1024,
  decodedBytes: 3 * 1024 * 1024,
  redirects: 5,
  atOnce: 4,
}
const CACHED_PAGES = 200
const KEEP_MS = 10 * 60_000
/** A site that was down is asked again soon. */
const KEEP_FAILED_MS = 60_000
/** Addresses of one name that are tried before giving up. */
const TRIED_ADDRESSES = 2
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const HTML = /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i

export interface PageReaderDeps {
  clock: Clock
  logger: Logger
  limits?: Partial<PageLimits>
  /** For tests: their own names. */
  resolve?: Resolve
  /** For tests: their own sites. Never set in production. */
  wiring?: Wiring
}

export interface PageReader {
  /**
   * Reads the page behind `Link.url`: follows redirects, checks each address before connecting to it, and gives up
   * after eight seconds or when `signal` aborts (`failed`, timeout). Never rejects. One address is read once in ten
   * minutes, for everyone who asks.
   */
  read(url: string, options?: { signal?: AbortSignal }): Promise<PageResult>
}

const placeOf = (url: URL): Place => ({ url: readLink(url.href)?.canonical ?? url.href, host: hostOf(url) })

/** The `Location` of a redirect. Node reads headers as Latin-1; servers write UTF-8. */
function locationOf(answer: IncomingMessage): string | undefined {
  const { location } = answer.headers
  if (!REDIRECTS.has(answer.statusCode ?? 0) || location === undefined) return undefined
  return Buffer.from(location, 'latin1').toString('utf8').trim().replaceAll(' ', '%20')
}

/** Throws `ReadingStopped` when an answer is no page. */
function checkHead(answer: IncomingMessage): void {
  const { statusCode: status = 0 } = answer
  if (status === 204 || status === 205) throw noContent('empty')
  if (status < 200 || status > 299) throw noContent('status')
  if (!HTML.test(answer.headers['content-type'] ?? '')) throw noContent('not_html')
}

async function contentOf(html: string, asked: URL, final: URL): Promise<PageResult> {
  const page = await readPage(html)
  const because = emptinessOf(page, asked, final)
  if (because !== undefined) throw noContent(because)
  const { title, description, siteName, publishedAt, text } = page
  return {
    type: 'page',
    ...placeOf(final),
    title,
    description,
    ...(siteName === '' ? {} : { siteName }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    text,
  }
}

/** Reads the pages behind links with care: see `PageReader.read`. Holds at most 200 results in memory. */
export function createPageReader(deps: PageReaderDeps): PageReader {
  const { clock, logger, resolve = resolveByDns, wiring = {} } = deps
  const limits = { ...LIMITS, ...deps.limits }
  const gate = createGate(limits.atOnce)
  const cache = createPageCache<PageResult>({
    clock,
    maximum: CACHED_PAGES,
    keepMs: ({ type }) => (type === 'failed' ? KEEP_FAILED_MS : KEEP_MS),
  })

  async function connect(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const addresses = await publicAddresses(hostOf(url), resolve, signal)
    let last = failed('connection')
    for (const address of addresses.slice(0, TRIED_ADDRESSES)) {
      try {
        return await waitFor(clock, limits.headersMs, signal, (inner) =>
          ask(url, address, limits, wiring, inner),
        )
      } catch (error) {
        if (!(error instanceof ReadingStopped) || error.failure.because === 'tls') throw error
        last = error
      }
    }
    throw last
  }

  /** One step: the page, or where it leads. */
  async function visit(url: URL, asked: URL, signal: AbortSignal): Promise<PageResult | URL> {
    const answer = await connect(url, signal)
    try {
      const location = locationOf(answer)
      if (location !== undefined) return readTarget(location, url)
      checkHead(answer)
      const bytes = await readBody(answer, limits, signal)
      return await contentOf(decodeText(bytes, answer.headers['content-type'] ?? ''), asked, url)
    } finally {
      answer.destroy()
    }
  }

  async function follow(asked: URL, signal: AbortSignal): Promise<PageResult> {
    const seen = new Set<string>()
    let url = asked
    try {
      while (seen.size <= limits.redirects && !seen.has(url.href)) {
        seen.add(url.href)
        const next = await visit(url, asked, signal)
        if (!(next instanceof URL)) return next
        url = next
      }
      throw refused('too_many_redirects')
    } catch (error) {
      if (error instanceof ReadingStopped && error.failure.type === 'no_content')
        return { ...error.failure, ...placeOf(url) }
      throw error
    }
  }

  function failureOf(error: unknown, host: string): PageResult {
    if (error instanceof ReadingStopped && error.failure.type !== 'no_content') return error.failure
    logger.warn(
      { host, error: (error as NodeJS.ErrnoException).code ?? 'unknown' },
      'a link could not be read',
    )
    return { type: 'failed', because: 'connection' }
  }

  async function load(target: URL, signal: AbortSignal): Promise<PageResult> {
    const host = hostOf(target)
    const startedAt = clock.now().getTime()
    let result: PageResult
    try {
      result = await waitFor(clock, limits.totalMs, signal, async (inner) => {
        const leave = await gate.enter(inner)
        return follow(target, inner).finally(leave)
      })
    } catch (error) {
      result = failureOf(error, host)
    }
    const because = result.type === 'page' ? undefined : result.because
    logger.debug({ host, outcome: result.type, because, ms: clock.now().getTime() - startedAt }, 'link read')
    return result
  }

  return {
    async read(written, { signal } = {}) {
      let target: URL
      try {
        target = readTarget(written)
      } catch (error) {
        return failureOf(error, '')
      }
      const result = await cache.get(target.href, async (stop) => load(target, stop), signal)
      return result ?? { type: 'failed', because: 'timeout' }
    },
  }
}
