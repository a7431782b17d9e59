import { areaLabel, type Area } from '../../domain/area.ts'
import type { OutgoingMessage } from '../../domain/message.ts'
import { escapeMarkup } from '../../domain/markup.ts'
import type { SmallTalk } from '../small-talk.ts'

/** `/start` in a private chat. */
export function welcome(): OutgoingMessage {
  return {
    text: [
      'Halo, {sapaan} 👋 Ini **Kabar KIM** dari Diskominfo Kalimantan Timur.',
      'Dapat pesan yang meragukan? **Teruskan ke sini**, nanti kami carikan klarifikasinya.',
      'Ingin grup KIM menerima kabar resmi untuk wilayahnya? Tambahkan bot ini ke grup, lalu admin grup mengetik **/langganan** di sana.',
    ].join('\n\n'),
  }
}

/** `/bantuan` in a private chat. */
export function helpInPrivate(): OutgoingMessage {
  return {
    text: [
      'Yang bisa {sapaan} lakukan di sini:',
      '- Kirim atau teruskan pesan, foto, berkas, atau tautan yang ingin dicek\n- **/daerah** – kecamatan tempat tinggal {sapaan}\n- **/tidakusah** – tidak usah dikabari lagi\n- **/hapus** – hapus semua catatan tentang {sapaan}\n- **/langganan** – cara grup menerima kabar resmi\n- **/tentang** dan **/privasi**',
    ].join('\n\n'),
  }
}

/** `/bantuan` in a group. */
export function helpInGroup(): OutgoingMessage {
  return {
    text: [
      'Yang bisa dilakukan di grup ini:',
      '- **/cek** – balas pesan yang meragukan dengan /cek\n- **/status** – pengaturan grup ini\n- **/riwayat** – kabar terakhir\n- **/hapus** – hapus semua catatan tentang {sapaan}\n- **/tentang** dan **/privasi**',
      'Untuk admin:',
      '- **/langganan** – pilih atau ubah semuanya\n- **/wilayah**, **/topik**, **/jam**, **/sapaan** – ubah satu hal\n- **/literasi** – tip dan kuis\n- **/sinyal** – sinyal di desa\n- **/jeda 3 hari**, **/lanjut**, **/berhenti**',
    ].join('\n\n'),
  }
}

/** `/tentang`. */
export function about(): OutgoingMessage {
  return {
    text: [
      '**Kabar KIM** adalah layanan Dinas Komunikasi dan Informatika Provinsi Kalimantan Timur untuk Kelompok Informasi Masyarakat.',
      'Kami mengantar kabar resmi ke grup warga, dan mencarikan klarifikasi untuk pesan yang meragukan. Setiap jawaban mencantumkan sumbernya, jadi {sapaan} bisa membacanya sendiri.',
    ].join('\n\n'),
  }
}

/** `/privasi`. `retentionDays`: how long questions are kept. */
export function privacy(retentionDays: number): OutgoingMessage {
  return {
    text: [
      '**Privasi {sapaan}**',
      [
        '- Nama dan nomor telepon {sapaan} tidak kami simpan bersama pertanyaan',
        `- Isi pertanyaan disimpan paling lama ${retentionDays} hari agar petugas bisa menelusurinya; nomor telepon, NIK, rekening, dan surel di dalamnya kami samarkan lebih dulu`,
        '- Foto, berkas, dan tautan dibaca di server kami sendiri, lalu tidak disimpan',
        '- Alamat chat disimpan terkunci, paling lama 30 hari sejak kabar terakhir di antara kita, hanya supaya kami bisa mengabari lagi',
        '- Jawaban kuis dan konfirmasi penyampaian dicatat dengan kode rahasia, bukan nama',
        '- Di grup kami hanya menanggapi perintah, sebutan nama bot, dan balasan untuk bot; obrolan lain tidak kami simpan',
        '- Hapus semua catatan tentang {sapaan} kapan saja dengan **/hapus**',
      ].join('\n'),
    ].join('\n\n'),
  }
}

/** `/langganan` and the like in a private chat. */
export function subscribeInGroup(): OutgoingMessage {
  return {
    text: [
      'Kabar resmi kami kirim ke grup, dan pengaturannya juga di grup itu, bukan di chat pribadi. Caranya mudah:',
      '1. Tambahkan bot ini ke grup\n2. Admin grup mengetik **/langganan** di grup itu\n3. Pilih wilayahnya',
    ].join('\n\n'),
  }
}

/** The code of a KIM in a private chat. */
export function codeInGroup(): OutgoingMessage {
  return {
    text: 'Kode KIM dipakai di grup KIM-nya, bukan di chat pribadi. Tambahkan bot ini ke grup itu, lalu adminnya mengetik **/langganan KODE** di sana. Kode ini tidak kami simpan.',
  }
}

/** A command that we do not know, in a private chat. */
export function unknownCommand(): OutgoingMessage {
  return { text: 'Perintah itu belum kami kenal. Ketik **/bantuan** untuk melihat yang bisa dilakukan.' }
}

/** The bot came into a group, in three lines: what it does, what it reads and what not, how to stop it. */
export function hello(): OutgoingMessage {
  return {
    text: [
      'Halo semua 👋 **Kabar KIM** membawa kabar resmi ke grup ini, dan mengecek pesan dengan **/cek**. Admin, mulai dengan **/langganan**.',
      'Kami hanya membaca perintah, sebutan nama bot, dan balasan untuk bot. Obrolan lain tidak kami simpan.',
      'Berhenti kapan saja: ketik **/berhenti**, atau keluarkan bot ini.',
    ].join('\n'),
  }
}

/** The bot came back into a group that it knows. */
export function backAgain(area: Area): OutgoingMessage {
  return {
    text: `{Terimakasih} sudah mengundang kami kembali 🙏 Kabar untuk **${escapeMarkup(areaLabel(area))}** kami kirim lagi ke grup ini. Ingin mengubahnya? Admin grup bisa mengetik **/langganan**.`,
  }
}

const SMALL_TALK: Record<SmallTalk, string> = {
  greeting:
    'Halo, {sapaan} 👋 Ada pesan yang ingin dicek? Kirim atau teruskan saja ke sini. Ketik **/bantuan** untuk yang lain.',
  thanks: 'Sama-sama, {sapaan} 🙏',
  test: 'Kami di sini, {sapaan}. Silakan kirim pesan yang ingin dicek.',
  agreement: 'Baik, {sapaan} 🙏',
  who: 'Ini **Kabar KIM**, layanan otomatis dari Diskominfo Kalimantan Timur. Dapat pesan yang meragukan? Kirim atau teruskan saja ke sini. Ketik **/tentang** untuk tahu lebih banyak.',
  swearing:
    'Maaf kalau ada yang mengecewakan, {sapaan}. Kalau ada pesan yang ingin dicek, kirim saja ke sini, kami bantu.',
  other_language:
    'Maaf, kami baru bisa membantu dalam bahasa Indonesia. Silakan kirim pesannya dalam bahasa Indonesia ya, {sapaan}.\n\n_Sorry, we can only help in Indonesian for now._',
}

/** A short human answer. */
export function smallTalk(kind: SmallTalk): OutgoingMessage {
  return { text: SMALL_TALK[kind] }
}

/** To an admin in private: the bot may not write in the group. */
export function mayNotPost(groupTitle: string): OutgoingMessage {
  const group = groupTitle === '' ? 'grup {sapaan}' : `grup **${escapeMarkup(groupTitle)}**`
  return {
    text: [
      `Pesan {sapaan} di ${group} sudah kami baca, tetapi kami tidak bisa menjawab di sana: di grup itu hanya admin yang boleh menulis.`,
      'Supaya kabar resmi bisa masuk, mohon **jadikan bot ini admin grup** (atau izinkan semua anggota menulis), lalu ketik **/langganan** lagi di grup.',
    ].join('\n\n'),
  }
}

/** Our own fault. */
export function trouble(): OutgoingMessage {
  return { text: '{Maaf}, {sapaan}, sedang ada gangguan di tempat kami. Mohon coba lagi sebentar lagi.' }
}
