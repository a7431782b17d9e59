import { Marked, type MarkedToken, type Token } from 'marked'

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'bold' | 'italic' | 'strike'; content: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; url: string; content: Inline[] }
  | { type: 'break' }

export type Block =
  | { type: 'paragraph'; content: Inline[] }
  | { type: 'heading'; content: Inline[] }
  /** `start` is the number of the first item of an ordered list. */
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { type: 'quote'; content: Block[] }

/** Chat Markdown: a line end is a line break. HTML, indented code and link definitions are plain text. */
const CHAT_MARKDOWN = { gfm: true, breaks: true }

/** Passes over a rule, so that the text falls to the next one. */
const literally = () => undefined

function createLexer(): Marked {
  return new Marked(CHAT_MARKDOWN, {
    tokenizer: {
      html: literally,
      tag: literally,
      code: literally,
      def: literally,
      hr: literally,
      table: literally,
    },
  })
}

type Readers<T> = { [K in MarkedToken['type']]?: (token: Extract<MarkedToken, { type: K }>) => T[] }

/** Reads a token with the reader for its type. */
function readWith<T>(readers: Readers<T>, token: MarkedToken, otherwise: (token: MarkedToken) => T[]): T[] {
  const reader = readers[token.type] as ((token: MarkedToken) => T[]) | undefined
  return (reader ?? otherwise)(token)
}

const INLINE_READERS: Readers<Inline> = {
  strong: (token) => [{ type: 'bold', content: inlinesOf(token.tokens) }],
  em: (token) => [{ type: 'italic', content: inlinesOf(token.tokens) }],
  del: (token) => [{ type: 'strike', content: inlinesOf(token.tokens) }],
  codespan: (token) => [{ type: 'code', text: token.text }],
  link: (token) => [{ type: 'link', url: token.href, content: inlinesOf(token.tokens) }],
  image: (token) => [{ type: 'link', url: token.href, content: [{ type: 'text', text: token.text }] }],
  br: () => [{ type: 'break' }],
  escape: (token) => [{ type: 'text', text: token.text }],
  text: (token) =>
    token.tokens === undefined ? [{ type: 'text', text: token.text }] : inlinesOf(token.tokens),
}

function inlinesOf(tokens: Token[] | undefined): Inline[] {
  return ((tokens ?? []) as MarkedToken[]).flatMap((token) =>
    readWith(INLINE_READERS, token, ({ raw }) => [{ type: 'text', text: raw }]),
  )
}

/** Neighbouring texts become one; spaces around a line break go. */
function tidy(content: Inline[]): Inline[] {
  const tidied: Inline[] = []
  for (const inline of content) {
    const last = tidied.at(-1)
    if (inline.type === 'text' && last?.type === 'text') last.text += inline.text
    else tidied.push(inline.type === 'text' ? { ...inline } : inline)
  }
  for (const [index, inline] of tidied.entries()) {
    if (inline.type !== 'text') continue
    if (index === 0 || tidied[index - 1]?.type === 'break') inline.text = inline.text.trimStart()
    if (index === tidied.length - 1 || tidied[index + 1]?.type === 'break')
      inline.text = inline.text.trimEnd()
  }
  return tidied.filter((inline) => inline.type !== 'text' || inline.text !== '')
}

const BLOCK_READERS: Readers<Block> = {
  space: () => [],
  heading: (token) => [{ type: 'heading', content: tidy(inlinesOf(token.tokens)) }],
  paragraph: (token) => [{ type: 'paragraph', content: tidy(inlinesOf(token.tokens)) }],
  text: (token) => [{ type: 'paragraph', content: tidy(inlinesOf([token])) }],
  code: (token) => [{ type: 'paragraph', content: [{ type: 'code', text: token.text }] }],
  blockquote: (token) => [{ type: 'quote', content: blocksOf(token.tokens) }],
  list: (token) => [
    {
      type: 'list',
      ordered: token.ordered,
      start: token.start === '' ? 1 : token.start,
      items: token.items.map((item) => blocksOf(item.tokens)),
    },
  ],
}

function blocksOf(tokens: Token[]): Block[] {
  return (tokens as MarkedToken[]).flatMap((token) =>
    readWith(BLOCK_READERS, token, ({ raw }) => [
      { type: 'paragraph', content: [{ type: 'text', text: raw.trim() }] },
    ]),
  )
}

/** Reads the Markdown of an `OutgoingMessage` as a small tree. Never throws: what is not markup is text. */
export function parseMarkup(markdown: string): Block[] {
  return blocksOf(createLexer().lexer(markdown))
}

/** How one platform writes each piece. */
interface Dialect {
  bold(text: string): string
  italic(text: string): string
  strike(text: string): string
  code(text: string): string
}

const PLAIN: Dialect = {
  bold: (text) => text,
  italic: (text) => text,
  strike: (text) => text,
  code: (text) => text,
}

/** Source: WhatsApp's help, "How to format your messages". A mark must touch the word, and works within one line. */
const WHATSAPP: Dialect = {
  bold: (text) => mark(text, '*'),
  italic: (text) => mark(text, '_'),
  strike: (text) => mark(text, '~'),
  code: (text) => (text.includes('\n') ? `\`\`\`\n${text}\n\`\`\`` : `\`${text}\``),
}

function mark(text: string, sign: string): string {
  return text.replace(/\S(?:.*\S)?/g, (line) => `${sign}${line}${sign}`)
}

/** True when the label says no more than the address: `www.example.com`, an e-mail address. */
export function isBareLink(url: string, label: string): boolean {
  return url === label || url.replace(/^(?:https?:\/\/|mailto:)/, '') === label
}

function writeInlines(content: Inline[], dialect: Dialect): string {
  return content.map((inline) => writeInline(inline, dialect)).join('')
}

function writeInline(inline: Inline, dialect: Dialect): string {
  if (inline.type === 'text') return inline.text
  if (inline.type === 'break') return '\n'
  if (inline.type === 'code') return dialect.code(inline.text)
  if (inline.type !== 'link') return dialect[inline.type](writeInlines(inline.content, dialect))
  const label = writeInlines(inline.content, PLAIN)
  if (label === '') return inline.url
  return isBareLink(inline.url, label) ? label : `${label}: ${inline.url}`
}

function writeBlock(block: Block, dialect: Dialect): string {
  if (block.type === 'paragraph') return writeInlines(block.content, dialect)
  // A bold word inside a bold heading would double the marks.
  if (block.type === 'heading') return dialect.bold(writeInlines(block.content, PLAIN))
  if (block.type === 'quote') return writeBlocks(block.content, dialect).replace(/^/gm, '> ')
  const items = block.items.map((item, index) => {
    const bullet = block.ordered ? `${block.start + index}.` : '•'
    const body = item.map((part) => writeBlock(part, dialect)).join('\n')
    return `${bullet} ${body.replaceAll('\n', '\n  ')}`
  })
  return items.join('\n')
}

function writeBlocks(blocks: Block[], dialect: Dialect): string {
  return blocks.map((block) => writeBlock(block, dialect)).join('\n\n')
}

/** WhatsApp's own marks: `*bold*`, `_italic_`, `~strike~`, `• item`, `label: url`. */
export function toWhatsApp(markdown: string): string {
  return writeBlocks(parseMarkup(markdown), WHATSAPP)
}

/** The words without any marks. */
export function toPlainText(markdown: string): string {
  return writeBlocks(parseMarkup(markdown), PLAIN)
}

/** Where to cut, best first: after a paragraph, a line, a sentence, a word. */
const SEAMS = [/\n\s*\n/g, /\n/g, /(?<=[.!?…]["'”’)\]]?)\s/g, /\s/g]

function cutPoint(text: string, limit: number): number {
  const window = text.slice(0, limit + 1)
  for (const seam of SEAMS) {
    const last = [...window.matchAll(seam)].at(-1)?.index ?? 0
    // A seam near the beginning would leave a crumb of a message.
    if (last >= limit / 3) return last
  }
  const splitsPair =
    /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(limit))
  return splitsPair ? limit - 1 : limit
}

/**
 * Cuts a text into parts of at most `limit` UTF-16 units (at least 2): at a paragraph, else a line, a sentence, a word.
 * Never cuts inside a surrogate pair. Blank text gives no part.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > limit) {
    const cut = cutPoint(rest, limit)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  return rest === '' ? parts : [...parts, rest]
}
