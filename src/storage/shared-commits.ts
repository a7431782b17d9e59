import type { Database } from './database.ts'
import type { Prisma } from './generated/client.ts'

/** More would keep readers waiting for too long. */
const MOST_TOGETHER = 32

type Work<Result> = (tx: Prisma.TransactionClient) => Promise<Result>

interface Job {
  work: Work<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}

export type SharedCommits = ReturnType<typeof createSharedCommits>

/**
 * Lets writes that come at the same time share one transaction: each commit waits for the disk, which is most of what a
 * short write takes. Whatever comes while the disk works goes along with the next commit, in the order of arrival.
 */
export function createSharedCommits(db: Database) {
  const waiting: Job[] = []
  let isRunning = false

  async function alone({ work, resolve, reject }: Job): Promise<void> {
    try {
      resolve(await db.$transaction((tx) => work(tx)))
    } catch (error) {
      reject(error)
    }
  }

  async function together(jobs: Job[]): Promise<void> {
    try {
      const results = await db.$transaction(async (tx) => {
        const done: unknown[] = []
        for (const { work } of jobs) done.push(await work(tx))
        return done
      })
      for (const [index, { resolve }] of jobs.entries()) resolve(results[index])
    } catch {
      // All of it was undone. One after another, only the one that fails hears of it.
      for (const job of jobs) await alone(job)
    }
  }

  async function run(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      const jobs = waiting.splice(0, MOST_TOGETHER)
      const [only] = jobs
      if (jobs.length === 1 && only !== undefined) await alone(only)
      else await together(jobs)
    }
    isRunning = false
  }

  return {
    /**
     * Resolves when the work is committed; rejects with its error when it is undone. The work may run twice, so it
     * must do nothing but use its transaction, and must not wait for another shared write.
     */
    write<Result>(work: Work<Result>): Promise<Result> {
      return new Promise((resolve, reject) => {
        waiting.push({ work, resolve: resolve as Job['resolve'], reject })
        if (!isRunning) void run()
      })
    },
  }
}
