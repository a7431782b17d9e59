import type { BroadcastPriority, BroadcastStatus } from './broadcast.ts'

/** A step in the life of a broadcast: from which states it may be taken, and where it leads. */
interface Step {
  from: readonly BroadcastStatus[]
  to: BroadcastStatus
  /** Only the product itself takes it, never a person. */
  isAutomatic?: true
  /** A person must say why. */
  needsReason?: true
}

/**
 * Every allowed transition, in one table. Nothing else changes the status of a broadcast.
 *
 * - `submit`, `return`: ready for a second pair of eyes; not good enough yet
 * - `approve`: by somebody else than the author
 * - `expedite`: an emergency goes out without a second person, with a reason
 * - `accept`: needs no approval, because it reaches no real group (samples, rehearsals)
 * - `run`, `wait`: a run is under way; it is over and another occurrence is to come
 * - `finish`, `expire`: everything was sent; its time was over before that
 * - `revise`: its content changed, so what is still to come must be approved again; `withdraw`: its file is broken now
 * - `reschedule`: it was over, and gets times that are still to come
 */
export const BROADCAST_STEPS = {
  submit: { from: ['draft'], to: 'awaiting_approval' },
  return: { from: ['awaiting_approval'], to: 'draft', needsReason: true },
  approve: { from: ['awaiting_approval'], to: 'scheduled' },
  expedite: { from: ['draft', 'awaiting_approval'], to: 'scheduled', needsReason: true },
  accept: { from: ['draft', 'awaiting_approval'], to: 'scheduled', isAutomatic: true },
  run: { from: ['scheduled', 'finished'], to: 'running', isAutomatic: true },
  wait: { from: ['running'], to: 'scheduled', isAutomatic: true },
  finish: { from: ['scheduled', 'running'], to: 'finished', isAutomatic: true },
  expire: {
    from: ['awaiting_approval', 'scheduled', 'running', 'paused'],
    to: 'expired',
    isAutomatic: true,
  },
  pause: { from: ['scheduled', 'running'], to: 'paused', needsReason: true },
  resume: { from: ['paused'], to: 'scheduled' },
  cancel: {
    from: ['draft', 'awaiting_approval', 'scheduled', 'running', 'paused'],
    to: 'cancelled',
    needsReason: true,
  },
  revise: { from: ['scheduled', 'running', 'paused'], to: 'awaiting_approval', isAutomatic: true },
  withdraw: { from: ['awaiting_approval', 'scheduled'], to: 'draft', isAutomatic: true },
  reschedule: { from: ['finished', 'expired', 'cancelled'], to: 'draft', isAutomatic: true },
} as const satisfies Record<string, Step>

export type BroadcastAction = keyof typeof BROADCAST_STEPS

/** The product itself, in the records of transitions. */
export const SYSTEM = 'sistem'

/** Who takes a step, and why. Operators are named strings. */
export interface Actor {
  by: string
  reason?: string
}

/** One transition, as it is kept: who, when, why. */
export interface BroadcastTransition extends Actor {
  broadcastId: string
  action: BroadcastAction
  from: BroadcastStatus
  to: BroadcastStatus
  at: Date
}

/** Why a step is refused. */
export type StepRefusal =
  'wrong_status' | 'only_system' | 'needs_reason' | 'needs_name' | 'own_work' | 'no_emergency'

/** People write their names now with this case, now with that. */
export const sameName = (left: string, right: string) =>
  left.trim().replaceAll(/\s+/g, ' ').toLowerCase() === right.trim().replaceAll(/\s+/g, ' ').toLowerCase()

/**
 * Where a step leads, or why it may not be taken. Pure; the only judge of what may happen to a broadcast.
 * An emergency cannot be sped up by somebody without a reason, and nobody approves what they wrote themselves.
 */
export function takeStep(
  broadcast: { status: BroadcastStatus; author: string; priority: BroadcastPriority },
  action: BroadcastAction,
  { by, reason }: Actor,
): { to: BroadcastStatus } | { refused: StepRefusal } {
  const step: Step = BROADCAST_STEPS[action]
  if (!step.from.includes(broadcast.status)) return { refused: 'wrong_status' }
  if (by.trim() === '') return { refused: 'needs_name' }
  if (step.isAutomatic === true && by !== SYSTEM) return { refused: 'only_system' }
  if (step.needsReason === true && (reason ?? '').trim() === '') return { refused: 'needs_reason' }
  if (action === 'approve' && (by === SYSTEM || sameName(by, broadcast.author))) {
    return { refused: 'own_work' }
  }
  if (action === 'expedite' && broadcast.priority !== 'emergency') return { refused: 'no_emergency' }
  return { to: step.to }
}

/** The step by which the product itself gets from one state to another; undefined when there is none. */
export function systemStep(from: BroadcastStatus, to: BroadcastStatus): BroadcastAction | undefined {
  const actions = Object.keys(BROADCAST_STEPS) as BroadcastAction[]
  return actions.find((action) => {
    const step: Step = BROADCAST_STEPS[action]
    return action !== 'approve' && action !== 'expedite' && step.to === to && step.from.includes(from)
  })
}
