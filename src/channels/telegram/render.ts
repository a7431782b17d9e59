import { isBareLink, parseMarkup, splitText, type Block, type Inline } from '../formatting.ts'

/** Telegram's limits, counted after the entities are parsed. Source: Bot API, sendMessage and sendPhoto. */
export const TEXT_LIMIT = 4_096
export const CAPTION_LIMIT = 1_024

type Tag = 'b' | 'i' | 's' | 'code' | 'pre' | 'blockquote' | 'a'

/** A stretch of the text inside one tag. Spans nest, and an outer one comes before the ones inside it. */
interface Span {
  tag: Tag
  url?: string
  start: number
  end: number
}

/** What people see, and which stretches of it look different. Positions are UTF-16 units. */
export interface StyledText {
  text: string
  spans: Span[]
}

const LINKABLE = /^(?:https?|tg):\/\/\S+$/i
const INLINE_TAG = { bold: 'b', italic: 'i', strike: 's' } as const

/** Builds a `StyledText` from front to back. */
class Writer {
  readonly spans: Span[] = []
  text = ''
  private readonly open: Tag[] = []
  private indent = ''

  write(text: string): void {
    this.text += text.replaceAll('\n', `\n${this.indent}`)
  }

  /** Telegram refuses or drops a tag inside itself, and anything inside code. */
  within(tag: Tag, content: () => void, url?: string): void {
    if (this.open.includes(tag)) {
      content()
      return
    }
    const span: Span = { tag, start: this.text.length, end: 0, ...(url === undefined ? {} : { url }) }
    this.spans.push(span)
    this.open.push(tag)
    content()
    this.open.pop()
    span.end = this.text.length
  }

  indented(content: () => void): void {
    const before = this.indent
    this.indent += '  '
    content()
    this.indent = before
  }

  inlines(content: Inline[]): void {
    for (const inline of content) this.inline(inline)
  }

  private inline(inline: Inline): void {
    if (inline.type === 'text') this.write(inline.text)
    else if (inline.type === 'break') this.write('\n')
    else if (inline.type === 'link') this.link(inline.url, inline.content)
    else if (inline.type === 'code') {
      this.within(inline.text.includes('\n') ? 'pre' : 'code', () => this.write(inline.text))
    } else this.within(INLINE_TAG[inline.type], () => this.inlines(inline.content))
  }

  private link(url: string, content: Inline[]): void {
    const start = this.text.length
    const firstSpan = this.spans.length
    const isLinkable = LINKABLE.test(url)
    if (isLinkable) this.within('a', () => this.inlines(content), url)
    else this.inlines(content)
    const label = this.text.slice(start)
    if (label === '') this.write(url)
    // Telegram finds a bare address by itself.
    if (label === '' || isBareLink(url, label)) this.spans.length = firstSpan
    else if (!isLinkable) this.write(`: ${url}`)
  }

  blocks(blocks: Block[], separator = '\n\n'): void {
    for (const [index, block] of blocks.entries()) {
      if (index > 0) this.write(separator)
      this.block(block)
    }
  }

  private block(block: Block): void {
    if (block.type === 'paragraph') this.inlines(block.content)
    else if (block.type === 'heading') this.within('b', () => this.inlines(block.content))
    else if (block.type === 'quote') this.within('blockquote', () => this.blocks(block.content))
    else {
      for (const [index, item] of block.items.entries()) {
        if (index > 0) this.write('\n')
        this.write(block.ordered ? `${block.start + index}. ` : '• ')
        this.indented(() => this.blocks(item, '\n'))
      }
    }
  }
}

/** Reads the Markdown of an `OutgoingMessage`. */
export function toStyledText(markdown: string): StyledText {
  const writer = new Writer()
  writer.blocks(parseMarkup(markdown))
  return { text: writer.text, spans: writer.spans }
}

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>]/g, (character) => ESCAPED[character] ?? character)
const escapeAttribute = (text: string) =>
  text.replace(/[&<>"]/g, (character) => ESCAPED[character] ?? character)

function openingTag({ tag, url }: Span): string {
  return url === undefined ? `<${tag}>` : `<${tag} href="${escapeAttribute(url)}">`
}

/** The HTML of one stretch. A span that crosses its border is closed there, so that each stretch stands alone. */
function sliceHtml({ text, spans }: StyledText, from: number, to: number): string {
  const open: Span[] = []
  let html = ''
  let position = from
  const writeTo = (until: number) => {
    html += escapeHtml(text.slice(position, until))
    position = until
  }
  const closeUntil = (until: number) => {
    for (let last = open.at(-1); last !== undefined && Math.min(last.end, to) <= until; last = open.at(-1)) {
      writeTo(Math.min(last.end, to))
      html += `</${last.tag}>`
      open.pop()
    }
  }
  for (const span of spans) {
    const start = Math.max(span.start, from)
    if (start >= Math.min(span.end, to)) continue
    closeUntil(start)
    writeTo(start)
    html += openingTag(span)
    open.push(span)
  }
  closeUntil(to)
  writeTo(to)
  return html
}

/**
 * Telegram's HTML (Bot API, "HTML style"), in parts of at most `limit` visible UTF-16 units, cut at paragraphs or
 * sentences. Blank text gives no part.
 */
export function toTelegramParts(markdown: string, limit = TEXT_LIMIT): string[] {
  const styled = toStyledText(markdown)
  let position = 0
  return splitText(styled.text, limit).map((part) => {
    const start = styled.text.indexOf(part, position)
    position = start + part.length
    return sliceHtml(styled, start, position)
  })
}

/** The whole text as Telegram's HTML, however long it is. */
export function toTelegramHtml(markdown: string): string {
  return toTelegramParts(markdown, Number.MAX_SAFE_INTEGER).join('')
}
