import { isWithin, PROVINCE_CODE, type AreaCode } from './area.ts'

export const ROLES = ['author', 'approver', 'fact_checker', 'kim_officer', 'administrator'] as const
/** What somebody of Diskominfo is there to do. */
export type Role = (typeof ROLES)[number]

/**
 * What a page or a step needs.
 *
 * - `look`: see what concerns one's own area; everybody who is signed in may
 * - `write_broadcasts`, `approve_broadcasts`, `control_broadcasts`: write; let out what others wrote; pause and retry
 * - `answer_questions`: take claims, draft, review and publish clarifications
 * - `manage_kims`: the registry, codes and connectivity
 * - `manage_channels`, `manage_settings`: what holds for the whole province
 * - `manage_staff`, `read_audit`: who may do what, and who did
 */
export type Ability =
  | 'look'
  | 'write_broadcasts'
  | 'approve_broadcasts'
  | 'control_broadcasts'
  | 'answer_questions'
  | 'manage_kims'
  | 'manage_channels'
  | 'manage_settings'
  | 'manage_staff'
  | 'read_audit'

const ABILITIES_OF: Record<Role, readonly Ability[]> = {
  author: ['write_broadcasts'],
  approver: ['approve_broadcasts', 'control_broadcasts'],
  fact_checker: ['answer_questions'],
  kim_officer: ['manage_kims'],
  administrator: [
    'write_broadcasts',
    'approve_broadcasts',
    'control_broadcasts',
    'answer_questions',
    'manage_kims',
    'manage_channels',
    'manage_settings',
    'manage_staff',
    'read_audit',
  ],
}

/** They hold for everybody, so a regency's staff may not touch them. */
const PROVINCE_ONLY: ReadonlySet<Ability> = new Set(['manage_channels', 'manage_settings'])

/** Somebody who signs in to the dashboard. */
export interface Member {
  id: string
  /** Unique: it stands in records, and two people are told apart by it. */
  name: string
  email: string
  roles: Role[]
  /** The province, or the regency that the person works for. */
  areaCode: AreaCode
  /** May sign in. */
  isActive: boolean
  hasSecondFactor: boolean
}

/** Whether somebody may do something; with `area`, whether there. */
export function may(
  { roles, areaCode, isActive }: Pick<Member, 'roles' | 'areaCode' | 'isActive'>,
  ability: Ability,
  area?: AreaCode,
): boolean {
  if (!isActive) return false
  if (area !== undefined && !isWithin(area, areaCode)) return false
  if (ability === 'look') return true
  if (PROVINCE_ONLY.has(ability) && areaCode !== PROVINCE_CODE) return false
  return roles.some((role) => ABILITIES_OF[role].includes(ability))
}

/** Whether something that concerns `area` is seen by whoever works for `scope`: what lies in it, or around it. */
export const concerns = (area: AreaCode, scope: AreaCode): boolean =>
  isWithin(area, scope) || isWithin(scope, area)
