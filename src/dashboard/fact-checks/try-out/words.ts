import type { FeatureName } from '../../../factcheck/features.ts'
import { CAREFUL_POLICY } from '../../../factcheck/decide.ts'
import type { FactDifference, Objection } from '../../../factcheck/explain.ts'
import type { Answer } from '../../../domain/inquiry.ts'
import { inPercent } from '../../ui/parts.tsx'

export const DECISION: Record<Answer['type'], string> = {
  clarified: 'Dijawab pasti dengan satu klarifikasi.',
  suggested: 'Belum pasti: beberapa yang mirip ditawarkan untuk dipilih.',
  unknown: 'Belum ada klarifikasi. Pertanyaannya akan masuk daftar petugas.',
  ignored: 'Terlalu pendek untuk diperiksa.',
}

export const OBJECTION: Record<Objection, string> = {
  not_sure: `peluangnya di bawah ${inPercent(CAREFUL_POLICY.firm, 1)}`,
  close_rival: `ada calon lain yang hampir sama kuat, kurang dari ${CAREFUL_POLICY.lead} kali lipat`,
  names_differ: 'nama bank, perusahaan, atau tempatnya lain',
  name_missing: 'nama bank atau perusahaan dalam klarifikasi tidak disebut',
  years_differ: 'tahunnya lain',
  figures_differ: 'jumlah, tanggal, atau kekuatan gempanya lain',
  correction: 'pesan itu sendiri membantah kabarnya',
  too_short: 'terlalu pendek untuk dijawab pasti',
}

const KIND: Record<string, string> = {
  year: 'tahun',
  amount: 'jumlah',
  magnitude: 'kekuatan',
  date: 'tanggal',
  bank: 'bank',
  company: 'perusahaan',
  institution: 'lembaga',
  place: 'tempat',
}

/** `tahun: pesan 2023, klarifikasi 2024` */
export function differenceInWords({ kind, message, clarification }: FactDifference): string {
  const said = message.length === 0 ? 'pesan tidak menyebutnya' : `pesan ${message.join(', ')}`
  return `${KIND[kind] ?? 'nama'}: ${said}, klarifikasi ${clarification.join(', ')}`
}

/** What is measured, for whoever looks closely. Rare words weigh more than common ones. */
export const FEATURE: Record<FeatureName, string> = {
  claimCover: 'kata klaim yang ada dalam pesan',
  claimGrams: 'huruf klaim yang ada dalam pesan',
  queryInClaim: 'kata pesan yang ada dalam klaim',
  queryInTexts: 'kata pesan yang ada dalam pesan beredar',
  queryInLead: 'kata pesan yang ada di awal penjelasan',
  queryInBody: 'kata pesan yang ada dalam penjelasan',
  queryInAll: 'kata pesan yang ada dalam klarifikasi',
  textCover: 'kata pesan beredar yang ada dalam pesan',
  textGrams: 'huruf pesan beredar yang ada dalam pesan',
  queryGramsInText: 'huruf pesan yang ada dalam pesan beredar',
  textDice: 'kemiripan huruf dengan pesan beredar',
  queryGramsInClaim: 'huruf pesan yang ada dalam klaim',
  leadGrams: 'huruf pesan yang ada di awal penjelasan',
  wordScore: 'nilai pencarian kata',
  gramScore: 'nilai pencarian huruf',
  wordLead: 'nilai kata dibanding yang terbaik',
  gramLead: 'nilai huruf dibanding yang terbaik',
  evidence: 'banyaknya kata yang sama',
  claimEvidence: 'banyaknya kata klaim yang sama',
  claimMiss: 'kata klaim terlangka yang tidak ada',
  claimHit: 'kata klaim terlangka yang ada',
  queryHit: 'kata pesan terlangka yang ada',
  queryMiss: 'kata pesan terlangka yang tidak ada',
  numbersShared: 'angka yang sama',
  numbersDiffer: 'angka yang tidak ada',
  yearsDiffer: 'tahun yang tidak disebut klarifikasi',
  claimYearsDiffer: 'tahun yang berbeda',
  namesShared: 'nama yang sama',
  namesDiffer: 'nama yang berbeda',
  nameMissing: 'nama penting yang tidak disebut',
  claimPairs: 'pasangan kata klaim yang sama',
  queryPairs: 'pasangan kata pesan yang sama',
  textPairs: 'pasangan kata yang sama dengan pesan beredar',
  textRun: 'potongan terpanjang yang disalin',
  claimTell: 'kata pembeda dari klaim serupa',
  rivals: 'banyaknya saingan yang dekat',
  sameText: 'persis sama dengan pesan beredar',
  queryLength: 'panjang bagian',
  messageLength: 'panjang pesan',
  claimLength: 'panjang klaim',
  queryUnknown: 'kata yang belum dikenal',
  ahead: 'jarak dari calon lain',
  claimHeart: 'kata terpenting klaim yang ada',
  queryHeart: 'kata terpenting pesan yang ada',
  claimSpan: 'jauhnya letak kata klaim dalam pesan',
  claimNear: 'kata klaim yang berdekatan',
  windowCover: 'bagian pesan yang paling cocok',
  windowEvidence: 'banyaknya kata di bagian yang paling cocok',
  textBack: 'bagian pesan beredar yang disalin',
  textEvidence: 'banyaknya kata yang sama dengan pesan beredar',
  topHits: 'kata-kata paling langka yang ada',
  topMiss: 'kata paling langka yang tidak ada',
  debunk: 'pesan membantah kabarnya',
  figuresDiffer: 'jumlah, tanggal, atau kekuatan yang berbeda',
}
