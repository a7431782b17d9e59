import type { Broadcast } from '../../domain/broadcast.ts'
import { broadcastCode, printedCode, withoutCodeLine } from '../../domain/broadcast-code.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { ChatType, OutgoingMessage } from '../../domain/message.ts'
import { indonesianDate, listInWords } from './wording.ts'

/** Enough to compare; a corrected text is shown as far as a phone takes it well. */
const EXCERPT_LENGTH = 500
const CORRECTED_LENGTH = 1_500
const SHOWN_AREAS = 3

/** An announcement, as far as an answer shows it. */
export interface ShownAnnouncement {
  broadcast: Pick<Broadcast, 'id' | 'title' | 'status' | 'expiresAt'>
  sentAt: Date
  message: OutgoingMessage
  correctedAt?: Date
}

/** Braces are the bot's own form of address: `{sapaan}`. */
const withoutBraces = (markdown: string) => markdown.replaceAll(/(?<!\\)\{/g, '\\{')

/** The beginning of an announcement below its title, in whole paragraphs: marks never reach over one. */
function beginningOf({ broadcast: { id, title }, message }: ShownAnnouncement, limit: number): string {
  const heading = `**${escapeMarkup(title)}**\n\n`
  const { text } = withoutCodeLine(id, message)
  const body = text.startsWith(heading) ? text.slice(heading.length) : text
  const shown: string[] = []
  for (const paragraph of body.split(/\n{2,}/)) {
    if (shown.length > 0 && [...shown, paragraph].join('\n\n').length > limit)
      return [...shown, '…'].join('\n\n')
    shown.push(paragraph)
  }
  return shown.join('\n\n')
}

function areasInWords(areas: string[]): string {
  const more = areas.length - SHOWN_AREAS
  return listInWords(more > 0 ? [...areas.slice(0, SHOWN_AREAS), `${more} wilayah lain`] : areas)
}

/** What else is to be known about it: it is over, or goes out no more. */
function remarks({ broadcast: { status, expiresAt } }: ShownAnnouncement, now: Date): string[] {
  if (expiresAt !== undefined && expiresAt < now)
    return [`Masa berlakunya sudah lewat, ${indonesianDate(expiresAt)}.`]
  return status === 'cancelled' ? ['Pengirimannya sudah kami hentikan.'] : []
}

/** The code is ours: what the announcement says, to compare with. Whoever copies a code may write something else above. */
export function genuine(announcement: ShownAnnouncement, areas: string[], now: Date): OutgoingMessage {
  const { broadcast, sentAt, correctedAt } = announcement
  const title = escapeMarkup(broadcast.title)
  const opening = `✅ Ini kode pengumuman resmi Diskominfo Kaltim: **${title}**, ${indonesianDate(sentAt)}, untuk ${areasInWords(areas)}.`
  const intro =
    correctedAt === undefined
      ? 'Begini awal isinya:'
      : `⚠️ Pengumuman ini **sudah diralat** pada ${indonesianDate(correctedAt)}. Yang berlaku sekarang:`
  const beginning = beginningOf(announcement, correctedAt === undefined ? EXCERPT_LENGTH : CORRECTED_LENGTH)
  return {
    text: [
      [opening, ...remarks(announcement, now)].join(' '),
      intro,
      withoutBraces(beginning).replaceAll(/^/gm, '> '),
      'Bandingkan dengan pesan yang {sapaan} terima. Kalau isinya berbeda, **jangan dipercaya**: kode ini bisa disalin ke pesan palsu.',
    ].join('\n\n'),
  }
}

/** It was ours, and is no more. */
export function recalled({ title }: Pick<Broadcast, 'title'>, recalledAt: Date): OutgoingMessage {
  return {
    text: [
      `🚫 Pengumuman dengan kode itu, **${escapeMarkup(title)}**, memang dari Diskominfo Kaltim, tetapi **sudah kami tarik** pada ${indonesianDate(recalledAt)}.`,
      '{Mohon} jangan dipakai dan jangan diteruskan lagi ya, {sapaan}.',
    ].join('\n\n'),
  }
}

/** Nobody knows the code: mistyped, or made up. */
export function unknownCode(chatType: ChatType): OutgoingMessage {
  const next =
    chatType === 'group'
      ? 'Balas pesannya dengan **/cek**, biar kami periksa isinya.'
      : 'Kirim atau teruskan pesan lengkapnya ke sini, biar kami periksa isinya.'
  return {
    text: [
      '⚠️ Kode itu **tidak kami kenal**. Mungkin salah ketik: kode kami enam huruf dan angka, tanpa 0, 1, I, L, O, dan U.',
      'Kalau di pesannya memang tertulis begitu, **jangan anggap pesannya resmi**. Jangan buka tautannya, dan jangan kirim uang atau data pribadi.',
      next,
    ].join('\n\n'),
  }
}

/** How an announcement is named in other answers, with the way to ask for it. */
export function announcementInShort({ broadcast, sentAt }: ShownAnnouncement): string {
  const code = printedCode(broadcastCode(broadcast.id))
  return `**${escapeMarkup(broadcast.title)}**, ${indonesianDate(sentAt)} (kode ${code})`
}
