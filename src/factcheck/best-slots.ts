/** The slots with the highest scores: a heap with the lowest of them at its top. Keeps its memory between runs. */
export class BestSlots {
  #slots = new Int32Array(128)
  #scores = new Float32Array(128)
  #size = 0

  /** The best `limit` slots that have a score and, if it is given, that `isWelcome`; in no order, good until the next run. */
  collect(scores: Float32Array, limit: number, isWelcome?: (slot: number) => boolean): Int32Array {
    if (limit > this.#slots.length) {
      this.#slots = new Int32Array(limit)
      this.#scores = new Float32Array(limit)
    }
    this.#size = 0
    let floor = 0
    for (let slot = 0; slot < scores.length; slot += 1) {
      const score = scores[slot] ?? 0
      if (score <= floor || isWelcome?.(slot) === false) continue
      if (this.#size < limit) this.#rise(slot, score)
      else this.#sink(slot, score)
      if (this.#size === limit) floor = this.#scores[0] ?? 0
    }
    return this.#slots.subarray(0, this.#size)
  }

  /** Adds one. */
  #rise(slot: number, score: number): void {
    const slots = this.#slots
    const scores = this.#scores
    let at = this.#size
    this.#size += 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((scores[parent] ?? 0) <= score) break
      scores[at] = scores[parent] ?? 0
      slots[at] = slots[parent] ?? 0
      at = parent
    }
    scores[at] = score
    slots[at] = slot
  }

  /** Puts one in the place of the lowest. */
  #sink(slot: number, score: number): void {
    const slots = this.#slots
    const scores = this.#scores
    const size = this.#size
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && (scores[child + 1] ?? 0) < (scores[child] ?? 0)) child += 1
      if ((scores[child] ?? 0) >= score) break
      scores[at] = scores[child] ?? 0
      slots[at] = slots[child] ?? 0
      at = child
    }
    scores[at] = score
    slots[at] = slot
  }
}
