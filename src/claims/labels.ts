import type { ClaimAction, ClaimStatus, Harm } from '../domain/claim.ts'
import type { ClarificationAction, ClarificationStatus, Verdict } from '../domain/clarification.ts'

/** For staff, in plain Indonesian. */
export const CLAIM_STATUS_LABEL: Record<ClaimStatus, string> = {
  new: 'Baru',
  taken: 'Dikerjakan',
  waiting: 'Menunggu instansi',
  answered: 'Terjawab',
  referred: 'Diarahkan ke pihak lain',
}

export const HARM_LABEL: Record<Harm, string> = { high: 'tinggi', normal: 'sedang', low: 'rendah' }

export const CLAIM_ACTION_LABEL: Record<ClaimAction, string> = {
  gathered: 'Pertanyaan pertama masuk',
  take: 'Mulai dikerjakan',
  release: 'Dilepas',
  wait: 'Menunggu instansi',
  answer: 'Dijawab dengan klarifikasi',
  refer: 'Diarahkan ke pihak lain',
  reopen: 'Dibuka lagi',
  rate_harm: 'Tingkat bahaya diubah',
  broadcast: 'Dijadikan siaran',
}

export const CLARIFICATION_ACTION_LABEL: Record<ClarificationAction, string> = {
  imported: 'Diimpor',
  published: 'Diterbitkan',
  changed: 'Diubah',
  retracted: 'Ditarik',
}

/** How staff write a verdict. */
export const VERDICT_WORD: Record<Verdict, string> = {
  false: 'hoaks',
  misleading: 'menyesatkan',
  scam: 'penipuan',
  satire: 'satire',
  unproven: 'belum terbukti',
  true: 'benar',
}

export const CLARIFICATION_STATUS_WORD: Record<ClarificationStatus, string> = {
  draft: 'draf',
  in_review: 'menunggu diperiksa',
  published: 'terbit',
  retracted: 'ditarik',
}
