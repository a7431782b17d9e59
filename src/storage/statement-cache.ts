import type Database from 'better-sqlite3'

/** What Prisma's adapter asks of its connection. */
type Connection = Pick<Database.Database, 'prepare'>

/** Prisma writes the same few hundred statements again and again; a list of unusual length makes a new one. */
const MOST_STATEMENTS = 500

/**
 * Makes a connection keep its prepared statements: Prisma's adapter prepares anew for every query, which takes longer
 * than most queries. A kept statement cannot be bound for good, so arguments are handed over with every run.
 */
export function keepStatements(connection: Connection): void {
  const prepare = connection.prepare.bind(connection)
  const kept = new Map<string, Database.Statement>()

  const statementOf = (sql: string): Database.Statement => {
    const statement = kept.get(sql) ?? prepare(sql)
    kept.delete(sql)
    kept.set(sql, statement)
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_STATEMENTS) break
      kept.delete(oldest)
    }
    return statement
  }

  const keeping = (sql: string) => {
    const statement = statementOf(sql)
    const withArguments = (args: unknown[]) => ({
      reader: statement.reader,
      columns: () => statement.columns(),
      raw: () => ({ all: () => statement.raw().all(args) }),
      run: () => statement.run(args),
    })
    return { ...withArguments([]), bind: withArguments }
  }
  // A pragma may change what the next one means, and is asked rarely.
  connection.prepare = ((sql: string) =>
    /^\s*PRAGMA\b/i.test(sql) ? prepare(sql) : keeping(sql)) as Connection['prepare']
}

/** The connection of Prisma's adapter, which it keeps to itself; undefined when there is none to be found. */
export function connectionOf(adapter: object): Connection | undefined {
  const client = Reflect.get(adapter, 'client') as Partial<Connection> | undefined
  return typeof client?.prepare === 'function' ? (client as Connection) : undefined
}
