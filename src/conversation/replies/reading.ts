import { escapeMarkup } from '../../domain/markup.ts'
import type { AttachmentType, OutgoingMessage } from '../../domain/message.ts'

const PLEASE_TYPE =
  'Mohon ketik atau salin isi pesannya ke sini ya, Bapak/Ibu, biar kami carikan klarifikasinya.'

const INSTEAD: Record<Exclude<AttachmentType, 'image' | 'document'>, string> = {
  video:
    'Videonya sudah kami terima, tetapi kami belum bisa memeriksa isi video. Kalau ada tulisan di videonya, kirim tangkapan layarnya.',
  audio: 'Suaranya sudah kami terima, tetapi kami belum bisa mendengarkan rekaman.',
  sticker: 'Stikernya bagus 🙂 Ada pesan yang ingin dicek?',
  contact: 'Kontaknya tidak perlu dikirim, dan tidak kami simpan.',
  location: 'Lokasinya tidak perlu dikirim, dan tidak kami simpan.',
}

/** Something came that cannot be read: what to send instead. */
export function sendWordsInstead(type: keyof typeof INSTEAD): OutgoingMessage {
  return { text: `${INSTEAD[type]} ${PLEASE_TYPE}` }
}

/** Reading takes a moment. */
export function beingRead(): OutgoingMessage {
  return { text: 'Sedang dibaca, mohon tunggu sebentar ya 🙏' }
}

/** The platform does not have the file any more, or it is too large. */
export function fileNotFetched(type: 'image' | 'document'): OutgoingMessage {
  const what = type === 'image' ? 'Gambarnya' : 'Berkasnya'
  return { text: `${what} tidak bisa kami ambil; mungkin terlalu besar atau sudah dihapus. ${PLEASE_TYPE}` }
}

const PICTURE: Record<'empty' | 'busy' | 'slow' | 'broken', string> = {
  empty: 'Di gambar itu kami tidak menemukan tulisan yang bisa dibaca.',
  busy: 'Sedang banyak gambar yang masuk, jadi gambar ini belum sempat kami baca. Mohon kirim lagi sebentar lagi.',
  slow: 'Gambarnya terlalu lama dibaca.',
  broken: 'Gambarnya tidak bisa dibuka.',
}

export function pictureNotRead(because: keyof typeof PICTURE): OutgoingMessage {
  return { text: because === 'busy' ? PICTURE.busy : `${PICTURE[because]} ${PLEASE_TYPE}` }
}

const DOCUMENT: Record<'empty' | 'slow' | 'broken' | 'too_large' | 'unknown_kind', string> = {
  empty:
    'Di dokumen itu tidak ada tulisan yang bisa dibaca; mungkin isinya hasil pindai. Kirim fotonya juga bisa.',
  slow: 'Dokumennya terlalu lama dibaca.',
  broken: 'Dokumennya tidak bisa dibuka.',
  too_large: 'Dokumennya terlalu besar.',
  unknown_kind:
    'Jenis berkas itu belum bisa kami baca. Hati-hati dengan berkas APK atau program dari orang yang tidak dikenal: jangan dipasang.',
}

export function documentNotRead(because: keyof typeof DOCUMENT): OutgoingMessage {
  return { text: `${DOCUMENT[because]} ${PLEASE_TYPE}` }
}

/** Nothing came but a link, and its page cannot be read. */
export function linkNotRead(official: string | undefined): OutgoingMessage {
  const whose =
    official === undefined
      ? 'Halaman di tautan itu tidak bisa kami baca; mungkin perlu masuk dulu, atau sudah dihapus.'
      : `Tautan itu menuju situs resmi **${escapeMarkup(official)}**, tetapi halamannya tidak bisa kami baca.`
  return { text: `${whose} ${PLEASE_TYPE} Tangkapan layarnya juga boleh.` }
}

/** Before an answer: a link of the message imitates an official site. */
export function imitation(host: string): string {
  return `⚠️ **Hati-hati, tautannya tiruan.** Alamat itu dibuat mirip **${escapeMarkup(host)}**, padahal bukan. Jangan dibuka, dan jangan isi data apa pun di sana.`
}

/** Behind an answer without a clarification: a link leads to an official site. */
export function officialSite(name: string): string {
  return `Tautannya memang menuju situs resmi **${escapeMarkup(name)}**; baca langsung di sana.`
}
