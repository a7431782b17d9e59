import { describe, expect, it } from 'vitest'
import { normalize } from '../../src/factcheck/normalize.ts'
import { createSearchIndex } from '../../src/factcheck/search.ts'
import { MADE_UP_CLARIFICATIONS, ORDINARY_MESSAGES } from './made-up-clarifications.ts'

const index = createSearchIndex(MADE_UP_CLARIFICATIONS)
const claim = 'Jembatan Mahakam retak dan akan ditutup selamanya'

const featuresOf = (text: string) =>
  index.search(text).candidates.find(({ id }) => id === 'jembatan-retak')?.features

describe('measuring how well a message covers a claim', () => {
  it('gathers a claim whose words stand together, not one scattered over a message', () => {
    const together = featuresOf(claim)
    const filler = ORDINARY_MESSAGES.join(' ').split(' ').slice(0, 30).join(' ')
    const scattered = featuresOf(`Jembatan ${filler} retak ${filler} ditutup`)
    expect(together?.claimSpan).toBeGreaterThan(scattered?.claimSpan ?? 1)
    expect(together?.claimNear).toBeGreaterThan(scattered?.claimNear ?? 1)
  })

  it('finds the stretch that holds the claim among remarks', () => {
    const remarks =
      'wkwkwk kemarin nonton konser bareng sepupu terus makan bakso enak sekali pulang naik ojek hujan'
    const remarked = featuresOf(`${claim} ${remarks}`)
    expect(remarked?.windowCover).toBeGreaterThan(remarked?.queryInAll ?? 1)
  })

  it('says how far the best candidate is ahead, and the others behind', () => {
    const [best, ...others] = index.search(`${claim} listrik gratis`).candidates
    expect(best?.features.ahead).toBeGreaterThan(0)
    for (const { features } of others) expect(features.ahead).toBeLessThanOrEqual(0)
  })
})

describe('addresses', () => {
  it('reads nothing from the address of a platform or a short link', () => {
    const links = 'https://www.facebook.com/warga/posts/123 http://bit.ly/abcde https://youtu.be/abcdefg'
    expect(normalize(links).terms).toEqual([])
  })

  it('still reads the words of a page on a site of its own', () => {
    expect(normalize('http://situsdaftar.xyz/bantuan-pupuk').words).toContain('pupuk')
  })
})
