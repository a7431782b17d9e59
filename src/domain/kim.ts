import type { AreaCode } from './area.ts'
import type { CommunityStatus } from './community.ts'
import type { Topic } from './topic.ts'

/** How far Diskominfo knows a KIM: see `CommunityStatus`. */
export const KIM_STATUSES = ['registered', 'verified', 'dormant'] as const satisfies CommunityStatus[]
export type KimStatus = (typeof KIM_STATUSES)[number]

/** A KIM as the registry knows it: a community of kind `kim`. */
export interface Kim {
  id: string
  name: string
  /** A regency, a city or something inside one. */
  areaCode: AreaCode
  status: KimStatus
  /** Who speaks for it: `Ketua`, `Admin desa`. No name and no number of a person. */
  contactRole: string
  /** What its groups get unless they choose for themselves; empty means all. */
  topics: Topic[]
  createdAt: Date
  updatedAt?: Date
}
