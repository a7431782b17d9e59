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

/** What staff say about a KIM. */
export type KimDetails = Pick<Kim, 'name' | 'areaCode' | 'status' | 'contactRole' | 'topics'>

/** What staff do to a KIM. `group_verified`: a public group became one of its groups. */
export const KIM_ACTIONS = ['added', 'changed', 'removed', 'group_verified'] as const
export type KimAction = (typeof KIM_ACTIONS)[number]

export interface KimChange {
  action: KimAction
  by: string
  at: Date
}

/** Two KIMs of one area with the same key are the same KIM. */
export function kimNameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

export const KIM_STATUS_LABEL: Record<KimStatus, string> = {
  registered: 'terdaftar',
  verified: 'terverifikasi',
  dormant: 'tidak aktif',
}
