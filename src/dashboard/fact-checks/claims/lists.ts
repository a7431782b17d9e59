import { OPEN_CLAIM_STATUSES, type ClaimStatus } from '../../../domain/claim.ts'

/** The lists of claims that staff choose from. */
export const CLAIM_LISTS = {
  terbuka: {
    label: 'Belum terjawab',
    statuses: OPEN_CLAIM_STATUSES,
    caption: 'Belum terjawab, yang paling mendesak di atas',
    empty: 'Tidak ada pertanyaan yang menunggu jawaban.',
  },
  menunggu: {
    label: 'Menunggu instansi',
    statuses: ['waiting'],
    caption: 'Menunggu kabar instansi, yang paling mendesak di atas',
    empty: 'Tidak ada yang menunggu instansi.',
  },
  terjawab: {
    label: 'Terjawab',
    statuses: ['answered'],
    caption: 'Terjawab, yang terbaru di atas',
    empty: 'Belum ada pertanyaan yang terjawab.',
  },
  diarahkan: {
    label: 'Diarahkan ke pihak lain',
    statuses: ['referred'],
    caption: 'Diarahkan ke pihak lain, yang terbaru di atas',
    empty: 'Belum ada yang diarahkan ke pihak lain.',
  },
} as const satisfies Record<
  string,
  { label: string; statuses: ClaimStatus[]; caption: string; empty: string }
>

export type ClaimListName = keyof typeof CLAIM_LISTS

/** The list that an address asks for; what is still open for any other word. */
export const listNamed = (name: string | undefined): ClaimListName =>
  name !== undefined && Object.hasOwn(CLAIM_LISTS, name) ? (name as ClaimListName) : 'terbuka'
