import { toPlainText } from './channels/formatting.ts'
import { CAPTION_LIMIT, toTelegramParts } from './channels/telegram/render.ts'
import { partsOf } from './channels/whatsapp/outgoing.ts'
import type { ChannelName, OutgoingMessage } from './domain/message.ts'

function onTelegram({ text, attachment }: OutgoingMessage): string[] {
  const captions = attachment === undefined ? [] : toTelegramParts(text, CAPTION_LIMIT)
  return captions.length === 1 ? captions : toTelegramParts(text)
}

const onWhatsApp = (message: OutgoingMessage): string[] =>
  partsOf(message, 'preview').map(({ content }) => {
    if ('text' in content) return content.text
    return 'caption' in content ? (content.caption ?? '') : ''
  })

/** How a message looks on a platform, in its own notation: one text for each message that it becomes. */
export function renderFor(channel: ChannelName, message: OutgoingMessage): string[] {
  if (channel === 'telegram') return onTelegram(message)
  return channel === 'whatsapp' ? onWhatsApp(message) : [toPlainText(message.text)]
}
