import type { ClaimDetails } from '../../../claims/claim-desk.ts'
import type { Resembling } from '../../../claims/resembling.ts'
import { PROVINCE_CODE } from '../../../domain/area.ts'
import type { ClaimReach } from '../../../domain/claim.ts'
import type { ClarificationDraft } from '../../../domain/clarification.ts'
import { AppError } from '../../../domain/error.ts'
import { concerns } from '../../../domain/staff.ts'
import type { DayOfAsking } from '../../../storage/claim-overview.ts'
import type { Desks } from '../../desks.ts'
import type { Visit } from '../../visit.tsx'

const DAYS_SHOWN = 14
/** Each wording is a search; more of them hardly find more. */
const WORDINGS_SEARCHED = 3

type Reach = Pick<ClaimReach, 'regencies' | 'districts'>

/** Whether somebody of the person's own area asks about it. The province sees also what nobody knows the place of. */
export const concernsVisitor = ({ member }: Visit, { regencies, districts }: Reach): boolean =>
  member.areaCode === PROVINCE_CODE ||
  Object.keys({ ...regencies, ...districts }).some((area) => concerns(area, member.areaCode))

/** Throws `AppError('forbidden')` for a claim that nobody of the person's own area asks about. */
export function insistOnClaim(visit: Visit, claim: Reach): void {
  if (concernsVisitor(visit, claim)) return
  throw new AppError('forbidden', 'Pertanyaan ini ada di luar wilayah tugas Anda.')
}

export interface ClaimView {
  claim: ClaimDetails
  days: DayOfAsking[]
  resembling: Resembling[]
  /** Drafts that are to answer it. */
  drafts: ClarificationDraft[]
}

/** A claim with all that the page shows of it. */
export async function readClaim({ claims, storage, resembling }: Desks, visit: Visit): Promise<ClaimView> {
  const claim = await claims.show(visit.param('number'))
  insistOnClaim(visit, claim)
  const [days, drafts] = await Promise.all([
    storage.claimOverview.days(claim.id, DAYS_SHOWN),
    storage.clarificationDrafts.list(),
  ])
  return {
    claim,
    days,
    drafts: drafts.filter(({ claimId }) => claimId === claim.id),
    resembling: resembling(claim.texts.slice(0, WORDINGS_SEARCHED)),
  }
}
