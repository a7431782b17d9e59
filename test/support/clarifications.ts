import { readFile } from 'node:fs/promises'
import { importClarifications } from '../../src/factcheck/import.ts'
import type { Clarification } from '../../src/domain/clarification.ts'
import type { Storage } from '../../src/storage/storage.ts'

type Content = Omit<Clarification, 'version'>

/** A made-up clarification; `overrides` says what matters in the test. */
export function clarification(overrides: Partial<Content> = {}): Content {
  return {
    id: 'garam-langka',
    claimReviewed: 'Garam dapur akan hilang dari pasar mulai bulan depan',
    circulatingTexts: [
      'PENTING!! Segera borong garam dapur sebanyak-banyaknya, mulai bulan depan garam hilang dari semua pasar karena pabrik tutup serentak',
    ],
    verdict: 'false',
    explanation: 'Stok garam cukup sampai akhir tahun. Dinas Perdagangan sudah memeriksa gudang dan pasar.',
    sources: [{ url: 'https://cekfakta.example.id/garam', publisher: 'Cek Fakta Contoh' }],
    areaCodes: [],
    publishedAt: new Date('2024-03-12T00:00:00Z'),
    status: 'published',
    ...overrides,
  }
}

/** Four clarifications about different things. */
export const CLARIFICATIONS: Content[] = [
  clarification(),
  clarification({
    id: 'kuota-gratis',
    claimReviewed: 'Pemerintah membagikan kuota internet gratis 75 GB lewat tautan',
    circulatingTexts: [
      'Ambil kuota internet gratis 75 GB dari pemerintah, klik tautan ini sekarang sebelum habis',
    ],
    verdict: 'scam',
    explanation: 'Tidak ada pembagian kuota lewat tautan. Tautan itu mencuri data pribadi.',
    sources: [{ url: 'https://cekfakta.example.id/kuota_(gratis)', publisher: 'Cek_Fakta *Contoh*' }],
  }),
  clarification({
    id: 'buaya-jembatan',
    claimReviewed: 'Buaya raksasa muncul di bawah jembatan pada malam pergantian tahun',
    circulatingTexts: [
      'Hati-hati warga, buaya raksasa sepanjang delapan meter muncul di bawah jembatan semalam',
    ],
    verdict: 'misleading',
    explanation: 'Videonya dari negara lain dan sudah lama.',
  }),
  clarification({
    id: 'imunisasi-posyandu',
    claimReviewed: 'Posyandu mengadakan imunisasi polio tambahan untuk balita',
    circulatingTexts: ['Bawa balita ke posyandu terdekat untuk imunisasi polio tambahan pekan ini'],
    verdict: 'true',
    explanation: 'Dinas Kesehatan membenarkan jadwal imunisasi tambahan itu.',
  }),
]

/** Stores the clarifications that come with the product. */
export async function seedClarifications(storage: Storage): Promise<void> {
  const seed = new URL('../../prisma/seed/clarifications.jsonl', import.meta.url)
  await importClarifications(await readFile(seed, 'utf8'), storage)
}
