import { isDeepStrictEqual } from 'node:util'
import { withCodeLine, withoutCodeLine } from '../domain/broadcast-code.ts'
import { escapeMarkup } from '../domain/markup.ts'
import type { OutgoingMessage } from '../domain/message.ts'
import { formatWita } from '../domain/wita.ts'

/** Where the corrected text begins inside a RALAT. */
const OPENING = 'Yang benar:'

/** A RALAT: for groups in which the wrong announcement cannot be changed any more. Stands on its own. */
export function ralatNotice(
  { title, sentAt }: { title: string; sentAt: Date },
  corrected: OutgoingMessage,
): OutgoingMessage {
  const when = formatWita(sentAt)
  const lead = `Pengumuman kami "${escapeMarkup(title)}" (${when}) keliru. Mohon abaikan, dan beri tahu yang sudah membacanya.`
  return { ...corrected, text: `**RALAT**\n\n${lead}\n\n${OPENING}\n\n${corrected.text}` }
}

/** A trial, so that nobody takes it for the real thing. */
export const trialOf = (message: OutgoingMessage): OutgoingMessage => ({
  ...message,
  text: `_UJI COBA, belum disiarkan_\n\n${message.text}`,
})

/** The text of an announcement: its title, what its author wrote below, and the code that people can ask for it by. */
export const announcementText = ({ id, title }: { id: string; title: string }, body: string) =>
  withCodeLine(id, `**${escapeMarkup(title)}**\n\n${body}`)

/** What its author wrote: the text of an announcement without its title and its code. */
export function announcementBody(
  { id, title }: { id: string; title: string },
  message: OutgoingMessage,
): string {
  const { text } = withoutCodeLine(id, message)
  const heading = `**${escapeMarkup(title)}**\n\n`
  return text.startsWith(heading) ? text.slice(heading.length) : text
}

/** Whether two messages of an announcement say the same. One of before the codes may lack its line. */
export const saysTheSame = (id: string, one: OutgoingMessage, other: OutgoingMessage): boolean =>
  isDeepStrictEqual(withoutCodeLine(id, one), withoutCodeLine(id, other))
