import {
  CLAIM_STATUS_LABEL,
  CLARIFICATION_STATUS_WORD,
  HARM_LABEL,
  VERDICT_WORD,
} from '../../claims/labels.ts'
import { isOpenClaim, type Claim, type Harm } from '../../domain/claim.ts'
import type { ClarificationStatus, Verdict } from '../../domain/clarification.ts'
import { to } from '../paths.ts'
import { Badge, Pager, Tabs, type Tone } from '../ui/parts.tsx'
import { timeLeft } from './words.ts'

const TABS = [
  { label: 'Pertanyaan', path: '/cek-fakta' },
  { label: 'Draf', path: '/cek-fakta/draf' },
  { label: 'Klarifikasi', path: '/cek-fakta/klarifikasi' },
  { label: 'Coba', path: '/cek-fakta/coba' },
]

export const FactCheckTabs = ({ current }: { current: string }) => <Tabs tabs={TABS} current={current} />

const HARM_TONE: Record<Harm, Tone> = { high: 'warn', normal: 'plain', low: 'plain' }

export const HarmBadge = ({ harm }: { harm: Harm }) => (
  <Badge tone={HARM_TONE[harm]}>bahaya {HARM_LABEL[harm]}</Badge>
)

/** How much time is left; nothing once it is closed. */
export function ClaimClock({ claim, now }: { claim: Claim; now: Date }) {
  if (!isOpenClaim(claim.status)) return <></>
  const { dueAt } = claim
  return <Badge tone={dueAt < now ? 'warn' : 'plain'}>{timeLeft(dueAt, now)}</Badge>
}

/** `Dikerjakan oleh Sari` */
export const ClaimState = ({ status, takenBy }: Pick<Claim, 'status' | 'takenBy'>) => (
  <>
    {CLAIM_STATUS_LABEL[status]}
    {takenBy !== undefined && isOpenClaim(status) && ` oleh ${takenBy}`}
  </>
)

export const VerdictBadge = ({ verdict }: { verdict: Verdict }) => (
  <Badge tone={verdict === 'true' ? 'good' : 'plain'}>{VERDICT_WORD[verdict]}</Badge>
)

const STATUS_TONE: Record<ClarificationStatus, Tone> = {
  draft: 'plain',
  in_review: 'warn',
  published: 'good',
  retracted: 'warn',
}

export const StatusBadge = ({ status }: { status: ClarificationStatus }) => (
  <Badge tone={STATUS_TONE[status]}>{CLARIFICATION_STATUS_WORD[status]}</Badge>
)

/** Links to the neighbours of a page that is counted from 1. */
export function NumberedPager({
  path,
  query = {},
  page,
  hasMore,
}: {
  path: string
  query?: Record<string, string | undefined>
  page: number
  hasMore: boolean
}) {
  const address = (number: number) => to(path, { ...query, halaman: number === 1 ? undefined : number })
  return (
    <Pager newer={page > 1 ? address(page - 1) : undefined} older={hasMore ? address(page + 1) : undefined} />
  )
}
