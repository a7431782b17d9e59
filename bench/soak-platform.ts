import type { RecordedMessage } from './soak-process.ts'
import type { Line } from './soak-mix.ts'

/** What is counted when the bot is done. */
export interface SoakCounts {
  /** Answers and other messages that people got from the bot. */
  fromBot: number
  /** Messages with a row of their own in the server's table, answered (`ignored` is null). */
  answered: number
  /** The same with a reason. */
  ignored: number
  /** Messages that need a row and have none. */
  lost: number
  /** Ordinary talk among people. */
  talk: number
  /** Ordinary talk that has a row: nothing of it may be stored. */
  kept: number
  /** Updates that the platform delivered twice. */
  repeated: number
}

/** The people of one platform, outside the server's process. */
export interface SoakPeople {
  name: string
  /** How many people write, and how many of them at the same time. */
  people: number
  atOnce: number
  /** Writes. Resolves when the answer is there, or at once where none is due. */
  say(person: number, line: Line): Promise<void>
  /** Resolves when everything that was said has been dealt with. */
  settled(): Promise<void>
  count(recorded: RecordedMessage[]): Promise<SoakCounts> | SoakCounts
  stop(): Promise<void>
}

/** Counts a list of messages, each by its key, against the server's table. */
export function compare(
  said: { key: string; line: Line }[],
  recorded: RecordedMessage[],
  keyOf: (row: RecordedMessage) => string,
): Pick<SoakCounts, 'answered' | 'ignored' | 'lost' | 'talk' | 'kept'> {
  const rows = new Map(recorded.map((row) => [keyOf(row), row]))
  const counts = { answered: 0, ignored: 0, lost: 0, talk: 0, kept: 0 }
  for (const { key, line } of said) {
    const row = rows.get(key)
    if (line.kind === 'ordinary') {
      counts.talk += 1
      counts.kept += row === undefined ? 0 : 1
    } else if (row === undefined) counts.lost += 1
    else if (row.ignored === null) counts.answered += 1
    else counts.ignored += 1
  }
  return counts
}
