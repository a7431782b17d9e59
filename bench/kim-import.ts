/** `npx tsx bench/kim-import.ts`: how long it takes to import 1,200 KIMs with 40 planted errors, from CSV and XLSX. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importKims } from '../src/membership/kim-files/import.ts'
import { openStorage } from '../src/storage/storage.ts'
import { csv, generateKimTable, workbook } from '../test/support/kim-tables.ts'

const [ROWS, ERRORS, SEED] = [1_200, 40, 64]
const TARGET_MS = 5_000

async function measure(type: 'CSV' | 'XLSX'): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'kim-import-'))
  const storage = await openStorage(`file:${join(folder, 'kabar-kim.db')}`, () => new Date())
  try {
    const { table } = generateKimTable(storage.gazetteer, { rows: ROWS, errors: ERRORS, seed: SEED })
    const file = type === 'CSV' ? Buffer.from(csv(table)) : workbook(table)
    const times: number[] = []
    for (const turn of ['first', 'second']) {
      const startedAt = performance.now()
      const { added, changed, unchanged, errors } = await importKims(file, {
        storage,
        scope: '64',
        by: 'bench',
      })
      times.push(performance.now() - startedAt)
      const counts = `${added} added, ${changed} changed, ${unchanged} unchanged, ${errors} errors`
      console.log(`${type}, ${turn} time: ${(times.at(-1) ?? 0).toFixed(0)} ms; ${counts}`)
    }
    return times.every((ms) => ms < TARGET_MS)
  } finally {
    await storage.close()
    await rm(folder, { recursive: true })
  }
}

const isFast = [await measure('CSV'), await measure('XLSX')].every(Boolean)
console.log(isFast ? `All under ${TARGET_MS} ms.` : `Slower than ${TARGET_MS} ms.`)
process.exitCode = isFast ? 0 : 1
