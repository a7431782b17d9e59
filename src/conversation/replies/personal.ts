import { escapeMarkup } from '../../domain/markup.ts'
import type { OutgoingMessage } from '../../domain/message.ts'

/** After `/hapus`. */
export function forgotten(questions: number): OutgoingMessage {
  const what =
    questions === 0
      ? 'Tidak ada pertanyaan Bapak/Ibu yang tersimpan.'
      : `${questions} pertanyaan dan semua catatan tentang Bapak/Ibu sudah kami hapus.`
  return {
    text: `${what} Yang masih menunggu jawaban tidak akan kami kabari lagi. Bapak/Ibu tetap boleh bertanya kapan saja 🙏`,
  }
}

/** `/daerah` without a name. */
export function askForArea(): OutgoingMessage {
  return {
    text: 'Bapak/Ibu tinggal di kecamatan mana? Ketik misalnya **/daerah Sepaku**. Gunanya supaya petugas tahu di mana sebuah kabar sedang ramai. Desa, alamat, dan nama tidak kami simpan.',
  }
}

export function areaNotFound(): OutgoingMessage {
  return {
    text: 'Maaf, nama itu belum kami temukan di Kalimantan Timur. Coba tulis nama kecamatannya, misalnya **/daerah Sepaku**.',
  }
}

export function areaAmbiguous(labels: string[]): OutgoingMessage {
  return {
    text: `Nama itu ada di beberapa tempat: ${labels.map(escapeMarkup).join(', ')}. Mohon tulis nama kecamatannya.`,
  }
}

export function areaKept(label: string): OutgoingMessage {
  return { text: `Terima kasih. Pertanyaan Bapak/Ibu kami hitung untuk **${escapeMarkup(label)}**.` }
}

/** After `/tidakusah` and `/kabari`. */
export function hearsBack(wantsNews: boolean): OutgoingMessage {
  return {
    text: wantsNews
      ? 'Baik, kami kabari di sini kalau pertanyaan Bapak/Ibu sudah ada jawabannya.'
      : 'Baik, kami tidak akan mengabari lagi tentang pertanyaan Bapak/Ibu. Berubah pikiran? Ketik **/kabari**.',
  }
}
