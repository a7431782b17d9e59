import { array, assert, constantFrom, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/domain/broadcast.ts'
import { RECEIPT_KEY_LENGTH, withReceipts, type Receipt } from '../../src/domain/receipts.ts'

const AT = new Date('2026-11-30T00:00:00Z')

const sent: Delivery = {
  id: 'd',
  runId: 'r',
  broadcastId: 'b',
  chatId: 'c',
  address: { channel: 'whatsapp', account: 'utama', chatId: '1@g.us' },
  status: 'sent',
  attempts: 1,
  nextAttemptAt: AT,
  isInDoubt: false,
  repeats: 0,
  recipients: 3,
  deliveredTo: 0,
  readBy: 0,
}

const person = (name: string) => name.padEnd(RECEIPT_KEY_LENGTH, '0')
const delivered = (name: string): Receipt => ({ status: 'delivered', person: person(name) })
const read = (name: string): Receipt => ({ status: 'read', person: person(name) })

const receipts = array(
  record({
    status: constantFrom('delivered' as const, 'read' as const),
    person: constantFrom('a', 'b', 'c', 'd').map(person),
  }),
)

describe('receipts', () => {
  it('count each person once', () => {
    const raised = withReceipts(sent, [delivered('a'), delivered('b'), delivered('a')])
    expect(raised).toMatchObject({ status: 'delivered', deliveredTo: 2, readBy: 0 })
    expect(withReceipts(raised, [read('a'), delivered('c')])).toMatchObject({
      status: 'read',
      deliveredTo: 3,
      readBy: 1,
    })
  })

  it('count who read a message as somebody who received it, also when that is told later', () => {
    const raised = withReceipts(sent, [read('a')])
    expect(raised).toMatchObject({ status: 'read', deliveredTo: 1, readBy: 1 })
    expect(withReceipts(raised, [delivered('a')])).toEqual(raised)
  })

  it('raise the state also where the platform does not say who', () => {
    expect(withReceipts(sent, [{ status: 'read' }])).toMatchObject({ status: 'read', deliveredTo: 0 })
  })

  it('confirm what was unconfirmed', () => {
    const error = { code: 'nobody_received', reason: 'x' } as const
    const raised = withReceipts({ ...sent, status: 'unconfirmed', error }, [delivered('a')])
    expect(raised.status).toBe('delivered')
    expect(raised).not.toHaveProperty('error')
  })

  it.each(['queued', 'sending', 'failed', 'uncertain', 'skipped'] as const)(
    'change nothing while %s',
    (status) => {
      const delivery = { ...sent, status }
      expect(withReceipts(delivery, [read('a')])).toBe(delivery)
    },
  )

  it('come to the same in any order and in any number of steps, and never lower anything', () => {
    assert(
      property(receipts, receipts, (first, second) => {
        const inSteps = withReceipts(withReceipts(sent, first), second)
        const atOnce = withReceipts(sent, [...second, ...first])
        expect([inSteps.status, inSteps.deliveredTo, inSteps.readBy]).toEqual([
          atOnce.status,
          atOnce.deliveredTo,
          atOnce.readBy,
        ])
        const before = withReceipts(sent, first)
        expect(inSteps.deliveredTo).toBeGreaterThanOrEqual(before.deliveredTo)
        expect(inSteps.readBy).toBeGreaterThanOrEqual(before.readBy)
      }),
    )
  })
})
