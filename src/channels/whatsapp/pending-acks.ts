/** How a message fared: taken, refused with WhatsApp's code, or the connection ended before an answer. */
export type Acknowledgement = { type: 'taken' } | { type: 'refused'; code: number } | { type: 'lost' }

/** Who waits for the server's word about a message. */
export interface PendingAcks {
  /** To be called before the message is written. `cancel` ends the waiting. */
  expect(id: string): { answer: Promise<Acknowledgement>; cancel(): void }
  /** False when nobody waits for this message. */
  settle(id: string, answer: Acknowledgement): boolean
  /** Everyone who waits hears that the connection is gone. */
  loseAll(): void
}

export function createPendingAcks(): PendingAcks {
  const waiting = new Map<string, (answer: Acknowledgement) => void>()
  const settle = (id: string, answer: Acknowledgement): boolean => {
    const tell = waiting.get(id)
    waiting.delete(id)
    tell?.(answer)
    return tell !== undefined
  }
  return {
    expect: (id) => ({
      answer: new Promise((resolve) => waiting.set(id, resolve)),
      cancel: () => void waiting.delete(id),
    }),
    settle,
    loseAll() {
      for (const id of waiting.keys()) settle(id, { type: 'lost' })
    },
  }
}
