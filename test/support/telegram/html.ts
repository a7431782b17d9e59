import type { MessageEntity } from 'grammy/types'

export type ParsedHtml = { text: string; entities: MessageEntity[]; notes: string[] } | { error: string }

/** The tags of Telegram's "HTML style" that a message may use. */
const ENTITY_OF: Record<string, MessageEntity.CommonMessageEntity['type'] | 'pre' | 'text_link'> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  a: 'text_link',
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|(lt|gt|amp|quot));/g, (_, code: string | undefined, name: string) =>
    code === undefined ? (NAMED[name] ?? '') : String.fromCodePoint(Number(code)),
  )
}

interface OpenTag {
  name: string
  offset: number
  url: string | undefined
}

function entityOf({ name, offset, url }: OpenTag, length: number): MessageEntity | undefined {
  const type = ENTITY_OF[name]
  if (type === undefined || length === 0) return undefined
  if (type !== 'text_link') return { type, offset, length }
  // Telegram shows a link with a bad address as plain text.
  return url !== undefined && /^(?:https?|tg):\/\//.test(url) ? { type, offset, length, url } : undefined
}

/**
 * Reads `parse_mode: 'HTML'` as strictly as Telegram, with its words for what is wrong. `notes` are things that
 * Telegram would swallow, but that nobody means: a bare `&`, a tag inside itself, something inside code.
 */
export function parseHtml(html: string): ParsedHtml {
  const entities: MessageEntity[] = []
  const notes: string[] = []
  const open: OpenTag[] = []
  let text = ''
  let position = 0
  const at = () => `at byte offset ${Buffer.byteLength(html.slice(0, position))}`

  while (position < html.length) {
    const next = html.indexOf('<', position)
    const plain = html.slice(position, next < 0 ? html.length : next)
    if (/&(?!#\d+;|(?:lt|gt|amp|quot);)/.test(plain)) notes.push('a bare & in the HTML')
    text += decode(plain)
    if (next < 0) break
    position = next
    const tag = /^<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/i.exec(html.slice(next))
    if (tag === null) return { error: `Unsupported start tag ${at()}` }
    const [whole, slash, rawName = '', attributes = ''] = tag
    const name = rawName.toLowerCase()
    if (slash === '/') {
      const last = open.pop()
      if (last === undefined) return { error: `Unexpected end tag ${at()}` }
      if (last.name !== name) {
        return { error: `Unmatched end tag ${at()}, expected "</${last.name}>", found "</${name}>"` }
      }
      const entity = entityOf(last, text.length - last.offset)
      if (entity !== undefined) entities.push(entity)
    } else {
      if (ENTITY_OF[name] === undefined) return { error: `Unsupported start tag "${name}" ${at()}` }
      if (open.some((outer) => outer.name === name)) notes.push(`<${name}> inside itself`)
      if (open.some((outer) => outer.name === 'code')) notes.push(`<${name}> inside code`)
      const url = /href="([^"]*)"/.exec(attributes)?.[1]
      open.push({ name, offset: text.length, url: url === undefined ? undefined : decode(url) })
    }
    position += whole.length
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined)
    return { error: `Can't find end tag corresponding to start tag "${unclosed.name}"` }
  return { text, entities, notes }
}

/** What Telegram's apps mark in a text that a person writes. */
export function entitiesOfText(text: string): MessageEntity[] {
  const find = (pattern: RegExp, type: MessageEntity.CommonMessageEntity['type']): MessageEntity[] =>
    [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length }))
  return [
    ...find(/(?<![\w/@])\/[a-z0-9_]{1,64}(?:@\w{5,32})?/gi, 'bot_command'),
    ...find(/(?<![\w@/]|\/\w{1,64})@\w{5,32}\b/g, 'mention'),
    ...find(/\bhttps?:\/\/[^\s<>]+[^\s<>.,;:!?)]/g, 'url'),
  ].toSorted((a, b) => a.offset - b.offset)
}
