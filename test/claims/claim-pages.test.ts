import { describe, expect, it } from 'vitest'
import { createClaimDesk } from '../../src/claims/claim-desk.ts'
import type { Harm } from '../../src/domain/claim.ts'
import { clarified } from '../../src/conversation/replies/factcheck.ts'
import { createTestClock } from '../support/test-clock.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

const HOUR_MS = 3_600_000

/** A desk, and questions that so many people of an area ask. */
async function setUp() {
  const clock = createTestClock()
  const storage = await temporaryStorage(() => clock.now())
  const claims = createClaimDesk({ storage, clock, say: (one) => clarified(one) })
  const asked = async (people: number, options: { harm?: Harm; areaCode?: string } = {}) => {
    const { harm = 'normal', areaCode = '64.72.01' } = options
    const add = (person: number, claimId?: string) =>
      storage.inquiries.add({
        channel: 'simulator',
        askerKey: `person ${person}`,
        placeKey: `person ${person}`,
        text: 'benarkah?',
        answerType: 'unknown',
        status: 'open',
        receivedAt: clock.now(),
        areaCode,
        ...(claimId === undefined ? {} : { claimId }),
      })
    const first = await add(0)
    const claim = await storage.claims.open(first.id, 'benarkah?', harm, clock.now())
    for (let person = 1; person < people; person += 1) await add(person, claim.id)
    return claim.number
  }
  const page = async (filter: Partial<Parameters<typeof claims.page>[0]> = {}) => {
    const found = await claims.page({ statuses: ['new', 'taken'], within: '64', page: 1, size: 2, ...filter })
    return { ...found, numbers: found.claims.map(({ number }) => number) }
  }
  return { clock, storage, claims, asked, page }
}

describe('a page of claims', () => {
  it('begins with the most urgent: many people, much harm, little time', async () => {
    const { asked, page, clock } = await setUp()
    const few = await asked(1)
    const many = await asked(5)
    const harmful = await asked(3, { harm: 'high' })
    expect(await page()).toMatchObject({ numbers: [harmful, many], hasMore: true })
    expect(await page({ page: 2 })).toMatchObject({ numbers: [few], hasMore: false })
    expect(await page({ page: 3 })).toMatchObject({ numbers: [], hasMore: false })
    clock.advance(4 * HOUR_MS)
    expect((await page()).claims[0]?.isOverdue).toBe(true)
  })

  it('holds what people of an area ask, and for the province also what nobody knows the place of', async () => {
    const { asked, page } = await setUp()
    const samarinda = await asked(1)
    const elsewhere = await asked(1, { areaCode: '64.02.06' })
    const unknown = await asked(1, { areaCode: '64' })
    expect((await page({ within: '64.72' })).numbers).toEqual([samarinda])
    expect((await page({ within: '64.02' })).numbers).toEqual([elsewhere])
    expect(new Set((await page({ size: 9 })).numbers)).toEqual(new Set([samarinda, elsewhere, unknown]))
  })

  it('begins with what was closed last, for closed ones', async () => {
    const { asked, page, claims, clock } = await setUp()
    const [first, second] = [await asked(9), await asked(1)]
    for (const number of [first, second]) {
      await claims.refer(String(number), 'Sari', 'Mafindo')
      clock.advance(HOUR_MS)
    }
    expect((await page({ statuses: ['referred'], within: '64.72' })).numbers).toEqual([second, first])
    expect((await page()).numbers).toEqual([])
  })

  it('tells how many wait in an area, and how many of them for too long', async () => {
    const { asked, claims, clock } = await setUp()
    await asked(2)
    await asked(1, { areaCode: '64.02.06' })
    clock.advance(4 * HOUR_MS)
    const late = await asked(3)
    expect(await claims.waiting('64')).toEqual({ claims: 3, overdue: 2 })
    expect(await claims.waiting('64.02')).toEqual({ claims: 1, overdue: 1 })
    expect(await claims.waiting('64.03')).toEqual({ claims: 0, overdue: 0 })
    await claims.refer(String(late), 'Ani', 'tanyakan ke Dinas Sosial')
    expect(await claims.waiting('64')).toEqual({ claims: 2, overdue: 2 })
  })
})
