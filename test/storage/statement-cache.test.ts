import Sqlite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../src/storage/database.ts'
import { keepStatements } from '../../src/storage/statement-cache.ts'
import { createTrouble } from '../../src/storage/trouble.ts'
import { temporaryDatabase } from '../support/temporary-storage.ts'

async function openTemporary() {
  const db = await openDatabase(await temporaryDatabase(), createTrouble())
  onTestFinished(() => db.$disconnect())
  return db
}

/** A connection of its own that counts what it prepares. */
function openCounted() {
  const connection = new Sqlite(':memory:')
  onTestFinished(() => {
    connection.close()
  })
  const prepared: string[] = []
  const prepare = connection.prepare.bind(connection)
  connection.prepare = (sql: string) => {
    prepared.push(sql)
    return prepare(sql)
  }
  keepStatements(connection)
  /** As Prisma's adapter does it. */
  const ask = (sql: string, ...args: unknown[]) => connection.prepare(sql).bind(args).raw().all()
  return { connection, prepared, ask }
}

it('prepares the same statement once, and takes other arguments every time', () => {
  const { prepared, ask } = openCounted()
  expect(ask('SELECT ? + 1', 1)).toEqual([[2]])
  expect(ask('SELECT ? + 1', 2)).toEqual([[3]])
  expect(prepared).toEqual(['SELECT ? + 1'])
})

it('keeps the statements that were used last, and prepares the others anew', () => {
  const { prepared, ask } = openCounted()
  for (let number = 0; number < 500; number += 1) ask(`SELECT ${number}`)
  ask('SELECT 0')
  ask('SELECT 500')
  expect(prepared).toHaveLength(501)
  expect(ask('SELECT 0')).toEqual([[0]])
  expect(prepared).toHaveLength(501)
  expect(ask('SELECT 1')).toEqual([[1]])
  expect(prepared).toHaveLength(502)
})

it('asks every pragma anew', () => {
  const { prepared, connection } = openCounted()
  connection.prepare('PRAGMA user_version').all()
  connection.prepare('PRAGMA user_version = 3').run()
  expect(connection.prepare('PRAGMA user_version').all()).toEqual([{ user_version: 3 }])
  expect(prepared).toHaveLength(3)
})

it('sees a column that came after the statement was prepared', () => {
  const { connection, ask } = openCounted()
  connection.exec('CREATE TABLE Word (a TEXT)')
  ask('INSERT INTO Word VALUES (?) RETURNING a', 'satu')
  const columns = () => connection.prepare('SELECT * FROM Word').columns()
  expect(ask('SELECT * FROM Word')).toEqual([['satu']])
  connection.exec('ALTER TABLE Word ADD COLUMN b TEXT')
  expect(ask('SELECT * FROM Word')).toEqual([['satu', null]])
  expect(columns().map(({ name }) => name)).toEqual(['a', 'b'])
})

it('keeps a statement that failed usable', () => {
  const { connection, ask } = openCounted()
  connection.exec('CREATE TABLE Word (a TEXT PRIMARY KEY)')
  const insert = 'INSERT INTO Word VALUES (?) RETURNING a'
  ask(insert, 'satu')
  expect(() => ask(insert, 'satu')).toThrow('UNIQUE')
  expect(ask(insert, 'dua')).toEqual([['dua']])
})

it('mixes up nothing when many ask the database at once', async () => {
  const db = await openTemporary()
  const numbers = Array.from({ length: 200 }, (_, number) => number)
  const rows = await Promise.all(
    numbers.map((number) => db.$queryRaw<{ n: number | bigint }[]>`SELECT ${number} + 1 AS n`),
  )
  expect(rows.map(([row]) => Number(row?.n))).toEqual(numbers.map((number) => number + 1))
})
