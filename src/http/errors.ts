import type { AppErrorCode } from '../domain/error.ts'

/** The one table from what went wrong to an HTTP status. */
export const STATUS_OF = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  internal: 500,
} as const satisfies Record<AppErrorCode, number>

/** What a page says about a status: a title, and what the reader can do. */
export interface ErrorWords {
  title: string
  advice: string
}

const WORDS: Record<number, ErrorWords> = {
  400: {
    title: 'Isian belum benar',
    advice: 'Kembali ke halaman sebelumnya, periksa isiannya, lalu coba lagi.',
  },
  401: { title: 'Anda perlu masuk', advice: 'Masuk dulu di halaman petugas, lalu buka lagi alamat ini.' },
  403: {
    title: 'Anda tidak boleh membuka ini',
    advice: 'Pastikan tautan yang Anda buka lengkap dan berasal dari halaman ini sendiri.',
  },
  404: {
    title: 'Halaman tidak ditemukan',
    advice: 'Mungkin alamatnya salah ketik, atau isinya sudah tidak ada.',
  },
  409: { title: 'Belum bisa dilakukan sekarang', advice: 'Muat ulang halaman, lalu coba lagi.' },
  413: { title: 'Kiriman terlalu besar', advice: 'Pendekkan isinya, lalu coba lagi.' },
}

const UNEXPECTED: ErrorWords = {
  title: 'Ada gangguan di server',
  advice: 'Coba lagi sebentar lagi. Jika tetap begini, sampaikan nomor rujukan ini kepada pengelola server.',
}

/** The Indonesian words for a status. */
export function wordsFor(status: number): ErrorWords {
  return WORDS[status] ?? UNEXPECTED
}
