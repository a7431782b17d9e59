import { areaLabel, type Area } from '../../domain/area.ts'
import type { ChatObstacle } from '../../domain/community.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import { formatWita } from '../../domain/wita.ts'

const groupCalled = (title: string) => (title === '' ? 'grup Bapak/Ibu' : `grup **${escapeMarkup(title)}**`)

/** What happened, and what to do about it. */
const OBSTACLE: Record<ChatObstacle, (group: string) => string[]> = {
  announce_only: (group) => [
    `Di ${group} sekarang kami tidak boleh menulis, jadi kabar resmi tidak bisa masuk ke sana.`,
    'Supaya kabarnya tetap sampai, mohon **jadikan bot ini admin grup**, atau izinkan semua anggota menulis.',
  ],
  topic_closed: (group) => [
    `Topik General di ${group} ditutup, jadi kabar resmi tidak bisa masuk ke sana.`,
    'Supaya kabarnya tetap sampai, mohon buka lagi topik itu, atau **jadikan bot ini admin** dengan izin mengelola topik.',
  ],
}

/** In private, to whoever made it so: the bot cannot write in a subscribed group any more. */
export function barredBy(title: string, obstacle: ChatObstacle): OutgoingMessage {
  const later = 'Kabar yang tertahan kami kirim begitu kami bisa menulis lagi.'
  const [what = '', todo = ''] = OBSTACLE[obstacle](groupCalled(title))
  return { text: ['Halo, Bapak/Ibu 🙏 ' + what, `${todo} ${later}`].join('\n\n') }
}

/** In private, to whoever added the bot to a group in which it cannot even say hello. */
export function barredAtOnce(title: string): OutgoingMessage {
  return {
    text: [
      `Terima kasih sudah mengundang **Kabar KIM** ke ${groupCalled(title)} 🙏 Di grup itu hanya admin yang boleh menulis, jadi kami belum bisa menyapa.`,
      'Mohon **jadikan bot ini admin grup**, atau izinkan semua anggota menulis. Setelah itu kami perkenalkan diri di grup.',
    ].join('\n\n'),
  }
}

/** In the group: the bot may write again, and so many announcements have waited for that. */
export function openAgain(held: number): OutgoingMessage {
  return {
    text: `Terima kasih 🙏 Kami sudah bisa menulis lagi di grup ini. ${held} kabar yang sempat tertahan kami kirim menyusul.`,
  }
}

/** The bot came back into a group whose announcements are stopped, or paused until an instant. */
export function backWhilePaused(area: Area, until: Date | undefined): OutgoingMessage {
  const state = until === undefined ? 'masih berhenti' : `masih dijeda sampai ${formatWita(until)}`
  return {
    text: `Terima kasih sudah mengundang kami kembali 🙏 Kabar untuk **${escapeMarkup(areaLabel(area))}** ${state}. Ingin memulainya lagi? Admin grup bisa mengetik **/langganan**.`,
  }
}
