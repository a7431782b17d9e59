import type { SectionId } from '../frame.tsx'

/** A short guide for staff. */
export interface Guide {
  id: string
  title: string
  /** The page that it is about, below `/dasbor`. */
  path: string
  section: SectionId
  steps: string[]
  notes: string[]
}

export const GUIDES: Guide[] = [
  {
    id: 'siaran',
    title: 'Mengirim siaran',
    path: '/siaran',
    section: 'broadcasts',
    steps: [
      'Buka Siaran, lalu tekan Tulis siaran.',
      'Tulis judul dan isinya. Kalimat pendek lebih mudah dibaca di ponsel.',
      'Pilih wilayah, topik, dan jadwal. Jumlah grup yang akan menerima tampil di bawahnya.',
      'Periksa pratinjau WhatsApp dan Telegram, lalu ajukan.',
      'Orang lain membuka siaran itu, memeriksa, dan menyetujuinya. Penulis tidak menyetujui tulisannya sendiri.',
      'Sesudah dikirim, buka siaran itu untuk melihat grup mana yang sudah menerima.',
    ],
    notes: [
      'Di jam tenang hanya siaran darurat yang keluar. Yang lain menunggu sampai jam tenang selesai.',
      'Ada yang salah? Tekan Ralat. Pesan yang masih bisa diubah akan diubah di tempat; grup lain menerima pesan RALAT.',
      'WhatsApp mengirim pelan-pelan supaya nomor bot tidak diblokir. Perkiraan lamanya tampil sebelum disetujui.',
    ],
  },
  {
    id: 'cek-fakta',
    title: 'Menjawab pertanyaan warga',
    path: '/cek-fakta',
    section: 'fact-checks',
    steps: [
      'Buka Cek Fakta. Pertanyaan yang paling mendesak ada di atas.',
      'Tekan Ambil supaya petugas lain tahu Anda mengerjakannya.',
      'Cari sumber resminya. Kalau perlu jawaban dinas, tandai Menunggu instansi.',
      'Tulis klarifikasi dengan sedikitnya satu tautan sumber, lalu ajukan untuk diperiksa.',
      'Orang lain memeriksa dan menerbitkannya. Semua yang bertanya langsung dikabari, masing-masing sekali.',
    ],
    notes: [
      'Target kita tiga jam sejak pertanyaan pertama.',
      'Bukan urusan kita? Arahkan ke instansi yang tepat atau ke Mafindo; yang bertanya diberi tahu.',
      'Jawaban pemerintah yang keliru lebih buruk daripada belum ada jawaban. Ragu berarti bertanya dulu.',
      'Klarifikasi yang berubah atau ditarik otomatis diralat kepada semua yang pernah menerimanya.',
    ],
  },
  {
    id: 'kim',
    title: 'Menghubungkan grup KIM',
    path: '/kim',
    section: 'kims',
    steps: [
      'Buka KIM, lalu daftarkan KIM dengan nama dan desanya. Daftar yang panjang bisa diimpor dari Excel.',
      'Tekan Beri kode. Kode hanya tampil sekali.',
      'Minta admin grup menambahkan bot ke grup, lalu mengetik /langganan dan kodenya di grup itu.',
      'Grup yang berlangganan tanpa kode menunggu di Grup menunggu sampai Anda verifikasi.',
    ],
    notes: [
      'Satu kode berlaku sekali di WhatsApp dan sekali di Telegram.',
      'Tandai sinyal tiap desa, supaya kita tahu di mana kabar harus dibacakan atau ditempel.',
    ],
  },
  {
    id: 'saluran',
    title: 'Menyambungkan WhatsApp dan Telegram',
    path: '/saluran',
    section: 'channels',
    steps: [
      'Buka Saluran, lalu pilih nomor WhatsApp yang perlu dipasangkan.',
      'Di ponsel yang memegang nomor bot, buka WhatsApp › Setelan › Perangkat tertaut › Tautkan perangkat.',
      'Arahkan kamera ke kode QR di halaman itu.',
    ],
    notes: [
      'Telegram memakai token dari @BotFather, yang dipasang oleh pengelola server.',
      'Kalau sebuah nomor dibatasi oleh WhatsApp, hentikan dulu siaran besar dan tunggu. Jangan berganti-ganti nomor.',
    ],
  },
]
