import type { Message, MessageEntity, UserFromGetMe } from 'grammy/types'

/** The words of a message, without the bot's own name. */
export interface ReadText {
  text: string
  mentionsBot: boolean
}

/** The words of a message as the person sees them; empty when it has none. */
export function wordsOf(
  message: Pick<Message, 'text' | 'caption' | 'rich_message' | 'poll' | 'dice'>,
): string {
  const plain = message.text ?? message.caption
  if (plain !== undefined) return plain
  if (message.rich_message !== undefined) return richText(message.rich_message.blocks)
  return message.poll?.question ?? message.dice?.emoji ?? ''
}

/** Rich messages are trees of blocks: the words are in the `text` fields, each block on its own line. */
function richText(node: unknown): string {
  const lines: string[] = []
  const wordsIn = (value: unknown): string => {
    if (typeof value === 'string') return value
    if (Array.isArray(value)) return value.map(wordsIn).join('')
    return typeof value === 'object' && value !== null && 'text' in value ? wordsIn(value.text) : ''
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    if ('text' in value) lines.push(wordsIn(value.text))
    else Object.values(value).forEach(visit)
  }
  visit(node)
  return lines.filter((line) => line !== '').join('\n')
}

/** Where words and buttons of a message lead. */
export function hiddenLinksOf(message: Message): { hiddenLinks?: string[] } {
  const entities = [...(message.entities ?? []), ...(message.caption_entities ?? [])]
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? []
  const links = [
    ...entities.flatMap((entity) => (entity.type === 'text_link' ? [entity.url] : [])),
    ...buttons.flatMap((button) => ('url' in button ? [button.url] : [])),
    ...richLinks(message.rich_message?.blocks),
  ]
  return links.length === 0 ? {} : { hiddenLinks: [...new Set(links)] }
}

/** Addresses anywhere in the tree of a rich message. */
function richLinks(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(richLinks)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'url' && typeof value === 'string' ? [value] : richLinks(value),
  )
}

function isNamedBy(entity: MessageEntity, text: string, me: UserFromGetMe): boolean {
  if (entity.type === 'text_mention') return entity.user.id === me.id
  if (entity.type !== 'mention') return false
  return text.slice(entity.offset, entity.offset + entity.length).toLowerCase() === nameOf(me)
}

const nameOf = (me: UserFromGetMe) => `@${me.username.toLowerCase()}`

/** Cuts stretches out, back to front, with one of the two spaces around each. */
function cut(text: string, stretches: { start: number; end: number }[]): string {
  let rest = text
  for (const { start, end } of stretches.toReversed()) {
    const before = rest.slice(0, start)
    const after = rest.slice(end)
    rest = before + (/(?:^|\s)$/.test(before) ? after.replace(/^ /, '') : after)
  }
  return rest.trim()
}

/**
 * The words without the bot's name: `/cek@bot` becomes `/cek`, `@bot benarkah?` becomes `benarkah?`. Undefined when
 * the message begins with a command for another bot.
 */
export function readText(message: Message, me: UserFromGetMe): ReadText | undefined {
  const text = wordsOf(message)
  const entities = message.entities ?? message.caption_entities ?? []
  const stretches: { start: number; end: number }[] = []
  for (const entity of entities) {
    const start = entity.offset
    const end = start + entity.length
    if (entity.type === 'bot_command' && start === 0) {
      const at = text.slice(start, end).indexOf('@')
      if (at < 0) continue
      if (text.slice(start + at, end).toLowerCase() !== nameOf(me)) return undefined
      stretches.push({ start: start + at, end })
    } else if (isNamedBy(entity, text, me)) stretches.push({ start, end })
  }
  return { text: cut(text, stretches), mentionsBot: stretches.length > 0 }
}
