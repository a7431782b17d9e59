/** Holds back what must wait for a connection. */
export interface Gate {
  open(): void
  shut(): void
  /** Resolves while the gate is open, or once it opens. */
  passed(): Promise<void>
}

export function createGate(): Gate {
  let isOpen = false
  let waiting: (() => void)[] = []
  return {
    open() {
      isOpen = true
      const released = waiting
      waiting = []
      for (const release of released) release()
    },
    shut() {
      isOpen = false
    },
    passed: () => (isOpen ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
