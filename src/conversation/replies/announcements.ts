import { broadcastCode } from '../../domain/broadcast-code.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import type { Alteration } from '../../factcheck/announcements.ts'
import { announcementInShort, type ShownAnnouncement } from './genuine.ts'
import { indonesianDate, listInWords } from './wording.ts'

const ALTERED: Record<Alteration, string> = { link: 'tautannya', number: 'nomornya', figure: 'angkanya' }

const howToRead = ({ broadcast: { id } }: ShownAnnouncement) => `/cek ${broadcastCode(id)}`

/** The message is one of our announcements, word for word. */
export function confirmed(announcement: ShownAnnouncement, now: Date): OutgoingMessage {
  const { expiresAt } = announcement.broadcast
  const isOver = expiresAt !== undefined && expiresAt < now
  return {
    text: [
      `✅ Ini **sesuai pengumuman resmi kami**: ${announcementInShort(announcement)}.`,
      ...(isOver ? [`⚠️ Masa berlakunya sudah lewat, ${indonesianDate(expiresAt)}.`] : []),
      `Untuk melihat lagi yang asli, ketik ${howToRead(announcement)}`,
    ].join('\n\n'),
  }
}

/** The message was made from one of our announcements, and leads elsewhere. */
export function altered(announcement: ShownAnnouncement, alterations: Alteration[]): OutgoingMessage {
  const what = listInWords(alterations.map((alteration) => ALTERED[alteration]))
  return {
    text: [
      `🚫 **Mirip pengumuman resmi kami, tetapi ${what} berbeda. Jangan dipakai.**`,
      'Jangan buka tautannya, jangan menghubungi nomornya, dan jangan kirim uang atau data pribadi. Petugas Diskominfo kami beri tahu.',
      `Yang resmi: ${announcementInShort(announcement)}. Untuk melihatnya, ketik ${howToRead(announcement)}`,
    ].join('\n\n'),
  }
}

/** We announced something about it, but the message is not that announcement. Stands below another answer. */
export function similarAnnouncement(announcement: ShownAnnouncement): string {
  return `ℹ️ Tentang hal yang mirip, kami pernah mengumumkan ${announcementInShort(announcement)}. Isi pesan itu tidak sama persis, jadi bandingkan dulu: ketik ${howToRead(announcement)}`
}
