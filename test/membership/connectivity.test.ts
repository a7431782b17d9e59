import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/domain/error.ts'
import { readConnectivity } from '../../src/membership/connectivity-words.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryStorage } from '../support/temporary-storage.ts'

const VILLAGE = '64.02.02.2004'
const AT = new Date('2026-12-01T00:00:00Z')

describe('words for connectivity', () => {
  it.each([
    ...['baik', 'Bagus!', 'lancar', 'sinyalnya bagus', 'sangat baik', 'kuat', 'baiik', 'lancr'].map(
      (words) => [words, 'good'] as const,
    ),
    ...[
      'lemah',
      'lemot',
      'LEMOT banget',
      'putus-putus',
      'putus putus',
      'putus2',
      'jelek',
      'hilang timbul',
      'kurang bagus',
      'tidak stabil',
      'gak lancar',
      'lemha',
      'agak lemah',
      'lambatt',
      'sinyal lemah',
    ].map((words) => [words, 'weak'] as const),
    ...[
      'tidak ada',
      'tidak ada sinyal',
      'tanpa sinyal',
      'ga ada',
      'Nggak ada, pak',
      'belum ada',
      'hilang',
      'kosong',
      'blank spot',
      'blankspot',
      'nihil',
      'tidak aada',
    ].map((words) => [words, 'none'] as const),
  ])('%j means %s', (words, expected) => {
    expect(readConnectivity(words)).toBe(expected)
  })

  it.each([
    '',
    ' ',
    '?',
    '5G bikin sakit',
    'apa itu',
    'tidak lemah',
    'baik lemah',
    'x'.repeat(5_000),
    '😀',
    '12',
  ])('does not take %j for a mark', (words) => {
    expect(readConnectivity(words)).toBeUndefined()
  })

  it('never throws, whatever is typed', () => {
    const random = seededRandom(5)
    const letters = 'tidak ada baik lemah -!?2()[]\\^$.|*+\n\u0000é😀'
    for (let count = 0; count < 2_000; count += 1) {
      const length = Math.floor(random() * 60)
      const text = Array.from({ length }, () => letters.charAt(Math.floor(random() * letters.length))).join(
        '',
      )
      expect([undefined, 'good', 'weak', 'none']).toContain(readConnectivity(text))
    }
  })
})

describe('connectivity marks', () => {
  it('are kept with who set them and when, until somebody says otherwise', async () => {
    const { connectivity } = await temporaryStorage(() => AT)
    expect(await connectivity.get(VILLAGE)).toBeUndefined()
    await connectivity.set(VILLAGE, 'weak', 'staff')
    expect(await connectivity.get(VILLAGE)).toEqual({
      areaCode: VILLAGE,
      connectivity: 'weak',
      setBy: 'staff',
      setAt: AT,
    })
    await connectivity.set(VILLAGE, 'none', 'kim_admin')
    expect(await connectivity.get(VILLAGE)).toMatchObject({ connectivity: 'none', setBy: 'kim_admin' })
    await connectivity.set(VILLAGE, undefined, 'staff')
    expect(await connectivity.get(VILLAGE)).toBeUndefined()
  })

  it('are listed inside an area, by code', async () => {
    const { connectivity } = await temporaryStorage(() => AT)
    const villages = ['64.02.02.2005', VILLAGE, '64.71.01.1001']
    await connectivity.set(villages, 'good', 'staff')
    const listed = async (within: string) => (await connectivity.list(within)).map(({ areaCode }) => areaCode)
    expect(await listed('64')).toEqual([VILLAGE, '64.02.02.2005', '64.71.01.1001'])
    expect(await listed('64.02.02')).toEqual([VILLAGE, '64.02.02.2005'])
    expect(await listed('64.0')).toEqual([])
    expect(await listed(VILLAGE)).toEqual([VILLAGE])
  })

  it.each([
    ['64.02.02', 'invalid'],
    ['64', 'invalid'],
    ['64.02.02.9999', 'not_found'],
    ['', 'not_found'],
    ['Loa Kulu', 'not_found'],
  ])('are refused for %j, and nothing else is marked either', async (code, expected) => {
    const { connectivity } = await temporaryStorage(() => AT)
    const error: unknown = await connectivity
      .set([VILLAGE, code], 'good', 'staff')
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: expected })
    expect(await connectivity.list('64')).toEqual([])
    await expect(connectivity.get(code)).rejects.toMatchObject({ code: expected })
  })
})
