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

/** The text of an announcement: its title, and what its author wrote below. */
export const announcementText = (title: string, body: string) => `**${escapeMarkup(title)}**\n\n${body}`
