import type { AnyMessageContent } from '@whiskeysockets/baileys'
import { createHash } from 'node:crypto'
import { extname } from 'node:path'
import type { OutgoingMessage } from '../../domain/message.ts'
import { splitText, toWhatsApp } from '../formatting.ts'

/** One message on WhatsApp. */
export interface OutgoingPart {
  id: string
  content: AnyMessageContent
}

/** Longer texts are folded away or cut by phones. */
const TEXT_LIMIT = 4_000
const CAPTION_LIMIT = 1_000

const MIME_TYPE: Record<string, string> = { '.png': 'image/png', '.webp': 'image/webp' }

/** The id of a further part: always the same for the same first id, so that a repeat is recognised. */
function partId(id: string, index: number): string {
  if (index === 0) return id
  return `3EB0${createHash('sha256').update(`${id}:${index}`).digest('hex').slice(0, 18).toUpperCase()}`
}

/** The text with WhatsApp's marks, and the choices as a numbered list: buttons do not work on every client. */
export function renderText({ text, choices = [] }: OutgoingMessage): string {
  const rendered = toWhatsApp(text)
  if (choices.length === 0) return rendered
  const list = choices.map((choice, index) => `${index + 1}. ${choice.label}`).join('\n')
  return `${rendered}\n\n${list}\n\nBalas dengan angkanya.`
}

/** The text as a text message, without a look at the links in it. */
export function textContent(text: string): AnyMessageContent {
  // Undefined would make Baileys fetch the page behind the first link.
  return { text, linkPreview: null }
}

/** What goes out for a message: a picture with its caption, and the text in parts of at most 4,000 characters. */
export function partsOf(message: OutgoingMessage, id: string): OutgoingPart[] {
  const text = renderText(message).trim()
  const { attachment } = message
  if (attachment === undefined) {
    return splitText(text, TEXT_LIMIT).map((part, index) => ({
      id: partId(id, index),
      content: textContent(part),
    }))
  }
  const [caption = ''] = splitText(text, CAPTION_LIMIT)
  const mimetype = MIME_TYPE[extname(attachment.path).toLowerCase()] ?? 'image/jpeg'
  const rest = splitText(text.slice(caption.length), TEXT_LIMIT)
  return [
    { id, content: { image: { url: attachment.path }, caption, mimetype } },
    ...rest.map((part, index) => ({ id: partId(id, index + 1), content: textContent(part) })),
  ]
}
