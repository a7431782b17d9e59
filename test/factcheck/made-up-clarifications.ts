import type { SearchDocument } from '../../src/factcheck/search.ts'

/** Clarifications made up for the tests: a few templates, so that claims have neighbours. */
export const MADE_UP_CLARIFICATIONS: SearchDocument[] = [
  {
    id: 'bawang-demam',
    claimReviewed: 'Bawang merah di telapak kaki menyembuhkan demam berdarah dalam semalam',
    circulatingTexts: [
      'Iris bawang merah lalu tempel di telapak kaki sebelum tidur. Demam berdarah sembuh dalam semalam, sudah banyak yang membuktikan!',
    ],
    explanation:
      'Tidak ada penelitian yang menunjukkan irisan bawang merah menyembuhkan demam berdarah. Dinas kesehatan meminta pasien segera dibawa ke puskesmas.',
  },
  {
    id: 'loker-mega',
    claimReviewed: 'Lowongan kerja Bank Mega 2026 lewat tautan di bio akun TikTok',
    circulatingTexts: [
      'LOWONGAN KERJA 2026 Bank Mega membuka posisi teller, admin dan satpam untuk seluruh cabang. Pendidikan minimal SMA. Daftar lewat tautan di bio.',
    ],
    explanation:
      'Tautan itu palsu dan meminta data pribadi. Bank Mega hanya mengumumkan lowongan di situs resminya dan tidak memungut biaya.',
  },
  {
    id: 'subsidi-listrik',
    claimReviewed: 'PLN memberi listrik gratis tiga bulan bagi yang mengisi formulir',
    circulatingTexts: [
      'Pemerintah lewat PLN beri listrik GRATIS 3 bulan. Isi formulir sebelum kuota habis http://listrik-gratis.example.com',
    ],
    explanation: 'PLN tidak punya program listrik gratis lewat formulir. Alamat itu mencuri data pelanggan.',
  },
  {
    id: 'gempa-kutai',
    claimReviewed: 'Gempa 8,9 magnitudo akan mengguncang Kutai Barat pada 2025',
    circulatingTexts: ['Waspada! Ahli meramalkan gempa 8,9 magnitudo mengguncang Kutai Barat tahun 2025.'],
    explanation:
      'Gempa tidak dapat diramalkan waktunya. BMKG tidak pernah mengeluarkan peringatan seperti itu.',
  },
  {
    id: 'jembatan-retak',
    claimReviewed: 'Jembatan Mahakam retak dan akan ditutup selamanya',
    circulatingTexts: [
      'Info jembatan mahakam sudah retak parah, mulai besok ditutup selamanya, cari jalan lain',
    ],
    explanation: 'Jembatan hanya ditutup dua malam untuk perawatan. Foto retakan berasal dari negara lain.',
  },
]

/** Messages that claim nothing. */
export const ORDINARY_MESSAGES = [
  'Selamat pagi bapak ibu, rapat RT diundur jadi jam delapan malam ya',
  'Makasih ya kak, pesanannya sudah sampai',
  'nasi kuningnya enak, sambalnya kurang pedas',
  'Kapan jadwal posyandu bulan depan?',
  'ok siap',
  'Besok hujan nggak ya? mau jemur padi',
  'Turut berduka cita, semoga keluarga diberi kekuatan',
]
