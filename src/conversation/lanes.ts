/** Runs work of one key in order, and of different keys side by side. */
export function createLanes() {
  const lastOf = new Map<string, Promise<void>>()
  return {
    /** Resolves when the work is done; rejects with its error. A failure does not stop what comes after it. */
    async run(key: string, work: () => Promise<void>): Promise<void> {
      const before = lastOf.get(key) ?? Promise.resolve()
      const mine = before.then(work)
      const settled = mine.catch(() => undefined)
      lastOf.set(key, settled)
      try {
        await mine
      } finally {
        if (lastOf.get(key) === settled) lastOf.delete(key)
      }
    },
  }
}
