/** `npm run db:diff -- NAME`: writes the migration from the last committed schema to today's `prisma/schema.prisma`. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { diffSchemas } from '../storage/migrate.ts'

const name = process.argv[2]
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:diff -- name_of_the_change   (lower case, digits and _)')
  process.exit(2)
}

function committedSchema(): string | undefined {
  try {
    return execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return undefined
  }
}

/** Prisma writes the default of a JSON column without quotes, which SQLite reads as an empty text. */
const quoted = (sql: string) => sql.replaceAll(/DEFAULT (\[\]|\{\})/g, "DEFAULT '$1'")

const sql = quoted(await diffSchemas(committedSchema(), readFileSync('prisma/schema.prisma', 'utf8')))
if (sql.trim() === '' || sql.includes('empty migration')) {
  console.log('The schema has not changed since the last commit.')
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const directory = `prisma/migrations/${stamp}_${name}`
  mkdirSync(directory, { recursive: true })
  writeFileSync(`${directory}/migration.sql`, sql)
  console.log(`${directory}/migration.sql`)
}
