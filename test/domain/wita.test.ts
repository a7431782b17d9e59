import { describe, expect, it } from 'vitest'
import { formatWita, nextWitaMidnight, parseWita, witaDay } from '../../src/domain/wita.ts'

describe('times in WITA', () => {
  it('are written as people in East Kalimantan write them', () => {
    expect(formatWita(new Date('2026-12-01T00:00:00Z'))).toBe('Selasa, 1 Desember 2026 pukul 08.00 WITA')
    expect(formatWita(new Date('2026-12-31T16:05:00Z'))).toBe('Jumat, 1 Januari 2027 pukul 00.05 WITA')
  })

  it.each([
    '2026-12-01 08:00',
    '2026-12-01 08.00',
    '2026-12-01T08:00',
    '2026-12-01 8:00:00',
    '2026-12-01 08:00 WITA',
  ])('are read from %s', (text) => {
    expect(parseWita(text)?.toISOString()).toBe('2026-12-01T00:00:00.000Z')
  })

  it.each([
    '2026-02-30 08:00',
    '2026-13-01 08:00',
    '2026-12-01 24:00',
    '2026-12-01 08:60',
    '2026-12-01',
    'besok',
    '',
  ])('are not read from "%s"', (text) => {
    expect(parseWita(text)).toBeUndefined()
  })

  it('know leap years', () => {
    expect(parseWita('2028-02-29 08:00')).toBeDefined()
    expect(parseWita('2027-02-29 08:00')).toBeUndefined()
  })

  it('mean the end of the day for a deadline without an hour', () => {
    expect(parseWita('2026-12-31', { endOfDay: true })?.toISOString()).toBe('2026-12-31T15:59:59.999Z')
    expect(parseWita('2026-12-31 18:00', { endOfDay: true })?.toISOString()).toBe('2026-12-31T10:00:00.000Z')
  })

  it('change the day at 16.00 UTC', () => {
    expect(witaDay(new Date('2026-12-01T15:59:59Z'))).toBe('2026-12-01')
    expect(witaDay(new Date('2026-12-01T16:00:00Z'))).toBe('2026-12-02')
    expect(nextWitaMidnight(new Date('2026-12-01T15:59:59Z')).toISOString()).toBe('2026-12-01T16:00:00.000Z')
    expect(nextWitaMidnight(new Date('2026-12-01T16:00:00Z')).toISOString()).toBe('2026-12-02T16:00:00.000Z')
  })
})
