import type { AreaCode } from './area.ts'

/**
 * What several people ask about and nobody has answered yet.
 *
 * - `new`: nobody works on it; `taken`: somebody does; `waiting`: for an agency's word
 * - `answered`: a clarification is published; `referred`: others are to answer it, and whoever asked was told so
 */
export const CLAIM_STATUSES = ['new', 'taken', 'waiting', 'answered', 'referred'] as const
export type ClaimStatus = (typeof CLAIM_STATUSES)[number]

/** How much harm it does when people believe it. */
export const HARMS = ['high', 'normal', 'low'] as const
export type Harm = (typeof HARMS)[number]

export type ClaimAction =
  'gathered' | 'take' | 'release' | 'wait' | 'answer' | 'refer' | 'reopen' | 'rate_harm' | 'broadcast'

/** From which states a person may take a step, and where it leads. */
const STEPS: Partial<Record<ClaimAction, { from: ClaimStatus[]; to: ClaimStatus }>> = {
  take: { from: ['new', 'taken', 'waiting'], to: 'taken' },
  release: { from: ['taken', 'waiting'], to: 'new' },
  wait: { from: ['new', 'taken'], to: 'waiting' },
  answer: { from: ['new', 'taken', 'waiting', 'referred'], to: 'answered' },
  refer: { from: ['new', 'taken', 'waiting'], to: 'referred' },
  reopen: { from: ['referred', 'answered'], to: 'new' },
}

/** Where a step leads; undefined when it is not allowed. Steps that change no state stay where they are. */
export function claimStep(status: ClaimStatus, action: ClaimAction): ClaimStatus | undefined {
  const step = STEPS[action]
  if (step === undefined) return status
  return step.from.includes(status) ? step.to : undefined
}

/** In these states somebody still waits for an answer. */
export const OPEN_CLAIM_STATUSES: ClaimStatus[] = ['new', 'taken', 'waiting']

export const isOpenClaim = (status: ClaimStatus): boolean => OPEN_CLAIM_STATUSES.includes(status)

export interface Claim {
  id: string
  /** What staff call it: 1, 2, 3 … */
  number: number
  /** The first text, scrubbed; empty when it could not be scrubbed. */
  text: string
  status: ClaimStatus
  harm: Harm
  takenBy?: string
  /** What it waits for, or where it was referred to, in plain Indonesian. */
  note?: string
  /** When it should be answered. */
  dueAt: Date
  firstAskedAt: Date
  lastAskedAt: Date
  clarificationId?: string
  closedAt?: Date
}

/** A claim with who asks about it. */
export interface ClaimReach extends Claim {
  /** Different people, however often each asked. */
  askers: number
  /** Different people of the last 24 hours. */
  recentAskers: number
  /** Different people by regency or city, as far as it is known where they live. */
  regencies: Record<AreaCode, number>
  /** The same by district. */
  districts: Record<AreaCode, number>
}

export interface ClaimEvent {
  action: ClaimAction
  by: string
  note?: string
  at: Date
}

/** How long staff have for an answer. */
export const CLAIM_TARGET_MS = 3 * 3_600_000

const HARM_WEIGHT: Record<Harm, number> = { high: 4, normal: 1, low: 0.4 }

/** What is to be answered first: many people, much harm, little time left. Higher comes first. Pure. */
export function urgencyOf(
  claim: Pick<ClaimReach, 'harm' | 'dueAt' | 'askers' | 'recentAskers'>,
  now: Date,
): number {
  const hoursLeft = (claim.dueAt.getTime() - now.getTime()) / 3_600_000
  const pressure = hoursLeft <= 0 ? 2 : 1 + 1 / (1 + hoursLeft)
  return (claim.askers + claim.recentAskers) * HARM_WEIGHT[claim.harm] * pressure
}
