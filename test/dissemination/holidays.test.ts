import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseHolidays, readHolidays } from '../../src/dissemination/files/holidays.ts'

const SHIPPED = fileURLToPath(new URL('../../broadcasts', import.meta.url))

describe('public holidays', () => {
  it('that come with the product are the 17 holidays and 8 days of joint leave of 2026, and the fixed ones of 2027', async () => {
    const { dates, completeYears, problems } = await readHolidays(SHIPPED)
    expect(problems).toEqual([])
    expect(completeYears).toEqual([2026])
    expect(dates.filter((date) => date.startsWith('2026'))).toHaveLength(25)
    expect(dates.filter((date) => date.startsWith('2027'))).toHaveLength(5)
    const text = await readFile(`${SHIPPED}/hari-libur.yaml`, 'utf8')
    expect(text.match(/Cuti bersama .*\}/g)).toHaveLength(8)
  })

  it('are none without a file', async () => {
    expect(await readHolidays(`${SHIPPED}/images`)).toEqual({ dates: [], completeYears: [], problems: [] })
  })

  it('name a day that does not exist, and keep the others', () => {
    const { dates, problems } = parseHolidays('libur:\n- tanggal: 2026-02-30\n- tanggal: 2026-12-25\n- apa')
    expect(dates).toEqual(['2026-12-25'])
    expect(problems.map(({ field, reason }) => `${field}: ${reason}`)).toEqual([
      expect.stringContaining('"2026-02-30"'),
      expect.stringContaining('""'),
    ])
  })

  it.each(['', 'libur: [', 'libur: besok'])('of a broken file are none, and it is named: %s', (text) => {
    expect(parseHolidays(text)).toMatchObject({ dates: [], problems: [{ file: 'hari-libur.yaml' }] })
  })
})
