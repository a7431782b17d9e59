/** `npm run clarifications:import -- FILE`: adds or updates clarifications from a JSON Lines file. */
import { readFile } from 'node:fs/promises'
import { loadConfig } from '../config.ts'
import { AppError } from '../domain/error.ts'
import { importClarifications, type ImportResult } from '../factcheck/import.ts'
import { openStorage } from '../storage/storage.ts'

const USAGE = 'Cara pakai: npm run clarifications:import -- BERKAS.jsonl'

/** The text of the file; undefined when it cannot be read. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return undefined
  }
}

async function importText(text: string): Promise<ImportResult> {
  const storage = await openStorage(loadConfig().databaseUrl, () => new Date())
  try {
    return await importClarifications(text, storage)
  } finally {
    await storage.close()
  }
}

async function main(args: string[]): Promise<number> {
  const [file] = args
  if (file === undefined || args.length > 1 || file.startsWith('-')) {
    console.error(USAGE)
    return 2
  }
  const text = await readText(file)
  if (text === undefined) {
    console.error(`Berkas ${file} tidak dapat dibaca.\n${USAGE}`)
    return 2
  }
  const { added, changed, unchanged, problems } = await importText(text)
  console.log(`${added} klarifikasi ditambahkan, ${changed} diperbarui, ${unchanged} tetap.`)
  for (const { line, reason } of problems) console.error(`Baris ${line}: ${reason}`)
  if (problems.length > 0) console.error(`${problems.length} baris dilewati; baris lain sudah disimpan.`)
  return problems.length > 0 ? 1 : 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  // What we expect is said in one sentence; anything else keeps its stack.
  console.error(error instanceof AppError ? error.message : error)
  process.exitCode = 1
}
