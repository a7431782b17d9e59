import { beforeAll, describe, expect, it } from 'vitest'
import { areaLabel } from '../../src/domain/area.ts'
import { createGazetteer, type Gazetteer } from '../../src/domain/gazetteer.ts'
import { readOfficialAreas } from '../../src/storage/areas.ts'

let gazetteer: Gazetteer
beforeAll(async () => {
  gazetteer = createGazetteer(await readOfficialAreas())
})

const labelOf = (code: string) => {
  const area = gazetteer.get(code)
  return area && areaLabel(area)
}
const best = (query: string) => gazetteer.find(query)[0]?.area.code

describe('looking up an area by name', () => {
  it.each([
    ['kutai kartanegara', '64.02'],
    ['kukar', '64.02'],
    ['KUTAI KERTANEGARA', '64.02'],
    ['Kutaikartanegara', '64.02'],
    ['ppu', '64.09'],
    ['penajam paser utara', '64.09'],
    ['mahakam hulu', '64.11'],
    ['mahulu', '64.11'],
    ['smd', '64.72'],
    ['kota samarinda', '64.72'],
    ['balikpapn', '64.71'],
    ['samarinda ulu', '64.72.03'],
    ['loa kulu', '64.02.02'],
    ['Loa Koeloe', '64.02.02'],
    ['kec. tenggarong', '64.02.06'],
    ['desa loa kulu kota', '64.02.02.2004'],
    ['Kalimantan Timur', '64'],
  ])('understands %j', (query, code) => {
    expect(best(query)).toBe(code)
  })

  it('looks only inside an area when asked to', () => {
    const inside = gazetteer.find('utara', { within: '64.72' })
    expect(inside.every(({ area }) => area.code.startsWith('64.72.'))).toBe(true)
  })

  it.each([
    { what: 'nothing', query: '' },
    { what: 'a single letter', query: 'x' },
    { what: 'emoji', query: '🙂🙂' },
    { what: 'a sign', query: '%' },
    { what: 'a place elsewhere', query: 'Jakarta' },
    { what: 'a long paste', query: 'a'.repeat(100_000) },
  ])('finds nothing for $what', ({ query }) => {
    expect(gazetteer.find(query)).toEqual([])
  })
})

describe('resolving a name that announcements are aimed at', () => {
  it('takes a code', () => {
    expect(gazetteer.resolve('64.72')).toMatchObject({ name: 'Samarinda' })
  })

  it('prefers the wider area when a name is shared between levels', () => {
    expect(gazetteer.resolve('Sepaku')).toMatchObject({ code: '64.09.04', level: 'district' })
  })

  it('does not guess between areas of one level', () => {
    expect(gazetteer.resolve('Jawa')).toBe('ambiguous')
  })

  it('does not guess a name that is spelled too differently', () => {
    expect(gazetteer.resolve('Kutai Kertanegara')).toBeUndefined()
  })
})

describe('the official areas of East Kalimantan', () => {
  it('are 1,154: 10 regencies and cities, 105 districts, 841 villages, 197 urban villages', async () => {
    const count: Record<string, number> = {}
    for (const { level } of await readOfficialAreas()) count[level] = (count[level] ?? 0) + 1
    expect(count).toEqual({
      province: 1,
      regency: 7,
      city: 3,
      district: 105,
      village: 841,
      urban_village: 197,
    })
  })

  it('are shown with the word for their level', () => {
    expect(['64', '64.02', '64.72', '64.02.02', '64.02.02.2004', '64.09.04.1005'].map(labelOf)).toEqual([
      'Provinsi Kalimantan Timur',
      'Kabupaten Kutai Kartanegara',
      'Kota Samarinda',
      'Kecamatan Loa Kulu',
      'Desa Loa Kulu Kota',
      'Kelurahan Sepaku',
    ])
  })
})
