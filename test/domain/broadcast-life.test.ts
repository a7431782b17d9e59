import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BroadcastStatus } from '../../src/domain/broadcast.ts'
import { BROADCAST_STEPS, SYSTEM, takeStep, type BroadcastAction } from '../../src/domain/broadcast-life.ts'

const ACTIONS = Object.keys(BROADCAST_STEPS) as BroadcastAction[]
const WRITER = 'Penulis'

const draft = (status: BroadcastStatus, priority: 'normal' | 'emergency' = 'normal') => ({
  status,
  author: WRITER,
  priority,
})

const anAttempt = fc.record({
  action: fc.constantFrom(...ACTIONS),
  by: fc.constantFrom(WRITER, ' penulis ', 'Pemeriksa', SYSTEM, ''),
  reason: fc.constantFrom('', 'Ada sebabnya.'),
})

describe('the life of a broadcast', () => {
  it('reaches a group only after somebody else approved it, or as an emergency with a reason', () => {
    const property = fc.property(
      fc.array(anAttempt, { maxLength: 40 }),
      fc.constantFrom('normal' as const, 'emergency' as const),
      (attempts, priority) => {
        let status: BroadcastStatus = 'draft'
        let isCleared = false
        for (const { action, by, reason } of attempts) {
          const result = takeStep(draft(status, priority), action, { by, reason })
          if ('refused' in result) continue
          status = result.to
          if (action === 'approve') isCleared = by === 'Pemeriksa'
          if (action === 'expedite') isCleared = priority === 'emergency' && reason !== ''
          // Only the product itself may say that no real group is reached.
          if (action === 'accept') isCleared = by === SYSTEM
          // A new life begins, or the old content is no longer what was approved.
          if (action === 'reschedule' || action === 'revise' || action === 'withdraw') isCleared = false
          if ((status === 'scheduled' || status === 'running') && !isCleared) return false
        }
        return true
      },
    )
    expect(fc.check(property, { numRuns: 5_000, seed: 25 })).toMatchObject({
      failed: false,
      counterexample: null,
    })
  })

  it('leads from every state that is not an end to an end, and out of no end by a person', () => {
    const ends: BroadcastStatus[] = ['finished', 'expired', 'cancelled']
    for (const status of ends) {
      const ways = ACTIONS.filter(
        (action) => !('refused' in takeStep(draft(status), action, { by: 'Pemeriksa', reason: 'x' })),
      )
      expect(ways).toEqual([])
    }
    const open = new Set(
      ACTIONS.flatMap((action) => BROADCAST_STEPS[action].from as readonly BroadcastStatus[]),
    )
    for (const status of open) {
      if (ends.includes(status)) continue
      expect(takeStep(draft(status), 'cancel', { by: WRITER, reason: 'x' })).toEqual({ to: 'cancelled' })
    }
  })

  it.each([
    ['the author approves', 'approve', { by: 'PENULIS' }, 'own_work'],
    ['nobody approves', 'approve', { by: ' ' }, 'needs_name'],
    ['the product approves', 'approve', { by: SYSTEM }, 'own_work'],
    ['it is no emergency', 'expedite', { by: 'Pemeriksa', reason: 'Cepat.' }, 'no_emergency'],
    ['it is cancelled without a reason', 'cancel', { by: 'Pemeriksa' }, 'needs_reason'],
    ['a person says that it was sent', 'accept', { by: 'Pemeriksa' }, 'only_system'],
    ['it is not paused', 'resume', { by: 'Pemeriksa' }, 'wrong_status'],
  ] as const)('refuses a step when %s', (_why, action, actor, refused) => {
    expect(takeStep(draft('awaiting_approval'), action, actor)).toEqual({ refused })
  })
})
