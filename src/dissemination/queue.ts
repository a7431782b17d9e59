/** Runs pieces of work one after the other, in the order they came. */
export interface Queue {
  /** Resolves or rejects as `work` does, once its turn has come and gone. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when everything that was handed in so far is over. Never rejects. */
  idle(): Promise<void>
}

export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return {
    run(work) {
      const result = last.then(work)
      last = result.catch(() => undefined)
      return result
    },
    async idle() {
      await last
    },
  }
}
