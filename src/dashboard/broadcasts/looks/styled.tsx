import type { Child } from 'hono/jsx'

const MARKS = { b: 'strong', i: 'em', s: 's', code: 'code', pre: 'code', blockquote: 'blockquote' } as const
type Mark = keyof typeof MARKS

const TOKEN = /<(\/?)(b|i|s|code|pre|blockquote|a)(?: href="([^"]*)")?>|[^<]+|</g
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const plain = (text: string) => text.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity)

interface Open {
  name: string
  url: string
  content: Child[]
}

function close({ name, url, content }: Open): Child {
  if (name === 'a') {
    if (!/^https?:\/\//i.test(url)) return <>{content}</>
    return (
      <a href={url} target="_blank" rel="noreferrer">
        {content}
      </a>
    )
  }
  const Tag = MARKS[name as Mark]
  return <Tag>{content}</Tag>
}

/** Telegram's own HTML as people see it. Anything but the tags that we write is text. */
export function TelegramText({ text }: { text: string }) {
  const open: Open[] = [{ name: '', url: '', content: [] }]
  for (const [piece, slash, name, url = ''] of text.matchAll(TOKEN)) {
    if (name === undefined) open.at(-1)?.content.push(plain(piece))
    else if (slash === '') open.push({ name, url: plain(url), content: [] })
    else {
      const last = open.length > 1 ? open.pop() : undefined
      if (last !== undefined) open.at(-1)?.content.push(close(last))
    }
  }
  while (open.length > 1) {
    const last = open.pop()
    if (last !== undefined) open.at(-1)?.content.push(close(last))
  }
  return <>{open[0]?.content}</>
}

/** A mark of WhatsApp touches the words inside, and stands at the edge of a word outside. */
const WHATSAPP_MARK = /(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/u
const WHATSAPP_TAG: Record<string, 'strong' | 'em' | 's' | 'code'> = {
  '*': 'strong',
  _: 'em',
  '~': 's',
  '`': 'code',
}

/** WhatsApp's marks as people see them. */
export function WhatsAppText({ text }: { text: string }) {
  const content: Child[] = []
  let rest = text
  for (let match = WHATSAPP_MARK.exec(rest); match !== null; match = WHATSAPP_MARK.exec(rest)) {
    const [whole, sign = '', inner = ''] = match
    const Tag = WHATSAPP_TAG[sign] ?? 'em'
    content.push(rest.slice(0, match.index))
    content.push(<Tag>{sign === '`' ? inner : <WhatsAppText text={inner} />}</Tag>)
    rest = rest.slice(match.index + whole.length)
  }
  content.push(rest)
  return <>{content}</>
}
