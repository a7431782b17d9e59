import { setImmediate } from 'node:timers/promises'
import { Parser } from 'htmlparser2'

/** UTF-16 units that are kept of each part of a page. */
const MAXIMUM = { title: 300, description: 500, siteName: 100, text: 2000, raw: 6000, json: 100_000 }
/** The parser searches all open elements at each closing one: deeper pages are read until here. Real ones stay below 100. */
const MAXIMUM_DEPTH = 512
/** How much the parser gets at once; between two pieces is decided whether there is enough. */
const SLICE = 8192
/** After this much the others get their turn: a page of one tag with 300,000 attributes takes a second. */
const TURN = 8 * SLICE

/** What a page says about itself. All texts are one line, without control characters; empty when there is none. */
export interface PageContent {
  title: string
  /** What the browser's tab shows: error pages often say it only there. */
  tabTitle: string
  description: string
  siteName: string
  publishedAt?: Date
  /** The head of the readable text, at most 2,000 characters. */
  text: string
  hasPasswordField: boolean
}

const SKIPPED = new Set(
  'script style noscript template svg math iframe object nav header footer aside form button select textarea dialog menu'.split(
    ' ',
  ),
)
const ARTICLE_CLASS =
  /(?:^|[\s_-])(?:article|detail|entry|news|post|read|story)[_-]{1,2}(?:body|content|text)(?=$|[\s_-])/i
const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i mark q s small span strong sub sup time u wbr'.split(' '),
)

const withoutControls = (text: string) =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Surrogate}]/gu, '')
    .trim()

/** The head of a text, as a copy: a slice would keep the whole page in memory for as long as its title. */
function cut(text: string, maximum: number): string {
  const head = withoutControls(text)
    .slice(0, maximum)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
  return Buffer.from(head).toString()
}

/** Text that grows up to a limit; runs of spaces count once. */
class Collector {
  #text = ''

  add(text: string): void {
    if (this.isFull) return
    const piece = text.slice(0, SLICE).replaceAll(/\s+/g, ' ')
    this.#text += this.#text.endsWith(' ') ? piece.trimStart() : piece
  }

  get isFull(): boolean {
    return this.#text.length >= MAXIMUM.raw
  }

  get text(): string {
    return cut(this.#text, MAXIMUM.text)
  }
}

type Attributes = Record<string, string>

function isHidden(attributes: Attributes): boolean {
  return (
    'hidden' in attributes ||
    attributes['aria-hidden'] === 'true' ||
    /display:\s{0,3}none/i.test(attributes['style']?.slice(0, 500) ?? '')
  )
}

function isArticle(name: string, attributes: Attributes): boolean {
  if (name === 'article' || name === 'main' || attributes['role'] === 'main') return true
  return (
    attributes['itemprop'] === 'articleBody' || ARTICLE_CLASS.test(attributes['class']?.slice(0, 500) ?? '')
  )
}

/** Collects what is worth reading while the parser walks through a page. */
class PageWalk {
  readonly meta = new Map<string, string>()
  readonly body = new Collector()
  readonly article = new Collector()
  depth = 0
  title = ''
  heading = ''
  json = ''
  time: string | undefined
  hasPasswordField = false
  /** The depth at which each of these began; undefined outside of it. */
  #skippedAt: number | undefined
  #articleAt: number | undefined
  #titleAt: number | undefined
  #headingAt: number | undefined
  #jsonAt: number | undefined

  get isEnough(): boolean {
    return this.depth > MAXIMUM_DEPTH || (this.article.isFull && this.body.isFull)
  }

  open(name: string, attributes: Attributes): void {
    this.depth += 1
    if (name === 'meta') this.#readMeta(attributes)
    else if (name === 'input') this.hasPasswordField ||= attributes['type']?.toLowerCase() === 'password'
    else if (name === 'time') this.time ??= attributes['datetime']
    else if (name === 'script' && attributes['type'] === 'application/ld+json') this.#jsonAt ??= this.depth
    if (this.#skippedAt !== undefined) return
    if (SKIPPED.has(name) || isHidden(attributes)) this.#skippedAt = this.depth
    else this.#enter(name, attributes)
  }

  #enter(name: string, attributes: Attributes): void {
    if (name === 'title' && this.title === '') this.#titleAt ??= this.depth
    else if (name === 'h1' && this.heading === '') this.#headingAt ??= this.depth
    else if (isArticle(name, attributes)) this.#articleAt ??= this.depth
    if (!INLINE.has(name)) this.#addText(' ')
  }

  #readMeta(attributes: Attributes): void {
    const key = (attributes['property'] ?? attributes['name'] ?? attributes['itemprop'] ?? '')
      .slice(0, 50)
      .toLowerCase()
    const content = attributes['content']
    if (key !== '' && content !== undefined && this.meta.size < 200 && !this.meta.has(key))
      this.meta.set(key, content.slice(0, 1000))
  }

  read(text: string): void {
    if (this.#jsonAt !== undefined && this.json.length < MAXIMUM.json)
      this.json += text.slice(0, MAXIMUM.json)
    if (this.#titleAt !== undefined) {
      if (this.title.length < MAXIMUM.raw) this.title += text.slice(0, MAXIMUM.raw)
      return
    }
    if (this.#skippedAt !== undefined) return
    if (this.#headingAt !== undefined && this.heading.length < MAXIMUM.raw)
      this.heading += text.slice(0, MAXIMUM.raw)
    this.#addText(text)
  }

  #addText(text: string): void {
    this.body.add(text)
    if (this.#articleAt !== undefined) this.article.add(text)
  }

  close(name: string): void {
    if (!INLINE.has(name) && this.#skippedAt === undefined) this.#addText(' ')
    if (this.#skippedAt === this.depth) this.#skippedAt = undefined
    if (this.#articleAt === this.depth) this.#articleAt = undefined
    if (this.#titleAt === this.depth) this.#titleAt = undefined
    if (this.#headingAt === this.depth) this.#headingAt = undefined
    if (this.#jsonAt === this.depth) this.#jsonAt = undefined
    this.depth -= 1
  }
}

async function walk(html: string): Promise<PageWalk> {
  const page = new PageWalk()
  const parser = new Parser({
    onopentag: (name, attributes) => {
      page.open(name, attributes)
    },
    ontext: (text) => {
      page.read(text)
    },
    onclosetag: (name) => {
      page.close(name)
    },
  })
  for (let at = 0; at < html.length && !page.isEnough; at += SLICE) {
    if (at % TURN === 0 && at > 0) await setImmediate()
    parser.write(html.slice(at, at + SLICE))
  }
  parser.end()
  return page
}

/** Newsrooms that give no time zone mean that of Jakarta. */
const ZONE = '+07:00'
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})?)?/i
const EARLIEST = Date.UTC(1995, 0)
const LATEST = Date.UTC(2100, 0)

function readDate(text: string | undefined): Date | undefined {
  const [, day, time = '00:00', zone = ZONE] = ISO.exec(text?.trim() ?? '') ?? []
  if (day === undefined) return undefined
  const at = Date.parse(`${day}T${time}${zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2').toUpperCase()}`)
  return at >= EARLIEST && at < LATEST ? new Date(at) : undefined
}

function publicationDate(page: PageWalk): Date | undefined {
  const inJson = /"datePublished"\s{0,20}:\s{0,20}"([^"]{8,40})"/.exec(page.json)?.[1]
  const named = ['article:published_time', 'datepublished', 'publishdate', 'content_publishdate', 'date']
  const dates = [...named.map((name) => page.meta.get(name)), inJson, page.time]
  return dates.map(readDate).find((date) => date !== undefined)
}

const first = (maximum: number, ...texts: (string | undefined)[]) =>
  texts.map((text) => cut(text ?? '', maximum)).find((text) => text !== '') ?? ''

/** Reads a page. Any string is welcome; the work grows with its length. */
export async function readPage(html: string): Promise<PageContent> {
  const page = await walk(html)
  const { meta } = page
  const publishedAt = publicationDate(page)
  const article = page.article.text
  return {
    title: first(MAXIMUM.title, meta.get('og:title'), page.title, meta.get('twitter:title'), page.heading),
    tabTitle: first(MAXIMUM.title, page.title),
    description: first(
      MAXIMUM.description,
      meta.get('og:description'),
      meta.get('description'),
      meta.get('twitter:description'),
    ),
    siteName: first(MAXIMUM.siteName, meta.get('og:site_name'), meta.get('application-name')),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    text: article.length >= 200 ? article : page.body.text,
    hasPasswordField: page.hasPasswordField,
  }
}
