import { VERDICTS, type ClarificationStatus, type Verdict } from '../../../domain/clarification.ts'
import type { Visit } from '../../visit.tsx'
import { pageOf } from '../words.ts'

const STATUSES: readonly ClarificationStatus[] = ['published', 'retracted']
const LONGEST_TEXT = 200

/** What an address looks for in the library; words that mean nothing look for everything. */
export interface LibraryQuery {
  text: string
  verdict: Verdict | undefined
  status: ClarificationStatus | undefined
  /** From 1. */
  page: number
}

export const readQuery = ({ query }: Pick<Visit, 'query'>): LibraryQuery => ({
  text: (query('cari') ?? '').trim().slice(0, LONGEST_TEXT),
  verdict: VERDICTS.find((one) => one === query('putusan')),
  status: STATUSES.find((one) => one === query('keadaan')),
  page: pageOf(query('halaman')),
})
