import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { levelOfCode, PROVINCE_CODE, type Area } from '../domain/area.ts'
import { createGazetteer, type Gazetteer } from '../domain/gazetteer.ts'
import type { Database } from './database.ts'

const LEVEL_PREFIX = /^(?:KABUPATEN|KOTA)\s+/
const ROMAN_NUMERAL = /^(?:II|III|IV|VI|VII|VIII|IX)$/

/** `KABUPATEN KUTAI KARTANEGARA` → `Kutai Kartanegara`; names that are not all capitals stay as they are. */
function readableName(name: string): string {
  const bare = name.trim().replace(LEVEL_PREFIX, '')
  if (bare !== bare.toUpperCase()) return bare
  return bare.replaceAll(/[A-Z]+/g, (word) =>
    ROMAN_NUMERAL.test(word) ? word : word.charAt(0) + word.slice(1).toLowerCase(),
  )
}

/** Code and name of each row of a CSV whose first column is the code and whose last is the name. */
async function readRows(file: string): Promise<{ code: string; name: string }[]> {
  const text = await readFile(file, 'utf8')
  const rows = text.split(/\r?\n/).slice(1).filter(Boolean)
  return rows.map((row) => {
    const code = row.slice(0, row.indexOf(','))
    const name = row.slice(row.lastIndexOf(',') + 1).replaceAll('"', '')
    return { code, name }
  })
}

/**
 * All official areas of East Kalimantan: 1 province, 10 regencies and cities, 105 districts, 1,038 villages.
 * Source: `idn-area-data` (ODbL), after the Ministry of Home Affairs' decree on area codes.
 */
export async function readOfficialAreas(): Promise<Area[]> {
  const require = createRequire(import.meta.url)
  const data = join(dirname(require.resolve('idn-area-data/package.json')), 'data')
  const files = ['provinces.csv', 'regencies.csv', 'districts.csv', 'villages.csv']
  const rows = (await Promise.all(files.map((file) => readRows(join(data, file))))).flat()
  return rows
    .filter(({ code }) => code === PROVINCE_CODE || code.startsWith(`${PROVINCE_CODE}.`))
    .map(({ code, name }) => ({ code, level: levelOfCode(code), name: readableName(name) }))
}

/** Fills the table when it is empty, and returns the areas ready for look-ups. */
export async function loadGazetteer(db: Database): Promise<Gazetteer> {
  if ((await db.area.count()) === 0) await db.area.createMany({ data: await readOfficialAreas() })
  const rows = await db.area.findMany({ select: { code: true, name: true }, orderBy: { code: 'asc' } })
  return createGazetteer(rows.map((row) => ({ ...row, level: levelOfCode(row.code) })))
}
