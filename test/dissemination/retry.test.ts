import { describe, expect, it } from 'vitest'
import { MAX_ATTEMPTS, planRetry } from '../../src/dissemination/retry.ts'
import { SendError, type SendErrorCode, type SendErrorDetails } from '../../src/domain/error.ts'

const NOW = new Date('2026-11-30T00:00:00Z')

function plan(
  code: SendErrorCode,
  {
    attempts = 1,
    random = 0,
    drops = true,
    ...details
  }: SendErrorDetails & { attempts?: number; random?: number; drops?: boolean } = {},
) {
  const change = planRetry(
    new SendError(code, 'test', details),
    { attempts, nextAttemptAt: NOW, isInDoubt: false },
    { now: NOW, random: () => random, dropsRepeatedIds: drops },
  )
  const { nextAttemptAt, ...rest } = change
  return {
    ...rest,
    ...(nextAttemptAt === undefined ? {} : { waitMs: nextAttemptAt.getTime() - NOW.getTime() }),
  }
}

describe('after an error, a message', () => {
  it('waits exactly as long as the platform asks', () => {
    expect(plan('throttled', { retryAfterMs: 2_282_000, random: 0.9 })).toMatchObject({
      status: 'queued',
      waitMs: 2_282_000,
    })
  })

  it('waits longer each time, and not in step with others', () => {
    expect([1, 2, 3, 4, 5].map((attempts) => plan('unreachable', { attempts }).waitMs)).toEqual([
      30_000, 60_000, 120_000, 240_000, 480_000,
    ])
    expect(plan('unreachable', { random: 1 }).waitMs).toBe(45_000)
  })

  it.each(['throttled', 'unreachable', 'chat_moved'] as const)('is given up after six tries (%s)', (code) => {
    expect(plan(code, { attempts: MAX_ATTEMPTS - 1 })).toMatchObject({ status: 'queued' })
    expect(plan(code, { attempts: MAX_ATTEMPTS })).toMatchObject({ status: 'failed', error: { code } })
  })

  it('does not lose a try because the channel was not connected', () => {
    expect(plan('disconnected', { attempts: MAX_ATTEMPTS })).toMatchObject({
      status: 'queued',
      attempts: MAX_ATTEMPTS - 1,
      error: { code: 'disconnected' },
    })
  })

  it('goes out again under its id when the platform drops repeated ids and nobody knows whether it arrived', () => {
    expect(plan('unreachable', { uncertain: true, drops: true })).toMatchObject({
      status: 'queued',
      waitMs: 30_000,
    })
  })

  it('is shown as uncertain when sending it again could post it twice', () => {
    const change = plan('unreachable', { uncertain: true, drops: false })
    expect(change).toMatchObject({ status: 'uncertain', error: { code: 'unreachable' }, isInDoubt: true })
  })

  it('is never called failed when an earlier try may have been posted', () => {
    const circumstances = { now: NOW, random: () => 0, dropsRepeatedIds: true }
    const delivery = { attempts: 2, nextAttemptAt: NOW, isInDoubt: true }
    for (const code of ['not_allowed', 'chat_gone', 'rejected'] as const) {
      expect(planRetry(new SendError(code, 'test'), delivery, circumstances)).toMatchObject({
        status: 'uncertain',
        error: { code, reason: expect.stringContaining('Lihat di grupnya') },
      })
    }
  })

  it('goes to the new address at once when the chat moved', () => {
    expect(plan('chat_moved', { movedTo: '-100' })).toMatchObject({ status: 'queued', waitMs: 0 })
  })

  it.each(['chat_gone', 'not_allowed', 'rejected'] as const)('is not tried again: %s', (code) => {
    expect(plan(code)).toMatchObject({ status: 'failed', error: { code } })
  })

  it('stays queued when the account is restricted: it is not the message that is at fault', () => {
    expect(plan('restricted', { attempts: 1 })).toMatchObject({ status: 'queued', attempts: 0 })
  })

  it('counts as uncertain after an error that no channel should throw', () => {
    const statuses = [false, true].map((dropsRepeatedIds) => {
      const circumstances = { now: NOW, random: () => 0, dropsRepeatedIds }
      return planRetry(
        new TypeError('bug'),
        { attempts: 1, nextAttemptAt: NOW, isInDoubt: false },
        circumstances,
      ).status
    })
    expect(statuses).toEqual(['uncertain', 'queued'])
  })

  it('always carries a reason in plain sentences', () => {
    const codes: SendErrorCode[] = [
      'throttled',
      'disconnected',
      'unreachable',
      'chat_gone',
      'chat_moved',
      'not_allowed',
      'rejected',
      'restricted',
    ]
    for (const code of codes) expect(plan(code).error?.reason).toMatch(/^[A-Z].+\.$/)
  })
})
