import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isWithin, PROVINCE_CODE, type AreaCode } from '../../src/domain/area.ts'
import { VERDICTS } from '../../src/domain/clarification.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'

const FILE = new URL('../../prisma/seed/clarifications.jsonl', import.meta.url)

type Row = Record<string, unknown>

const rows: Row[] = readFileSync(FILE, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)

const FIELDS = [
  'id',
  'claimReviewed',
  'circulatingTexts',
  'explanation',
  'verdict',
  'sourceUrl',
  'publishedAt',
  'publisher',
  'areaCodes',
]

/** An Indonesian phone number: starts with +62, 62 or 0, and goes on for eight digits or more. */
const PHONE_NUMBER = /(?<![\d.,])(?:\+?62|0)[\s.-]?\d(?:[\s.-]?\d){7,}/
const LINK = /https?:|www\.|\b[a-z0-9-]+\.(?:com|id|net|org|co|my|xyz|shop|site|online|info|link|ly|me)\b/i

const text = (row: Row, field: string): string => {
  const value = row[field]
  return typeof value === 'string' ? value.trim() : ''
}
const texts = (row: Row, field: string): string[] => {
  const value = row[field]
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : []
}
/** The ids of the rows that break a rule: an empty list reads well when a test fails. */
const idsWhere = (isBroken: (row: Row) => boolean): string[] =>
  rows.filter(isBroken).map((row) => text(row, 'id'))

const isOutside = (value: string, limit: number) => value === '' || value.length > limit
const isReadable = (value: string) => {
  const words = value.trim().split(/\s+/).length
  return words >= 15 && words <= 80
}
const hasUnreadableText = (row: Row) => {
  const circulating = texts(row, 'circulatingTexts')
  return circulating.length < 1 || circulating.length > 3 || !circulating.every(isReadable)
}
const leaks = (value: string) => PHONE_NUMBER.test(value) || LINK.test(value)
const isHttps = (value: string) => URL.canParse(value) && new URL(value).protocol === 'https:'
const isRealDay = (value: string) => {
  const day = new Date(`${value}T00:00:00Z`)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(day.getTime())) return false
  return day.toISOString().startsWith(value) && day.getTime() <= Date.now()
}

describe('the seed of clarifications', () => {
  it('has enough rows, and enough of them about East Kalimantan', () => {
    const local = rows.filter((row) => texts(row, 'areaCodes').some((code) => isWithin(code, PROVINCE_CODE)))
    expect(rows.length).toBeGreaterThanOrEqual(60)
    expect(local.length).toBeGreaterThanOrEqual(10)
  })

  it('has exactly the fields of the import format in every row', () => {
    const expected = FIELDS.toSorted().join()
    expect(idsWhere((row) => Object.keys(row).toSorted().join() !== expected)).toEqual([])
  })

  it('gives every row its own kebab-case id of at most 60 characters', () => {
    const ids = rows.map((row) => text(row, 'id'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => id.length > 60 || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([])
  })

  it('says the claim in at most 200 characters and the explanation in at most 700', () => {
    expect(idsWhere((row) => isOutside(text(row, 'claimReviewed'), 200))).toEqual([])
    expect(idsWhere((row) => isOutside(text(row, 'explanation'), 700))).toEqual([])
  })

  it('carries one to three circulating texts of 15 to 80 words', () => {
    expect(idsWhere(hasUnreadableText)).toEqual([])
  })

  it('keeps phone numbers and links out of the circulating texts', () => {
    expect(idsWhere((row) => texts(row, 'circulatingTexts').some(leaks))).toEqual([])
  })

  it('uses only the verdicts of the domain', () => {
    const verdicts: readonly string[] = VERDICTS
    expect(idsWhere((row) => !verdicts.includes(text(row, 'verdict')))).toEqual([])
  })

  it('names a publisher and an https source', () => {
    expect(idsWhere((row) => text(row, 'publisher') === '')).toEqual([])
    expect(idsWhere((row) => !isHttps(text(row, 'sourceUrl')))).toEqual([])
  })

  it('dates every row with a real day that has passed', () => {
    expect(idsWhere((row) => !isRealDay(text(row, 'publishedAt')))).toEqual([])
  })

  it('points only at official areas', async () => {
    const official = new Set<AreaCode>((await readOfficialAreas()).map(({ code }) => code))
    const isBroken = (row: Row) =>
      !Array.isArray(row['areaCodes']) ||
      texts(row, 'areaCodes').length !== row['areaCodes'].length ||
      texts(row, 'areaCodes').some((code) => !official.has(code))
    expect(idsWhere(isBroken)).toEqual([])
  })
})

describe('the phone number and link patterns', () => {
  it.each(['hubungi 0812-3456-7890', 'WA +62 812 3456 7890', 'chat 6281234567890'])(
    'recognise the number in %j',
    (value) => {
      expect(PHONE_NUMBER.test(value)).toBe(true)
    },
  )

  it.each(['dapat Rp5.400.000', 'biaya administrasi 5.750.000', 'tanggal 22 sampai 24 Juni jam 05.27'])(
    'leave amounts and times alone in %j',
    (value) => {
      expect(PHONE_NUMBER.test(value)).toBe(false)
    },
  )

  it.each(['https://contoh', 'daftar di bansos-cair.my.id ya', 'buka www.contoh'])(
    'recognise the link in %j',
    (value) => {
      expect(LINK.test(value)).toBe(true)
    },
  )
})
