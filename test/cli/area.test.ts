import { beforeAll, describe, expect, it } from 'vitest'
import { ANY_AREA, readArea, readScope } from '../../src/cli/area.ts'
import { createGazetteer, type Gazetteer } from '../../src/domain/gazetteer.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'

let gazetteer: Gazetteer
beforeAll(async () => {
  gazetteer = createGazetteer(await readOfficialAreas())
})

describe('an area on the command line', () => {
  it.each([
    ['64.02.02.2004', '64.02.02.2004'],
    ['kukar', '64.02'],
    ['Samarinda', '64.72'],
    ['Loa Koeloe', '64.02.02'],
    ['desa loa kulu kota', '64.02.02.2004'],
    ['Kalimantan Timur', '64'],
  ])('%j is %s: the widest of a name', (text, code) => {
    expect(readArea(text, gazetteer, ANY_AREA).code).toBe(code)
  })

  it('is the one that staff look after among several of a name', () => {
    const named = gazetteer.find('Bukit Raya', { limit: 25 }).filter(({ score }) => score === 1)
    expect(named.length).toBeGreaterThan(1)
    for (const { area } of named) {
      const near = area.code.slice(0, 8)
      expect(readArea('Bukit Raya', gazetteer, { ...ANY_AREA, near })).toEqual(area)
    }
    expect(() => readArea('Bukit Raya', gazetteer, ANY_AREA)).toThrow(/Ada beberapa wilayah "Bukit Raya"/)
  })

  it('narrows from the province to a district', () => {
    expect(readScope({}, gazetteer)).toBe('64')
    expect(readScope({ regency: 'kukar' }, gazetteer)).toBe('64.02')
    expect(readScope({ regency: 'kukar', district: 'loa kulu' }, gazetteer)).toBe('64.02.02')
    expect(() => readScope({ regency: 'Berau', district: 'loa kulu' }, gazetteer)).toThrow(/tidak ditemukan/)
  })
})
