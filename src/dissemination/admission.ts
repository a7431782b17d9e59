import type { Delivery } from '../domain/broadcast.ts'
import { dueInGroup, waitingReason } from '../domain/receiving-hours.ts'
import type { SendingAccount } from '../storage/delivery-queue.ts'
import type { Due, Hold } from './due.ts'
import { SEND_REASON } from './retry.ts'

/** Why a delivery must not go out any more. */
function objection({ delivery: { chat }, run: { expiresAt } }: Due, now: Date): Delivery['error'] {
  if (expiresAt !== undefined && expiresAt <= now) return { code: 'expired', reason: SEND_REASON.expired }
  if (chat.status === 'gone') return { code: 'chat_gone', reason: SEND_REASON.chat_gone }
  if (chat.status === 'paused') return { code: 'paused', reason: SEND_REASON.paused }
  return undefined
}

/**
 * When the hours of a group begin that a message must wait for. What may have been posted already waits no longer, and
 * nothing waits for hours that lie in the quiet hours altogether.
 */
function groupsTurn({ delivery, run }: Due, { channel }: SendingAccount, now: Date, hold: Hold) {
  const { hours } = delivery.chat
  const from = dueInGroup(hours, now, run)
  if (from <= now || delivery.isInDoubt) return undefined
  const quietUntil = hold({ priority: run.priority, channel }, from)
  const isNever = quietUntil !== undefined && dueInGroup(hours, quietUntil, run) > quietUntil
  return isNever ? undefined : from
}

/** What else becomes of a due delivery than being sent: it is skipped, or put off. Undefined: it may go now. Pure. */
export function turnAway(
  due: Due,
  { sender, now, hold }: { sender: SendingAccount; now: Date; hold: Hold },
): Pick<Delivery, 'status' | 'nextAttemptAt' | 'error'> | undefined {
  const { nextAttemptAt, chat } = due.delivery
  const error = objection(due, now)
  if (error !== undefined) return { status: 'skipped', nextAttemptAt, error }
  const from = groupsTurn(due, sender, now, hold)
  if (from === undefined) return undefined
  const waiting = { code: 'waits_for_hours', reason: waitingReason(chat.hours) } as const
  return { status: 'queued', nextAttemptAt: from, error: waiting }
}
