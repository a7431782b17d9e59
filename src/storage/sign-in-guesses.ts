import { afterWrongGuess, type GuessLimit, type Guesses } from '../domain/guesses.ts'
import type { Database } from './database.ts'
import type { SignInGuess as Row } from './generated/client.ts'

export type SignInGuessStore = ReturnType<typeof createSignInGuessStore>

const guessesOf = ({ count, firstAt, locks, lockedUntil }: Row): Guesses => ({
  count,
  firstAt,
  locks,
  ...(lockedUntil === null ? {} : { lockedUntil }),
})

/** Wrong passwords and codes, by the keyed hash of an account or of a network address. */
export function createSignInGuessStore(db: Database, now: () => Date) {
  return {
    /** Until when this account or address may not try; undefined when it may. */
    async lockedUntil(keys: string[]): Promise<Date | undefined> {
      const rows = await db.signInGuess.findMany({
        where: { guesserKey: { in: keys }, lockedUntil: { gt: now() } },
      })
      return rows
        .flatMap(({ lockedUntil }) => lockedUntil ?? [])
        .toSorted((a, b) => b.getTime() - a.getTime())[0]
    },

    async add(guesserKey: string, limit: GuessLimit): Promise<void> {
      await db.$transaction(async (tx) => {
        const row = await tx.signInGuess.findUnique({ where: { guesserKey } })
        const { lockedUntil = null, ...counted } = afterWrongGuess(
          row === null ? undefined : guessesOf(row),
          now(),
          limit,
        )
        const data = { ...counted, lockedUntil }
        await tx.signInGuess.upsert({ where: { guesserKey }, create: { guesserKey, ...data }, update: data })
      })
    },

    async forget(guesserKey: string): Promise<void> {
      await db.signInGuess.deleteMany({ where: { guesserKey } })
    },
  }
}
