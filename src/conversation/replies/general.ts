import { areaLabel, type Area } from '../../domain/area.ts'
import type { AttachmentType, OutgoingMessage } from '../../domain/message.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { SmallTalk } from '../small-talk.ts'

/** `/start` in a private chat. */
export function welcome(): OutgoingMessage {
  return {
    text: [
      'Halo, Bapak/Ibu 👋 Ini **Kabar KIM** dari Diskominfo Kalimantan Timur.',
      'Dapat pesan yang meragukan? **Teruskan ke sini**, nanti kami carikan klarifikasinya.',
      'Ingin grup KIM menerima kabar resmi untuk wilayahnya? Tambahkan bot ini ke grup, lalu admin grup mengetik **/langganan** di sana.',
    ].join('\n\n'),
  }
}

/** `/bantuan` in a private chat. */
export function helpInPrivate(): OutgoingMessage {
  return {
    text: [
      'Yang bisa Bapak/Ibu lakukan di sini:',
      '- Kirim atau teruskan pesan yang ingin dicek kebenarannya\n- **/langganan** – cara grup menerima kabar resmi\n- **/tentang** – siapa kami\n- **/privasi** – apa yang kami simpan',
    ].join('\n\n'),
  }
}

/** `/bantuan` in a group. */
export function helpInGroup(): OutgoingMessage {
  return {
    text: [
      'Yang bisa dilakukan di grup ini:',
      '- **/cek** – balas pesan yang meragukan dengan /cek\n- **/status** – wilayah dan topik grup ini\n- **/langganan** – pilih wilayah dan topik (admin)\n- **/berhenti** – berhenti menerima kabar (admin)',
    ].join('\n\n'),
  }
}

/** `/tentang`. */
export function about(): OutgoingMessage {
  return {
    text: [
      '**Kabar KIM** adalah layanan Dinas Komunikasi dan Informatika Provinsi Kalimantan Timur untuk Kelompok Informasi Masyarakat.',
      'Kami mengantar kabar resmi ke grup warga, dan mencarikan klarifikasi untuk pesan yang meragukan. Setiap jawaban mencantumkan sumbernya, jadi Bapak/Ibu bisa membacanya sendiri.',
    ].join('\n\n'),
  }
}

/** `/privasi`. */
export function privacy(): OutgoingMessage {
  return {
    text: [
      '**Privasi Bapak/Ibu**',
      '- Nama dan nomor telepon Bapak/Ibu tidak kami simpan bersama pertanyaan\n- Isi pertanyaan disimpan agar petugas bisa menelusurinya; nomor telepon, NIK, rekening, dan surel di dalamnya kami samarkan lebih dulu\n- Alamat chat ini disimpan terkunci paling lama 90 hari, hanya supaya kami bisa mengabari bila jawaban kami ternyata keliru\n- Di grup kami hanya menanggapi perintah, sebutan nama bot, dan balasan untuk bot; obrolan lain tidak kami simpan',
    ].join('\n\n'),
  }
}

/** `/langganan` and the like in a private chat. */
export function subscribeInGroup(): OutgoingMessage {
  return {
    text: [
      'Kabar resmi kami kirim ke grup, bukan ke chat pribadi. Caranya mudah:',
      '1. Tambahkan bot ini ke grup\n2. Admin grup mengetik **/langganan** di grup itu\n3. Pilih wilayah dan topiknya',
    ].join('\n\n'),
  }
}

/** A command that we do not know, in a private chat. */
export function unknownCommand(): OutgoingMessage {
  return { text: 'Perintah itu belum kami kenal. Ketik **/bantuan** untuk melihat yang bisa dilakukan.' }
}

/** The bot came into a group: what it does, what it reads, how to begin and how to stop. */
export function hello(): OutgoingMessage {
  return {
    text: [
      'Halo semua 👋 Ini **Kabar KIM**: kabar resmi untuk wilayah grup ini, dan cek fakta – balas pesan yang meragukan dengan **/cek**.',
      'Kami hanya menanggapi perintah, sebutan nama bot, dan balasan untuk bot. Obrolan lain tidak kami simpan.',
      'Admin grup, silakan ketik **/langganan** untuk memilih wilayah. Berhenti kapan saja dengan **/berhenti** atau keluarkan bot ini.',
    ].join('\n'),
  }
}

/** The bot came back into a group that it knows. */
export function backAgain(area: Area): OutgoingMessage {
  return {
    text: `Terima kasih sudah mengundang kami kembali 🙏 Kabar untuk **${escapeMarkup(areaLabel(area))}** kami kirim lagi ke grup ini. Ingin mengubahnya? Admin grup bisa mengetik **/langganan**.`,
  }
}

const SMALL_TALK: Record<SmallTalk, string> = {
  greeting:
    'Halo, Bapak/Ibu 👋 Ada pesan yang ingin dicek? Kirim atau teruskan saja ke sini. Ketik **/bantuan** untuk yang lain.',
  thanks: 'Sama-sama, Bapak/Ibu 🙏',
  test: 'Kami di sini, Bapak/Ibu. Silakan kirim pesan yang ingin dicek.',
  agreement: 'Baik, Bapak/Ibu 🙏',
}

/** A short human answer. */
export function smallTalk(kind: SmallTalk): OutgoingMessage {
  return { text: SMALL_TALK[kind] }
}

const ATTACHMENT: Record<AttachmentType, string> = {
  image: 'Fotonya sudah kami terima, tetapi kami belum bisa membaca tulisan di dalam gambar.',
  video: 'Videonya sudah kami terima, tetapi kami belum bisa memeriksa isi video.',
  audio: 'Suaranya sudah kami terima, tetapi kami belum bisa mendengarkan rekaman.',
  document: 'Berkasnya sudah kami terima, tetapi kami belum bisa membaca isi berkas.',
  sticker: 'Stikernya bagus 🙂',
  contact: 'Kontaknya tidak perlu dikirim, dan tidak kami simpan.',
  location: 'Lokasinya tidak perlu dikirim, dan tidak kami simpan.',
}

/** Something without words came: what to send instead. */
export function needsText(type: AttachmentType): OutgoingMessage {
  return {
    text: `${ATTACHMENT[type]} Mohon ketik atau salin isi pesannya ke sini ya, Bapak/Ibu, biar kami carikan klarifikasinya.`,
  }
}

/** To an admin in private: the bot may not write in the group. */
export function mayNotPost(groupTitle: string): OutgoingMessage {
  const group = groupTitle === '' ? 'grup Bapak/Ibu' : `grup **${escapeMarkup(groupTitle)}**`
  return {
    text: [
      `Pesan Bapak/Ibu di ${group} sudah kami baca, tetapi kami tidak bisa menjawab di sana: di grup itu hanya admin yang boleh menulis.`,
      'Supaya kabar resmi bisa masuk, mohon **jadikan bot ini admin grup** (atau izinkan semua anggota menulis), lalu ketik **/langganan** lagi di grup.',
    ].join('\n\n'),
  }
}

/** Our own fault. */
export function trouble(): OutgoingMessage {
  return { text: 'Maaf, Bapak/Ibu, sedang ada gangguan di tempat kami. Mohon coba lagi sebentar lagi.' }
}
